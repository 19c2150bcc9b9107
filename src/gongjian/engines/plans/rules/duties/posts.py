"""`卫生专干：刘丽`, `责任医生由服务站医生担任`: a post of the place's own, where nothing but a duty can be meant.

In front of a colon it needs a person's name behind; in front of 由…担任 it is all that stands in its clause.
"""

import re
from collections.abc import Iterator

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.model import Duty
from gongjian.engines.plans.rules.duties.names import is_person, names
from gongjian.engines.plans.rules.duties.roles import ROLE

_POST = r"[㐀-鿿]{1,6}(?:专干|干事|医生|民警|护士|教师|律师|顾问|[长员人])"
_NAMED = re.compile(
    rf"(?<![㐀-鿿])(?P<role>{_POST}):[ ]*(?P<names>[㐀-鿿]{{2,4}}(?:、[㐀-鿿]{{2,4}})*)(?=[,。;)\n\t ]|$)"
)
_FILLED = re.compile(
    rf"(?<![㐀-鿿])(?P<role>{_POST})由(?P<names>[^,。;:\n\t]{{2,40}}?)(?:兼任|担任|(?<![主责委])任|兼)(?=[,。;)\n]|$)"
)
_KNOWN = re.compile(ROLE)


def find(draft: Draft) -> Iterator[Duty]:
    text = draft.wording.folded
    for pattern in (_NAMED, _FILLED):
        for match in pattern.finditer(text):
            found = names(match["names"])
            if _KNOWN.search(match["role"]) or not found:
                continue
            if pattern is _FILLED or all(map(is_person, found)):
                yield Duty(draft.wording.quote(match.span()), match["role"], found, match.span())
