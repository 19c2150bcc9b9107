"""From bytes to items: layouts, headings, encodings, merged cells, bad files."""

import io
import zipfile
from random import Random

import pytest

from factories.area_lists import csv, xlsx
from gongjian.places.imports import headings
from gongjian.places.imports.reading import read
from gongjian.places.imports.sheets import MOST_BYTES, UnreadableSheetError, letter


def lines(content):
    """The items as `row kind name code < upper`."""
    return [line(item) for item in read(content).items]


def line(item):
    above = item.parent.name if item.parent else ""
    if item.upper:
        above = item.upper.code or "/".join(item.upper.names)
    return f"{item.row} {item.kind.value} {item.name} {item.code} < {above}".replace("  ", " ")


def faults(content):
    return [(f.row, None if f.column is None else letter(f.column), f.code) for f in read(content).findings]


ROWS = """
    名称,类型,区划代码,上级
    望江街道,街道,370102001,
    幸福里社区,社区,370102001001,望江街道
    柳溪村,村,370102101201,松林镇
"""
READ = [
    "2 subdistrict 望江街道 370102001 < ",
    "3 community 幸福里社区 370102001001 < 望江街道",
    "4 village 柳溪村 370102101201 < 松林镇",
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le"])
def test_a_text_file_is_read_in_any_chinese_encoding(encoding):
    assert lines(csv(ROWS, encoding)) == READ


def test_a_list_in_traditional_characters_is_read_and_left_so():
    assert lines(csv(BIG5, "big5")) == ["2 subdistrict 望江街道 < ", "3 community 幸福里社區 < 望江街道"]


BIG5 = """
    名稱,類型,上級
    望江街道,街道,
    幸福里社區,社區,望江街道
"""


@pytest.mark.parametrize("sign", [",", "\t", ";", "|", "，"])
def test_a_text_file_is_parted_by_what_its_lines_hold(sign):
    assert lines(csv(ROWS.replace(",", sign))) == READ


def test_a_workbook_with_titles_numbers_and_remarks():
    content = xlsx(
        ["清河区社区一览表（2026年）"],
        ["填报单位：清河区民政局", None, None, None, None],
        [],
        ["序号", "*社区名称", "社区代码（12位）", "所属街道/乡镇", "联系人"],
        [1, " 幸福里 社区", 370102001001, "望江街道", "某某"],
        [2, "柳溪村", "370102101201", "松林镇", "某某"],
        [None, None, None, None, None],
        ["序号", "*社区名称", "社区代码（12位）", "所属街道/乡镇", "联系人"],
        [3, "滨河社区", None, "望江街道"],
        ["合计", "3个"],
        ["注：以民政部门公布为准"],
        merge=[(0, 0, 0, 4, "清河区社区一览表（2026年）")],
    )

    assert lines(content) == [
        "5 community 幸福里社区 370102001001 < 望江街道",
        "6 village 柳溪村 370102101201 < 松林镇",
        "9 community 滨河社区 < 望江街道",
    ]
    assert read(content).layout.unread == ("序号", "联系人")


def test_the_first_sheet_that_reads_as_a_list_is_taken():
    content = xlsx(
        ["请先阅读说明"], sheet="说明", more=[("名录", [["名称", "类型"], ["清河区", "区县"]], ())]
    )

    assert read(content).sheet.name == "名录"
    assert lines(content) == ["2 district 清河区 < "]


LEVELS = [
    "2 district 清河区 < ",
    "2 subdistrict 望江街道 < 清河区",
    "2 community 幸福里社区 < 望江街道",
    "2 grid 第一网格 < 幸福里社区",
    "2 building 1号楼 < 第一网格",
    "3 building 2号楼 < 第一网格",
    "4 grid 第二网格 < 幸福里社区",
    "4 building 3号楼 < 第二网格",
    "5 township 松林镇 < 清河区",
    "5 village 柳溪村 < 松林镇",
]
LEVEL_ROWS = [
    ["区县", "街道", "社区", "网格", "楼栋"],
    ["清河区", "望江街道", "幸福里社区", "第一网格", "1号楼"],
    [None, None, None, None, "2号楼"],
    [None, None, None, "第二网格", "3号楼"],
    [None, "松林镇", "柳溪村"],
]


def test_one_column_a_level_with_blanks_that_repeat():
    assert lines(xlsx(*LEVEL_ROWS)) == LEVELS


def test_one_column_a_level_with_merged_cells():
    content = xlsx(
        *LEVEL_ROWS,
        merge=[
            (1, 0, 4, 0, "清河区"),
            (1, 1, 3, 1, "望江街道"),
            (1, 2, 3, 2, "幸福里社区"),
            (1, 3, 2, 3, "第一网格"),
        ],
    )

    assert lines(content) == LEVELS


def test_one_column_a_level_written_out():
    full = [
        LEVEL_ROWS[0],
        LEVEL_ROWS[1],
        ["清河区", "望江街道", "幸福里社区", "第一网格", "2号楼"],
        ["清河区", "望江街道", "幸福里社区", "第二网格", "3号楼"],
        ["清河区", "松林镇", "柳溪村"],
    ]

    assert lines(xlsx(*full)) == LEVELS


def test_a_blank_under_a_new_upper_area_is_no_repetition():
    content = xlsx(
        ["街道", "社区", "网格"],
        ["望江街道", "幸福里社区", "第一网格"],
        ["古塔街道", None, "商圈网格"],
    )

    assert lines(content)[-2:] == ["3 subdistrict 古塔街道 < ", "3 grid 商圈网格 < 古塔街道"]


def test_numbers_and_fractions_are_read_as_they_are_shown():
    content = xlsx(["名称", "类型"], [12.5, "网格"], [45_000, "网格"])

    assert [item.name for item in read(content).items] == ["12.5", "45000"]


def test_a_name_that_is_too_long_in_a_level_is_an_error_and_remarks_are_none():
    content = xlsx(
        ["街道", "社区", "城乡分类"],
        ["望江街道", "长" * 61],
        ["古城街道", "南门社区", "111"],
        ["备注：以公布为准"],
    )

    assert faults(content) == [(2, "B", "long_name")]
    assert [(item.name, item.settlement) for item in read(content).items] == [
        ("望江街道", ""),
        ("古城街道", ""),
        ("南门社区", "111"),
    ]


def test_levels_with_their_codes_beside_them():
    content = xlsx(
        ["街道名称", "街道代码", "社区名称", "社区代码", "网格", "微网格"],
        ["望江街道", "370102001000", "幸福里社区", "370102001001", "第一网格", "01微网格"],
        [None, None, "滨河社区", "370102001002"],
    )

    assert lines(content) == [
        "2 subdistrict 望江街道 370102001 < ",
        "2 community 幸福里社区 370102001001 < 望江街道",
        "2 grid 第一网格 < 幸福里社区",
        "2 grid 01微网格 < 第一网格",
        "3 community 滨河社区 370102001002 < 望江街道",
    ]


def test_upper_areas_by_code_by_steps_and_by_level():
    content = csv("""
        名称,类型,上级,上级代码
        甲网格,网格,望江街道/幸福里社区,
        乙网格,网格,,370102001001
        丙网格,网格,370102001001,
    """)

    assert lines(content) == [
        "2 grid 甲网格 < 望江街道/幸福里社区",
        "3 grid 乙网格 < 370102001001",
        "4 grid 丙网格 < 370102001001",
    ]


def test_the_kind_is_told_by_the_code_or_by_how_the_name_ends():
    content = csv("""
        名称,代码
        望江街道,
        松林镇,
        柳溪村,
        幸福里社区,
        第一网格,
        3号楼,
        清河区,
        温泉,370102400
    """)

    assert lines(content) == [
        "2 subdistrict 望江街道 < ",
        "3 township 松林镇 < ",
        "4 village 柳溪村 < ",
        "5 community 幸福里社区 < ",
        "6 grid 第一网格 < ",
        "7 building 3号楼 < ",
        "8 district 清河区 < ",
        "9 township 温泉 370102400 < ",
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("街道", ["subdistrict", "township"]),
        ("街道/乡镇", ["subdistrict", "township"]),
        ("乡（镇）、街道", []),
        ("社区（村）", ["community", "village"]),
        ("*网格", ["grid"]),
        ("Community", ["community", "village"]),
        ("building", ["building"]),
        ("街道级", ["subdistrict", "township"]),
        ("网格长", []),
        ("", []),
    ],
)
def test_words_for_kinds(text, kinds):
    assert [kind.value for kind in headings.kinds_of_word(text)] == kinds


def test_every_fault_of_a_row_is_found_with_its_cell():
    content = csv(f"""
        名称,类型,区划代码,城乡分类,上级
        望江街道,街道,3701,111,
        {"长" * 61},社区,,,望江街道
        ,社区,370102001001,,望江街道
        滨河社区,小区,,,望江街道
        临江社区,社区,1.1E+11,333,望江街道
        温泉,,,,望江街道
    """)

    assert faults(content) == [
        (2, "C", "malformed-subdistrict"),
        (3, "A", "long_name"),
        (4, "A", "no_name"),
        (5, "B", "unknown_kind"),
        (6, "C", "shortened"),
        (6, "D", "unknown_settlement"),
        (7, "A", "no_kind"),
    ]


def bomb(megabytes):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (megabytes * 1024 * 1024))
    return out.getvalue()


UNREADABLE = [
    ("empty", lambda: b""),
    ("blank", lambda: b" \r\n\t "),
    ("no headings", lambda: xlsx(["一", "二"], ["三", "四"])),
    ("headings alone", lambda: xlsx(["名称", "类型"])),
    ("a picture", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
    ("a zip that is no workbook", lambda: zipped("readme.txt", b"hello")),
    ("a torn workbook", lambda: xlsx(["名称", "类型"], ["清河区", "区县"])[:-200]),
    ("half an old workbook", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    ("with a password", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")),
    ("too large", lambda: b"a" * (MOST_BYTES + 1)),
    pytest.param("a bomb", lambda: bomb(250), marks=pytest.mark.slow),
    pytest.param("a small bomb", lambda: bomb(30), marks=pytest.mark.slow),
    pytest.param("a line without end", lambda: '名称,类型\n"'.encode() + b"a" * 200_000),
    pytest.param("too long", lambda: ("名称\n" + "第一网格\n" * 100_050).encode(), marks=pytest.mark.slow),
]


def zipped(name, data):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(("case", "content"), UNREADABLE)
def test_what_is_no_list_is_refused_in_one_sentence(case, content):
    with pytest.raises(UnreadableSheetError) as raised:
        read(content())

    sentence = str(raised.value)
    assert sentence.endswith(("。", "."))
    assert "\n" not in sentence


# --- Whatever arrives -------------------------------------------------------------------------------------
def damaged(content, random):
    """The file as a torn download, a broken disk or a clever person would leave it."""
    data = bytearray(content)
    for _ in range(random.randint(1, 12)):
        where = random.randrange(len(data))
        choice = random.randrange(4)
        if choice == 0:
            data[where] = random.randrange(256)
        elif choice == 1:
            del data[where : where + random.randrange(1, 40)]
        elif choice == 2:
            data[where:where] = bytes(random.randrange(256) for _ in range(random.randrange(1, 20)))
        else:
            data[where:where] = data[: random.randrange(1, 60)]
        if not data:
            break
    return bytes(data)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "csv", "gbk"])
def test_whatever_is_damaged_is_read_or_refused(kind):
    random = Random(20260824)
    good = {
        "xlsx": xlsx(*LEVEL_ROWS, merge=[(1, 0, 4, 0, "清河区")]),
        "csv": csv(ROWS),
        "gbk": csv(ROWS, "gbk"),
    }[kind]
    refused = 0

    for _ in range(300):
        try:
            read(damaged(good, random))
        except UnreadableSheetError:
            refused += 1

    assert 0 < refused < 300
