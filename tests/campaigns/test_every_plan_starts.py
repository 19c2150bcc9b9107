"""Every plan at hand gives a campaign something to do or to check: the samples, and those found on the web."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cast import Cast
from factories.plans_by_hand import plan_by_hand
from gongjian import samples
from gongjian.campaigns.actions.start import Basics, start
from gongjian.engines.plans.files import read_file
from gongjian.plans.values import found_in
from houses import ROOT

COLLECTED = Path(os.environ.get("GONGJIAN_PLANS", ROOT.parent / "shared" / "plans")) / "text"
SAMPLES = sorted(
    path for path in samples.FOLDER.iterdir() if path.suffix in (".txt", ".html", ".docx", ".pdf")
)


def made_of(path: Path, cast: Cast) -> list[tuple[str, int]]:
    """The title of each plan in the file, with how many tasks and standard items its campaign has."""
    made = []
    for found in read_file(path.name, path.read_bytes()).plans:
        entries = [(f.kind, (f.start, f.end), f.data) for f in found_in(found)]
        plan = plan_by_hand(cast.district, title=found.title, text=found.text, entries=entries)
        basics = Basics(
            programme=f"项目{plan.pk}",
            title=plan.title,
            area=cast.district,
            starts=date(2026, 3, 1),
            ends=date(2026, 12, 31),
        )
        campaign = start(plan, basics=basics, by=cast.lin, at=datetime(2026, 2, 3, 1, 0, tzinfo=UTC))
        items = campaign.standard.items.count() if campaign.standard else 0
        made.append((plan.title, campaign.tasks.count() + items))
    return made


@pytest.mark.slow
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_sample_gives_something_to_do(cast: Cast, path: Path):
    assert [title for title, count in made_of(path, cast) if not count] == []


@pytest.mark.slow
def test_every_collected_plan_gives_something_to_do(cast: Cast):
    paths = sorted(COLLECTED.glob("*.txt"))
    if not paths:
        pytest.skip("no collected plans here; GONGJIAN_PLANS names their folder")

    made = [found for path in paths for found in made_of(path, cast)]

    assert [title for title, count in made if not count] == []
