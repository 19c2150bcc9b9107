"""What holds for any text whatever: nothing raises, spans hold their words, the tree is a tree."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.plans.held_out.careful import key, texts
from gongjian.engines.plans.model import Plan
from gongjian.engines.plans.reading import read_text

MARKS = "，。；：、\n\t(）“”《》? "
WRITINGS = """一、 二、 （一） (二) 1、 2. 3 （1） ① 一是 第一、 第一阶段： 第一条 附件： 参考文献
    每月 每季度 每年 至少 不少于 达到 以上 前 底 内 95% 2/3 三分之二 1-2个 一个 200人 3年 24小时
    2023年 3月 1日 20xx年 上半年 第一季度 组长 成员 责任单位 牵头单位 由 任 担任 为 以 分别由 和 张三 xxx
    区民政局 负责 实施步骤 宣传阶段 工作目标 保障措施 实施方案 篇1 无 了 现有 以下 项 政发〔2023〕1号
    GB/T1234-2010 參 與(yǔ) 。ㄒ唬┨岣 \ue40c ┳ F(xiàn) \x00 \U0001f600"""
PIECES = st.sampled_from([*MARKS, *WRITINGS.split(), "\ud800"])
WRITTEN = st.lists(PIECES, max_size=60).map("".join)
ANYTHING = st.text(max_size=200)


def spans_hold(plan: Plan) -> None:
    for found in (*plan.targets, *plan.cadences, *plan.deadlines, *plan.duties):
        assert plan.text[slice(*found.span)] == found.quote
        assert found.quote.strip()
    for item in plan.items:
        assert key(item.head) in key(plan.text[slice(*item.span)])
    for phase in plan.phases:
        assert key(phase.name) in key(plan.text[slice(*phase.span)])
    for start, end in (found.span for found in (*plan.items, *plan.phases, *plan.warnings)):
        assert 0 <= start < end <= len(plan.text)


def is_tree(plan: Plan) -> None:
    paths = {item.path for item in plan.items}
    for item in plan.items:
        parent, _, _ = item.path.rpartition("/")
        assert not parent or parent in paths
        assert (item.role is None) == bool(parent)
        assert len(item.head) <= 40


@pytest.mark.slow
@settings(max_examples=400)
@given(WRITTEN | ANYTHING)
def test_any_text_is_read_into_plans_whose_spans_hold_their_words(text):
    plans, _ = read_text(text)

    assert bool(plans) == bool(text.strip())
    for plan in plans:
        spans_hold(plan)
        is_tree(plan)


@pytest.mark.slow
@pytest.mark.parametrize("path", texts(), ids=lambda path: path.stem)
def test_real_plans_cut_anywhere_are_read(path):
    text = path.read_text("utf-8")

    for end in range(0, len(text), 97):
        for plan in read_text(text[:end])[0]:
            spans_hold(plan)
            is_tree(plan)


def test_blank_text_holds_no_plan():
    assert read_text(" \n\t　\n")[0] == ()


def test_a_text_that_is_no_plan_is_read_as_one_without_items():
    (plan,), _ = read_text("今天天气很好。\n明天也是。")

    assert (plan.items, plan.targets, [warning.code for warning in plan.warnings]) == (
        (),
        (),
        ["no-numbering"],
    )
