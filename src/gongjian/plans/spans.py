"""Where an entry stands in the text, and what of it is marked there."""

from gongjian.plans.models import Entry, EntryKind

# How much of an item is marked when its head cannot be found in its words.
_SHORT = 40


def mark_of(entry: Entry, text: str) -> tuple[int, int] | None:
    """The words to mark for an entry: all of its span, of an item only the label with the head.

    An item's span covers its children too; marking all of it would paint the whole page.
    """
    if entry.start is None or entry.end is None or entry.start == entry.end:
        return None
    if entry.kind not in (EntryKind.ITEM, EntryKind.PHASE):
        return entry.start, entry.end
    head = str(entry.data.get("head") or entry.data.get("name") or "")
    # Heads are cleaned of stray signs: when the whole does not stand in the text, its beginning will.
    for words in (head, head[:6]):
        found = text.find(words, entry.start, entry.end) if words else -1
        if found >= 0:
            return entry.start, min(found + len(head), _line_end(text, found), entry.end)
    return entry.start, min(entry.start + _SHORT, _line_end(text, entry.start), entry.end)


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def overlap(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    """Whether two stretches of the text share a character."""
    return one is not None and other is not None and one[0] < other[1] and other[0] < one[1]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the blanks and marks of punctuation at its edges that belong to no words."""
    while start < end and text[start] in " \t\r\n\u3000;；。,，、:：":
        start += 1
    while end > start and text[end - 1] in " \t\r\n\u3000;；,，、:：。":
        end -= 1
    return start, end
