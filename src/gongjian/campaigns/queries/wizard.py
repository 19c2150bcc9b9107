"""What the page that starts a campaign shows: the rows of a proposal in sections, with their names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.campaigns.proposals import Decision, Make, Proposal, Row, nearest
from gongjian.campaigns.queries.names import Names

LABELS: dict[Make, str | Promise] = {
    Make.PHASE: pgettext_lazy("made of a plan", "Phase"),
    Make.TASK: pgettext_lazy("made of a plan", "Task"),
    Make.ITEM: pgettext_lazy("made of a plan", "Standard item"),
    Make.BODY: pgettext_lazy("made of a plan", "Body"),
    Make.MEMBER: pgettext_lazy("made of a plan", "Members"),
    Make.DUTY: pgettext_lazy("made of a plan", "Duty"),
    Make.TARGET: pgettext_lazy("made of a plan", "Target"),
    Make.CADENCE: pgettext_lazy("made of a plan", "Cadence"),
    Make.DEADLINE: pgettext_lazy("made of a plan", "Deadline"),
    Make.PAIRING: pgettext_lazy("made of a plan", "Pairing"),
    Make.BATCH: pgettext_lazy("made of a plan", "Batch"),
    Make.NOTHING: pgettext_lazy("made of a plan", "Nothing; list it"),
}
# Which rows can be renamed before they are made, and which have days of their own.
TITLED = frozenset({Make.PHASE, Make.TASK, Make.ITEM, Make.BODY, Make.BATCH})
STARTS = frozenset({Make.PHASE, Make.BATCH})
ENDS = frozenset({Make.PHASE, Make.BATCH, Make.TASK, Make.DEADLINE, Make.TARGET})


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the plan and whom it means; `found` is empty where that has to be decided later."""

    name: str
    found: str
    many: int


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    label: str | Promise
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as the page shows it."""

    row: Row
    choices: tuple[Choice, ...]
    title: str
    starts: str
    ends: str
    names: tuple[Name, ...]
    home: str
    is_titled: bool
    has_start: bool
    has_end: bool
    asks_dates: bool
    is_outside: bool
    is_past: bool
    error: str
    depth: int

    @property
    def open_names(self) -> int:
        """How many of its names nobody could be found for."""
        return sum(not name.found for name in self.names)

    @property
    def has_more(self) -> bool:
        """Whether there is more to be read than fits into a line."""
        return bool(self.home or self.names or (self.row.quote and self.row.quote != self.row.title))


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that would become the same kind of thing. A folded one is shown on demand.

    all_of   what all its rows together can be set to, where that is more than one thing.
    """

    code: str
    title: str | Promise
    hint: str | Promise
    icon: str
    rows: tuple[Shown, ...]
    is_folded: bool
    asks: int
    all_of: tuple[tuple[str, str | Promise], ...]


SECTIONS: Sequence[tuple[str, str | Promise, str | Promise, str, Callable[[Row], bool], bool]] = (
    (
        "phases",
        pgettext_lazy("section", "Phases"),
        _("The timeline of the campaign. Give the dates that the plan leaves open."),
        "timeline",
        lambda row: row.make == Make.PHASE,
        False,
    ),
    (
        "tasks",
        pgettext_lazy("section", "Tasks"),
        _("What is to be done, and by whom. A task below another is a step of it."),
        "checklist",
        lambda row: row.make in (Make.TASK, Make.DUTY, Make.DEADLINE),
        False,
    ),
    (
        "items",
        pgettext_lazy("section", "Standard items"),
        _("What every community checks itself against."),
        "list-check",
        lambda row: row.make == Make.ITEM,
        False,
    ),
    (
        "bodies",
        pgettext_lazy("section", "Organisation"),
        _("The leading group, its office, the working groups, and who sits in them."),
        "sitemap",
        lambda row: row.make in (Make.BODY, Make.MEMBER),
        True,
    ),
    (
        "pairings",
        pgettext_lazy("section", "Pairings"),
        _("Which leader or department answers for which place."),
        "link",
        lambda row: row.make == Make.PAIRING,
        True,
    ),
    (
        "batches",
        pgettext_lazy("section", "Batches"),
        _("The pilot first, then the spread. Their communities are chosen on the campaign's page."),
        "stack-2",
        lambda row: row.make == Make.BATCH,
        True,
    ),
    (
        "figures",
        pgettext_lazy("section", "Targets and cadences"),
        _("What is to be reached in figures, and what recurs."),
        "target",
        lambda row: row.make in (Make.TARGET, Make.CADENCE),
        True,
    ),
    (
        "nothing",
        pgettext_lazy("section", "Listed only"),
        _(
            "Nothing is made of these; they stay readable on the campaign's page. Choose Task for what is to be done."
        ),
        "archive",
        lambda row: row.make == Make.NOTHING,
        True,
    ),
)


def sections(
    proposal: Proposal,
    decisions: Mapping[str, Decision],
    shown: Mapping[str, Mapping[str, str]],
    errors: Mapping[str, str],
    names: Names,
    period: tuple[date, date],
    today: date,
) -> list[Section]:
    """The sections that have rows, in the order people go through them.

    period   the first and the last day of the campaign: dates outside it are marked.
    """
    by_key = proposal.by_key
    made = []
    for code, title, hint, icon, belongs, is_folded in SECTIONS:
        mine = [row for row in proposal.rows if belongs(row)]
        if code == "tasks":
            mine.sort(key=lambda row: row.span or (len(by_key) + 10**9, 0))
        rows = tuple(
            _shown(
                row, decisions[row.key], shown[row.key], errors.get(row.key, ""), names, by_key, period, today
            )
            for row in mine
        )
        if rows:
            asks = sum(row.asks_dates for row in rows)
            folded = is_folded and not any(row.error for row in rows)
            choices = {choice.code for row in rows for choice in row.choices if len(row.choices) > 1}
            all_of = tuple((make, label) for make, label in LABELS.items() if make in choices)
            made.append(Section(code, title, hint, icon, rows, folded, asks, all_of))
    return made


def _shown(
    row: Row,
    decision: Decision,
    shown: Mapping[str, str],
    error: str,
    names: Names,
    by_key: Mapping[str, Row],
    period: tuple[date, date],
    today: date,
) -> Shown:
    is_item = row.key.startswith("item-")
    has_end = bool(ENDS & set(row.may)) and row.make != Make.NOTHING
    return Shown(
        row=row,
        choices=tuple(Choice(make, LABELS[make], make == decision.make) for make in row.may),
        title=shown["title"],
        starts=shown["starts"],
        ends=shown["ends"],
        names=tuple(_name(name, names) for name in row.names),
        home="" if is_item else _home(row, by_key),
        is_titled=bool(TITLED & set(row.may)),
        has_start=bool(STARTS & set(row.may)),
        has_end=has_end,
        asks_dates=decision.make == Make.PHASE and not (decision.starts and decision.ends),
        is_outside=decision.make in ENDS and _is_outside(decision, period),
        is_past=decision.make == Make.TASK and decision.ends is not None and decision.ends < today,
        error=error,
        depth=min(_depth(row, by_key), 4),
    )


def _is_outside(decision: Decision, period: tuple[date, date]) -> bool:
    """Whether one of its days lies before or after the campaign."""
    return any(
        day is not None and not period[0] <= day <= period[1] for day in (decision.starts, decision.ends)
    )


def tasks_given(proposal: Proposal, decisions: Mapping[str, Decision], names: Names) -> int:
    """How many tasks have somebody among those the plan names for them."""
    by_key = proposal.by_key
    given = set()
    for row in proposal.rows:
        if decisions[row.key].make in (Make.DUTY, Make.MEMBER) and any(names.one(name) for name in row.names):
            task = nearest(row, by_key, lambda above: decisions[above.key].make == Make.TASK)
            given.add(task.key if task else "")
    return len(given - {""})


def _name(name: str, names: Names) -> Name:
    found = names.all(name)
    return Name(name, found[0].label if len(found) == 1 else "", len(found))


def _home(row: Row, by_key: Mapping[str, Row]) -> str:
    home = by_key.get(row.parent or "")
    return home.title if home else ""


def _depth(row: Row, by_key: Mapping[str, Row]) -> int:
    """How far a task or standard item is set in: the rows of its own kind above it."""
    if row.make not in (Make.TASK, Make.ITEM):
        return 1 if row.make in (Make.MEMBER, Make.DUTY, Make.DEADLINE) and row.parent else 0
    depth, above = 0, by_key.get(row.parent or "")
    while above is not None:
        depth += above.make == row.make
        above = by_key.get(above.parent or "")
    return depth
