"""Where the words of an entry may be split."""

import re
from collections.abc import Iterator

from gongjian.plans.models import Entry, EntryKind

# `2、`, `(三)`, `3.`: a number that begins something of its own, not the `.` of a figure.
LABEL = re.compile(
    r"(?:[(（][一二三四五六七八九十\d]{1,3}[)）]|第?[一二三四五六七八九十]{1,3}[、.．是]|\d{1,2}(?:[、．)）]|\.(?!\d)))"
)
MARKS = re.compile(r"[;；。\n]|[,，]|[、:：]|(?<=\S)[ \u3000]+(?=\S)")
STRONG = ";；。\n"
FIGURE = re.compile(r"[\d一二三四五六七八九十百千万每全]")
# What is hardly a thing of its own: fewer characters than these, numbers and marks aside.
FEWEST = {EntryKind.ITEM: 4, EntryKind.PHASE: 4, EntryKind.DUTY: 1, EntryKind.REFERENCE: 3}
FEWEST_OF_FIGURES = 2
MOST = 40


def places_to_split(entry: Entry, text: str) -> list[tuple[int, str]]:
    """The offsets where a second entry could begin inside the entry's words, with the words that follow.

    The likeliest first: before a number, behind a sentence; in an item or a phase commas only where there is
    neither. Both parts must be something of their own. At most 40: of an item with many children only its
    own first lines are offered.
    """
    if entry.start is None or entry.end is None:
        return []
    places = list(_places(entry, text))
    best = min((rank for rank, _at, _words in places), default=0)
    if entry.kind in (EntryKind.ITEM, EntryKind.PHASE) and best < 2:
        places = [place for place in places if place[0] < 2]
    return [(at, words) for _rank, at, words in sorted(places)[:MOST]]


def _places(entry: Entry, text: str) -> Iterator[tuple[int, int, str]]:
    """Each sensible place with its rank: 0 before a number, 1 behind a sentence, 2 behind a comma, 3 the rest."""
    start, end = entry.start or 0, entry.end or 0
    for mark in MARKS.finditer(text, start + 1, end - 1):
        rest = text[mark.end() : end]
        if not (_is_something(entry, text[start : mark.start()]) and _is_something(entry, rest)):
            continue
        is_numbered = bool(LABEL.match(rest.lstrip()))
        rank = 0 if is_numbered else _rank(entry, mark[0])
        if rank is not None:
            yield rank, mark.end(), rest[:30].strip().split("\n")[0]


def _rank(entry: Entry, mark: str) -> int | None:
    if mark in STRONG:
        return 1
    if entry.kind == EntryKind.DUTY:
        # `组长:韩涛` is one duty: what stands behind its colon is not another.
        return None if mark in ":：" else 2
    if mark in ",，":
        return 2
    # `宣传、教育` is one thing in an item, `甲文、乙文` two in a list of documents.
    return 3 if entry.kind == EntryKind.REFERENCE or mark not in "、:：" else None


def _is_something(entry: Entry, words: str) -> bool:
    """Whether a part of the words could stand as an entry of its kind."""
    own = re.sub(r"[\W_]", "", LABEL.sub("", words.strip(), count=1))
    if entry.kind in (EntryKind.TARGET, EntryKind.CADENCE, EntryKind.DEADLINE):
        return len(own) >= FEWEST_OF_FIGURES and bool(FIGURE.search(own))
    if entry.kind == EntryKind.DUTY:
        names = [str(name) for name in entry.data["names"]]
        return any(name in words for name in names)
    return len(own) >= FEWEST.get(EntryKind(entry.kind), 1)
