"""Which labels count, whose child an item is, and what its head says."""

import pytest

from gongjian.engines.plans.outline import outline
from gongjian.engines.plans.wording import Wording


def heads(text: str) -> list[tuple[str, str]]:
    return [(node.path, node.head) for node in outline(Wording(text))]


def paths(text: str) -> list[str]:
    return [path for path, _ in heads(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Labels at the start of a line.
        ("一、指导思想", [("一", "指导思想")]),
        ("一．指导思想", [("一", "指导思想")]),
        ("（一）指导思想", [("(一)", "指导思想")]),
        ("(一) 指导思想", [("(一)", "指导思想")]),
        ("1、指导思想", [("1", "指导思想")]),
        ("１．指导思想", [("1", "指导思想")]),
        ("（1）指导思想", [("(1)", "指导思想")]),
        ("1)指导思想", [("(1)", "指导思想")]),
        ("①指导思想", [("①", "指导思想")]),
        ("⑴指导思想", [("(1)", "指导思想")]),
        ("⒈指导思想", [("1", "指导思想")]),
        ("㈠指导思想", [("(一)", "指导思想")]),
        ("一是加强领导。", [("一是", "加强领导")]),
        ("第一、加强领导", [("第一", "加强领导")]),
        ("第一，加强领导", [("第一", "加强领导")]),
        ("第一阶段：宣传发动", [("第一阶段", "宣传发动")]),
        ("第一条 创建范围。全区", [("第一条", "创建范围")]),
        ("第一章 总则", [("第一章", "总则")]),
        ("??????? 一、指导思想", [("一", "指导思想")]),
        ("## 一、指导思想", [("一", "指导思想")]),
        # A year or a month behind a number with a full stop is no decimal.
        ("1.2023年底前完成改造", [("1", "2023年底前完成改造")]),
        ("1.4月底前上报", [("1", "4月底前上报")]),
        # Inside a paragraph, behind a mark.
        ("要求：1、甲；2、乙。", [("1", "甲"), ("2", "乙")]),
        ("包括：（1）甲；（2）乙。", [("(1)", "甲"), ("(2)", "乙")]),
        ("形势严峻，一是甲，二是乙。", [("一是", "甲"), ("二是", "乙")]),
        ("组织建设：①甲；②乙。③丙", [("①", "甲"), ("②", "乙"), ("③", "丙")]),
        # A mark that was lost counts where the series goes on.
        ("1加大力度。\n2、加强领导。", [("1", "加大力度"), ("2", "加强领导")]),
        ("一 指导思想\n二 工作目标", [("一", "指导思想"), ("二", "工作目标")]),
        # A label behind a label is head text.
        ("（一）第一阶段（3月）", [("(一)", "第一阶段（3月）")]),
        ("（一）①甲", [("(一)", "①甲")]),
        # Not labels.
        ("面积1、2平方公里", []),
        ("达到1.5平方米", []),
        ("安全第一、预防为主", []),
        ("设一、二、三等奖各一名", []),
        ("一、二、三等奖各一名", []),
        ("[1]张明琴.社区档案", []),
        ("第1号议案", []),
        ("——坚持党的领导", []),
        ("3月1日召开会议", []),
        ("5个社区", []),
        ("12345", []),
        ("这一是非问题", []),
        ("甲；乙；丙", []),
        ("1\t建设广场\t镇政府", []),
        ("附件：1.计划表\n2.清单", []),
        ("参考文献\n1.张三著", []),
        ("", []),
    ],
)
def test_labels(text, found):
    assert heads(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("一、甲\n（一）乙\n1、丙\n（1）丁\n二、戊", ["一", "一/(一)", "一/(一)/1", "一/(一)/1/(1)", "二"]),
        ("1、甲\n（一）乙\n（二）丙\n2、丁", ["1", "1/(一)", "1/(二)", "2"]),
        ("一、甲：1、乙；2、丙。（一）丁", ["一", "一/1", "一/2", "一/2/(一)"]),
        # Numbering that runs on under a new parent keeps its number.
        ("1、甲\n（1）乙\n2、丙\n（2）丁", ["1", "1/(1)", "2", "2/(2)"]),
        # With the heading missing, the item is top-level, and a higher label ends it.
        ("（一）甲\n（二）乙\n二、丙\n（一）丁", ["(一)", "(二)", "二", "二/(一)"]),
        ("二、甲\n三、乙", ["二", "三"]),
        # Items inside a paragraph end with it.
        ("严峻，一是甲；二是乙。\n建议：\n1.丙\n2.丁", ["一是", "二是", "1", "2"]),
        (
            "一、甲\n第一阶段：乙\n（一）丙\n第二阶段：丁",
            ["一", "一/第一阶段", "一/第一阶段/(一)", "一/第二阶段"],
        ),
        # A digit inside a paragraph needs its series.
        ("一、甲。3、乙", ["一"]),
        ("一、甲。1、乙。2、丙", ["一", "一/1", "一/2"]),
        # A page flattened to one line keeps a blank or a bracket before its labels, where the series goes on.
        (
            "一、做法 (一)准备阶段(5月8日) 1、开会。甲。2、划片。乙。(二)实施(6月)1.登记。2.走访。二、要求",
            ["一", "一/(一)", "一/(一)/1", "一/(一)/2", "一/(二)", "一/(二)/1", "一/(二)/2", "二"],
        ),
        ("一、几点要求 一是带头。二是守时。", ["一", "一/一是", "一/二是"]),
        ("一、今年改造 1、甲小区的路灯。", ["一"]),
        ("一、国标(GB) 2、行标", ["一"]),
        # Or nothing at all, right behind a heading.
        (
            "一、工作目标1、种树；2、护林。二、措施(一)宣传。(二)巡护。",
            ["一", "一/1", "一/2", "二", "二/(一)", "二/(二)"],
        ),
        ("一、要求一是带头；二是守时。", ["一", "一/一是", "一/二是"]),
        ("一、改造1、2号楼。二、走访1、2组", ["一", "二"]),
        ("一、安全第一是原则。", ["一"]),
        ("要求各村1、2组开会1、报名；2、抽签", []),
    ],
)
def test_an_item_stands_below_the_one_that_is_open(text, found):
    assert paths(text) == found


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("一、加强领导，落实责任。各单位", "加强领导，落实责任"),
        ("一、加强领导；落实", "加强领导"),
        ("一、加强领导：落实", "加强领导"),
        ("一、加强领导\n落实", "加强领导"),
        ("一、\n加强领导", "加强领导"),
        ("一、\n（一）加强领导", ""),
        ("一、（3月）宣传", "（3月）宣传"),
        ("一、喜闻乐见的.活动形式", "喜闻乐见的活动形式"),
        ("一、多种喜闻乐见的`活动", "多种喜闻乐见的活动"),
        ("一、的'原则", "的原则"),
        ("一、居 民楼院", "居民楼院"),
        ("一、" + "长" * 50, "长" * 40),
    ],
)
def test_a_head_runs_to_the_first_mark(text, head):
    assert heads(text)[0] == ("一", head)


def test_an_item_spans_its_children():
    text = "前言\n一、甲\n（一）乙。\n\n二、丙\n"

    spans = [(node.path, text[node.start : node.end].strip()) for node in outline(Wording(text))]

    assert spans == [("一", "一、甲\n（一）乙。"), ("一/(一)", "（一）乙。"), ("二", "二、丙")]
