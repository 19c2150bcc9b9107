"""What a phase tells on its campaign's page."""

import pytest

from gongjian.campaigns.models import Phase

WORDS = [
    ("（一）动员阶段（2026年3月1日至3月31日）。召开会议。摸清底数。", "召开会议。摸清底数。"),
    ("（一）动员阶段。召开会议。", "召开会议。"),
    ("召开会议。摸清底数。", "召开会议。摸清底数。"),
    ("动员阶段要召开会议，摸清底数，制定工作方案，明确责任分工，广泛宣传发动，营造良好氛围。其他。",) * 2,
    ("（一）动员阶段（3月）", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "told"), WORDS)
def test_its_words_do_not_repeat_its_name_and_days(text, told):
    assert Phase(name="动员阶段", text=text).told == told
