"""Task-breakdown tables (任务分解表): a column headed 牵头单位 or 责任人 names who answers for each row."""

import re
from collections.abc import Iterator

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.model import Duty
from gongjian.engines.plans.rules.duties.names import names
from gongjian.engines.plans.tables import columns

_ROLE_HEADING = re.compile(
    r"[㐀-鿿]{0,6}(?:单位|部门|科室|责任人|负责人|领导|联系人|联络员|组长|成员|牵头人?|承办人?|责任主体)(?:及[㐀-鿿]{2,6})?"
)
_NO_ROLE = re.compile("建设单位名称|工作单位|计量单位|^单位$")


def find(draft: Draft) -> Iterator[Duty]:
    for column in columns(draft.wording):
        if _ROLE_HEADING.fullmatch(column.heading) and not _NO_ROLE.search(column.heading):
            for span in column.cells:
                written = re.sub("[,;。\n]", "、", draft.wording.folded[span[0] : span[1]])
                if found := names(written):
                    yield Duty(draft.wording.quote(span), column.heading, found, span)
