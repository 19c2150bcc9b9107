"""Chinese numerals, both ways: `二十二` ↔ 22, `百分之九十五`, `三分之二`, `两千三百`, `二〇二三`."""

import re

_DIGITS = dict(zip("〇零一二三四五六七八九两俩", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 2), strict=True))
_UNITS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
# Longer ones name nothing a plan counts.
_LONGEST = 12
_WRITTEN = "零一二三四五六七八九"

CHINESE_NUMBER = r"[零〇一二三四五六七八九十百千万亿两]+"
_FULL_WIDTH = {ord("．"): ".", ord("，"): ",", ord("％"): "%"} | {
    0xFF10 + digit: str(digit) for digit in range(10)
}
_ARABIC = re.compile(r"(\d{1,15}(?:\.\d{1,9})?)([百千万亿]{0,2})")


def from_chinese(written: str) -> int | None:
    """The whole number `written` names, or None when it is not a numeral: `十十`, `百`, an empty string.

    Digits in a row are read one by one: `二〇二三` is 2023. More than twelve characters are no numeral.
    """
    if not 0 < len(written) <= _LONGEST or any(
        c not in _DIGITS and c not in _UNITS and c not in _LARGE for c in written
    ):
        return None
    if all(c in _DIGITS for c in written):
        return int("".join(str(_DIGITS[c]) for c in written))
    return _by_places(written)


def _by_places(written: str) -> int | None:
    total, section, digit = 0, 0, None
    last_unit = 1
    for c in written:
        if c in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[c]
        elif c in _UNITS:
            if digit is None and c != "十":
                return None
            if section and _UNITS[c] >= last_unit:
                return None
            section += (1 if digit is None else digit) * _UNITS[c]
            digit, last_unit = None, _UNITS[c]
        else:
            section += digit or 0
            if section == 0:
                return None
            # 一亿二千万 adds, 一万亿 multiplies.
            if total and total > _LARGE[c]:
                total += section * _LARGE[c]
            else:
                total = (total + section) * _LARGE[c]
            section, digit, last_unit = 0, None, _LARGE[c]
    # 两千三 is 2,300: a last digit right behind a unit stands one place lower; 零 or 十 keep it single.
    if digit and last_unit > 10 and written[-2] not in _DIGITS:
        digit *= last_unit // 10
    return total + section + (digit or 0)


def to_chinese(number: int) -> str:
    """`number` (0 to 99) as it stands in a label: 12 is `十二`.

    raises  ValueError outside that range.
    """
    if not 0 <= number <= 99:
        raise ValueError(f"no label is written for {number}")
    tens, ones = divmod(number, 10)
    if not tens:
        return _WRITTEN[ones]
    return ("" if tens == 1 else _WRITTEN[tens]) + "十" + (_WRITTEN[ones] if ones else "")


def to_number(written: str) -> int | float | None:
    """The number `written` in Arabic digits (any width, `1,200`, `3万`) or Chinese ones, else None."""
    plain = written.translate(_FULL_WIDTH).replace(",", "").strip()
    if match := _ARABIC.fullmatch(plain):
        value = float(match[1])
        for c in match[2]:
            value *= (_UNITS | _LARGE)[c]
        return int(value) if value.is_integer() else value
    return from_chinese(plain)
