"""The name of an area: how it is kept, and the letters it is found by."""

import re
import unicodedata

from gongjian.kernel.pinyin import first_letters

LONGEST = 60
INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202f\u2060\ufeff\u00ad]")
SPACE = re.compile(r"\s+")
BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
# Full-width letters and digits are the half-width ones; full-width brackets are how names are written.
NARROW = {
    code: chr(code - 0xFEE0)
    for code in [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]
}


def tidy(text: str) -> str:
    """A name as it is kept: no stray or invisible characters, digits and letters narrow, brackets untouched.

    Spaces between Chinese characters go (东 街 道 is a spreadsheet's way to fill a column).
    """
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", text)).translate(NARROW)
    return BETWEEN_HAN.sub("", SPACE.sub(" ", text).strip())


def initials(name: str) -> str:
    """The letters a name is found by: 幸福里社区 is `xflsq`, 3号楼 is `3hl`. At most 60 of them.

    One reading a character, the likeliest in its word (重庆 is `cq`, 长安 is `ca`).
    """
    letters = "".join(first_letters(name)).lower()
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())[:LONGEST]
