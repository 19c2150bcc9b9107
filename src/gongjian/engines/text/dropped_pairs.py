"""The pairs of bytes that GBK leaves free: what they show as has no shape, and many programs drop it."""

from functools import cache


@cache
def dropped() -> tuple[tuple[int, int], ...]:
    """Every such pair, as its first and its second byte."""
    pairs = ((first, second) for first in range(0x81, 0xFF) for second in range(0x40, 0xFF))
    return tuple(pair for pair in pairs if pair[1] != 0x7F and not _is_character(bytes(pair)))


def _is_character(pair: bytes) -> bool:
    try:
        pair.decode("gbk")
    except UnicodeDecodeError:
        return False
    return True
