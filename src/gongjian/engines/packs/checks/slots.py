"""Lists of slots: stretches that overlap, lie in another year, or are missing for the year of the pack."""

from datetime import date

from gongjian.engines.measures.definitions import Cadence
from gongjian.engines.packs.checks import known
from gongjian.engines.packs.checks.walking import day
from gongjian.engines.packs.draft import Draft
from gongjian.engines.packs.faults import Severity
from gongjian.engines.packs.yaml_tree import Path


def check(draft: Draft) -> None:
    for path, _slots in draft.written("slots.yaml", "slots"):
        _check_stretches(draft, path)
    _check_named(draft)
    _check_year(draft)


def _check_stretches(draft: Draft, around: Path) -> None:
    """From the first to the last as they are written, over all years of the list."""
    notes = draft.notes["slots.yaml"]
    before, last = "", date.min
    for path, year in draft.written("slots.yaml", "slots", "years"):
        if path[: len(around)] != around:
            continue
        for slot_path, slot in draft.written("slots.yaml", "slots", "years", "slots"):
            if slot_path[: len(path)] != path:
                continue
            start, end = day(slot.get("from")), day(slot.get("to"))
            if start is None or end is None:
                continue
            if end < start:
                notes.value((*slot_path, "to"), "ends-before-it-begins", found=str(end), start=start)
                continue
            name = str(slot.get("name"))
            if year.get("year") != start.year:
                notes.value((*slot_path, "from"), "slot-of-another-year", found=name, year=year.get("year"))
            elif start <= last:
                notes.value((*slot_path, "from"), "slots-overlap", found=name, before=before)
            before, last = name, max(last, end)


def _check_named(draft: Draft) -> None:
    ids = known.slots(draft)
    for path, measure in draft.written("measures.yaml", "measures"):
        cadence = measure.get("cadence")
        slots = cadence.get("slots") if isinstance(cadence, dict) else None
        if isinstance(slots, str) and slots not in ids and known.can_tell(draft, "slots.yaml"):
            draft.notes["measures.yaml"].value(
                (*path, "cadence", "slots"), "unknown-slots", found=slots, expected=sorted(ids)
            )


def _check_year(draft: Draft) -> None:
    if draft.head is None:
        return
    lists = {slots.id: slots for pack in draft.bases for slots in pack.slots}
    lists |= {entry.made.id: entry.made for entry in draft.slots}
    for entry in draft.measures:
        how = entry.made.measure.how
        slots = lists.get(how.slots) if isinstance(how, Cadence) else None
        if slots and not any(slot.start.year == draft.head.year for slot in slots.slots):
            draft.notes["measures.yaml"].value(
                (*entry.path, "cadence", "slots"),
                "no-slots-of-the-year",
                found=slots.id,
                year=draft.head.year,
                severity=Severity.WARNING,
            )
