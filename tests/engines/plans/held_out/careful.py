"""What a careful reader found in the plans of this folder, and how near the engine comes to it.

A `.gold` file lists, for each plan of the `.txt` beside it (`---` parts them), the entries of each list,
one a line, fields parted by `|`:

    items      path | role | head          phases     start | end | name        (`-` where there is none)
    targets    op | value | unit | quote   cadences   times op per | quote
    deadlines  date | quote                duties     role | names | quote      references  as written

Names are parted by 、, or by ； where a name holds a 、 itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from gongjian.engines.plans.model import Plan
from gongjian.engines.text.width import fold

FOLDER = Path(__file__).parent
LISTS = ("title", "items", "phases", "targets", "cadences", "deadlines", "duties", "references")


@dataclass(frozen=True)
class Entry:
    """What must be equal, and words of which one must hold the other."""

    values: tuple[object, ...]
    words: str = ""

    def matches(self, other: "Entry") -> bool:
        mine, theirs = key(self.words), key(other.words)
        return self.values == other.values and (mine in theirs or theirs in mine)


@dataclass
class Count:
    hits: int = 0
    missed: list[Entry] = field(default_factory=list)
    spurious: list[Entry] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.hits / (2 * self.hits + len(self.missed) + len(self.spurious))


def key(words: object) -> str:
    return "".join(c for c in fold(str(words)).lower() if c.isalnum())


def texts() -> list[Path]:
    return sorted(FOLDER.glob("*.txt"))


def expected(text: Path) -> list[dict[str, list[Entry]]]:
    """The entries a careful reader found in each plan of the file."""
    gold = text.with_suffix(".gold").read_text("utf-8")
    return [_plan(block) for block in gold.split("\n---\n")]


def _plan(block: str) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {name: [] for name in LISTS}
    name = ""
    for line in filter(None, block.splitlines()):
        if line.startswith("title: "):
            found["title"].append(Entry((key(line.removeprefix("title: ")),)))
        elif line.endswith(":") and line[:-1] in LISTS:
            name = line[:-1]
        else:
            found[name].append(_entry(name, [part.strip() for part in line.split("|")]))
    return found


def _entry(name: str, parts: list[str]) -> Entry:
    if name == "items":
        path, role, head = parts
        return Entry((path, role or None, key(head)[:6]))
    if name == "phases":
        return Entry(tuple(None if part == "-" else part for part in parts[:2]), parts[2])
    if name == "targets":
        op, value, unit, quote = parts
        numbers = tuple(float(number) for number in value.split(","))
        return Entry((op, numbers, unit), quote)
    if name == "cadences":
        times, op, per = parts[0].split()
        return Entry((float(times), op, per), parts[1])
    if name == "duties":
        role, names, quote = parts
        mark = "；" if "；" in names else "、"
        return Entry((role, frozenset(key(part) for part in names.split(mark) if part)), quote)
    return Entry((key(parts[0]) if name == "references" else _known(parts[0]),), parts[-1])


def _known(date: str) -> str:
    """20XX is no more than a year nobody gave."""
    return date.replace("20XX", "XXXX")


def found(plan: Plan) -> dict[str, list[Entry]]:
    """The same entries as the engine read them."""
    return {
        "title": [Entry((key(plan.title),))],
        "items": [Entry((item.path, item.role, key(item.head)[:6])) for item in plan.items],
        "phases": [Entry((phase.start, phase.end), phase.name) for phase in plan.phases],
        "targets": [Entry((one.op, _numbers(one.value), one.unit), one.quote) for one in plan.targets],
        "cadences": [Entry((float(one.times), one.op, one.per), one.quote) for one in plan.cadences],
        "deadlines": [Entry((_known(one.date),), one.quote) for one in plan.deadlines],
        "duties": [Entry((one.role, frozenset(map(key, one.names))), one.quote) for one in plan.duties],
        "references": [Entry((key(one),), one) for one in plan.references],
    }


def _numbers(value: float | tuple[float, float]) -> tuple[float, ...]:
    return tuple(map(float, value)) if isinstance(value, tuple) else (float(value),)


def compare(wanted: list[Entry], got: list[Entry]) -> Iterator[tuple[str, Entry]]:
    """Each entry as a hit, missed, or spurious, matched one to one in their order."""
    left = list(got)
    for entry in wanted:
        match = next((other for other in left if entry.matches(other)), None)
        if match:
            left.remove(match)
        yield ("hit" if match else "missed"), entry
    for entry in left:
        yield "spurious", entry


def score(read: dict[Path, tuple[Plan, ...]]) -> dict[str, Count]:
    """How the engine did over all files, list by list."""
    counts = {name: Count() for name in LISTS}
    for text, plans in read.items():
        for wanted, plan in zip(expected(text), plans, strict=True):
            got = found(plan)
            for name in LISTS:
                for verdict, entry in compare(wanted[name], got[name]):
                    _add(counts[name], verdict, entry)
    return counts


def _add(count: Count, verdict: str, entry: Entry) -> None:
    if verdict == "hit":
        count.hits += 1
    else:
        (count.missed if verdict == "missed" else count.spurious).append(entry)
