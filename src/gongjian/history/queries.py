"""Reading the history: of one record, or searched by an auditor.

The table only grows, so nothing here may cost more the longer it is. Pages follow each other by the last entry
shown, never by a number; and where no index leads to what is asked, one page looks through WINDOW entries at
most and then says how far back it has looked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import connection, models
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from gongjian.history import words
from gongjian.history.models import Entry
from gongjian.history.rules import AUDIT
from gongjian.kernel import paths
from gongjian.kernel.collect import offers

if TYPE_CHECKING:
    from gongjian.people.reach import Reach

PER_PAGE = 50
WINDOW = 200_000
MOST_EXPORTED = 20_000
PERSONS_MEANT = 50


# --- Entries as people read them --------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words."""

    pk: int
    at: datetime
    by: str
    verb: str
    kind: str
    record: str
    area: str
    note: str
    changes: tuple[Change, ...]


def of(subject: models.Model, limit: int = 50) -> list[Line]:
    """What was done to one record, the newest first. One query."""
    entries = Entry.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
    return in_words(entries.select_related("by").order_by("-at", "-id")[:limit])


def in_words(entries: Sequence[Entry] | QuerySet[Entry], areas: dict[str, str] | None = None) -> list[Line]:
    """The entries as people read them; `by` must be at hand."""
    return [_line(entry, areas or {}) for entry in entries]


def _line(entry: Entry, areas: dict[str, str]) -> Line:
    names = [*entry.before, *(name for name in entry.after if name not in entry.before)]
    return Line(
        pk=entry.pk,
        at=entry.at,
        by=str(entry.by) if entry.by else "",
        verb=words.verb_in_words(entry.verb),
        kind=words.kind_in_words(entry.subject_type),
        record=entry.subject_label,
        area=areas.get(entry.area_path, ""),
        note=entry.note,
        changes=tuple(_change(entry, name) for name in names),
    )


def _change(entry: Entry, name: str) -> Change:
    described = words.field_of(entry.subject_type, name)
    before, after = (
        words.value_in_words(values[name], described.choices) if name in values else ""
        for values in (entry.before, entry.after)
    )
    return Change(str(described.label), before, after)


def area_names(entries: Sequence[Entry]) -> dict[str, str]:
    """The names of the areas by their paths as then. One query, by the app that keeps the areas."""
    wanted = sorted({entry.area_path for entry in entries if entry.area_path})
    found: dict[str, str] = {}
    for names in offers("history_areas", "names"):
        found |= names(wanted)
    return found


# --- Searching --------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Wanted:
    """What an auditor asks for; what is empty narrows nothing.

    person       part of a name or account.
    record       part of what a record is called; with `kind` and digits alone, its number.
    area_paths   the paths of the areas meant, as then; None for any.
    text         in the record's name, the note, or what changed.
    """

    person: str = ""
    verb: str = ""
    kind: str = ""
    record: str = ""
    number: str = ""
    area_paths: tuple[str, ...] | None = None
    since: date | None = None
    until: date | None = None
    text: str = ""

    @property
    def is_indexed(self) -> bool:
        """Whether an index leads to few enough entries to look through all of them."""
        return bool(self.person or self.verb or (self.kind and self.number))


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last entry of a page: the next page begins behind it."""

    at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """What `str` wrote; None for anything else."""
        at, _, pk = text.rpartition("_")
        try:
            moment = datetime.fromisoformat(at)
        except ValueError:
            return None
        return cls(moment, int(pk)) if pk.isdigit() and len(pk) < 19 and moment.tzinfo else None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of entries.

    older           where the next page begins; None when there is none.
    looked_back_to  set when the page ends because WINDOW entries were looked through, not because it is full.
    """

    lines: list[Line] = field(default_factory=list)
    older: Cursor | None = None
    looked_back_to: datetime | None = None


def readable_by(reach: "Reach") -> QuerySet[Entry]:
    """The entries of the areas that the person audits; those of no area are the operator's."""
    return Entry.objects.filter(reach.down(AUDIT))


def search(entries: QuerySet[Entry], wanted: Wanted, before: Cursor | None = None) -> Found:
    """One page of what is wanted, the newest first. At most five queries, whatever there is."""
    entries = _behind(narrowed(entries, wanted), before)
    edge = None if wanted.is_indexed else _edge(wanted, before)
    if edge is not None:
        entries = entries.filter(at__gte=edge)
    rows = list(entries.select_related("by").order_by("-at", "-id")[: PER_PAGE + 1])
    shown, more = rows[:PER_PAGE], len(rows) > PER_PAGE
    lines = in_words(shown, area_names(shown))
    if more:
        return Found(lines, Cursor(shown[-1].at, shown[-1].pk))
    if edge is not None:
        return Found(lines, Cursor(edge, 0), looked_back_to=edge)
    return Found(lines)


def narrowed(entries: QuerySet[Entry], wanted: Wanted) -> QuerySet[Entry]:
    """Those of `entries` that are wanted. One query more where a person is."""
    if wanted.person:
        entries = entries.filter(by__in=_persons(wanted.person))
    if wanted.verb:
        entries = entries.filter(verb=wanted.verb)
    if wanted.kind:
        entries = entries.filter(subject_type=wanted.kind)
    if wanted.number:
        entries = entries.filter(subject_id=wanted.number)
    if wanted.record:
        entries = entries.filter(subject_label__icontains=wanted.record)
    if wanted.area_paths is not None:
        entries = entries.filter(_in_one_of(wanted.area_paths))
    if wanted.since:
        entries = entries.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        entries = entries.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    if wanted.text:
        entries = entries.annotate(
            before_text=Cast("before", TextField()), after_text=Cast("after", TextField())
        ).filter(
            Q(note__icontains=wanted.text)
            | Q(subject_label__icontains=wanted.text)
            | Q(before_text__icontains=wanted.text)
            | Q(after_text__icontains=wanted.text)
        )
    return entries


def _persons(text: str) -> list[int]:
    people = get_user_model()._default_manager.filter(Q(name__icontains=text) | Q(username__icontains=text))
    return list(people.order_by("pk").values_list("pk", flat=True)[:PERSONS_MEANT])


def _in_one_of(area_paths: Sequence[str]) -> Q:
    condition = Q(pk__in=())
    for path in area_paths:
        condition |= paths.within(path, "area_path")
    return condition


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _behind(entries: QuerySet[Entry], before: Cursor | None) -> QuerySet[Entry]:
    if before is None:
        return entries
    # The first condition alone is what an index is searched with.
    return entries.filter(at__lte=before.at).filter(Q(at__lt=before.at) | Q(id__lt=before.pk))


def _edge(wanted: Wanted, before: Cursor | None) -> datetime | None:
    """The instant of the WINDOW-th entry behind `before`; None when there are fewer. One query, index only."""
    entries = Entry.objects.all()
    if wanted.until:
        entries = entries.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    if wanted.since:
        entries = entries.filter(at__gte=_midnight(wanted.since))
    entries = _behind(entries, before).order_by("-at", "-id")
    return entries.values_list("at", flat=True)[WINDOW : WINDOW + 1].first()


def exported(entries: QuerySet[Entry], wanted: Wanted) -> Iterator[Line]:
    """What is wanted, up to MOST_EXPORTED entries, the newest first."""
    rows = list(narrowed(entries, wanted).select_related("by").order_by("-at", "-id")[:MOST_EXPORTED])
    yield from in_words(rows, area_names(rows))


# --- What there is to choose from -------------------------------------------------------------------------
def verbs_in_use() -> list[tuple[str, str]]:
    """The verbs that occur, with their words, sorted by these."""
    return sorted(((verb, words.verb_in_words(verb)) for verb in _distinct("verb")), key=_by_words)


def kinds_in_use() -> list[tuple[str, str]]:
    """The kinds of record that occur, with their words, sorted by these."""
    return sorted(((kind, words.kind_in_words(kind)) for kind in _distinct("subject_type")), key=_by_words)


def _by_words(pair: tuple[str, str]) -> str:
    return pair[1]


def _distinct(column: str) -> list[str]:
    """The different values of an indexed column: one index search each, where DISTINCT reads the whole index."""
    table = connection.ops.quote_name(Entry._meta.db_table)
    sql = f"""
        WITH RECURSIVE found(value) AS (
            SELECT MIN({column}) FROM {table}
            UNION ALL
            SELECT (SELECT MIN({column}) FROM {table} WHERE {column} > found.value)
            FROM found WHERE found.value IS NOT NULL
        ) SELECT value FROM found WHERE value IS NOT NULL
    """  # noqa: S608 - the column is one of two words of ours
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]
