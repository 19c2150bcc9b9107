"""Where the words of an entry may be split."""

import re

from gongjian.plans.models import Entry, EntryKind

_BREAKS = re.compile(r"[;；。,，、:：\n]|(?<=\S)[ \u3000]+(?=\S)")
# `组长:韩涛` is one duty: what stands behind its colon is not another.
_BREAKS_OF_DUTIES = re.compile(r"[;；。,，、\n]|(?<=\S)[ \u3000]+(?=\S)")
MOST = 40


def places_to_split(entry: Entry, text: str) -> list[tuple[int, str]]:
    """The offsets behind each mark of punctuation inside the entry's words, with the words that follow.

    At most 40 of them: of an item with many children only its own first lines are offered.
    """
    if entry.start is None or entry.end is None:
        return []
    places = []
    breaks = _BREAKS_OF_DUTIES if entry.kind == EntryKind.DUTY else _BREAKS
    for mark in breaks.finditer(text, entry.start + 1, entry.end - 1):
        words = text[mark.end() : min(mark.end() + 30, entry.end)].strip().split("\n")[0]
        if words:
            places.append((mark.end(), words))
        if len(places) == MOST:
            break
    return places
