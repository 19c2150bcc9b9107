"""A thousand damaged files: each is read or refused with a sentence, and nothing else happens."""

import random
import zipfile
from collections.abc import Callable
from copy import deepcopy
from io import BytesIO

import pytest
from lxml import etree

from engines.plans.readers.making import cell, numbered, paragraph, sample_maker, table, word
from gongjian.engines.plans import files
from gongjian.engines.plans.model import Reading, UnreadableError
from gongjian.engines.plans.readers import pdf, pdf_pages

TEXT = """清河区平安社区创建方案

一、目标

到2026年6月底前，志愿者达到200人以上，每月至少巡查2次。

二、步骤

（一）宣传阶段（2026年3月1日至3月31日）。

任务\t牵头单位\t完成时限
建立台账\t街道办事处\t2026年4月15日前

责任人：王志强、周晓燕
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
<w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
"""
STYLES = """
<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="A"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
"""

NONSENSE = (
    "",
    "-1",
    "0",
    "999999999",
    "bullet",
    "chineseCounting",
    "%1%2%3%9%0",
    "A",
    "restart",
    "一",
    "9" * 30,
)

# Tokens that parsers stumble over, spliced in anywhere.
STUMBLES = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"<", b">", b"&", b"&#xD800;", b"&#0;", b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"]]>", b"<![CDATA[", b"<!--", b"</w:p>", b"<w:tbl>", b"<w:tc/>", b"<table><tr><td>", b"<ol><li>", b"</table>",
    b'w:val="99999999999999999999"', b'w:val="-1"', b"rowspan=999999999", b"PK\x03\x04", b"%PDF-", b"endstream",
    b"obj", b"/Length 999999999", b"\x81", b"~{", b"\t" * 50, b"\xe2\x80\xa8", b"9" * 400, "一、".encode() * 50,
)  # fmt: skip


def document() -> bytes:
    body = (
        paragraph("方案")
        + numbered("目标", 1)
        + numbered("甲", 1, 1)
        + table(cell("任务") + cell("单位"), cell("a") + cell("b"))
    )
    return word(body, numbering=NUMBERING, styles=STYLES)


def flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.choices(range(len(data) + 1), k=2))
    return chance.choice((data[:start], data[:start] + data[end:], data[end:]))


def splice(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    return data[:place] + chance.choice(STUMBLES) + data[place + chance.randint(0, 3) :]


def double(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.choices(range(len(data) + 1), k=2))
    return data[:end] + data[start:end] * chance.randint(1, 5) + data[end:]


MOST = pdf_pages.Most(pages=100, characters=100_000, pieces=10_000)

DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (flip, cut, splice, double)


def damaged(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 3)):
        data = chance.choice(DAMAGES)(data, chance) or b"\0"
    return data


def rearranged(content: bytes, chance: random.Random) -> bytes:
    """XML that is still well-formed, with elements gone, doubled, moved, and values that make no sense."""
    root = etree.fromstring(content)
    for _ in range(chance.randint(1, 8)):
        element, other = chance.choices(list(root.iter()), k=2)
        change = chance.randrange(4)
        if change == 0 and element.getparent() is not None:
            element.getparent().remove(element)
        elif change == 1:
            other.append(deepcopy(element))
        elif change == 2 and element is not root and other not in element.iter():
            other.insert(chance.randint(0, 3), element)
        elif element.attrib:
            element.set(chance.choice(list(element.attrib)), chance.choice(NONSENSE))
    return etree.tostring(root)


def rearranged_part(data: bytes, chance: random.Random) -> bytes:
    return with_a_changed_part(data, chance, rearranged)


def damaged_part(data: bytes, chance: random.Random) -> bytes:
    return with_a_changed_part(data, chance, damaged)


def with_a_changed_part(
    data: bytes, chance: random.Random, change: Callable[[bytes, random.Random], bytes]
) -> bytes:
    """One part of a package changed and packed again, so that its check sum is right."""
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        unlucky = chance.choice(source.namelist())
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content, chance) if name == unlucky else content)
    return stream.getvalue()


def outcome(name: str, data: bytes) -> str:
    """`read`, or the code of the refusal; any other exception goes through and fails the test."""
    try:
        reading = files.read_file(name, data)
    except UnreadableError as refusal:
        return refusal.code if str(refusal).endswith("。") else f"no sentence: {refusal}"
    assert isinstance(reading, Reading)
    for plan in reading.plans:
        plan.text.encode("utf-8")
        for entry in (*plan.targets, *plan.cadences, *plan.deadlines, *plan.duties):
            assert plan.text[slice(*entry.span)] == entry.quote
    return "read"


SEEDS: dict[str, tuple[Callable[[], bytes], Callable[[bytes, random.Random], bytes], int]] = {
    "utf-8.txt": (lambda: TEXT.encode(), damaged, 120),
    "gbk.txt": (lambda: TEXT.encode("gbk"), damaged, 80),
    "utf-16.txt": (lambda: TEXT.encode("utf-16"), damaged, 50),
    "page.html": (lambda: sample_maker().page(TEXT), damaged, 180),
    "file.docx": (document, damaged, 60),
    "part.docx": (document, damaged_part, 100),
    "rearranged.docx": (document, rearranged_part, 230),
    "print.pdf": (lambda: sample_maker().portable(TEXT), damaged, 180),
}


def test_there_are_a_thousand():
    assert sum(count for _, _, count in SEEDS.values()) == 1000


@pytest.mark.slow
@pytest.mark.parametrize("name", SEEDS)
def test_a_damaged_file_is_read_or_refused(name, monkeypatch):
    # A process for each of them would take a minute; what it does is done here instead.
    monkeypatch.setattr(pdf, "_run", lambda data: pdf_pages.pages_of(data, MOST))
    make, damage, count = SEEDS[name]
    whole, chance = make(), random.Random(name)

    outcomes = [outcome(name, damage(whole, chance)) for _ in range(count)]

    assert outcome(name, whole) == "read"
    assert len(outcomes) == count
    # Damage of both kinds was done: such as can be lived with and such as cannot.
    assert "read" in outcomes
    assert set(outcomes) != {"read"} or name == "utf-8.txt" or name == "page.html"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_pdf_does_no_harm_through_the_process_either(seed):
    chance = random.Random(seed)

    assert outcome("print.pdf", damaged(sample_maker().portable(TEXT), chance)) in {
        "read", "corrupt", "no-text", "binary", "empty", "zip-bomb", "encrypted", "unsupported", "too-long",
    }  # fmt: skip
