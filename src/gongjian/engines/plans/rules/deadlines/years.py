"""The year of a date that names none, where the plan makes it certain.

Certain is the year of the phase the date stands in, the one year in which all phases lie, the only year between
the first phase and the last that has the month, and the year the plan says it is for; `今年` and a bare month
are not. What sets a campaign up (a list of contacts, a scheme of work) falls in its first year. Where none of
these tells, the caller takes the year of the date before it in the same paragraph.
"""

import re

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.model import Phase, Span

_SETS_UP = re.compile(r"名单|联络员|信息员|花名册|(?:工作|实施|创建|活动)方案|备案")


def year_at(draft: Draft, clause: Span, month: int | None) -> str | None:
    """The year a date in the clause falls in, as EDTF has it (`2014`, `20XX`), or None."""
    if phase := draft.phase_at(clause[0]):
        return _year_within(phase, month)
    if len(draft.phase_years) == 1:
        return next(iter(draft.phase_years))
    years = _years_with(draft, month)
    if len(years) == 1 or (years and _SETS_UP.search(draft.wording.folded, *clause)):
        return years[0]
    return draft.stated_year


def _years_with(draft: Draft, month: int | None) -> list[str]:
    """The years in which the month lies between the beginning of the first phase and the end of the last."""
    edges = [
        edge for phase in draft.phases for edge in (phase.start, phase.end) if edge and edge[:4].isdecimal()
    ]
    if not edges or month is None or min(map(len, edges)) < len("2014-10"):
        return []
    first, last = min(edges)[:7], max(edges)[:7]
    years = range(int(first[:4]), int(last[:4]) + 1)
    return [str(year) for year in years if first <= f"{year}-{month:02d}" <= last]


def _year_within(phase: Phase, month: int | None) -> str | None:
    first, last = _year(phase.start), _year(phase.end)
    if first and last and first != last and month and phase.start and len(phase.start) >= 7:
        return first if month >= int(phase.start[5:7]) else last
    return last or first


def _year(edge: str | None) -> str | None:
    return edge[:4] if edge and not edge.startswith("XXXX") else None
