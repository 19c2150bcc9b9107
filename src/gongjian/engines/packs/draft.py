"""A pack while it is being checked: what each file holds, what could be made of it, and what is wrong."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from gongjian.engines.packs import files
from gongjian.engines.packs.faults import Fault
from gongjian.engines.packs.files import facts, measures, pack, slots, standard
from gongjian.engines.packs.model import (
    FactKind,
    Head,
    Indicator,
    Pack,
    PackMeasure,
    Reminder,
    SlotList,
    Standard,
)
from gongjian.engines.packs.shapes import Checked, Notes, wrong_type
from gongjian.engines.packs.yaml_tree import Path, Tree

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """A definition, and where in its file it stands."""

    made: T
    path: Path


@dataclass(slots=True)
class Draft:
    """notes     the faults of each file that is YAML, and its tree.
    unread    files that are there and no YAML: what is missing then cannot be said.
    sound     files whose every value has its shape: sums over them mean something.
    """

    notes: dict[str, Notes] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    sound: set[str] = field(default_factory=set)
    head: Head | None = None
    facts: list[Entry[FactKind]] = field(default_factory=list)
    reminders: list[Entry[Reminder]] = field(default_factory=list)
    slots: list[Entry[SlotList]] = field(default_factory=list)
    measures: list[Entry[PackMeasure]] = field(default_factory=list)
    standard: Standard | None = None
    bases: tuple[Pack, ...] = ()
    # False where a pack it is built on could not be had: what is missing then cannot be said.
    has_all_bases: bool = True

    def take(self, tree: Tree) -> None:
        """Check the shape of a file and make of it what can be made."""
        notes = self.notes[tree.file] = Notes(tree)
        shape = files.FILES[tree.file]
        if not isinstance(tree.value, dict):
            wrong_type(shape, tree.value, (), notes)
            return
        clean, is_complete = shape.look(tree.value, (), notes)
        if not notes.faults:
            self.sound.add(tree.file)
        _TAKERS[tree.file](self, clean, is_complete)

    def tree(self, file: str) -> object:
        """What the file holds, right or wrong; None if it is not there."""
        return self.notes[file].tree.value if file in self.notes else None

    def written(self, file: str, *names: str) -> list[tuple[Path, Mapping[str, Any]]]:
        """The records of the lists called by `names`, one within another, as they stand, whatever is wrong."""
        found: list[tuple[Path, Any]] = [((), self.tree(file))]
        for name in names:
            found = [
                ((*path, name, place), entry)
                for path, value in found
                if isinstance(value, dict) and isinstance(value.get(name), list)
                for place, entry in enumerate(value[name])
            ]
        return [(path, value) for path, value in found if isinstance(value, dict)]

    def indicators(self) -> Iterator[tuple[Path, Mapping[str, Any]]]:
        """All indicators as they stand, a heading before what is below it."""
        stack = self.written("standard.yaml", "items")[::-1]
        while stack:
            path, value = stack.pop()
            yield path, value
            items = value.get("items")
            below = enumerate(items) if isinstance(items, list) else ()
            stack += [((*path, "items", place), item) for place, item in below if isinstance(item, dict)][
                ::-1
            ]

    def made_indicators(self) -> Iterator[Entry[Indicator]]:
        """Those indicators of a sound standard that became definitions, with their places."""
        if self.standard is None or "standard.yaml" not in self.sound:
            return
        made = self.standard.walk()
        for path, _value in self.indicators():
            yield Entry(next(made), path)

    @property
    def faults(self) -> list[Fault]:
        return [fault for notes in self.notes.values() for fault in notes.faults]


def _take_pack(draft: Draft, clean: Checked, is_complete: bool) -> None:
    if is_complete:
        draft.head = pack.make(clean)


def _take_facts(draft: Draft, clean: Checked, _is_complete: bool) -> None:
    draft.facts = [Entry(facts.make_fact(found), found.path) for found in clean.get("facts", ())]
    draft.reminders = [Entry(facts.make_reminder(found), found.path) for found in clean.get("reminders", ())]


def _take_slots(draft: Draft, clean: Checked, _is_complete: bool) -> None:
    draft.slots = [Entry(slots.make(found), found.path) for found in clean.get("slots", ())]


def _take_measures(draft: Draft, clean: Checked, _is_complete: bool) -> None:
    draft.measures = [Entry(measures.make(found), found.path) for found in clean.get("measures", ())]


def _take_standard(draft: Draft, clean: Checked, is_complete: bool) -> None:
    if is_complete:
        draft.standard = standard.make(clean)


_TAKERS: Mapping[str, Callable[[Draft, Checked, bool], None]] = {
    "pack.yaml": _take_pack,
    "facts.yaml": _take_facts,
    "slots.yaml": _take_slots,
    "measures.yaml": _take_measures,
    "standard.yaml": _take_standard,
}
