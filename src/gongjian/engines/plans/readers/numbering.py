"""Word's automatic numbering: the labels it shows but does not store in the text.

A paragraph names a list (`numId`) and a level; the list points to a definition (`abstractNum`) with the
pattern of each level (`%1、`, `(%2)`), its number format and where it starts. ECMA-376 part 1, 17.9.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """How one level is numbered. `restart` is the level (from 1) that makes it begin anew, 0 for none."""

    start: int = 1
    format: str = "decimal"
    pattern: str = ""
    suffix: str = "tab"
    restart: int | None = None
    is_legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class Definition:
    """An `abstractNum`; `style` names the numbering style that holds the levels instead, if one does."""

    levels: dict[int, Level] = field(default_factory=dict)
    style: str | None = None


@dataclass(slots=True)
class WordList:
    """A `num`: a definition, and what it overrides in it, level by level."""

    definition: str
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Lists:
    """All lists of a document, by their ids."""

    definitions: dict[str, Definition] = field(default_factory=dict)
    lists: dict[str, WordList] = field(default_factory=dict)
    # Numbering style → the list it stands for (`numStyleLink`).
    styles: dict[str, str] = field(default_factory=dict)

    def level_of_style(self, list_id: str, style: str) -> int:
        """The level that a list ties to a paragraph style; 0 when it ties none."""
        found = self._definition(list_id)
        if found is None:
            return 0
        return next((number for number, level in found[1].levels.items() if level.style == style), 0)

    def level(self, list_id: str, number: int) -> Level | None:
        found = self._definition(list_id)
        if found is None:
            return None
        return self.lists[list_id].levels.get(number) or found[1].levels.get(number)

    def definition_id(self, list_id: str) -> str | None:
        found = self._definition(list_id)
        return found[0] if found else None

    def _definition(self, list_id: str, *, depth: int = 4) -> tuple[str, Definition] | None:
        word_list = self.lists.get(list_id)
        definition = self.definitions.get(word_list.definition) if word_list else None
        if word_list is None or definition is None:
            return None
        if definition.style is None or definition.levels:
            return word_list.definition, definition
        # A chain of links that bites its own tail is left after a few turns.
        linked = self.styles.get(definition.style)
        return self._definition(linked, depth=depth - 1) if linked and depth else None


class Counter:
    """Counts through a document, paragraph by paragraph."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        # Lists that share a definition count on together, as Word does.
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    def label(self, list_id: str, number: int) -> str:
        """The label of the next paragraph of this list and level, empty for bullets and unknown lists."""
        level = self._lists.level(list_id, number)
        definition = self._lists.definition_id(list_id)
        if level is None or definition is None or not 0 <= number < LEVELS:
            return ""
        counts = self._counts.setdefault(definition, [None] * LEVELS)
        self._advance(counts, list_id, number, level)
        if level.format in ("bullet", "none") and "%" not in level.pattern:
            return ""
        return _spaced(self._fill(level, list_id, counts), level)

    def _advance(self, counts: list[int | None], list_id: str, number: int, level: Level) -> None:
        override = self._lists.lists[list_id].starts.get(number)
        start = level.start if override is None else override
        previous = counts[number]
        is_new = override is not None and (list_id, number) not in self._started
        counts[number] = start if previous is None or is_new else previous + 1
        self._started.add((list_id, number))
        for below in range(number + 1, LEVELS):
            lower = self._lists.level(list_id, below)
            if lower is None or lower.restart is None or number < lower.restart:
                counts[below] = None

    def _fill(self, level: Level, list_id: str, counts: list[int | None]) -> str:
        label = level.pattern
        for place in range(LEVELS):
            mark = f"%{place + 1}"
            if mark in label:
                shown = self._lists.level(list_id, place) or Level()
                count = counts[place]
                style = "decimal" if level.is_legal else shown.format
                label = label.replace(mark, number_text(shown.start if count is None else count, style))
        return label


def _spaced(label: str, level: Level) -> str:
    """A label without a closing mark (`第一条`) is kept off the text by a space, as Word shows it."""
    label = label.strip()
    needs_space = bool(label) and label[-1].isalnum() and level.suffix != "nothing"
    return f"{label} " if needs_space else label


def number_text(number: int, style: str) -> str:
    """`number` in one of Word's number formats; decimal for those that Chinese documents do not use."""
    write = _FORMATS.get(style)
    return write(number) if write else str(number)


_DIGITS = "〇一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _chinese(number: int, digits: str = _DIGITS, units: tuple[str, str, str] = ("十", "百", "千")) -> str:
    """Up to 9999 in words: 十一, 二十, 一百〇五."""
    if not 0 < number < 10_000:
        return str(number)
    words, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += (digits[0] if gap else "") + digits[digit] + (units[power - 1] if power else "")
        gap = False
    return words[1:] if 10 <= number < 20 and digits is _DIGITS else words


def _each_digit(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _letters(number: int) -> str:
    """a … z, aa, bb …, as Word goes on after z."""
    if not 0 < number <= 26 * 30:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    words = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        words += letters * count
    return words


def _row(first: str, last: int) -> Callable[[int], str]:
    """Numbers that Unicode has ready in a row, from `first` for 1 up to `last`."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= last else str(number)


def _circled(number: int) -> str:
    if 21 <= number <= 35:
        return chr(ord("㉑") + number - 21)
    if 36 <= number <= 50:
        return chr(ord("㊱") + number - 36)
    return _row("①", 20)(number)


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda number: characters[(number - 1) % len(characters)] if number > 0 else str(number)


_WIDE_DIGITS = {ord("0") + digit: ord("０") + digit for digit in range(10)}

_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": _each_digit,
    "japaneseDigitalTenThousand": _each_digit,
    "taiwaneseDigital": _each_digit,
    "chineseLegalSimplified": lambda number: _chinese(number, _LEGAL_DIGITS, ("拾", "佰", "仟")),
    "ideographLegalTraditional": lambda number: _chinese(number, _LEGAL_DIGITS, ("拾", "佰", "仟")),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _row("⑴", 20),
    "decimalEnclosedFullstop": _row("⒈", 20),
    "ideographEnclosedCircle": _row("㊀", 10),
    "decimalFullWidth": lambda number: str(number).translate(_WIDE_DIGITS),
    "decimalFullWidth2": lambda number: str(number).translate(_WIDE_DIGITS),
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda number: "",
}
