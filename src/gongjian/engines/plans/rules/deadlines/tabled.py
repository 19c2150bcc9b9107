"""A column headed 完成时限 or 时间节点: whatever date stands in a cell is the row's due date."""

import re
from collections.abc import Iterator

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.model import Deadline
from gongjian.engines.plans.rules.deadlines.years import year_at
from gongjian.engines.plans.tables import columns
from gongjian.engines.text.date_spans import date_spans

_DUE = re.compile(r"时限|期限|(?:完成|整改|截止|办结)(?:时间|日期)|时间(?:节点|要求|安排)|^时间$")


def find(draft: Draft) -> Iterator[Deadline]:
    for column in columns(draft.wording):
        if _DUE.search(column.heading):
            for start, end in column.cells:
                yield from _first_date(draft, start, end)


def _first_date(draft: Draft, start: int, end: int) -> Iterator[Deadline]:
    for span in date_spans(draft.wording.folded, start, end):
        moment = span.last.in_year(year_at(draft, (start, end), span.last.month))
        yield Deadline(draft.wording.quote((start, end)), moment.due(), (start, end))
        return
