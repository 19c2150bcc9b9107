"""How WordprocessingML writes yes, no and numbers."""

_OFF = ("0", "false", "off")
_LARGEST = 1_000_000


def is_on(value: str) -> bool:
    return value not in _OFF


def number(value: str, default: int) -> int:
    """A small whole number, `default` for anything else."""
    text = value.strip()
    if not text.removeprefix("-").isdecimal() or len(text) > 8:
        return default
    return max(-_LARGEST, min(int(text), _LARGEST))
