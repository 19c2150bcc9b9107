"""What a careful reader would query."""

import pytest

from gongjian.engines.plans.reading import read_text


def warnings(text: str) -> list[tuple[str, str]]:
    (plan,), _ = read_text(text)
    return [(warning.code, plan.text[slice(*warning.span)]) for warning in plan.warnings]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("一、标准\n达到以下3项标准：\n1、甲。\n2、乙。", [("count-mismatch", "以下3项")]),
        (
            "一、标准\n达到以下2类5项标准：\n（一）环境：1、甲。2、乙。\n（二）治安：1、丙。",
            [("count-mismatch", "以下2类5项")],
        ),
        (
            "一、实施步骤\n共分三个阶段：\n（一）甲（3月）。\n（二）乙（4月）。",
            [("count-mismatch", "分三个阶段")],
        ),
        ("一、实施步骤\n（一）甲（3月）。\n（二）乙。", [("undated-phase", "（二）乙。")]),
        (
            "一、实施步骤\n（一）甲（3月—5月）。\n（二）乙（4月—6月）。",
            [("phase-overlap", "（二）乙（4月—6月）。")],
        ),
        (
            "一、实施步骤\n（一）甲（2023年5月至2023年3月）。",
            [("phase-reversed", "（一）甲（2023年5月至2023年3月）。")],
        ),
        ("一、甲。\n二、乙。\n四、丙。", [("numbering-jump", "四、")]),
        ("一、甲。\n二、乙。\n二、丙。", [("numbering-jump", "二、")]),
        ("二、甲。\n三、乙。", [("numbering-jump", "二、")]),
        ("加强领导，落实责任。", [("no-numbering", "加强领导，落实责任。")]),
        ("一、甲。\n各单位要认真组织实施，", [("truncated", "各单位要认真组织实施，")]),
        ("一、甲。\n" + "各单位要加强宣传引导" * 4, [("truncated", "各单位要加强宣传引导" * 4)]),
        ("一、甲。\n……（省略744字，会员可读）", [("truncated", "省略744字")]),
        ("一、创建“平安社区活动。\n二、乙。", [("truncated", "创建“平安社区活动")]),
        ('一、加快"两进试点工作。', [("truncated", '加快"两进试点工作')]),
    ],
)
def test_what_is_queried(text, found):
    assert warnings(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "一、标准\n达到以下2项标准：\n1、甲。\n2、乙。",
        "一、标准\n达到以下2类4项标准：\n（一）环境：1、甲。2、乙。\n（二）治安：1、丙。2、丁。",
        "一、实施步骤\n（一）甲（3月）。\n（二）乙（4月）。",
        "一、实施步骤\n（一）甲（9月10日至9月20日）。\n（二）乙（9月20日至10月）。",
        # Numbering that runs on under a new heading.
        "1、甲\n（1）乙。\n（2）丙。\n2、丁\n（3）戊。",
        "一、甲。\n二、乙。\n某办公室\n2023年4月6日",
        "一、“甲”（乙）《丙》【丁】：1)戊。",
    ],
)
def test_a_sound_plan_is_not_queried(text):
    assert warnings(text) == []


def test_a_plan_that_stands_twice_in_a_document_is_queried():
    body = "一、指导思想\n坚持以人为本。\n二、目标\n建成社区。\n"

    plans, _ = read_text(
        f"创建方案 篇1\n{body}创建方案 篇2\n{body.replace('以人', '以.人')}创建方案 篇3\n一、别的。\n"
    )

    assert [[warning.code for warning in plan.warnings] for plan in plans] == [[], ["duplicate-plan"], []]
    assert plans[1].warnings[0].message == "与《创建方案 篇1》内容相同。"


def test_every_message_is_a_chinese_sentence():
    (plan,), _ = read_text("二、实施步骤\n分四个阶段\n（一）甲\n（三）“乙，")

    assert all(warning.message.endswith("。") for warning in plan.warnings)
    assert {warning.code for warning in plan.warnings} == {
        "numbering-jump",
        "count-mismatch",
        "undated-phase",
        "truncated",
    }
