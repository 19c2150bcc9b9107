"""How fast plans are read. A limit on a rate is its floor, on a time its ceiling."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from gongjian import samples
from gongjian.engines.plans.files import read_file
from gongjian.engines.plans.reading import read_text

MEGABYTE = 1024 * 1024

# As much text as one run reads, in UTF-8.
TEXT_BYTES = 5 * MEGABYTE

ROOT = Path(__file__).resolve().parent.parent

RUNS = 7


def figures() -> Iterator[dict[str, Any]]:
    """`{"id", "value", "unit", "limit"}` each; `value` None with a `note` where what it needs is not there."""
    yield figure("plans.samples", _rate(samples.texts()), "MB/s", 0.5)
    yield figure("plans.long_text", _rate(samples.texts(), as_one=True), "MB/s", 0.5)
    yield _collected()
    yield figure("plans.start", median(_start() for _ in range(RUNS)), "s", 0.6)
    yield figure("plans.docx", 1000 * _time_of("epidemic-free.docx"), "ms", 500)
    yield figure("plans.pdf", 1000 * _time_of("peaceful.pdf"), "ms", 2000)


def figure(name: str, value: float, unit: str, limit: float) -> dict[str, Any]:
    return {"id": name, "value": round(value, 3), "unit": unit, "limit": limit}


def _collected() -> dict[str, Any]:
    """Plans as they were found on the web, damage and all, where they are at hand."""
    folder = Path(os.environ.get("GONGJIAN_PLANS", ROOT.parent / "shared" / "plans")) / "text"
    plans = sorted(folder.glob("*.txt"))
    if plans:
        return figure("plans.collected", _rate(plans), "MB/s", 0.5)
    return {
        "id": "plans.collected",
        "value": None,
        "unit": "MB/s",
        "limit": 0.5,
        "note": "no collected plans here; GONGJIAN_PLANS names their folder",
    }


def _rate(plans: list[Path], *, as_one: bool = False) -> float:
    """Megabytes a second through `read_text`, the plans over and over until there is enough text: one at
    a time, or all in one long document.
    """
    texts = [path.read_text(encoding="utf-8") for path in plans]
    size = sum(len(text.encode()) for text in texts)
    rounds = TEXT_BYTES // size + 1

    documents = ["\n\n".join(texts * rounds)] if as_one else texts * rounds

    def run() -> None:
        for document in documents:
            read_text(document)

    # What one core takes, whoever else is at work on the machine.
    return rounds * size / MEGABYTE / _timed(run, time.process_time)


def _start() -> float:
    """Seconds from nothing to the end of the command on a small plan."""
    command = [sys.executable, "-m", "gongjian", "plan", "read", str(samples.FOLDER / "safe.txt"), "--json"]
    return _timed(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))


def _time_of(name: str) -> float:
    data = (samples.FOLDER / name).read_bytes()
    return median(_timed(lambda: read_file(name, data)) for _ in range(RUNS))


def _timed(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    work()
    return clock() - start
