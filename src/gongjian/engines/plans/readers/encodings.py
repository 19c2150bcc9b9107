"""Which encoding a text file is in, and its text.

The order: a byte order mark; strict UTF-8; then every encoding Chinese files come in, each judged by
how much of the result is what Chinese text is made of. Short texts decide well this way (four
characters suffice), where general detectors need some thirty.
"""

import codecs
import re
from typing import NamedTuple

from gongjian.engines.plans.readers.common_characters import COMMON
from gongjian.engines.plans.readers.refusals import binary

# The UTF-32 mark opens with the UTF-16 one, so it is tried first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32le"),
    (codecs.BOM_UTF32_BE, "utf-32be"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
)

# In this order when two read equally well. cp950 is Big5 as Windows writes it.
_CHINESE = ("gb18030", "cp950", "big5hkscs")
_WIDE = ("utf-16le", "utf-16be", "utf-32le", "utf-32be")
_NAMES = {"cp950": "big5", "big5hkscs": "big5-hkscs", "hz": "hz-gb-2312"}

# As much as is judged; the whole file is then decoded once.
_SAMPLE_BYTES = 64 * 1024

# Under this share of common characters a text is not taken for Chinese; real plans have 0.7 and more,
# Chinese in the wrong encoding under 0.2.
_PLAUSIBLE = 0.4

# The share of control and replacement characters that a text damaged on its way may have.
_FEW = 0.05

_LINE_ENDS = {
    "\r\n": "\n",
    "\r": "\n",
    "\x0b": "\n",
    "\x0c": "\n",
    "\x85": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
}
_CONTROLS = dict.fromkeys((*range(0x09), *range(0x0E, 0x20), 0x7F))


class Decoded(NamedTuple):
    """The text with `\\n` line ends and no control characters, and the encoding's IANA name, lower case."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """The text of a file in any encoding Chinese documents come in.

    raises  UnreadableError `binary` when no encoding makes text of it.
    """
    text, codec = _decode(data)
    if _is_binary(text):
        raise binary()
    return Decoded(tidy(text), _NAMES.get(codec, codec))


def tidy(text: str) -> str:
    """`text` with `\\n` line ends, without control characters, lone surrogates and a leading mark."""
    for end, newline in _LINE_ENDS.items():
        if end in text:
            text = text.replace(end, newline)
    text = text.translate(_CONTROLS)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-8", "ignore").decode("utf-8")
    return text.removeprefix("\ufeff")


def plausibility(text: str) -> float:
    """0 to 1: the share of common Chinese characters and punctuation in what is not ASCII; 0 when all is."""
    foreign = [character for character in text if character > "\x7f"]
    if not foreign:
        return 0.0
    return sum(character in COMMON for character in foreign) / len(foreign)


def _decode(data: bytes) -> tuple[str, str]:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace"), codec
    if b"\0" not in data:
        try:
            return _decode_hz(data) or (data.decode("utf-8"), "utf-8")
        except UnicodeDecodeError:
            pass
    codec = _best_codec(data)
    return data.decode(codec, "replace"), codec


def _decode_hz(data: bytes) -> tuple[str, str] | None:
    """HZ is ASCII that switches to Chinese by `~{`; a text that merely holds these signs is left alone."""
    if b"~{" not in data or not data.isascii():
        return None
    try:
        text = data.decode("hz")
    except UnicodeDecodeError:
        return None
    return (text, "hz") if plausibility(text[:_SAMPLE_BYTES]) >= _PLAUSIBLE else None


def _best_codec(data: bytes) -> str:
    sample = _sample(data)
    candidates = ("utf-8", *_CHINESE, *_WIDE)
    scores = {codec: _score(sample, codec) for codec in candidates}
    best = max(candidates, key=lambda codec: scores[codec])
    if scores[best] >= _PLAUSIBLE:
        return best
    if b"\0" in sample or (guess := _guess(sample)) is None:
        raise binary()
    return guess


def _sample(data: bytes) -> bytes:
    """From where the file leaves ASCII (a page may open with much script), on a four-byte boundary."""
    first = re.search(rb"[\x80-\xff]", data)
    start = (max(first.start() - 1024, 0) if first else 0) // 4 * 4
    return data[start : start + _SAMPLE_BYTES]


def _score(sample: bytes, codec: str) -> float:
    text = sample.decode(codec, "replace")
    # ASCII in two or four bytes a character is nothing but ASCII once it is decoded right.
    if codec in _WIDE and text.isascii() and "\0" not in text:
        return 1.0
    # Half of the bytes read as Chinese and half dropped must not win over all of them read as Chinese,
    # and UTF-32 must not pass for UTF-16 with a NUL after each character.
    return plausibility(text) - (text.count("\ufffd") + text.count("\0")) / max(len(text), 1)


def _guess(sample: bytes) -> str | None:
    """For what is not Chinese in a common encoding. Loaded here, since it is big and hardly ever asked."""
    from charset_normalizer import from_bytes

    match = from_bytes(sample).best()
    # Two bytes a character make signs of some script out of anything.
    return None if match is None or match.encoding.startswith(("utf_16", "utf_32")) else match.encoding


def _is_binary(text: str) -> bool:
    """Whether a text is strewn with what texts do not hold."""
    sample = text[: _SAMPLE_BYTES // 2]
    strange = sum(
        character < "\x09" or "\x0e" <= character < "\x20" or character == "\ufffd" for character in sample
    )
    return strange > len(sample) * _FEW
