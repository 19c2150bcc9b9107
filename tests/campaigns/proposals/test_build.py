"""What is proposed to be made of each entry of a plan."""

import pytest

from factories.plans_by_hand import ENTRIES, TEXT, TITLE, sources
from gongjian.campaigns.proposals import Make, Source, propose


def drawn():
    return propose(TITLE, TEXT, sources())


def of(make):
    return [(row.label, row.title) for row in drawn().of(make)]


def test_every_entry_stands_in_exactly_one_row():
    rows = [row.entry for row in drawn().rows if row.entry]
    stood_for = [row.extra["item"] for row in drawn().of(Make.PHASE)]

    assert sorted([*rows, *stood_for]) == list(range(1, len(ENTRIES) + 1))


def test_stages_become_phases_in_the_words_of_their_item():
    assert [(row.title, row.starts, row.ends, row.text) for row in drawn().of(Make.PHASE)] == [
        (
            "试点示范阶段",
            "XXXX-03",
            "XXXX-05",
            "（一）试点示范阶段（3月至5月）。选择幸福里社区试点，30%的社区达标。召开动员会。",
        ),
        (
            "全面推广阶段",
            "XXXX-06",
            "XXXX-10",
            "（二）全面推广阶段（6月至10月）。于9月20日前报区创建办汇总。",
        ),
    ]


def test_items_under_tasks_and_under_stages_become_tasks():
    assert of(Make.TASK) == [
        ("四/(一)", "整治环境"),
        ("四/(一)/1", "清理楼道"),
        ("四/(一)/2", "规范停车"),
        ("四/(二)", "壮大志愿服务队伍，志愿者达到200人"),
        ("六/(二)/1", "全面自查"),
        ("", "于9月20日前报区创建办汇总"),
    ]


def test_items_under_standards_become_standard_items():
    assert of(Make.ITEM) == [
        ("五/(一)", "环境整洁"),
        ("五/(一)/1", "楼道无杂物"),
        ("五/(一)/2", "垃圾日产日清"),
        ("五/(二)", "秩序良好"),
    ]


def test_what_is_proposed_for_nothing_is_still_a_row():
    assert [(row.label, row.title) for row in drawn().of(Make.NOTHING)] == [
        ("一", "指导思想"),
        ("二", "创建目标"),
        ("三", "组织领导"),
        ("四", "主要任务"),
        ("五", "创建标准"),
        ("六", "实施步骤"),
        ("七", "保障措施"),
        ("", "为提升社区文明程度，制定本方案。"),
    ]


def test_targets_cadences_and_deadlines_hang_on_the_innermost_item():
    rows = [row for row in drawn().rows if row.kind in ("target", "cadence", "deadline")]

    assert [(row.title, drawn().by_key[row.parent].title if row.parent else None) for row in rows] == [
        ("社区", "创建目标"),
        ("志愿者", "壮大志愿服务队伍，志愿者达到200人"),
        ("社区", "试点示范阶段"),
        ("3月底前完成摸底", "整治环境"),
        ("于9月20日前报区创建办汇总", "全面推广阶段"),
        ("大扫除", "整治环境"),
        ("垃圾日产日清", "垃圾日产日清"),
    ]


def test_pilot_and_spread_become_batches_with_their_share():
    assert [
        (row.title, row.extra["is_pilot"], row.extra["share"], row.starts) for row in drawn().of(Make.BATCH)
    ] == [
        ("试点示范阶段", True, 30.0, "XXXX-03"),
        ("全面推广阶段", False, 100.0, "XXXX-06"),
    ]


def test_a_plan_that_only_spreads_has_no_batches():
    text = "一、步骤\n(一)全面推广阶段\n"
    rows = [
        Source(1, "item", {"path": "一", "head": "步骤", "role": "phases"}, (0, len(text))),
        Source(2, "item", {"path": "一/(一)", "head": "全面推广阶段", "role": None}, (5, len(text))),
        Source(3, "phase", {"name": "全面推广阶段", "start": None, "end": None}, (8, 14)),
    ]

    assert propose("方案", text, rows).of(Make.BATCH) == ()


HEADS = [
    ("主要任务", True, Make.NOTHING),
    ("工作任务目标及分工", True, Make.NOTHING),
    ("活动具体措施", True, Make.NOTHING),
    ("创新载体,全力做好群众工作", True, Make.TASK),
    ("主要任务", False, Make.TASK),
]


@pytest.mark.parametrize(("head", "has_children", "made"), HEADS)
def test_a_top_item_is_a_heading_only_when_it_announces_others(head, has_children, made):
    text = f"一、{head}\n(一)巡逻。\n"
    end = len(text) if has_children else text.index("(一)")
    rows = [Source(1, "item", {"path": "一", "head": head, "role": "tasks"}, (0, end))]
    if has_children:
        rows.append(
            Source(2, "item", {"path": "一/(一)", "head": "巡逻", "role": None}, (text.index("(一)"), end))
        )

    assert propose("方案", text, rows).rows[0].make == made


def test_a_plan_without_any_numbering_is_offered_paragraph_by_paragraph():
    text = "某街道方案\n今年要建好活动室。\n\n  请各社区落实。\n"

    rows = propose("某街道方案", text, []).rows

    assert [(row.key, row.make, row.may, row.quote, text[slice(*row.span)]) for row in rows] == [
        ("text-6", Make.NOTHING, (Make.TASK, Make.NOTHING), "今年要建好活动室。", "今年要建好活动室。"),
        ("text-19", Make.NOTHING, (Make.TASK, Make.NOTHING), "请各社区落实。", "请各社区落实。"),
    ]


def test_an_entry_added_without_words_of_its_own_is_kept():
    rows = [Source(7, "item", {"path": "八", "head": "补充任务", "role": "tasks"}, None)]

    (row,) = [row for row in propose("方案", "文", rows).rows if row.entry]

    assert (row.make, row.title, row.span, row.parent) == (Make.TASK, "补充任务", None, None)


def test_an_empty_plan_makes_an_empty_proposal():
    assert propose("方案", "", []).rows == ()


def test_references_are_listed_for_nothing():
    text = "依据某发〔2019〕7号。"

    row = propose("方案", text, [Source(1, "reference", {"text": "某发〔2019〕7号"}, (2, 12))]).rows[-1]

    assert (row.key, row.make, row.may, row.title) == (
        "reference-1",
        Make.NOTHING,
        (Make.NOTHING,),
        "某发〔2019〕7号",
    )


DEEDS = [
    ("到2026年底,举办运动会。", "到2026年底", "到2026年底,举办运动会"),
    ("环境整治\t6月底前\n", "6月底前", "6月底前"),
    ("3月底前完成摸底,报区里。", "3月底前完成摸底", "3月底前完成摸底"),
    ("做好工作。上半年", "上半年", "上半年"),
]


@pytest.mark.parametrize(("text", "quote", "title"), DEEDS)
def test_a_deadline_that_stands_alone_is_what_is_to_be_done_by_then(text, quote, title):
    start = text.index(quote)
    rows = propose(
        "方案",
        text,
        [Source(1, "deadline", {"quote": quote, "date": "XXXX-12-31"}, (start, start + len(quote)))],
    ).of(Make.TASK)

    assert [(row.title, row.may, row.ends) for row in rows] == [
        (title, (Make.DEADLINE, Make.TASK, Make.NOTHING), "XXXX-12-31")
    ]


def items_of(*heads: str, role: str = "goals"):
    """A chapter of a role with an item for each head, and what is made of these."""
    text = "一、工作目标\n" + "".join(f"{n}、{head}。\n" for n, head in enumerate(heads, 1))
    found = [Source(1, "item", {"path": "一", "head": "工作目标", "role": role}, (0, len(text)))]
    for n, head in enumerate(heads, 1):
        at = text.index(f"{n}、{head}")
        span = (at, at + len(head) + 3)
        found.append(Source(n + 1, "item", {"path": f"一/{n}", "head": head, "role": None}, span))
    return found, text


INSTEAD = [
    ("deeds", ["建立宣传机制", "开展排查", "居民满意"], "goals", Make.TASK),
    ("states", ["环境整洁优美", "治安状况良好", "开展文体活动"], "goals", Make.ITEM),
    ("another chapter", ["切实加强领导", "定期报送信息"], "safeguards", Make.TASK),
    ("thoughts", ["坚持服务大局"], "principles", Make.NOTHING),
]


@pytest.mark.parametrize(
    ("heads", "role", "make"), [case[1:] for case in INSTEAD], ids=[case[0] for case in INSTEAD]
)
def test_a_plan_without_tasks_takes_them_from_its_goals(heads, role, make):
    found, text = items_of(*heads, role=role)

    rows = propose("方案", text, found).rows

    assert [row.make for row in rows if row.level == 2] == [make] * len(heads)


def test_goals_are_left_alone_where_another_chapter_has_tasks():
    found, text = items_of("建立宣传机制")
    more = "二、主要任务\n1、清理楼道。\n"
    top, task = len(text), len(text) + more.index("1")
    found += [
        Source(8, "item", {"path": "二", "head": "主要任务", "role": "tasks"}, (top, top + len(more))),
        Source(9, "item", {"path": "二/1", "head": "清理楼道", "role": None}, (task, top + len(more))),
    ]

    rows = propose("方案", text + more, found).rows

    assert [(row.title, row.make) for row in rows if row.level == 2] == [
        ("建立宣传机制", Make.NOTHING),
        ("清理楼道", Make.TASK),
    ]


WHOM = [
    ("望江街道责任人：徐丽华、韩明", "责任人", ["徐丽华", "韩明"], "望江街道责任人：徐丽华、韩明"),
    ("（和平街道）责任人:李强", "责任人", ["李强"], "和平街道责任人：李强"),
    ("责任单位:各社区、村", "责任单位", ["各社区", "村"], "责任单位：各社区、村"),
    ("区民政局牵头", "牵头", ["区民政局"], "牵头：区民政局"),
    ("清理楼道，由社区责任人：李强", "责任人", ["李强"], "责任人：李强"),
    ("李强", "责任人", ["李强"], "责任人：李强"),
    ("李强", "", ["李强"], "：李强"),
]


@pytest.mark.parametrize(("quote", "role", "names", "title"), WHOM)
def test_a_duty_is_told_from_the_next_by_the_place_before_it(quote, role, names, title):
    duty = Source(1, "duty", {"quote": quote, "role": role, "names": names}, (0, len(quote)))

    (row,) = propose("方案", quote, [duty]).of(Make.DUTY)

    assert row.title == title
