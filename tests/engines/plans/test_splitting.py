"""Where a plan begins in its document, and what it is called."""

import pytest

from gongjian.engines.plans.splitting import split
from gongjian.engines.plans.wording import Wording


def titles(text: str) -> list[str]:
    return [part.title for part in split(Wording(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("平安社区创建方案\n一、甲", ["平安社区创建方案"]),
        ("平安社区创建方案（试行）\n一、甲", ["平安社区创建方案（试行）"]),
        ("平安社区创建方案\n（征求意见稿）\n一、甲", ["平安社区创建方案（征求意见稿）"]),
        ("XX区\n2023年无疫小区创建\n实施方案\n一、甲", ["XX区2023年无疫小区创建实施方案"]),
        # A collection.
        ("创建方案 篇1\n一、甲\n创建方案 篇2\n一、乙", ["创建方案 篇1", "创建方案 篇2"]),
        ("创建方案 篇1\n前言。\n创建方案 篇2\n一、乙", ["创建方案 篇1", "创建方案 篇2"]),
        ("社区工作计划篇一\n一、甲\n社区建设方案篇二\n一、乙", ["社区工作计划篇一", "社区建设方案篇二"]),
        (
            "爱鸟社区方案【第一篇】\n一、甲\n禁烟社区方案【第二篇】\n一、乙",
            ["爱鸟社区方案【第一篇】", "禁烟社区方案【第二篇】"],
        ),
        # The number in front, and the title once more under it.
        (
            "第一篇：爱鸟社区创建方案\n爱鸟社区创建方案\n一、甲\n第二篇：禁烟工作计划\n一、乙",
            ["第一篇：爱鸟社区创建方案", "第二篇：禁烟工作计划"],
        ),
        (
            "【篇一】爱鸟活动方案\n一、甲\n【篇二】禁烟活动方案\n一、乙",
            ["【篇一】爱鸟活动方案", "【篇二】禁烟活动方案"],
        ),
        (
            "范文1：爱鸟,护林活动方案\n一、甲\n范文2：禁烟方案\n一、乙",
            ["范文1：爱鸟,护林活动方案", "范文2：禁烟方案"],
        ),
        (
            "爱鸟活动方案 篇1\n爱鸟社区活动方案\n一、甲\n爱鸟活动方案 篇2\n一、乙",
            ["爱鸟活动方案 篇1", "爱鸟活动方案 篇2"],
        ),
        # The contents of a collection come before it.
        (
            "第一篇：爱鸟方案\n第二篇：禁烟方案\n第一篇：爱鸟方案\n一、甲\n第二篇：禁烟方案\n一、乙",
            ["第一篇：爱鸟方案", "第二篇：禁烟方案"],
        ),
        # The parts of one plan.
        ("爱鸟社区发展规划\n第一篇 总则\n一、甲\n第二篇：发展重点\n一、乙", ["爱鸟社区发展规划"]),
        # Years in brackets below a title are no remark.
        ("爱鸟社区三年行动方案\n（2031—2033年）\n一、甲", ["爱鸟社区三年行动方案"]),
        ("爱鸟社区行动方案（2031—2033年）\n一、甲", ["爱鸟社区行动方案（2031—2033年）"]),
        # A cover title, and the plans it covers.
        ("建设方案篇2\n来看看吧。\n平安方案1\n一、甲\n平安方案2\n一、乙", ["平安方案1", "平安方案2"]),
        # A circular, and the plan it sends out.
        (
            "关于印发《平安方案》的通知\n各街道：\n现印发。\n2023年4月6日\n平安社区方案\n一、甲",
            ["平安社区方案"],
        ),
        # A second plan without a number begins its numbering anew; a heading in the middle does not.
        ("平安社区方案\n一、甲\n二、乙\n文明社区方案\n一、丙", ["平安社区方案", "文明社区方案"]),
        ("平安社区方案\n一、甲\n工作方案\n二、乙", ["平安社区方案"]),
        # Without a title line, what the preamble says.
        ("为创建平安社区，现制定青松社区创建实施方案如下：\n一、甲", ["青松社区创建实施方案"]),
        ("为创建平安社区，特制定本方案。\n一、甲", ["为创建平安社区，特制定本方案。"]),
        ("首页>>正文\n社区工作交流会材料\n发表时间：2006年\n一、甲", ["社区工作交流会材料"]),
        ("社区概况\n一、甲", ["社区概况"]),
        ("1、各科室制定方案\n2、乙", ["1、各科室制定方案"]),
    ],
)
def test_titles(text, found):
    assert titles(text) == found


def test_a_plan_begins_at_its_title_and_ends_at_the_next():
    text = "网站导航\n\n创建方案 篇1\n一、甲\n\n创建方案 篇2\n一、乙\n"

    parts = [text[slice(*part.span)] for part in split(Wording(text))]

    assert parts == ["创建方案 篇1\n一、甲", "创建方案 篇2\n一、乙"]
