"""What a report says, as sheets of rows: the same for Excel and for Word."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gongjian.campaigns.models import Assignment, Body, Campaign, ItemCheck, Pairing, Task
from gongjian.campaigns.queries import board, check_matrix, checks, overview, parts, visible
from gongjian.kernel.templatetags.ui import percent
from gongjian.people.reach import Reach

Cell = str | int | Decimal | date | None
Tell = Callable[[int, int], None]
Part = Assignment.Part


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its title. `widths` are in Chinese characters, in the order of the headers.

    leading  how many columns stand before those of one sign, on a sheet that has such; None on others.
             Word has no room for a sheet of signs and leaves it out.
    groups   headings over the columns of signs, each with how many stand below it.
    legend   what the signs mean.
    """

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int]
    leading: int | None = None
    groups: Sequence[tuple[str, int]] = ()
    legend: str = ""

    @property
    def is_of_signs(self) -> bool:
        return self.leading is not None

    def without_empty(self) -> "Sheet":
        """The sheet without the columns that say nothing in any row. A sheet of signs keeps them all."""
        if self.is_of_signs or not self.rows:
            return self
        kept = [n for n in range(len(self.headers)) if any(row[n] not in (None, "") for row in self.rows)]
        return replace(
            self,
            headers=[self.headers[n] for n in kept],
            rows=[[row[n] for n in kept] for row in self.rows],
            widths=[self.widths[n] for n in kept],
        )


# --- The task breakdown table (任务分解表) -------------------------------------------------------------------
def breakdown(campaign: Campaign, reach: Reach, today: date, tell: Tell) -> list[Sheet]:
    """One row a task: number, task, what, phase, who leads, who owes, who assists, due, how far.

    Four queries, whatever the number of tasks. `tell` is told how many tasks are written.
    """
    tasks = list(campaign.tasks.filter(is_cancelled=False).select_related("phase", "body"))
    names, counts = _owed(campaign, reach, today)
    duties = _unbound(campaign)
    everyone = frozenset(visible.communities(campaign).order_by().values_list("pk", flat=True))
    rows = []
    for done, task in enumerate(tasks, start=1):
        rows.append(_breakdown_row(done, task, names, counts, duties, everyone))
        tell(done, len(tasks))
    headers = [
        _("No."),
        _("Number in the plan"),
        _("Task"),
        _("What is to be done"),
        _("Phase"),
        _("Leads"),
        _("Answers for it"),
        _("Assists"),
        _("Due"),
        _("How far"),
    ]
    return [Sheet(_("Task breakdown table"), headers, rows, [4, 8, 20, 30, 10, 14, 20, 14, 8, 10])]


@dataclass(frozen=True, slots=True)
class Unit:
    """Who has a part in a task; `community` is its number when it is a community or village."""

    name: str
    community: int | None = None


Named = dict[tuple[int, str], list[Unit]]


def _owed(campaign: Campaign, reach: Reach, today: date) -> tuple[Named, dict[int, list[int]]]:
    """The units by task and part, and for each task how many owe it, are done and are late."""
    units: Named = {}
    counts: dict[int, list[int]] = {}
    owed = visible.assignments(reach).filter(campaign=campaign).exclude(state=Assignment.State.CANCELLED)
    fields = ("task", "part", "state", "due", "area", "area__kind")
    named = ("area__name", "department__name", "person__name")
    for task, part, state, due, area, kind, *names in owed.order_by("area_path", "pk").values_list(
        *fields, *named
    ):
        unit = Unit(next(filter(None, names), ""), area if kind in visible.COMMUNITIES else None)
        units.setdefault((task, part), []).append(unit)
        count = counts.setdefault(task, [0, 0, 0])
        count[0] += 1
        count[1] += state == Assignment.State.DONE
        count[2] += Assignment.is_late(state, due, today)
    return units, counts


def _unbound(campaign: Campaign) -> dict[int, list[str]]:
    """Names of the plan that nobody is bound to, by task: they stand in the table as the plan has them."""
    found: dict[int, list[str]] = {}
    for duty in campaign.duties.filter(task__isnull=False):
        if not duty.is_bound:
            found.setdefault(duty.task_id or 0, []).append(
                pgettext("duty", "%(role)s: %(name)s") % {"role": duty.role, "name": duty.name}
            )
    return found


COMMUNITIES_NAMED = 4
OTHERS_NAMED = 12


def _joined(units: Iterable[Unit], everyone: frozenset[int]) -> str:
    """The units' names. A cell with 230 communities is read by nobody, so many are said by their number.

    everyone   the numbers of all communities that take part.
    """
    found = list(units)
    communities = [unit for unit in found if unit.community is not None]
    others = [unit.name for unit in found if unit.community is None]
    said = [*others[:OTHERS_NAMED], *_communities(communities, everyone)]
    words = "、".join(said)
    if len(others) <= OTHERS_NAMED:
        return words
    total = len(others)
    return ngettext(
        "%(names)s and others, %(n)s unit in all", "%(names)s and others, %(n)s units in all", total
    ) % {"names": words, "n": total}


def _communities(units: Sequence[Unit], everyone: frozenset[int]) -> list[str]:
    total = len(units)
    if total <= COMMUNITIES_NAMED:
        return [unit.name for unit in units]
    if everyone and everyone <= {unit.community for unit in units}:
        return [ngettext("all %(n)s community", "all %(n)s communities", total) % {"n": total}]
    names = "、".join(unit.name for unit in units[: COMMUNITIES_NAMED - 1])
    text = ngettext("%(names)s and others, %(n)s community", "%(names)s and others, %(n)s communities", total)
    return [text % {"names": names, "n": total}]


def _breakdown_row(
    number: int,
    task: Task,
    names: Named,
    counts: dict[int, list[int]],
    duties: dict[int, list[str]],
    everyone: frozenset[int],
) -> list[Cell]:
    owes = "、".join(
        filter(None, [_joined(names.get((task.pk, Part.OWES), []), everyone), *duties.get(task.pk, [])])
    )
    if not owes and task.body:
        owes = task.body.name
    total, done, late = counts.get(task.pk, [0, 0, 0])
    far = _("%(done)s of %(total)s done") % {"done": done, "total": total} if total else ""
    if late:
        far += _(", %(late)s overdue") % {"late": late}
    return [
        number,
        task.label,
        "\u3000" * (task.level - 1) + task.title,
        task.text if task.text != task.title else "",
        task.phase.name if task.phase else "",
        _joined(names.get((task.pk, Part.LEAD), []), everyone),
        owes,
        _joined(names.get((task.pk, Part.ASSISTS), []), everyone),
        task.due,
        far,
    ]


# --- The state of the campaign ------------------------------------------------------------------------------
Maker = Callable[[Campaign, Reach, date], Sheet | None]


def state(campaign: Campaign, reach: Reach, today: date, tell: Tell) -> list[Sheet]:
    """Where the campaign is: a summary, phases, tasks, units, self-check, targets, organisation, pairings, batches.

    `tell` is told how many of the sheets are written.
    """
    makers = (
        _summary,
        phases,
        _tasks,
        _units,
        _checks,
        targets,
        _seats,
        _pairings,
        _batches,
    )
    return written(makers, campaign, reach, today, tell)


def written(
    makers: Sequence[Maker], campaign: Campaign, reach: Reach, today: date, tell: Tell
) -> list[Sheet]:
    """The sheets that say something."""
    sheets = []
    for done, maker in enumerate(makers, start=1):
        sheet = maker(campaign, reach, today)
        if sheet is not None and sheet.rows:
            sheets.append(sheet)
        tell(done, len(makers))
    return sheets


def _summary(campaign: Campaign, reach: Reach, today: date) -> Sheet:
    return summary_of(campaign, overview.overview(campaign, reach, today), today)


def summary_of(campaign: Campaign, seen: overview.Overview, today: date) -> Sheet:
    figures, answers = seen.figures, seen.answers
    rows: list[list[Cell]] = [
        [_("Campaign"), campaign.title],
        [_("Programme"), campaign.programme.name],
        [_("Area"), campaign.area.name],
        [_("From"), campaign.starts],
        [_("Until"), campaign.ends],
        [_("State"), str(campaign.get_state_display())],
        [_("As of"), today],
        [_("Days left"), seen.timeline.days_left],
        [_("Tasks owed by units"), figures["total"]],
        [_("Done"), figures["done"]],
        [_("To confirm"), figures["submitted"]],
        [_("Not begun"), figures["todo"]],
        [_("Overdue"), figures["late"]],
        [_("Units nothing was heard from"), seen.silent_total],
    ]
    if answers:
        rows += [
            [_("Communities that take part"), answers.communities],
            [_("Standard items each checks"), answers.items],
            [_("Checks answered"), answers.answered],
            [_("Checks asked for"), answers.asked],
            [_("Items met"), answers.met],
            [_("Items that fall short"), answers.short],
        ]
        if answers.apart.answers:
            rows.append(
                [_("Counted apart: answers of communities that take no part any more"), answers.apart.answers]
            )
    if seen.called_off:
        rows.append([_("Counted apart: tasks called off as areas ended or left"), seen.called_off])
    return Sheet(_("Summary"), [_("What"), _("Value")], rows, [18, 40])


def phases(campaign: Campaign, _reach: Reach, today: date) -> Sheet:
    rows: list[list[Cell]] = [
        [phase.name, phase.starts, phase.ends, _phase_state(phase, today), phase.text]
        for phase in campaign.phases.all()
    ]
    headers = [_("Phase"), _("From"), _("Until"), _("State"), _("What is to be done")]
    return Sheet(_("Phases"), headers, rows, [16, 8, 8, 8, 50])


def _phase_state(phase: Any, today: date) -> str:
    if not phase.is_dated:
        return _("not dated")
    if phase.holds(today):
        return _("now")
    return _("over") if phase.ends < today else _("to come")


def _tasks(campaign: Campaign, reach: Reach, today: date) -> Sheet:
    owed = visible.assignments(reach).filter(campaign=campaign).exclude(state=Assignment.State.CANCELLED)
    fields = ("task__label", "task__title", "part", "state", "due", "holder__name", *overview.UNIT_NAMES)
    rows: list[TaskRow] = []
    for label, title, part, code, due, holder, *unit in owed.order_by(
        "task__ordinal", "area_path", "pk"
    ).values_list(*fields):
        is_late = Assignment.is_late(code, due, today)
        rows.append((label, title, next(filter(None, unit), ""), holder or "", part, due, code, is_late))
    return tasks_of(rows)


# Number in the plan, task, unit, person in charge, part, due, state, late.
TaskRow = tuple[str, str, str, str, str, date | None, str, bool]


def tasks_of(found: Iterable[TaskRow]) -> Sheet:
    parts_said = {code: str(label) for code, label in Part.choices}
    states_said = {code: str(label) for code, label in Assignment.State.choices}
    rows: list[list[Cell]] = [
        [
            label,
            title,
            unit,
            holder,
            parts_said[part],
            due,
            states_said[code],
            _("overdue") if is_late else "",
        ]
        for label, title, unit, holder, part, due, code, is_late in found
    ]
    headers = [
        _("Number in the plan"),
        _("Task"),
        _("Unit"),
        _("Person in charge"),
        _("Part"),
        _("Due"),
        _("State"),
        _("Overdue"),
    ]
    return Sheet(_("Tasks by unit"), headers, rows, [8, 36, 16, 8, 8, 8, 8, 6])


def _units(campaign: Campaign, reach: Reach, today: date) -> Sheet:
    return units_of(board.units(campaign, reach, today))


def units_of(units: Iterable[board.UnitRow]) -> Sheet:
    rows: list[list[Cell]] = [
        [
            unit.above,
            _called(unit),
            unit.total,
            unit.todo,
            unit.doing,
            unit.submitted,
            unit.done,
            unit.late,
        ]
        for unit in units
    ]
    headers = [
        _("Belongs to"),
        _("Unit"),
        _("Assigned"),
        _("Not begun"),
        _("Under way"),
        _("To confirm"),
        _("Done"),
        _("Overdue"),
    ]
    return Sheet(_("Units"), headers, rows, [14, 18, 6, 6, 6, 6, 6, 6])


def _called(row: board.UnitRow | check_matrix.Row) -> str:
    """The name, and of an area that has ended or takes no part any more, why it still stands there."""
    return _("%(name)s (%(why)s)") % {"name": row.name, "why": row.gone} if row.gone else row.name


def _checks(campaign: Campaign, reach: Reach, _today: date) -> Sheet | None:
    if campaign.standard_id is None:
        return None
    return checks_of(check_matrix.matrix(campaign, reach))


def checks_of(seen: check_matrix.Matrix) -> Sheet:
    rows: list[list[Cell]] = [
        [
            row.street,
            _called(row),
            f"{row.progress.answered}/{row.progress.total}",
            row.progress.met,
            percent(row.progress.met, row.progress.asked) if row.progress.asked else None,
            *(sign for _state, sign in row.signs),
        ]
        for row in seen.rows
    ]
    headers = [
        _("Subdistrict"),
        _("Community"),
        _("Answered"),
        pgettext("number of items", "Met"),
        _("Share met (%)"),
    ]
    widths = [12, 14, 8, 6, 6]
    return Sheet(
        _("Self-check"),
        [*headers, *(str(item) for item in seen.columns)],
        rows,
        [*widths, *([4] * len(seen.columns))],
        leading=len(headers),
        groups=seen.groups,
        legend=_legend(),
    )


def _legend() -> str:
    """What the signs of the self-check mean, in one line."""
    words = {code: str(label) for code, label in ItemCheck.State.choices}
    words[checks.UNANSWERED] = _("not answered")
    said = [f"{sign} {words[code]}" for code, sign in checks.SIGNS.items()]
    return _("Signs: %(signs)s. The share met is that of the items that apply.") % {
        "signs": "\u3000".join(said)
    }


def targets(campaign: Campaign, _reach: Reach, today: date) -> Sheet:
    """Each with what was noted of it last, up to `today`."""
    rows: list[list[Cell]] = []
    for row in parts.targets(campaign, today):
        target, last = row.target, row.last
        asked = f"{target.get_op_display()} {target.low.normalize():f}"
        if target.high is not None:
            asked = f"{target.low.normalize():f}–{target.high.normalize():f}"
        met = {True: _("reached"), False: _("not yet"), None: _("not counted yet")}[row.is_met]
        rows.append(
            [
                target.subject,
                f"{asked}{target.unit}",
                last.value if last else None,
                last.on if last else None,
                met,
            ]
        )
    headers = [_("Target"), _("Asked"), _("Stands at"), _("On"), _("State")]
    return Sheet(_("Targets"), headers, rows, [30, 14, 8, 8, 8])


def _seats(campaign: Campaign, _reach: Reach, today: date) -> Sheet:
    return seats_of(parts.bodies(campaign, today))


def seats_of(bodies: Iterable[Body]) -> Sheet:
    rows: list[list[Cell]] = [
        [body.name, seat.role, seat.name, seat.post, seat.starts, seat.ends]
        for body in bodies
        for seat in body.seats  # type: ignore[attr-defined]  # prefetched by the query
    ]
    headers = [_("Body"), _("Role"), _("Name"), _("Post"), _("From"), _("Until")]
    return Sheet(_("Organisation"), headers, rows, [24, 10, 18, 14, 8, 8])


def _pairings(campaign: Campaign, reach: Reach, today: date) -> Sheet:
    return pairings_of(parts.pairings(campaign, reach), today)


def pairings_of(pairings: Iterable[Pairing], today: date) -> Sheet:
    """What was visited and solved up to `today`."""
    rows: list[list[Cell]] = []
    for pairing in pairings:
        visits = [visit for visit in pairing.visits.all() if visit.on <= today]
        problems = [problem for visit in visits for problem in visit.problems.all()]
        rows.append(
            [
                pairing.role,
                pairing.name,
                pairing.area_name,
                len(visits),
                max((visit.on for visit in visits), default=None),
                len(problems),
                sum(problem.solved_on is not None and problem.solved_on <= today for problem in problems),
            ]
        )
    headers = [_("Role"), _("Who"), _("Place"), _("Visits"), _("Last visit"), _("Problems"), _("Solved")]
    return Sheet(_("Pairings"), headers, rows, [10, 18, 18, 5, 8, 5, 5])


def _batches(campaign: Campaign, reach: Reach, _today: date) -> Sheet:
    return batches_of(parts.batches(campaign, reach))


def batches_of(found: Iterable[parts.BatchRow]) -> Sheet:
    rows: list[list[Cell]] = [
        [
            row.batch.name,
            row.batch.starts,
            row.batch.ends,
            row.total,
            row.reached,
            row.share_reached,
            row.batch.share,
            _("reached") if row.is_reached else _("not yet"),
        ]
        for row in found
    ]
    headers = [
        _("Batch"),
        _("From"),
        _("Until"),
        _("Communities"),
        _("Got there"),
        _("Share in percent"),
        _("Asked in percent"),
        _("State"),
    ]
    return Sheet(_("Batches"), headers, rows, [20, 8, 8, 6, 6, 8, 8, 8])
