"""`由社区书记任组长、副主任任副组长`, `以甲为组长`, `组长由甲担任`, `乡镇作为…的牵头单位`, `各村为责任单位`.

Somebody is made something: a verb of appointment between a name and a role. Rhetoric is not (`居民是主体`).
"""

import re
from collections.abc import Iterator

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.model import Duty
from gongjian.engines.plans.rules.duties.names import names
from gongjian.engines.plans.rules.duties.roles import FILLED_ROLE, ROLE, SINGULAR

_MADE = re.compile(
    rf"(?P<verb>兼任|担任|出任|(?<![责主信委胜现])任(?!务)|作为|(?<![成行认因])为|(?<!但)(?<!还)(?<!就)(?<!尤其)是)"
    rf"(?P<of>[^,。;、:\n\t为]{{0,14}}?)(?P<role>{ROLE})(?=[^㐀-鿿]|的|并|负责|具体|统一|共同|组成|和|及|$)"
)
_BY = re.compile(r"由(?P<names>[^,。;:\n\t]{2,60}?)(?:兼任|担任|出任|(?<![主责委])任|兼)(?!务|何|意|期)")
_MEMBERS = re.compile(r"(?P<role>成员|组员)由(?P<names>[^,。;:\n\t]{2,60}?)组成(?=[,。;\n]|$)")
_ROLE_BEFORE = re.compile(rf"(?P<role>{ROLE})(?:一职)?(?:一般|暂时?|原则上|分别)?$")
_FILLED = re.compile(rf"[㐀-鿿]{{0,8}}?(?:{FILLED_ROLE})")
_ANSWERS = re.compile("(?:第一|直接|主要|具体)?责任人|(?:责任|牵头|主责)(?:单位|部门)")
_PURPOSE = re.compile("加强|推进|做好|确保|进一步|深入|切实|更好|了")
_LONGEST_ROLE = 16
_BOUNDARY = ",;。:!?\n\t“”"
_HANDED = re.compile(
    r"(?:由|(?<!予)(?<!可)(?<!所)(?<!加)以(?!上|下|外|及|内|来|后|前)|推选|聘请|任命|明确|确定|指定|选派)(?!此)"
)
_LEADING = re.compile(r"^(?:其中|并且?|同时|另外?|也|均|都|由|和|及|、|社区成立|成立|建立|组建)+")
_NOT_SOMEBODY = re.compile(
    r"^(?:因|如|将|把|其|该|此|这|是|均|要|应|可|也|还|不|分别|一律|兼)$|(?:带头|积极|主动|轮流|依次|自愿)$|进一步|切实|认真|加强|努力|做到|成为"
)


def find(draft: Draft) -> Iterator[Duty]:
    yield from _made(draft)
    yield from _by(draft)
    for match in _MEMBERS.finditer(draft.wording.folded):
        if duty := _duty(draft, match.start(), match.end(), match["role"], match["names"]):
            yield duty


def _made(draft: Draft) -> Iterator[Duty]:
    text = draft.wording.folded
    past = 0
    for match in _MADE.finditer(text):
        label_end = draft.label_end(match.start())
        if not _fits(match) or match.start() < label_end:
            continue
        start = max(label_end, _start_of_names(text, match.start(), past))
        if match["of"] and match["verb"] in ("为", "是") and _FILLED.fullmatch(text[start : match.start()]):
            # `成员为各网格网格员`: the role stands in front.
            continue
        duty = _duty(draft, start, match.end("role"), match["role"], text[start : match.start()])
        if duty:
            past = match.end("role")
            yield duty


def _fits(match: re.Match[str]) -> bool:
    """Whether verb and role belong together: 是 makes nobody a member, and `为加强…` is a purpose."""
    if match["verb"] == "是":
        return bool(_ANSWERS.fullmatch(match["role"])) and len(match["of"]) <= 10
    return match["verb"] in ("兼任", "担任", "出任", "任", "作为") or not _PURPOSE.search(match["of"])


def _by(draft: Draft) -> Iterator[Duty]:
    text = draft.wording.folded
    for match in _BY.finditer(text):
        first = max(0, match.start() - _LONGEST_ROLE)
        if role := _ROLE_BEFORE.search(text[first : match.start()]):
            start = first + role.start()
            if duty := _duty(draft, start, match.end(), role["role"], match["names"]):
                yield duty


def _start_of_names(text: str, end: int, past: int) -> int:
    """Where the names before the verb begin: behind the last mark, word of handing over, or appointment."""
    at, depth = end - 1, 0
    lowest = max(past, end - 80, 0)
    while at >= lowest:
        c = text[at]
        depth += (c == ")") - (c == "(" and depth > 0)
        if c in _BOUNDARY or (c == "(" and not depth and text.find(")", at, end) < 0):
            break
        at -= 1
    start = at + 1
    for match in _HANDED.finditer(text, start, end):
        start = match.end()
    while start < end and text[start] in " 、":
        start += 1
    leading = _LEADING.match(text[start:end])
    return start + (leading.end() if leading else 0)


def _duty(draft: Draft, start: int, end: int, role: str, written: str) -> Duty | None:
    found = names(written, one_person=bool(SINGULAR.fullmatch(role)) or written.rstrip().endswith("同志"))
    found = tuple(name for name in found if len(name) > 1 and not _NOT_SOMEBODY.search(name))
    if not found:
        return None
    span = draft.wording.trimmed(start, end)
    return Duty(draft.wording.quote(span), role, found, span)
