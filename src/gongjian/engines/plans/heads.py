"""The title of an item: its text up to the first `。；：` or the line's end, at most forty characters."""

import re

from gongjian.engines.plans.wording import Wording

LONGEST = 40
_FAR = 400
_STOP = re.compile(r"[。;:\n\t]")

# Signs that web pages strew into sentences: 的.活动, 的`原则, 居 民.
_NOISE = re.compile(r"(?<=[㐀-鿿])(?:[.`'_]|(?<!阶段) (?!\s))(?=[㐀-鿿])")


def head_at(wording: Wording, start: int, following: int) -> tuple[str, int]:
    """The title that begins at `start`, and where it ends in the text (before it is cut to size).

    following  where the next label stands: a title that is missing must not be looked for behind it
    """
    while start < following and wording.folded[start] in " \t\n?":
        start += 1
    if start >= following:
        return "", start
    stop = _STOP.search(wording.folded, start, start + _FAR)
    end = stop.start() if stop else min(len(wording.folded), start + _FAR)
    return head_within(wording, start, end), end


def head_within(wording: Wording, start: int, end: int) -> str:
    """The title that stands in text[start:end], freed of noise and cut to size."""
    return (
        without_noise(wording.text[start : min(end, start + 3 * LONGEST)]).strip(" \t\n?　")[:LONGEST].strip()
    )


def without_noise(text: str) -> str:
    """`text` without the stray signs and blanks that stand between two Han characters."""
    return _NOISE.sub("", text)
