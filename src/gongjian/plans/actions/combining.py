"""What becomes of the fields when two entries are made one, or one is made two."""

from typing import Any

from gongjian.plans.guessing import EMPTY, guess
from gongjian.plans.models import Entry, EntryKind
from gongjian.plans.spans import trimmed
from gongjian.plans.values import Found, with_words


def merged(entry: Entry, other: Entry, text: str) -> tuple[dict[str, Any], int | None, int | None]:
    """The fields and the span of `entry` once it has taken in `other`."""
    start, end = _from_first_to_last(entry, other)
    data = dict(entry.data)
    if entry.kind == EntryKind.DUTY:
        data["names"] = list(dict.fromkeys([*entry.data["names"], *other.data["names"]]))
    elif entry.kind == EntryKind.PHASE:
        data["start"] = entry.data["start"] or other.data["start"]
        data["end"] = other.data["end"] or entry.data["end"]
    elif entry.kind == EntryKind.REFERENCE and start is not None and "\n" not in text[start:end]:
        data["text"] = text[start:end]
    return with_words(entry.kind, data, text, start, end), start, end


def _from_first_to_last(entry: Entry, other: Entry) -> tuple[int | None, int | None]:
    if entry.start is None or entry.end is None:
        return other.start, other.end
    if other.start is None or other.end is None:
        return entry.start, entry.end
    return min(entry.start, other.start), max(entry.end, other.end)


def parts(entry: Entry, at: int, text: str) -> tuple[Found, Found]:
    """The two entries that `entry` falls into at the offset `at`, which lies inside its span.

    The first keeps its fields, the second gets what the reader makes of its words, where that is anything.
    """
    assert entry.start is not None  # noqa: S101 - an entry without a span is not split
    assert entry.end is not None  # noqa: S101
    first_start, first_end = trimmed(text, entry.start, at)
    second_start, second_end = trimmed(text, at, entry.end)
    first, second = dict(entry.data), _second(entry, text[second_start:second_end])
    if entry.kind == EntryKind.DUTY:
        first["names"], second["names"] = _shared_out(entry.data["names"], text[first_start:first_end])
    kind = entry.kind
    return (
        Found(kind, with_words(kind, first, text, first_start, first_end), first_start, first_end),
        Found(kind, with_words(kind, second, text, second_start, second_end), second_start, second_end),
    )


def _second(entry: Entry, words: str) -> dict[str, Any]:
    drafted = guess(words, entry.kind)
    if entry.kind == EntryKind.ITEM:
        above, _slash, own = str(entry.data["path"]).rpartition("/")
        label = str(drafted["path"]) or f"{own}+"
        return {**drafted, "path": f"{above}/{label}" if above else label, "role": entry.data["role"]}
    # Nothing found in the words: the fields of the whole are the better draft than empty ones.
    return drafted if drafted != EMPTY[entry.kind] else dict(entry.data)


def _shared_out(names: list[str], first_words: str) -> tuple[list[str], list[str]]:
    first = [name for name in names if name in first_words]
    return first or names, [name for name in names if name not in first] or names
