"""Where an area stands in the tree, as a string that sorts and ranges well.

A path is a row of fixed-width segments over [0-9A-Z], one a level, so that "the subtree of p" is the
half-open range `p <= path < after(p)`: an index search on SQLite and PostgreSQL alike, where LIKE and
recursive queries scan (docs/decisions/0003-area-paths.md has the figures).
"""

from typing import Any

from django.db import models
from django.db.models import Q

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WIDTH = 4
MAX_DEPTH = 16
ROOT = ""


def segment(number: int) -> str:
    """The segment of the `number`-th child (0 to 36**4 - 1).

    raises   ValueError when the number has no segment.
    """
    if not 0 <= number < len(DIGITS) ** WIDTH:
        raise ValueError(f"no segment for child number {number}")
    out = ""
    for _ in range(WIDTH):
        number, digit = divmod(number, len(DIGITS))
        out = DIGITS[digit] + out
    return out


def number(path: str) -> int:
    """The number of the last segment of `path`."""
    return int(path[-WIDTH:], len(DIGITS))


def after(path: str) -> str:
    """The first string behind the whole subtree of `path`. "[" follows "Z" in ASCII."""
    return path[:-1] + chr(ord(path[-1]) + 1)


def ancestors(path: str) -> list[str]:
    """The paths above `path`, the top first, without `path` itself."""
    return [path[:end] for end in range(WIDTH, len(path), WIDTH)]


def parent(path: str) -> str:
    """The path one level up; the empty string above the top."""
    return path[:-WIDTH]


def depth(path: str) -> int:
    """1 for a top area."""
    return len(path) // WIDTH


def within(path: str, field: str = "path") -> Q:
    """Rows whose `field` is `path` or below it. The empty path is the whole tree."""
    if path == ROOT:
        return Q()
    return Q(**{f"{field}__gte": path, f"{field}__lt": after(path)})


def above(path: str, field: str = "path") -> Q:
    """Rows whose `field` is `path` or one of its ancestors."""
    return Q(**{f"{field}__in": [*ancestors(path), path]})


class AreaPathField(models.CharField[str, str]):
    """A copy of an area's path on another table, so that scope filters need no join.

    `follows=True` (the default) moves with the area when the tree is changed; `follows=False` keeps the
    path "as then" for ever.
    """

    def __init__(self, *args: Any, follows: bool = True, **kwargs: Any) -> None:
        self.follows = follows
        kwargs.setdefault("max_length", WIDTH * MAX_DEPTH)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if not self.follows:
            kwargs["follows"] = False
        return name, path, args, kwargs

    def db_parameters(self, connection: Any) -> Any:
        # Ranges must compare bytes: PostgreSQL's linguistic collations ignore case and order digits oddly.
        parameters = super().db_parameters(connection)
        parameters["collation"] = "C" if connection.vendor == "postgresql" else None
        return parameters
