"""Plans of our own writing, of many kinds, that no rule was made for: the floor under what is read."""

import pytest

from engines.plans.held_out.careful import LISTS, Count, score, texts
from gongjian.engines.plans.reading import read_text


@pytest.fixture(scope="module")
def counts() -> dict[str, Count]:
    return score({text: read_text(text.read_text("utf-8"))[0] for text in texts()})


@pytest.mark.slow
@pytest.mark.parametrize("name", LISTS)
def test_each_list_is_read_well(counts, name):
    count = counts[name]

    assert count.f1 >= 0.95, (count.missed, count.spurious)


@pytest.mark.slow
def test_all_lists_together_are_read_well(counts):
    assert sum(count.f1 for count in counts.values()) / len(LISTS) >= 0.97
