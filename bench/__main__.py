"""The figures of this project, measured here and now: `make bench [JSON=FILE]`.

Each module beside this one has `figures()`, which yields `{"id", "value", "unit", "limit"}`. A limit on a rate
(a unit "… /s") is its floor, any other its ceiling. A figure that cannot be measured here has no value and a note.
"""

import argparse
import importlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

FIELDS = ("id", "value", "unit", "limit")


def measure(only: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The figures of every module, or of those named, as they are measured."""
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem != "__main__" and (not only or path.stem in only):
            module = importlib.import_module(f"bench.{path.stem}")
            if hasattr(module, "figures"):
                yield from module.figures()


def is_kept(figure: dict[str, Any]) -> bool:
    """Whether a figure keeps its limit; one without a limit, or without a value, does."""
    value, limit = figure["value"], figure["limit"]
    if value is None or limit is None:
        return True
    return bool(value >= limit if figure["unit"].endswith("/s") else value <= limit)


def row(figure: dict[str, Any]) -> str:
    value, limit, unit = figure["value"], figure["limit"], figure["unit"]
    bound = "" if limit is None else f"{'≥' if unit.endswith('/s') else '≤'} {limit:g}"
    shown = "–" if value is None else f"{value:g}"
    mark = "" if is_kept(figure) else "  ✗ over its limit"
    return f"  {figure['id']:<32} {shown:>12} {unit:<8} {bound:<10}{mark}{figure.get('note', '')}"


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--json", default="", help="write the figures to this file as well")
    parser.add_argument("module", nargs="*", help="only these: plans, house, …")
    asked = parser.parse_args(argv)
    found = []
    for figure in measure(asked.module):
        print(row(figure), flush=True)
        found.append(figure)
    if asked.json:
        measured = [
            {name: figure[name] for name in FIELDS} for figure in found if figure["value"] is not None
        ]
        Path(asked.json).write_text(json.dumps({"figures": measured}, indent=1) + "\n", encoding="utf-8")
    return 0 if all(map(is_kept, found)) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
