"""The first page of a campaign as then."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from gongjian.campaigns.models import Campaign
from gongjian.campaigns.queries import then
from gongjian.campaigns.queries.check_matrix import Apart
from gongjian.campaigns.queries.overview import SILENT_SHOWN, Answers, Overview, Silent, answers_of, timeline
from gongjian.people.reach import Reach


def overview_then(campaign: Campaign, reach: Reach, day: date) -> Overview:
    """Where the campaign was at the end of a day; nothing is said to be due. Eighteen queries, of batches twenty."""
    moment = then.on(campaign, reach, day)
    owed = then.owed(moment)
    silent = _silent_then(owed, day)
    return Overview(
        figures=then.counts(owed, day),
        timeline=timeline(campaign, list(campaign.phases.all()), day),
        due=[],
        silent=silent[:SILENT_SHOWN],
        silent_total=len(silent),
        answers=_answers_then(moment),
    )


def _silent_then(owed: Sequence[then.Owed], day: date) -> list[Silent]:
    by_unit: dict[str, list[then.Owed]] = {}
    for one in owed:
        by_unit.setdefault(one.code, []).append(one)
    figures = {code: then.counts(rows, day) for code, rows in by_unit.items()}
    silent = [
        Silent(code, rows[0].name, figures[code]["todo"], figures[code]["late"])
        for code, rows in by_unit.items()
        if 0 < figures[code]["todo"] == figures[code]["total"]
    ]
    return sorted(silent, key=lambda unit: (-unit.late, -unit.owes, unit.name))


def _answers_then(moment: then.Then) -> Answers | None:
    standard = moment.campaign.standard
    if standard is None:
        return None
    items = set(standard.items.filter(is_leaf=True).values_list("pk", flat=True))
    found = then.communities(moment)
    states = then.states(moment, found)
    given = Counter(state for (_area, item), state in states.items() if item in items)
    return answers_of(len(found), len(items), given, Apart())
