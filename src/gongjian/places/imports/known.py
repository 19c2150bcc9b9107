"""What of the tree a list has to do with, read in a few queries however long the list is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from gongjian.kernel import paths
from gongjian.places.models import Area

# SQLite takes some 32,000 values in one statement.
CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Known:
    """A current area as the check needs it: small, since there may be hundreds of thousands."""

    pk: int
    parent_id: int | None
    kind: str
    name: str
    code: str
    settlement: str
    path: str


FIELDS = ("pk", "parent_id", "kind", "name", "code", "settlement", "path")


class Tree:
    """The part of the tree that the names and codes of a list speak of.

    spine  the areas above the base, the top first, and the base itself.
    """

    def __init__(self, base: Area | None, names: Iterable[str], codes: Iterable[str]) -> None:
        self.base_path = base.path if base else paths.ROOT
        above = [*paths.ancestors(base.path), base.path] if base else []
        self.spine = list(_read(path__in=above))
        self.by_name: dict[str, list[Known]] = defaultdict(list)
        self.by_place: dict[tuple[str, int | None], list[Known]] = defaultdict(list)
        self.by_code: dict[str, list[Known]] = defaultdict(list)
        within = {"path__gte": self.base_path, "path__lt": paths.after(self.base_path)} if base else {}
        for some in chunks(sorted(set(names))):
            for known in _read(name__in=some, **within):
                self.by_name[known.name].append(known)
        for known in self.spine:
            if known.path != self.base_path or known not in self.by_name[known.name]:
                self.by_name[known.name].append(known)
        for same in self.by_name.values():
            for known in same:
                self.by_place[known.name, known.parent_id].append(known)
        for some in chunks(sorted(set(codes) - {""})):
            for known in _read(code__in=some):
                self.by_code[known.code].append(known)
        self._names: dict[str, str] = {}

    @property
    def base(self) -> Known | None:
        return self.spine[-1] if self.spine else None

    def called(self, names: tuple[str, ...]) -> list[Known]:
        """The areas of the last name: those straight under the last but one if there are any, else all."""
        same = self.by_name.get(names[-1], [])
        if len(names) < 2 or len(same) < 2:
            return same
        uppers = {known.pk for known in self.by_name.get(names[-2], ())}
        return [known for known in same if known.parent_id in uppers] or same

    def names_above(self, known: Known) -> list[str]:
        """The names of the areas above, the nearest first. Reads those of all candidates at the first asking."""
        if not self._names:
            wanted = {
                path for same in self.by_name.values() for one in same for path in paths.ancestors(one.path)
            }
            wanted |= {
                path for same in self.by_code.values() for one in same for path in paths.ancestors(one.path)
            }
            self._names = {"": ""}
            for some in chunks(sorted(wanted)):
                self._names.update(Area.objects.filter(path__in=some).order_by().values_list("path", "name"))
        return [self._names[path] for path in reversed(paths.ancestors(known.path))]


def _read(**condition: object) -> Iterator[Known]:
    rows = Area.objects.filter(valid_to=None, **condition).order_by("path").values_list(*FIELDS)
    for row in rows.iterator(CHUNK):
        yield Known(*row)


def chunks(values: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(values)
    while some := list(islice(rest, CHUNK)):
        yield some
