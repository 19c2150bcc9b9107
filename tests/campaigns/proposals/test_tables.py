"""Tasks, items and batches that stand in the tables of a plan."""

from decimal import Decimal

import pytest

from factories.plans_by_hand import wide
from gongjian.campaigns.proposals import Make, Source, propose
from gongjian.campaigns.proposals.tables import header_of, rows

HEADERS = [
    ("重点工作|具体要求|牵头单位|配合单位|完成时间", (0, 1), None, Make.TASK),
    ("序号|任务|责任单位|时限", (1,), None, Make.TASK),
    ("工作任务|完成时限", (0,), None, Make.TASK),
    ("测评项目|测评内容|分值", (0, 1), 2, Make.ITEM),
    ("序号|标准|分值(100分)|自评得分", (1,), 2, Make.ITEM),
    ("社区|户数", None, None, None),
    ("姓名|职务|电话", None, None, None),
    ("项目组|组长|成员单位|上报时限", None, None, None),
    ("批次|社区|改造小区数|责任单位|完成时限", None, None, None),
    ("挂点领导|工作内容|挂点社区", None, None, None),
    ("这是一段很长的话并不是表头的内容|责任单位", None, None, None),
]


@pytest.mark.parametrize(("cells", "what", "points", "makes"), HEADERS)
def test_what_the_first_line_says_of_the_columns(cells, what, points, makes):
    header = header_of(wide(cells).split("|"))

    found = (header.what, header.points, header.makes) if header else (None, None, None)
    assert found == (what, points, makes)


def test_a_row_is_a_task_with_its_details():
    text = wide(
        "序号\t重点工作\t具体要求\t牵头单位\t完成时间\n1\t环境整治\t清理楼道;规范停车\t区城管局\t5月底\n"
    )

    (row,) = rows(text)

    assert (row.make, row.title, row.text, text[slice(*row.span)]) == (
        Make.TASK,
        "环境整治",
        wide("清理楼道;规范停车"),
        row.quote,
    )


def test_a_merged_group_is_no_title():
    head = "工作类别\t工作任务\t责任单位\n"
    text = f"{head}环境\t清理楼道\t甲\n环境\t规范停车\t乙\n\n{head}秩序\t巡逻\t丙\n"

    assert [(row.title, row.text) for row in rows(text)] == [
        ("清理楼道", "环境"),
        ("规范停车", "环境"),
        ("秩序", "巡逻"),
    ]


def test_the_header_again_and_empty_rows_are_no_tasks():
    text = "任务\t责任单位\n清理楼道\t甲\n任务\t责任单位\n\t乙\n巡逻\t丙\n短"

    assert [row.title for row in rows(text)] == ["清理楼道", "巡逻"]


def test_a_score_table_gives_items_with_their_points():
    text = "测评内容\t分值\n楼道无杂物\t5分\n停车有序\t2.5\n宣传到位\t若干\n"

    assert [(row.make, row.title, row.extra["points"]) for row in rows(text)] == [
        (Make.ITEM, "楼道无杂物", Decimal(5)),
        (Make.ITEM, "停车有序", Decimal("2.5")),
        (Make.ITEM, "宣传到位", None),
    ]


TEXT = wide(
    "一、责任分工\n(一)责任单位:甲局、乙局。\n重点工作\t牵头单位\t完成时间\n环境整治\t区城管局\t5月31日前\n巡逻防控\t派出所\t6月底前\n"
)


def entry(number, kind, words, **data):
    start = TEXT.index(words)
    return Source(number, kind, {"quote": words, **data}, (start, start + len(words)))


def test_duties_and_deadlines_of_a_row_belong_to_its_task():
    end = len(TEXT)
    proposal = propose(
        "方案",
        TEXT,
        [
            Source(1, "item", {"path": "一", "head": "责任分工", "role": "duties"}, (0, end)),
            Source(
                2,
                "item",
                {"path": "一/(一)", "head": "责任单位", "role": None},
                (TEXT.index(wide("(一)")), end),
            ),
            entry(3, "duty", wide("责任单位:甲局、乙局"), role="责任单位", names=["甲局", "乙局"]),
            entry(4, "duty", "区城管局", role="牵头单位", names=["区城管局"]),
            entry(5, "deadline", "5月31日前", date="XXXX-05-31"),
            entry(6, "duty", "派出所", role="牵头单位", names=["派出所"]),
            entry(7, "deadline", "6月底前", date="XXXX-06-30"),
        ],
    )

    assert [row.title for row in proposal.of(Make.TASK)] == ["环境整治", "巡逻防控"]
    assert [
        (row.quote, proposal.by_key[row.parent].title) for row in proposal.rows if row.entry and row.entry > 2
    ] == [
        (wide("责任单位:甲局、乙局"), "责任单位"),
        ("区城管局", "环境整治"),
        ("派出所", "巡逻防控"),
        ("5月31日前", "环境整治"),
        ("6月底前", "巡逻防控"),
    ]
    heading = proposal.by_key["item-2"]
    assert (heading.make, heading.text) == (
        Make.NOTHING,
        wide("(一)责任单位:甲局、乙局。\n重点工作\t牵头单位\t完成时间"),
    )


def test_what_is_called_standards_and_content_is_a_standard():
    text = "一、创建内容和标准\n1、楼道无杂物\n"
    proposal = propose(
        "方案",
        text,
        [
            Source(1, "item", {"path": "一", "head": "创建内容和标准", "role": "tasks"}, (0, len(text))),
            Source(2, "item", {"path": "一/1", "head": "楼道无杂物", "role": None}, (11, len(text))),
        ],
    )

    assert [row.make for row in proposal.rows] == [Make.NOTHING, Make.ITEM]


def test_a_table_of_batches_names_their_communities_and_last_days():
    text = wide("一、分批计划\n批次\t社区(村)\t责任单位\t完成时限\n试点\t甲街道乙社区\t甲街道\t8月31日前\n"
                "第一批\t丙社区、丁村\t甲街道\t次年4月底前\n第一批\t戊社区\t甲街道\t次年6月底前\n")  # fmt: skip

    def deadline(number, words, day):
        start = text.index(words)
        return Source(number, "deadline", {"quote": words, "date": day}, (start, start + len(words)))

    proposal = propose(
        "方案",
        text,
        [
            Source(1, "item", {"path": "一", "head": "分批计划", "role": "tasks"}, (0, len(text))),
            deadline(2, "8月31日前", "2026-08-31"),
            deadline(3, "次年4月底前", "2027-04-30"),
            deadline(4, "次年6月底前", "2027-06-30"),
        ],
    )

    assert [(row.title, row.extra["is_pilot"], row.names, row.ends) for row in proposal.of(Make.BATCH)] == [
        ("试点", True, ("甲街道乙社区",), "2026-08-31"),
        ("第一批", False, ("丙社区", "丁村", "戊社区"), "2027-06-30"),
    ]
    assert {proposal.by_key[row.parent].make for row in proposal.of(Make.DEADLINE)} == {Make.BATCH}
    assert proposal.of(Make.TASK) == ()


PILOTS = [
    ("选择甲街道乙社区、丙社区、丁村先行试点,6月底前总结。", ("甲街道乙社区", "丙社区", "丁村")),
    ("镇选择2-3个村和一个社区作为示范点先行试点", ()),
    ("确定甲社区为试点。", ("甲社区",)),
    ("选择和平街道和平里社区、甲社区和乙村先行试点。", ("和平街道和平里社区", "甲社区", "和乙村")),
    ("各社区全面开展。", ()),
]


@pytest.mark.parametrize(("words", "names"), PILOTS)
def test_the_pilot_names_its_communities(words, names):
    text = wide(f"一、步骤\n(一)试点阶段。{words}\n")
    proposal = propose(
        "方案",
        text,
        [
            Source(1, "item", {"path": "一", "head": "步骤", "role": "phases"}, (0, len(text))),
            Source(2, "item", {"path": "一/(一)", "head": "试点阶段", "role": None}, (5, len(text))),
            Source(3, "phase", {"name": "试点阶段", "start": None, "end": None}, (5, len(text))),
        ],
    )

    assert [row.names for row in proposal.of(Make.BATCH)] == [names]
