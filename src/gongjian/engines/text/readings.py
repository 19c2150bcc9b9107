"""Pinyin readings left in brackets after characters: `進(jìn)一步` for `進一步`.

Some web pages write the reading of a character behind it; copied as text, it breaks every word. A single
reading can be meant (`盱(xū)眙`), so readings go only where the text is strewn with them.
"""

import re
import unicodedata

from gongjian.engines.text.simplified import HAN, is_traditional

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ"
NOTE = re.compile(rf"[(（]([a-z{TONED}]{{1,6}})[)）]")
_NOTE_AFTER_HAN = re.compile(rf"(?<=[㐀-鿿])[(（]([a-z{TONED}]{{1,6}})[)）]")
_SYLLABLE = re.compile(
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?"
    r"(?:a|ai|an|ang|ao|e|ei|en|eng|er|i|ia|ian|iang|iao|ie|in|ing|iong|iu"
    r"|o|ong|ou|u|ua|uai|uan|uang|ue|ui|un|uo|ü|üan|üe|ün)"
)
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0304\u030c"))

# Readings on purpose are rare: fewer than three, or fewer than one in two hundred characters, are left.
_FEW = 3
_DENSE = 1 / 200


def is_syllable(reading: str) -> bool:
    """Whether `reading` is one syllable of pinyin, with or without its tone mark."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFD", reading).translate(_TONES))
    return _SYLLABLE.fullmatch(plain) is not None


def has_tone(reading: str) -> bool:
    return any(letter in TONED for letter in reading)


def strip_readings(text: str) -> tuple[str, int]:
    """The text without readings, and how many were taken out; the text itself where they are sparse."""
    toned = sum(has_tone(m[1]) and is_syllable(m[1]) for m in _NOTE_AFTER_HAN.finditer(text))
    if not toned or not _is_strewn(text, toned):
        return text, 0
    taken = 0

    def without(match: re.Match[str]) -> str:
        nonlocal taken
        if not is_syllable(match[1]):
            return match[0]
        taken += 1
        return ""

    return _NOTE_AFTER_HAN.sub(without, text), taken


def _is_strewn(text: str, toned: int) -> bool:
    """Damaged pages write readings after Traditional characters, so there a single one is enough."""
    if toned < _FEW and not is_traditional(NOTE.sub("", text)):
        return False
    return toned >= _DENSE * len(HAN.findall(text))
