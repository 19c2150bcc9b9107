"""`区民政局负责统筹推进…`, `派出所：负责查处…`: in a section on duties, a paragraph that opens with who does it."""

import re
from collections.abc import Iterator

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.model import Duty
from gongjian.engines.plans.rules.duties.names import names
from gongjian.engines.plans.rules.duties.roles import UNIT_ROLE

ROLE = "负责"
_OPENS = re.compile(
    r"(?m)^[ \t?]*(?P<who>[^,。;:!?\n\t负]{2,40}?)\s*(?:\((?:牵头|责任|配合)单位\))?\s*:?\s*"
    r"(?:主要|具体|全面|统一|牵头)?负责(?!人|同志)"
)
_NUMBER = re.compile(r"^(?:\(?[一二三四五六七八九十\d]{1,3}[)、.]\s*|[①-⑳]\s*)")
_NOBODY = re.compile(r"职责|分工|任务|主要|具体|全面|按照|根据|各司其职|内容")


def find(draft: Draft) -> Iterator[Duty]:
    for node in draft.nodes:
        if node.parent is None and draft.roles[node] == "duties":
            yield from _paragraphs(draft, node.label.end, node.end)


def _paragraphs(draft: Draft, start: int, end: int) -> Iterator[Duty]:
    for match in _OPENS.finditer(draft.wording.folded, start, end):
        number = _NUMBER.match(match["who"])
        first = match.start("who") + (number.end() if number else 0)
        who = draft.wording.folded[first : match.end("who")]
        found = () if _NOBODY.search(who) or UNIT_ROLE.fullmatch(who) else names(who)
        if found:
            span = draft.wording.trimmed(first, match.end())
            clause = draft.wording.sentence(span[0], span[1])
            quoted = (span[0], max(span[1], clause[1]))
            yield Duty(draft.wording.quote(quoted), ROLE, found, quoted)
