"""`综治副校长和法制辅导员，分别由治保主任和调解主任担任`: each role has its own name."""

import re
from collections.abc import Iterator

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.model import Duty, Span
from gongjian.engines.plans.rules.duties.names import names

_RESPECTIVELY = re.compile(r"分别由(?P<names>[^,。;:\n]{2,60}?)(?:担任|兼任|出任|(?<![主责委])任)(?!务|何)")
_ROLES_BEFORE = re.compile(r"[^,。;:\n]{2,40}(?=,?\s*$)")
_JOINT = re.compile("和|及|、|与")
_ROLE = re.compile(
    r"(?:(?:常务|第一|综治|法制|法治|治安|消防|安全|名誉|执行|安全生产|科技)?副?(?:校长|组长|主任|站长|队长|指挥长|会长|院长)"
    r"|(?:综治|法制|法治|治安|消防|安全|科技)?[㐀-鿿]{0,2}(?:员|人))$"
)


def find(draft: Draft) -> Iterator[Duty]:
    text = draft.wording.folded
    for match in _RESPECTIVELY.finditer(text):
        first = max(0, match.start() - 42)
        before = _ROLES_BEFORE.search(text[first : match.start()])
        if before:
            span = first + before.start(), match.end()
            yield from _pairs(draft, span, _JOINT.split(before[0]), _JOINT.split(match["names"]))


def _pairs(draft: Draft, span: Span, roles: list[str], people: list[str]) -> Iterator[Duty]:
    if len(roles) != len(people):
        return
    for written_role, written in zip(roles, people, strict=True):
        role, found = _ROLE.search(written_role.strip()), names(written)
        if role and found:
            yield Duty(draft.wording.quote(span), role[0], found, span)
