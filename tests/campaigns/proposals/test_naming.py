"""What a campaign is called, and whose it is."""

import pytest

from gongjian.campaigns.proposals.naming import campaign_title, likely_area

TITLES = [
    ("清河区文明社区创建工作实施方案", "清河区2026年文明社区创建"),
    ("清河区无疫小区创建工作实施方案", "清河区2026年无疫小区创建"),
    ("清河区2025年文明社区创建工作方案", "清河区2025年文明社区创建"),
    ("2025年平安社区创建方案", "清河区2025年平安社区创建"),
    ("文明社区创建方案", "清河区2026年文明社区创建"),
    ("清河区创建安全社区活动方案（试行）", "清河区2026年创建安全社区"),
    ("关于印发《清河区老旧小区改造实施方案》的通知", "清河区2026年老旧小区改造"),
    ("文明社区创建工作方案 篇10", "清河区2026年文明社区创建"),
    ("实施方案", "实施方案"),
    ("工作方案", "工作方案"),
    ("清河区加强社区建设的意见", "清河区2026年加强社区建设"),
    ("在动员会上的讲话", "清河区2026年在动员会上的讲话"),
]


@pytest.mark.parametrize(("title", "name"), TITLES)
def test_a_campaign_is_not_called_a_plan(title, name):
    assert campaign_title(title, "清河区", 2026) == name


AREAS = ["清河区", "望江街道", "松林镇"]
ISSUED = [
    ("望江街道平安社区创建实施方案", "各社区：", "望江街道"),
    ("平安社区创建实施方案", "望江街道办事处\n为了建设……", "望江街道"),
    ("平安社区创建实施方案", "为了……" + "。" * 300 + "松林镇人民政府\n2026年3月1日", "松林镇"),
    ("清河区望江街道平安社区方案", "", "望江街道"),
    ("平安社区创建实施方案", "为了……望江街道、松林镇先行", "望江街道"),
    ("平安社区创建实施方案", "为了" + "。" * 250 + "望江街道" + "。" * 250, ""),
]


@pytest.mark.parametrize(("title", "text", "area"), ISSUED)
def test_the_area_is_that_of_the_title_or_of_the_issuer(title, text, area):
    assert likely_area(title, text, AREAS) == area


def test_two_areas_named_alike_are_not_guessed_between():
    assert likely_area("望江街道和平安街道方案", "", ["望江街道", "平安街道"]) == ""
