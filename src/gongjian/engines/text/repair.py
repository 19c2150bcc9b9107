"""Damaged text made whole: shifted GBK, readings in brackets, Traditional characters.

What is not damaged comes back unchanged, character for character: each repair decides by how dense its
evidence is, and says so in its own file.
"""

from dataclasses import dataclass

from gongjian.engines.text.readings import strip_readings
from gongjian.engines.text.shifted import restore_shifted
from gongjian.engines.text.simplified import simplify


@dataclass(frozen=True, slots=True)
class Repaired:
    """The text made whole, and what was done to it."""

    text: str
    pinyin_notes: int
    mojibake_runs: int
    traditional_to_simplified: bool


def repair(text: str) -> Repaired:
    """`text` with its damage mended; the very same string where there is none."""
    # In this order: a reading helps to guess a lost character, and hides no word from the converter after.
    text, runs = restore_shifted(text)
    text, notes = strip_readings(text)
    text, converted = simplify(text)
    return Repaired(text, pinyin_notes=notes, mojibake_runs=runs, traditional_to_simplified=converted)
