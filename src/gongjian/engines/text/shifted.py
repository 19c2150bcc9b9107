"""GBK text shifted by one byte: `。ㄒ唬┨岣哒J識` for `（一）提高認識`.

GBK writes a character in two bytes. Where the first of them is lost, each later byte is paired with the
wrong neighbour until an ASCII byte puts the pairs right again. It happens after a full stop or an
ideographic space, both of which begin with the byte A1; so a run of shifted text, written back as bytes
behind an A1, is the original. The run ends with the ASCII character that was half of a pair (`J`, half of
認 D54A); where that half could not be shown, a character is lost (`lost_characters`).

Undamaged text can look odd too (`，F级`, a lone `ㄒ`), so a run is mended only when the original is made
of common characters and what stands there is not.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from gongjian.engines.text.lost_characters import LostCharacters
from gongjian.engines.text.numerals import to_chinese
from gongjian.engines.text.readings import NOTE, strip_readings
from gongjian.engines.text.simplified import is_traditional, to_simplified

_LOST = b"\xa1"
_LONGEST_RUN = 200
_MOST_LABELS = 30
_MOST_SIGNS = 8
# Odd spots that turn out undamaged before the search is given up: these, and one more per so many characters.
_PATIENCE = 500
_PATIENCE_PER = 2000

_NOT_ASCII = re.compile(rf"[^\x00-\x7f]{{0,{_LONGEST_RUN}}}")
_PRIVATE = re.compile("[\ue000-\ue765]")
# A reading behind a Latin letter: the letter is half of the character the reading belongs to.
_HALF_WITH_READING = re.compile(rf"[@-~](?={NOTE.pattern})")
_HALF_ALONE = re.compile(r"(?<=[^\x00-\x20\x22-\x2b\x30-\x39\x3c-\x3e@-\x7e])[@-~](?=[㐀-鿿])")
_BARE_NUMBER = re.compile(r"(?m)^([ \t　]*)。(\d{1,2})[)）]")


@dataclass(frozen=True, slots=True)
class _Run:
    """text[start:end] shows what was written as `mended`."""

    start: int
    end: int
    mended: str
    may_lack_pairs: bool = False


def restore_shifted(text: str) -> tuple[str, int]:
    """The text with its shifted runs put right, and how many there were."""
    lost = LostCharacters(text)
    runs = [*_labels(text, lost), *_bare_numbers(text)]
    trusted = bool(runs) or bool(strip_readings(text)[1]) or is_traditional(text)
    runs = _without_overlaps([*runs, *_sentences(text, trusted=trusted)])
    if not runs:
        return text, 0

    parts, at = [], 0
    for run in runs:
        mended = lost.complete(run.mended, run.end)
        parts += [text[at : run.start], lost.parted(mended, run.end) if run.may_lack_pairs else mended]
        at = run.end
    return "".join([*parts, text[at:]]), len(runs)


def _without_overlaps(runs: Iterable[_Run]) -> list[_Run]:
    kept: list[_Run] = []
    for run in sorted(runs, key=lambda run: run.start):
        if not kept or run.start >= kept[-1].end:
            kept.append(run)
    return kept


# Runs that begin with a numbered label, and cannot be anything else.


@cache
def _damaged_labels() -> dict[str, bytes]:
    """What （一） to （三十） behind an ideographic space look like, and the bytes they were.

    The closing bracket's last byte is the first of the next character shown, so it is left out here.
    """
    shown: dict[str, bytes] = {}
    for number in range(1, _MOST_LABELS + 1):
        written = f"　（{to_chinese(number)}）".encode("gb18030")
        damaged = written[1:-1].decode("gb18030")
        # Private-use characters have no shape, and many programs drop them; then the lowest number is meant.
        shown.setdefault(damaged, written[:-1])
        shown.setdefault(_PRIVATE.sub("", damaged), written[:-1])
    return shown


@cache
def _label_pattern() -> re.Pattern[str]:
    longest_first = sorted(_damaged_labels(), key=len, reverse=True)
    return re.compile("|".join(longest_first))


def _labels(text: str, lost: LostCharacters) -> Iterator[_Run]:
    if "。ㄒ" not in text and not _label_pattern().search(text):
        return
    # Where characters without a shape are shown, none was dropped.
    lacks = not _PRIVATE.search(text)
    for match in _label_pattern().finditer(text):
        end, tail = _tail(text, match.end())
        if tail and tail[:1] != b"\xa9" and lacks:
            opened = lost.opening(_damaged_labels()[match[0]], tail, end)
            if opened:
                yield _Run(_with_lone_half(text, match.start()), end, opened)
        elif tail[:1] == b"\xa9":
            written = (_damaged_labels()[match[0]] + tail).decode("gb18030", errors="replace")
            yield _Run(_with_lone_half(text, match.start()), end, written.removeprefix("　"), lacks)


def _bare_numbers(text: str) -> Iterator[_Run]:
    """`。2)` at the start of a line: of `　（2）` the bracket's last byte is gone for good."""
    for match in _BARE_NUMBER.finditer(text):
        yield _Run(match.start(), match.end(), f"{match[1]}（{match[2]}）")


# Runs that begin with a full stop which lost its first byte.


def _sentences(text: str, *, trusted: bool) -> Iterator[_Run]:
    patience = _PATIENCE + len(text) // _PATIENCE_PER
    for anchor, needs in _anchors(text, trusted=trusted):
        if run := _run_around(text, anchor, needs):
            yield run
            continue
        patience -= 1
        if patience < 0:
            return


def _anchors(text: str, *, trusted: bool) -> Iterator[tuple[int, int]]:
    """Where shifted text gives itself away, with how many Han characters must come out well there."""
    for match in _PRIVATE.finditer(text):
        yield match.start(), 2
    for match in _HALF_WITH_READING.finditer(text):
        yield match.start(), 1
    for match in _rare_words().finditer(text):
        yield match.end() - 1, 6
    if trusted:
        for match in _HALF_ALONE.finditer(text):
            yield match.start(), 1
        for match in _rare_before_reading().finditer(text):
            yield match.start(), 2


def _run_around(text: str, anchor: int, needs: int) -> _Run | None:
    """The run that holds `anchor`: tried from each sign close before it, the nearest first."""
    tries = _MOST_SIGNS
    for start in range(anchor - 1, max(anchor - _LONGEST_RUN, -1), -1):
        if not tries:
            return None
        if _is_sign(text[start]):
            tries -= 1
            end, tail = _tail(text, start + 1)
            written = (_LOST + b"\xa3" + _sign_byte(text[start]) + tail).decode("gb18030", errors="replace")
            if end > anchor and _reads_better(written, text[start + 1 : end], needs):
                return _Run(_with_lone_half(text, start), end, written)
        if text[start] < "\x80":
            return None
    return None


def _with_lone_half(text: str, start: int) -> int:
    """Where the run begins: a lone first byte is sometimes shown as a question mark of its own."""
    return start - (text[max(0, start - 1) : start] in ("?", "？", "\ufffd"))


def _is_sign(c: str) -> bool:
    """Whether `c`, in full width, is written A3 and a byte that can begin a character."""
    return "\uff01" <= c <= "\uff5e" or c in "!,.:;?"


def _sign_byte(c: str) -> bytes:
    low = ord(c) - 0xFEE0 if c >= "\uff01" else ord(c)
    return bytes([low + 0x80])


def _tail(text: str, start: int) -> tuple[int, bytes]:
    """Where the run of two-byte characters from `start` ends, and its bytes with the last half if shown."""
    run = _NOT_ASCII.match(text, start)
    end = run.end() if run else start
    written = text[start:end].encode("gb18030", errors="replace")
    if len(written) != 2 * (end - start):
        # A character of four bytes, or none: the run ends before it.
        end = next(at for at in range(start, end) if len(text[at].encode("gb18030", errors="replace")) != 2)
        written = text[start:end].encode("gb18030")
    if end < len(text) and "@" <= text[end] <= "~":
        written += text[end].encode("ascii")
        end += 1
    return end, written


def _reads_better(written: str, shown: str, needs: int) -> bool:
    """Whether `written` is made of common characters, at least `needs` of them, and `shown` is odder."""
    han = [c for c in written[1:] if _is_han(c)]
    if len(han) < needs or _PRIVATE.search(written) or "\ufffd" in written[:-1]:
        return False
    odd_now = sum(not _is_common(c) for c in han)
    odd_before = sum(not _is_common(c) for c in shown if _is_han(c) or _PRIVATE.match(c))
    if needs > 2 and odd_before < 0.35 * len(han):
        return False
    return odd_now <= 0.05 * len(han) and (odd_before > odd_now or len(shown) == 1)


def _is_han(c: str) -> bool:
    return "㐀" <= c <= "鿿"


@cache
def _is_common(c: str) -> bool:
    simple = c if c in _common() else to_simplified(c)
    return simple in _common()


@cache
def _common() -> frozenset[str]:
    """The 3,755 most used characters: level one of GB/T 2312-1980, rows 16 to 55."""
    pairs = (bytes([row, cell]) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return frozenset("".join(pair.decode("gb2312", errors="ignore") for pair in pairs))


@cache
def _rare_words() -> re.Pattern[str]:
    """A full-width sign with two rare characters close behind it."""
    common = "".join(sorted(_common()))
    rare = f"(?![{common}])[㐀-鿿]"
    return re.compile(f"[！-～](?:[㐀-鿿]{{0,2}}?{rare}){{2}}")


@cache
def _rare_before_reading() -> re.Pattern[str]:
    common = "".join(sorted(_common()))
    return re.compile(f"(?![{common}])[㐀-鿿](?={NOTE.pattern})")
