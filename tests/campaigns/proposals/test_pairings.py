"""Who answers for which place, in sentences and tables."""

import pytest

from factories.plans_by_hand import wide
from gongjian.campaigns.proposals.pairings import pairings

SENTENCES = [
    ("区委副书记张三挂点幸福里社区。", [("区委副书记张三", "挂点", "幸福里社区")]),
    ("由区民政局包联望江街道,限期完成。", [("区民政局", "包联", "望江街道")]),
    ("李四同志负责挂点联系滨河社区、北门社区。", [("李四", "挂点联系", "滨河社区"), ("李四", "挂点联系", "北门社区")]),
    ("张三、李四包联柳溪村", [("张三", "包联", "柳溪村"), ("李四", "包联", "柳溪村")]),
    ("集贸市场环境整治工作实行局党组成员挂点制度,负责监督。", []),
    ("社区党建挂点共建、创建特色社区工作交流会材料", []),
    ("加强与街道的联系,做好社区工作。", []),
    ("派出所包居民警为副组长", []),
    ("实行社区干部包片区治安制度", []),
    ("包联部门每季度到社区现场办公一次;三是包联部门每季度到社区", []),
    ("实行区领导挂点、部门包联社区(村)制度,挂点领导每月到联系点走访", []),
]  # fmt: skip


@pytest.mark.parametrize("w", [str, wide])
@pytest.mark.parametrize(("text", "told"), SENTENCES)
def test_sentences(text, told, w):
    text = w(text)

    rows = pairings(text)

    assert [(row.names[0], row.role, row.extra["place"]) for row in rows] == told
    assert [text[slice(*row.span)] for row in rows] == [row.quote for row in rows]


def test_a_table_is_read_by_its_header_line():
    text = (
        "附件:挂点安排表\n"
        "序号\t挂点领导\t职务\t包联单位\t社区(村)\n"
        "1\t张三\t区委常委\t区民政局、区财政局\t幸福里社区\n"
        "2\t李四\t副区长\t区教育局\t滨河社区、柳溪村\n"
        "\n"
        "社区\t户数\n"
        "幸福里社区\t1200\n"
    )

    text = wide(text)

    rows = pairings(text)

    assert [(row.key, row.names[0], row.role, row.extra["place"]) for row in rows] == [
        ("pairing-0", "张三", "挂点领导", "幸福里社区"),
        ("pairing-1", "区民政局", "包联单位", "幸福里社区"),
        ("pairing-2", "区财政局", "包联单位", "幸福里社区"),
        ("pairing-3", "李四", "挂点领导", "滨河社区"),
        ("pairing-4", "李四", "挂点领导", "柳溪村"),
        ("pairing-5", "区教育局", "包联单位", "滨河社区"),
        ("pairing-6", "区教育局", "包联单位", "柳溪村"),
    ]
    assert {text[slice(*row.span)] for row in rows} == {row.quote for row in rows}


def test_a_row_that_is_too_short_for_its_header_is_passed_over():
    assert pairings("挂点领导\t职务\t挂点社区\n张三\t区长\n\t\t幸福里社区\n") == []


TABLES = [
    ("责任领导\t挂点社区\n张三\t甲社区\n", ["张三 → 甲社区"]),
    ("挂点领导\t包联部门\t联系社区(村)\n张三\t区民政局\t甲街道乙社区\n",
     ["张三 → 甲街道乙社区", "区民政局 → 甲街道乙社区"]),
    ("批次\t社区\t责任单位\n试点\t甲社区\t乙街道\n", []),
    ("社区\t联系人\t电话\n甲社区\t张三\t123\n", []),
    ("项目组\t组长\t联系社区\n甲组\t张三\t乙社区\n", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), TABLES)
def test_which_tables_pair(text, told):
    assert [row.title for row in pairings(wide(text))] == told
