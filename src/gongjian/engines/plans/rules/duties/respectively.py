"""`综治副校长和法制辅导员，分别由治保主任和调解主任担任`: each role has its own name."""

import re
from collections.abc import Iterator

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.model import Duty
from gongjian.engines.plans.rules.duties.names import names

_RESPECTIVELY = re.compile(
    r"(?P<roles>[^,。;:\n]{2,40}?),?\s*分别由(?P<names>[^,。;:\n]{2,60}?)(?:担任|兼任|出任|(?<![主责委])任)(?!务|何)"
)
_JOINT = re.compile("和|及|、|与")
_ROLE = re.compile(
    r"(?:(?:常务|第一|综治|法制|法治|治安|消防|安全|名誉|执行|安全生产|科技)?副?(?:校长|组长|主任|站长|队长|指挥长|会长|院长)"
    r"|(?:综治|法制|法治|治安|消防|安全|科技)?[㐀-鿿]{0,2}(?:员|人))$"
)


def find(draft: Draft) -> Iterator[Duty]:
    for match in _RESPECTIVELY.finditer(draft.wording.folded):
        roles = [_ROLE.search(part.strip()) for part in _JOINT.split(match["roles"])]
        people = _JOINT.split(match["names"])
        if len(roles) != len(people):
            continue
        start, end = match.span()
        for role, written in zip(roles, people, strict=True):
            found = names(written)
            if role and found:
                yield Duty(draft.wording.quote((start, end)), role[0], found, (start, end))
