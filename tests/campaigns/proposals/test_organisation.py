"""Bodies and their seats, in the ways plans write them."""

import pytest

from factories.plans_by_hand import wide
from gongjian.campaigns.proposals import Make, Source, propose
from gongjian.campaigns.proposals.organisation import is_seat

SEATS = [
    ("组长", True), ("常务副组长", True), ("成员单位", True), ("总指挥", True), ("副主任", True),
    ("联络员", True), ("第一组长", True), ("责任人", False), ("牵头单位", False), ("责任单位", False),
    ("综治副校长", False), ("主办单位", False), ("负责", False), ("直接责任人", False),
]  # fmt: skip


@pytest.mark.parametrize(("role", "answer"), SEATS)
def test_the_word_decides_whether_it_is_a_seat(role, answer):
    assert is_seat(role) == answer


@pytest.fixture(autouse=True, params=["narrow", "wide"])
def _punctuation(request, monkeypatch):
    """Documents have full-width punctuation; a repaired one may have narrow."""
    monkeypatch.setitem(globals(), "w", wide if request.param == "wide" else str)


def w(text):
    return text


def plan(text, items, duties):
    """Items are (path, head, role) opening at their head's number; duties (quote, role, names)."""
    text = w(text)
    rows, at = [], 0
    opens = []
    for path, head, _role in items:
        at = text.index(w(path.rpartition("/")[2]), at)
        opens.append(at)
        at = text.index(head, at)
    for number, (path, head, role) in enumerate(items):
        depth = path.count("/")
        later = [opens[n] for n in range(number + 1, len(items)) if items[n][0].count("/") <= depth]
        end = later[0] if later else len(text)
        rows.append(
            Source(number + 1, "item", {"path": path, "head": head, "role": role}, (opens[number], end))
        )
    at = 0
    for number, (quote, role, names) in enumerate(duties):
        quote = w(quote)
        at = text.index(quote, at)
        data = {"quote": quote, "role": role, "names": names}
        rows.append(Source(100 + number, "duty", data, (at, at + len(quote))))
    return propose("方案", text, rows)


def bodies(proposal):
    """Name, kind, name of the body above, and the seats of each body."""
    by_key = proposal.by_key
    return [
        (
            body.title,
            body.extra["kind"],
            by_key[body.parent].title if body.parent else None,
            [row.title for row in proposal.of(Make.MEMBER) if row.parent == body.key],
        )
        for body in proposal.of(Make.BODY)
    ]


def test_a_group_on_lines_of_its_own_with_an_office():
    text = (
        "三、组织领导\n成立某镇安全社区创建领导小组:\n组长:甲\n副组长:乙、丙\n成员:丁\n"
        "领导小组下设办公室,办公室设在安监办,主任由乙兼任。\n"
    )
    proposal = plan(
        text,
        [("三", "组织领导", "organisation")],
        [
            ("组长:甲", "组长", ["甲"]),
            ("副组长:乙、丙", "副组长", ["乙", "丙"]),
            ("成员:丁", "成员", ["丁"]),
            ("主任由乙兼任", "主任", ["乙"]),
        ],
    )

    assert bodies(proposal) == [
        ("某镇安全社区创建领导小组", "leading-group", None, ["组长：甲", "副组长：乙、丙", "成员：丁"]),
        ("办公室", "office", "某镇安全社区创建领导小组", ["主任：乙"]),
    ]


def test_a_group_whose_name_follows_its_members():
    text = "一、加强领导\n成立由书记任组长、副主任为成员的“某县安全社区领导小组”,抓好落实。\n"
    proposal = plan(
        text,
        [("一", "加强领导", "safeguards")],
        [("书记任组长", "组长", ["书记"]), ("副主任为成员", "成员", ["副主任"])],
    )

    assert bodies(proposal) == [
        ("某县安全社区领导小组", "leading-group", None, ["组长：书记", "成员：副主任"])
    ]


def test_numbered_working_groups_keep_their_tasks():
    text = (
        "一、组织机构\n成立某镇领导小组:\n二、职责分工\n1、消防工作组\n组长:甲;成员:乙。\n(1)查隐患;\n"
        "2、食品工作组\n组长:丙\n(1)查食堂。\n"
    )
    proposal = plan(
        text,
        [
            ("一", "组织机构", "organisation"),
            ("二", "职责分工", "duties"),
            ("二/1", "消防工作组", None),
            ("二/1/(1)", "查隐患", None),
            ("二/2", "食品工作组", None),
            ("二/2/(1)", "查食堂", None),
        ],
        [("组长:甲", "组长", ["甲"]), ("成员:乙", "成员", ["乙"]), ("组长:丙", "组长", ["丙"])],
    )

    assert bodies(proposal) == [
        ("某镇领导小组", "leading-group", None, []),
        ("消防工作组", "working-group", "某镇领导小组", ["组长：甲", "成员：乙"]),
        ("食品工作组", "working-group", "某镇领导小组", ["组长：丙"]),
    ]
    assert [(row.title, proposal.by_key[row.parent].title) for row in proposal.of(Make.TASK)] == [
        ("查隐患", "消防工作组"),
        ("查食堂", "食品工作组"),
    ]


def test_a_second_chief_after_the_members_opens_the_next_group():
    text = "一、组织机构\n领导小组\n组长:甲\n成员:乙\n宣传组\n组长:丙\n成员:丁\n"
    proposal = plan(
        text,
        [("一", "组织机构", "organisation")],
        [
            ("组长:甲", "组长", ["甲"]),
            ("成员:乙", "成员", ["乙"]),
            ("组长:丙", "组长", ["丙"]),
            ("成员:丁", "成员", ["丁"]),
        ],
    )

    assert bodies(proposal) == [
        ("领导小组", "leading-group", None, ["组长：甲", "成员：乙"]),
        ("宣传组", "working-group", "领导小组", ["组长：丙", "成员：丁"]),
    ]


def test_two_chiefs_in_a_row_share_the_seat():
    text = "一、组织机构\n成立某区指挥部。\n总指挥:甲\n总指挥:乙\n"
    proposal = plan(
        text,
        [("一", "组织机构", "organisation")],
        [("总指挥:甲", "总指挥", ["甲"]), ("总指挥:乙", "总指挥", ["乙"])],
    )

    assert bodies(proposal) == [("某区指挥部", "leading-group", None, ["总指挥：甲", "总指挥：乙"])]


def test_what_others_are_asked_to_found_is_no_body_of_the_campaign():
    text = "一、保障措施\n各单位也要成立工作专班,抓好落实。\n二、主要任务\n成立志愿者工作组。\n"
    proposal = plan(text, [("一", "保障措施", "safeguards"), ("二", "主要任务", "tasks")], [])

    assert bodies(proposal) == []


def test_a_liaison_officer_is_marked():
    text = "一、组织机构\n成立某街道领导小组,组长:甲,联络员:乙。\n"
    proposal = plan(
        text,
        [("一", "组织机构", "organisation")],
        [("组长:甲", "组长", ["甲"]), ("联络员:乙", "联络员", ["乙"])],
    )

    assert [(row.title, row.extra["is_liaison"]) for row in proposal.of(Make.MEMBER)] == [
        ("组长：甲", False),
        ("联络员：乙", True),
    ]


def test_a_table_of_working_groups_names_each_of_them():
    text = "一、组织\n设立2个工作组:\n组别\t组长\t成员单位\n消防组\t甲\t消防站\n食品组\t乙\t卫生院\n"
    proposal = plan(
        text,
        [("一", "组织", "organisation")],
        [
            ("甲", "组长", ["甲"]),
            ("消防站", "成员单位", ["消防站"]),
            ("乙", "组长", ["乙"]),
            ("卫生院", "成员单位", ["卫生院"]),
        ],
    )

    assert bodies(proposal) == [
        ("消防组", "working-group", None, ["组长：甲", "成员单位：消防站"]),
        ("食品组", "working-group", None, ["组长：乙", "成员单位：卫生院"]),
    ]
    assert proposal.of(Make.TASK) == ()


def test_a_liaison_officer_named_with_the_office_sits_there():
    text = "一、组织机构\n成立某区领导小组,组长:甲。领导小组下设办公室,主任:乙,联络员:丙。\n"
    proposal = plan(
        text,
        [("一", "组织机构", "organisation")],
        [("组长:甲", "组长", ["甲"]), ("主任:乙", "主任", ["乙"]), ("联络员:丙", "联络员", ["丙"])],
    )

    assert bodies(proposal) == [
        ("某区领导小组", "leading-group", None, ["组长：甲"]),
        ("办公室", "office", "某区领导小组", ["主任：乙", "联络员：丙"]),
    ]
