"""The year a plan is for."""

import pytest

from gongjian.engines.plans.stated_year import stated_year


@pytest.mark.parametrize(
    ("title", "opening", "year"),
    [
        ("清河区2019年文明社区创建方案", "", "2019"),
        ("清河区2019年—2020年行动方案", "", None),
        ("创建方案", "清河办发〔2011〕12号\n各社区:", "2011"),
        ("创建方案", "清河发(2011)号\n\n各村:", "2011"),
        ("创建方案", "根据《办法》(区政发〔2020〕15号)规定,现就2021年全镇工作制定本方案。", "2021"),
        ("创建方案", "决定从2006年10月份起在全街道开展创建活动。", "2006"),
        ("创建方案", "按照《2018年工作要点》要求,结合实际,制定本方案。", None),
        ("创建方案", "自2015年以来,我街道扎实推进创建,2019年被评为先进。", None),
        ("创建方案", "截至2021年末,辖区有居民3000户。", None),
        ("创建方案", "2019年至2020年开展创建。", None),
        ("创建方案", "2019年开展试点,2020年全面推开。", None),
        ("2022年创建方案", "现就2021年有关工作安排如下。", "2022"),
        ("创建方案", "今年在全区开展创建。", None),
        ("", "", None),
    ],
)
def test_the_year_is_told_by_title_number_or_opening(title: str, opening: str, year: str | None):
    assert stated_year(title, opening) == year
