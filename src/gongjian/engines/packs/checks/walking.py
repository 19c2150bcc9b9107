"""Going through what a file holds, right or wrong, with the place of everything."""

from collections.abc import Iterator, Mapping
from datetime import date

from gongjian.engines.packs.yaml_tree import Path


def walk(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """`value` and everything in it, outer things first."""
    yield path, value
    if isinstance(value, dict):
        for name, entry in value.items():
            yield from walk(entry, (*path, name))
    elif isinstance(value, list):
        for place, entry in enumerate(value):
            yield from walk(entry, (*path, place))


def strings(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    """A string, or the strings of a list."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        yield from (((*path, place), entry) for place, entry in enumerate(value) if isinstance(entry, str))


def text_of(record: Mapping[str, object], field: str) -> str:
    """The word in a field; empty where there is none, or something that is no word."""
    value = record.get(field)
    return value if isinstance(value, str) else ""


def day(value: object) -> date | None:
    """A day as it is written; None for what is none, which its shape has told of."""
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
