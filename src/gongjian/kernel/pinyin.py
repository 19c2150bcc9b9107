"""How Chinese words are read aloud, in Latin letters.

The dictionary takes 55 MB and most processes never need it, so it is loaded when the first word is read.
"""


def syllables(text: str) -> list[str]:
    """One syllable a character, without tones, ü as pypinyin writes it; other letters stay as they are.

    The likeliest reading of each character in its word: 重庆 is chong qing, 长安 is chang an.
    """
    from pypinyin import lazy_pinyin

    return list(lazy_pinyin(text))


def first_letters(text: str) -> list[str]:
    """The first letter of each syllable; 重庆 is c q. Other letters stay as they are."""
    from pypinyin import Style, lazy_pinyin

    return list(lazy_pinyin(text, style=Style.FIRST_LETTER))
