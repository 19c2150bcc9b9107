"""The stages of a campaign, and their dates."""

import pytest

from gongjian.engines.plans.reading import read_text


def phases(text: str) -> list[tuple[str, str | None, str | None]]:
    (plan,), _ = read_text(text)
    return [(phase.name, phase.start, phase.end) for phase in plan.phases]


@pytest.mark.parametrize(
    ("stage", "found"),
    [
        ("（一）宣传发动阶段（2013年11月7日至20日）", ("宣传发动阶段", "2013-11-07", "2013-11-20")),
        ("（一）宣传发动阶段 (2013年11月7日至2014年1月)", ("宣传发动阶段", "2013-11-07", "2014-01")),
        ("（一）启动阶段（20xx年3月底前）。", ("启动阶段", None, "20XX-03-31")),
        ("（一）部署阶段（即日起至4月30日）", ("部署阶段", None, "XXXX-04-30")),
        ("（一）推开阶段（9月起）", ("推开阶段", "XXXX-09", None)),
        ("（一）评定阶段（20xx年12月）", ("评定阶段", "20XX-12", "20XX-12")),
        ("（一）第一阶段（20xx年9月）：县领导小组办公室组织督查。", ("第一阶段", "20XX-09", "20XX-09")),
        ("第一阶段：宣传阶段", ("宣传阶段", None, None)),
        ("第一阶段（3月—4月）：宣传发动。", ("宣传发动", "XXXX-03", "XXXX-04")),
        ("第一阶段，确立目标阶段（10月中旬--10月下旬）", ("确立目标阶段", "XXXX-10-11", "XXXX-10-31")),
        ("（一）2023年6月—7月为动员部署阶段。", ("动员部署阶段", "2023-06", "2023-07")),
        ("1、宣传发动\n传达动员，布置工作。", ("宣传发动", None, None)),
        ("（一）启动阶段。时间：2021年3月至4月。制定方案。", ("启动阶段", "2021-03", "2021-04")),
        ("（一）启动阶段\n2021年3月1日至4月30日，制定方案。", ("启动阶段", "2021-03-01", "2021-04-30")),
        ("（三）总结阶段：10月。开会。", ("总结阶段", "XXXX-10", "XXXX-10")),
        # A due date in the body is no bound of the stage.
        ("（一）启动阶段。于3月20日前上报方案。", ("启动阶段", None, None)),
    ],
)
def test_a_stage_is_read(stage, found):
    assert phases(f"一、实施步骤\n{stage}\n二、工作要求") == [found]


def test_a_stage_without_a_year_takes_the_one_before_it():
    text = "一、实施步骤\n（一）甲（2023年11月）\n（二）乙（12月）\n（三）丙（1月—3月）"

    assert [phase[1:] for phase in phases(text)] == [
        ("2023-11", "2023-11"),
        ("2023-12", "2023-12"),
        ("2024-01", "2024-03"),
    ]


def test_stages_take_the_year_of_the_title():
    text = "2024年平安社区创建方案\n一、实施步骤\n（一）甲（3月1日—3月31日）\n（二）乙（4月）"

    assert phases(text) == [("甲", "2024-03-01", "2024-03-31"), ("乙", "2024-04", "2024-04")]


@pytest.mark.parametrize(
    "text",
    [
        "一、工作程序\n（一）申报\n（二）审核",
        "一、工作目标和步骤\n1、建立机制\n2、加强宣传",
        "一、工作任务\n（一）3月底前完成改造",
        "一、时间安排\n活动从2013年11月开始，至2014年10月结束。",
    ],
)
def test_what_is_no_stage_is_not_read(text):
    assert phases(text) == []


def test_a_section_of_steps_inside_another_has_stages_too():
    text = "一、总体安排\n（一）组织领导\n（二）实施步骤\n1、宣传阶段（3月）\n2、总结阶段（4月）"

    assert phases(text) == [("宣传阶段", "XXXX-03", "XXXX-03"), ("总结阶段", "XXXX-04", "XXXX-04")]


def test_stages_under_a_heading_without_a_number_count_where_they_are_dated():
    text = "爱鸟方案\n方法步骤\n（一）动员阶段（6月1日—6月20日）\n（二）实施阶段（7月）\n（三）档案整理"

    assert phases(text) == [
        ("动员阶段", "XXXX-06-01", "XXXX-06-20"),
        ("实施阶段", "XXXX-07", "XXXX-07"),
    ]


def test_stages_take_the_year_that_leads_to_them():
    text = (
        "一、实施步骤\n活动自2031年3月起至12月，分两个阶段。\n1.3月—5月为动员阶段；\n2.6月—12月为实施阶段。"
    )

    assert [phase[1:] for phase in phases(text)] == [("2031-03", "2031-05"), ("2031-06", "2031-12")]
