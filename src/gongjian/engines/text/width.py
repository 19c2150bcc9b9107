"""One width for every sign: full-width forms to ASCII, look-alikes to one of them, lengths unchanged."""

_FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(sign): ord(as_if)
    for sign, as_if in [
        ("　", " "),
        ("\xa0", " "),
        ("\u2002", " "),
        ("\u2003", " "),
        ("\u2009", " "),
        ("\ufeff", " "),
        ("–", "—"),
        ("―", "—"),
        ("−", "-"),
        ("─", "—"),
        ("━", "—"),
        ("∼", "~"),
        ("〜", "~"),
        ("○", "〇"),
        ("﹪", "%"),
        ("﹣", "-"),
        ("∶", ":"),
        ("︰", ":"),
        ("﹕", ":"),
        ("﹔", ";"),
        ("﹐", ","),
        ("﹒", "."),
        ("\u2028", "\n"),
        ("\u2029", "\n"),
        ("\x0b", "\n"),
        ("\x0c", "\n"),
        ("\x85", "\n"),
        ("\r", "\n"),
    ]
}


def fold(text: str) -> str:
    """`text` with each sign in its ASCII form where it has one; every offset stays what it was.

    Chinese marks without an ASCII form (、 。 《 “) stay; every line end becomes a newline.
    """
    return text.translate(_FOLDED)
