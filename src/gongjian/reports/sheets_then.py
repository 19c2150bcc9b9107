"""The state of a campaign as then: the sheets of `sheets`, read as of the end of a day."""

from collections import Counter
from datetime import date

from gongjian.campaigns.models import Assignment, BatchArea, Campaign
from gongjian.campaigns.queries import board, check_matrix, parts, then
from gongjian.campaigns.queries.overview_then import overview_then
from gongjian.people.reach import Reach
from gongjian.reports import sheets
from gongjian.reports.sheets import Sheet, Tell


def state(campaign: Campaign, reach: Reach, day: date, tell: Tell) -> list[Sheet]:
    """The sheets of `sheets.state` as they were at the end of `day`; phases and targets have the words of today."""
    makers = (
        _summary,
        sheets.phases,
        _tasks,
        _units,
        _checks,
        sheets.targets,
        _seats,
        _pairings,
        _batches,
    )
    return sheets.written(makers, campaign, reach, day, tell)


def _summary(campaign: Campaign, reach: Reach, day: date) -> Sheet:
    return sheets.summary_of(campaign, overview_then(campaign, reach, day), day)


def _tasks(campaign: Campaign, reach: Reach, day: date) -> Sheet:
    tasks = campaign.tasks.in_bulk()
    owed = [
        one
        for one in then.owed(then.on(campaign, reach, day))
        if one.state != Assignment.State.CANCELLED and one.task in tasks
    ]
    return sheets.tasks_of(
        (
            tasks[one.task].label,
            tasks[one.task].title,
            one.name,
            one.holder,
            one.part,
            one.due,
            one.state,
            one.is_late(day),
        )
        for one in sorted(owed, key=lambda one: tasks[one.task].ordinal)
    )


def _units(campaign: Campaign, reach: Reach, day: date) -> Sheet:
    return sheets.units_of(board.units(campaign, reach, day, day))


def _checks(campaign: Campaign, reach: Reach, day: date) -> Sheet | None:
    if campaign.standard_id is None:
        return None
    return sheets.checks_of(check_matrix.matrix(campaign, reach, day=day))


def _seats(campaign: Campaign, _reach: Reach, day: date) -> Sheet:
    """Those of the day; `parts.bodies` also brings those to come."""
    bodies = parts.bodies(campaign, day)
    for body in bodies:
        body.seats = [seat for seat in body.seats if seat.starts <= day]  # type: ignore[attr-defined]  # prefetched
    return sheets.seats_of(bodies)


def _pairings(campaign: Campaign, reach: Reach, day: date) -> Sheet:
    """Those of the day, under the place they had."""
    moment = then.on(campaign, reach, day)
    was = then.before(campaign.pairings.all(), "pairing.inherited", moment.until)
    found = [
        pairing
        for pairing in parts.pairings(campaign, reach)
        if pairing.starts <= day and (pairing.ends is None or pairing.ends >= day)
    ]
    for pairing in found:
        pairing.area_name = was.get(pairing.pk, {}).get("area", pairing.area_name)
    return sheets.pairings_of(found, day)


def _batches(campaign: Campaign, reach: Reach, day: date) -> Sheet:
    total = Counter(batch for batch, _area in then.seats(then.on(campaign, reach, day)))
    got_there = BatchArea.objects.filter(batch__campaign=campaign, reached_on__lte=day)
    reached = Counter(got_there.values_list("batch", flat=True))
    return sheets.batches_of(
        parts.BatchRow(batch, [], total[batch.pk], reached[batch.pk]) for batch in campaign.batches.all()
    )
