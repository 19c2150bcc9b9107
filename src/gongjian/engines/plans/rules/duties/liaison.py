"""`联络员张三`, `（负责人李四，电话…）`: a role with a person's name directly behind it.

Leaders so named may be titles (`由组长张三主持`), so they count where nothing
stands before: `组长张三，副组长李四、王五。`
"""

import re
from collections.abc import Iterator

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.model import Duty
from gongjian.engines.plans.rules.duties.names import is_person

_ROLE_THEN_NAME = re.compile(
    r"(?P<role>联络员|联系人|责任人|负责人|承办人|经办人)\s?(?P<name>[㐀-鿿]{2,3})(?=[,。;、)(\s]|$)"
)
_LEADERS = re.compile(
    r"(?<![㐀-鿿])(?P<role>副?组长|副?总指挥|成员|组员)[ ]?"
    r"(?P<names>[㐀-鿿]{2,3}(?:、[㐀-鿿]{2,3}){0,5})(?=[,。;)\n]|$)"
)


def find(draft: Draft) -> Iterator[Duty]:
    for match in _ROLE_THEN_NAME.finditer(draft.wording.folded):
        if is_person(match["name"]):
            quote = draft.wording.quote(match.span())
            yield Duty(quote, match["role"], (match["name"],), match.span())
    for match in _LEADERS.finditer(draft.wording.folded):
        found = tuple(match["names"].split("、"))
        if all(map(is_person, found)):
            yield Duty(draft.wording.quote(match.span()), match["role"], found, match.span())
