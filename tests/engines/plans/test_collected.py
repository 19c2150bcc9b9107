"""Real plans that somebody read with care, scored by the program that came with them."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from gongjian.engines.plans.reading import read_text

ROOT = Path(__file__).resolve().parents[3]
PLANS = Path(os.environ.get("GONGJIAN_PLANS", ROOT.parent / "shared" / "plans"))
SCORER = PLANS.parent / "tools" / "score_plans.py"


@pytest.mark.slow
def test_collected_plans_are_read_as_a_careful_reader_reads_them(tmp_path):
    if not SCORER.exists():
        pytest.skip("no collected plans here; GONGJIAN_PLANS names their folder")
    for text in sorted((PLANS / "text").glob("*.txt")):
        plans, _ = read_text(text.read_text("utf-8"))
        read = {"plans": [asdict(plan) for plan in plans]}
        (tmp_path / f"{text.stem}.json").write_text(json.dumps(read, ensure_ascii=False), "utf-8")

    scored = subprocess.run(
        [sys.executable, SCORER, PLANS / "gold", tmp_path, "--floor", "0.95", "--misses"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert scored.returncode == 0, scored.stdout
