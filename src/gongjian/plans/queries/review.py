"""Everything the review page shows of a plan, ready to print."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import pgettext

from gongjian.people.models import Person
from gongjian.plans import outline
from gongjian.plans.models import Change, Entry, EntryKind, EntryState, Origin, Plan
from gongjian.plans.presenting import Shown, show
from gongjian.plans.spans import mark_of, overlap

# The widest step an outline is set in on the page.
DEEPEST = 5


@dataclass(frozen=True, slots=True)
class Row:
    """An entry with what its row shows beside its own columns.

    mark        the words to mark in the text, or None where it has no place there.
    depth       how far an item is set in, 0 to DEEPEST.
    label       an item's own label, `(一)`.
    is_queried  whether an open query stands on its words.
    """

    entry: Entry
    mark: tuple[int, int] | None
    depth: int = 0
    label: str = ""
    is_queried: bool = False

    @property
    def shown(self) -> Shown:
        """What stands, in words."""
        return show(self.entry.kind, self.entry.data)

    @property
    def state_label(self) -> str:
        """How the entry stands, in words: a query is dealt with where another entry is accepted."""
        states = {
            EntryState.ACCEPTED: pgettext("query", "Dealt with"),
            EntryState.REJECTED: pgettext("query", "Ignored"),
        }
        of_query = states.get(EntryState(self.entry.state)) if self.entry.kind == EntryKind.WARNING else None
        return of_query or str(self.entry.get_state_display())

    @property
    def was_read(self) -> Shown | None:
        """What was read, where a person made something else of it."""
        read = self.entry.read
        return show(self.entry.kind, read) if read is not None and self.was_corrected else None

    @property
    def is_offered(self) -> Shown | None:
        """What a newer reader makes of the words."""
        return show(self.entry.kind, self.entry.offered["data"]) if self.entry.offered else None

    @property
    def was_corrected(self) -> bool:
        """Whether what stands differs from what was read."""
        return self.entry.origin == Origin.READ and self.entry.data != self.entry.read


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries of a kind there are (merged ones aside), and how many of them are reviewed."""

    kind: str
    label: str
    total: int
    reviewed: int

    @property
    def open(self) -> int:
        return self.total - self.reviewed


@dataclass(frozen=True, slots=True)
class Review:
    """The page: its rows by kind, in the order one reviews them, and the numbers on its tabs."""

    plan: Plan
    groups: tuple[tuple[Tally, tuple[Row, ...]], ...]
    last_change: int

    @property
    def total(self) -> int:
        return sum(tally.total for tally, _rows in self.groups)

    @property
    def reviewed(self) -> int:
        return sum(tally.reviewed for tally, _rows in self.groups)

    @property
    def open(self) -> int:
        return self.total - self.reviewed


def review(plan: Plan) -> Review:
    """The whole review of a plan. Two queries, whatever its size."""
    entries = list(Entry.objects.filter(plan=plan).select_related("changed_by"))
    rows = rows_of(entries, plan.text)
    groups = []
    for kind, label in EntryKind.choices:
        of_kind = tuple(row for row in rows if row.entry.kind == kind)
        counted = [row.entry for row in of_kind if row.entry.state != EntryState.MERGED]
        tally = Tally(kind, str(label), len(counted), sum(entry.is_reviewed for entry in counted))
        groups.append((tally, of_kind))
    return Review(plan, tuple(groups), last_change_of(plan))


def last_change_of(plan: Plan) -> int:
    """The number of the plan's last step; 0 where nobody has begun."""
    last: int | None = Change.objects.filter(plan=plan).aggregate(last=Max("pk"))["last"]
    return last or 0


def rows_of(entries: Sequence[Entry], text: str, queries: Iterable[Entry] | None = None) -> list[Row]:
    """The rows of `entries`. `queries` are the plan's open queries, where `entries` does not hold them."""
    standing = [
        mark_of(entry, text)
        for entry in (entries if queries is None else queries)
        if entry.kind == EntryKind.WARNING and entry.state == EntryState.OPEN
    ]
    return [_row(entry, text, standing) for entry in entries]


def _row(entry: Entry, text: str, queried: Sequence[tuple[int, int] | None]) -> Row:
    mark = mark_of(entry, text)
    if entry.kind == EntryKind.WARNING:
        return Row(entry, mark)
    is_queried = entry.is_standing and any(overlap(mark, query) for query in queried)
    if entry.kind != EntryKind.ITEM:
        return Row(entry, mark, is_queried=is_queried)
    path = str(entry.data["path"])
    return Row(entry, mark, min(outline.depth(path), DEEPEST), outline.label(path), is_queried)


@dataclass(frozen=True, slots=True)
class News:
    """What others did since a step: the entries as they are now, and the number of the last step."""

    entries: tuple[Entry, ...]
    gone: tuple[int, ...]
    last_change: int


def changed_since(plan: Plan, change: int, *, by_others_than: Person) -> News:
    """What other reviewers changed behind the step `change`. Two queries, a third when there is something."""
    changes = list(
        Change.objects.filter(plan=plan, pk__gt=change)
        .exclude(by=by_others_than)
        .values_list("versions", flat=True)
    )
    numbers = {int(pk) for versions in changes for pk in versions}
    entries = tuple(Entry.objects.filter(plan=plan, pk__in=numbers).select_related("changed_by"))
    gone = tuple(sorted(numbers - {entry.pk for entry in entries}))
    return News(entries, gone, last_change_of(plan))
