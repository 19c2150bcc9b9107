"""The year of a date that names none, where the plan makes it certain.

Certain is the year of the phase the date stands in, the one year in which all phases lie, and the year the plan
says it is for; `今年` and a bare month are not. Where none of these tells, the caller takes the year of
the date before it in the same paragraph.
"""

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.model import Phase


def year_at(draft: Draft, offset: int, month: int | None) -> str | None:
    """The year a date at `offset` falls in, as EDTF has it (`2014`, `20XX`), or None."""
    if phase := draft.phase_at(offset):
        return _year_within(phase, month)
    if len(draft.phase_years) == 1:
        return next(iter(draft.phase_years))
    return draft.stated_year


def _year_within(phase: Phase, month: int | None) -> str | None:
    first, last = _year(phase.start), _year(phase.end)
    if first and last and first != last and month and phase.start and len(phase.start) >= 7:
        return first if month >= int(phase.start[5:7]) else last
    return last or first


def _year(edge: str | None) -> str | None:
    return edge[:4] if edge and not edge.startswith("XXXX") else None
