"""The items of a plan as a tree: who is whose child follows from their paths and their order in the text."""

from collections.abc import Sequence

from gongjian.plans.models import Entry


def label(path: str) -> str:
    """The last part of a path: `四/(一)/1` is labelled `1`."""
    return path.rpartition("/")[2]


def above(path: str) -> str:
    """The path of the parent; empty for a top-level item."""
    return path.rpartition("/")[0]


def depth(path: str) -> int:
    """0 for a top-level item."""
    return path.count("/")


def below(item: Entry, items: Sequence[Entry]) -> list[Entry]:
    """The descendants of `item` among `items`, which stand in the text's order.

    A plan may number anew, so that the same path comes twice: only those that follow before an item of the
    same or a higher level belong to it.
    """
    prefix = f"{item.data['path']}/"
    found = []
    for other in items[items.index(item) + 1 :]:
        if not str(other.data["path"]).startswith(prefix):
            break
        found.append(other)
    return found


def elder(item: Entry, items: Sequence[Entry]) -> Entry | None:
    """The sister right before `item`, under which it goes when it is set in."""
    level = depth(str(item.data["path"]))
    for other in reversed(items[: items.index(item)]):
        other_level = depth(str(other.data["path"]))
        if other_level < level:
            return None
        if other_level == level:
            return other
    return None
