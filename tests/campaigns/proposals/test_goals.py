"""What a whole area is to reach is a target of the campaign, and a task of nobody."""

import pytest

from gongjian.campaigns.proposals import Make, Source, propose
from gongjian.campaigns.proposals.goals import is_of_whole, is_only_goals

OF_WHOLE = [
    "到2026年底，全区60%以上的住宅小区创建为无疫小区",
    "实现全区住宅小区创建率达到90%",
    "60%以上的社区达到区级标准",
    "年内4个社区全部达到平安社区标准",
    "2026年11月底前全部社区通过市级安全社区评定",
    "年内新建成区级文明社区4个、市级文明社区2个",
    "6月底前达到区级文明社区标准的比例不低于50%",
    "辖区刑事案件发案数同比下降10%以上",
    "全街道三分之二以上的社区建成示范点",
    "2026年全区10个社区（村）参创率达到100%",
]
OF_EACH = [
    "3月10日前将工作方案报区文明办备案",
    "每个社区志愿服务队伍不少于5支",
    "各社区60%以上的住宅小区达到标准",
    "第一批推广社区于8月31日前完成申报",
    "志愿者达到200人",
    "在全区分批推广",
    "总结试点经验，在全区推广",
    "12月15日前完成命名授牌",
    "独立式烟感报警器不少于600个",
    "每周对辖区开展一次巡查",
    "",
]


@pytest.mark.parametrize("words", OF_WHOLE)
def test_a_share_of_an_area_is_of_the_whole(words):
    assert is_of_whole(words)


@pytest.mark.parametrize("words", OF_EACH)
def test_what_each_does_is_not(words):
    assert not is_of_whole(words)


def test_an_item_is_a_goal_when_every_sentence_of_it_is():
    assert is_only_goals("总体目标。全区60%以上的社区达标；年底前全区90%的社区达标。")
    assert not is_only_goals("全区60%以上的社区达标。各街道组织开展自查。")
    assert not is_only_goals("。")


def source(key, kind, text, words, **data):
    start = text.index(words)
    return Source(key, kind, {"quote": words, **data}, (start, start + len(words)))


def item(key, text, words, path, role=None):
    start = text.index(words)
    head = words.partition("、")[2].partition("）")[2] or words.partition("、")[2]
    return Source(key, "item", {"path": path, "head": head.rstrip("。"), "role": role}, (start, len(text)))


GOALS = "二、工作目标\n到2026年底，全区60%以上的小区达标；到2027年6月底，全区90%的小区达标。"


def in_goals(text, *more):
    start = text.index("二、")
    top = Source(1, "item", {"path": "二", "head": "工作目标", "role": "goals"}, (start, len(text)))
    return propose("方案", text, [top, *more])


def test_a_date_and_the_figures_of_its_sentence_are_one_row():
    rows = in_goals(
        GOALS,
        source(2, "target", GOALS, "全区60%以上的小区达标", subject="小区", op=">=", value=60, unit="%"),
        source(3, "target", GOALS, "全区90%的小区达标", subject="小区", op=">=", value=90, unit="%"),
        source(4, "deadline", GOALS, "到2026年底", date="2026-12-31"),
        source(5, "deadline", GOALS, "到2027年6月底", date="2027-06-30"),
    ).rows

    assert [
        (row.key, row.make, row.title, row.quote, row.ends, row.extra.get("deadline")) for row in rows
    ] == [
        ("item-1", Make.NOTHING, "工作目标", GOALS, "", None),
        (
            "target-2",
            Make.TARGET,
            "全区60%以上的小区达标",
            "到2026年底，全区60%以上的小区达标",
            "2026-12-31",
            4,
        ),
        ("target-3", Make.TARGET, "全区90%的小区达标", "到2027年6月底，全区90%的小区达标", "2027-06-30", 5),
    ]
    assert rows[1].may == (Make.TARGET, Make.TASK, Make.NOTHING)
    assert [GOALS[slice(*row.span)] for row in rows[1:]] == [row.quote for row in rows[1:]]


def test_two_figures_in_the_same_words_keep_their_subjects():
    text = "年内建成区级社区4个、市级社区2个。"
    rows = propose(
        "方案",
        text,
        [
            source(1, "target", text, text[:-1], subject="区级社区", op="=", value=4, unit="个"),
            source(2, "target", text, text[:-1], subject="市级社区", op="=", value=2, unit="个"),
            source(3, "deadline", text, text[:-1], date="2026-12-31"),
        ],
    ).of(Make.TARGET)

    assert [(row.title, row.ends, row.extra.get("deadline")) for row in rows] == [
        ("区级社区", "2026-12-31", 3),
        ("市级社区", "2026-12-31", None),
    ]


def test_all_of_them_without_a_figure_is_a_hundred_percent():
    text = "2026年11月底前全部社区通过市级评定。"
    (row,) = propose("方案", text, [source(1, "deadline", text, text[:-1], date="2026-11-30")]).of(
        Make.TARGET
    )

    assert (row.title, row.ends, row.extra["op"], row.extra["value"], row.extra["unit"]) == (
        text[:-1],
        "2026-11-30",
        "=",
        100,
        "%",
    )
    assert row.may == (Make.TARGET, Make.TASK, Make.DEADLINE, Make.NOTHING)


def test_a_date_among_the_goals_without_any_figure_remains_a_date():
    text = "二、工作目标\n到2026年底，社区面貌明显改善。"
    rows = in_goals(text, source(2, "deadline", text, "到2026年底", date="2026-12-31"))

    assert [(row.key, row.make, row.title) for row in rows.rows] == [
        ("item-1", Make.NOTHING, "工作目标"),
        ("deadline-2", Make.DEADLINE, "到2026年底，社区面貌明显改善"),
    ]


TASKS = "三、主要任务\n（一）全区60%以上的小区达标。\n（二）清理楼道，整治率达到100%。"


def test_an_item_of_the_tasks_that_is_only_such_a_goal_is_not_a_task():
    def at(words, until):
        return TASKS.index(words), TASKS.index(until) if until else len(TASKS)

    rows = propose(
        "方案",
        TASKS,
        [
            Source(1, "item", {"path": "三", "head": "主要任务", "role": "tasks"}, (0, len(TASKS))),
            Source(2, "item", {"path": "三/(一)", "head": "全区60%以上的小区达标"}, at("（一）", "（二）")),
            Source(3, "item", {"path": "三/(二)", "head": "清理楼道，整治率达到100%"}, at("（二）", "")),
            source(4, "target", TASKS, "全区60%以上的小区达标", subject="小区", op=">=", value=60, unit="%"),
            source(5, "target", TASKS, "整治率达到100%", subject="整治率", op=">=", value=100, unit="%"),
        ],
    ).rows

    assert [(row.key, row.make, row.parent) for row in rows] == [
        ("item-1", Make.NOTHING, None),
        ("item-2", Make.NOTHING, "item-1"),
        ("item-3", Make.TASK, "item-1"),
        ("target-4", Make.TARGET, "item-2"),
        ("target-5", Make.TARGET, "item-3"),
    ]
    assert Make.TASK in rows[1].may


def test_a_goal_that_no_figure_was_read_from_stays_a_task():
    rows = propose(
        "方案",
        TASKS,
        [
            Source(1, "item", {"path": "三", "head": "主要任务", "role": "tasks"}, (0, len(TASKS))),
            Source(
                2,
                "item",
                {"path": "三/(一)", "head": "全区60%以上的小区达标"},
                (TASKS.index("（一）"), TASKS.index("（二）")),
            ),
        ],
    ).rows

    assert [(row.key, row.make) for row in rows] == [("item-1", Make.NOTHING), ("item-2", Make.TASK)]
