"""What a top-level item is about."""

import pytest

from gongjian.engines.plans.outline import outline
from gongjian.engines.plans.roles import roles
from gongjian.engines.plans.wording import Wording


def role(text: str) -> str:
    wording = Wording(text)
    return next(iter(roles(wording, outline(wording)).values()))


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("指导思想", "guiding"),
        ("指导思想和基本原则", "guiding"),
        ("总体要求", "guiding"),
        ("总体要求和目标任务", "goals"),
        ("活动主题", "guiding"),
        ("创建工作的重要意义", "background"),
        ("社区概况", "background"),
        ("存在的问题", "background"),
        ("统一思想，充分认识工作的重要性", "background"),
        ("提高认识", "background"),
        ("加强宣传，提高群众对平安创建的认识", "tasks"),
        ("工作目标", "goals"),
        ("任务目标", "goals"),
        ("目标任务", "goals"),
        ("工作目标和步骤", "goals"),
        ("主要指标", "goals"),
        ("考核指标", "rating"),
        ("预期效果", "goals"),
        ("突出问题", "background"),
        ("着力解决突出问题", "tasks"),
        ("突出问题导向，狠抓整改", "tasks"),
        ("各楼栋责任人如下", "duties"),
        ("责任人", "duties"),
        ("增强责任人意识", "tasks"),
        ("经费筹措", "safeguards"),
        ("进度要求", "phases"),
        ("有关事项", "other"),
        ("活动口号", "guiding"),
        ("组织保障", "safeguards"),
        ("工作任务目标及分工", "tasks"),
        ("方针原则", "principles"),
        ("创建范围", "scope"),
        ("活动对象", "scope"),
        ("参赛单位", "scope"),
        ("组织机构", "organisation"),
        ("组织领导", "organisation"),
        ("主办单位", "organisation"),
        ("加强领导，落实责任", "organisation"),
        ("高度重视，及时成立领导小组", "organisation"),
        ("职责分工", "duties"),
        ("责任分工", "duties"),
        ("任务分工", "tasks"),
        ("实施步骤", "phases"),
        ("方法步骤", "phases"),
        ("时间安排", "phases"),
        ("评选办法", "rating"),
        ("评奖方法", "rating"),
        ("考核奖惩", "rating"),
        ("报名办法", "procedure"),
        ("申报程序", "procedure"),
        ("激励机制", "incentives"),
        ("表彰奖励", "incentives"),
        ("创建标准", "standards"),
        ("高标准推进建设", "tasks"),
        ("主要内容", "tasks"),
        ("重点工作", "tasks"),
        ("创建方法", "tasks"),
        ("强化措施，扎实开展群防群治", "tasks"),
        ("宣传教育，强化意识", "tasks"),
        ("保障措施", "safeguards"),
        ("保障措施和工作要求", "safeguards"),
        ("工作要求", "safeguards"),
        ("附则", "other"),
    ],
)
def test_the_head_says(head, expected):
    assert role(f"一、{head}\n内容。") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、主要措施\n1、开展巡逻\n2、清理楼道\n3、加强领导", "tasks"),
        ("一、组织保障\n成立护林工作领导小组，名单如下：\n组长：王一", "organisation"),
        ("一、组织保障\n街道成立爱鸟工作专班，由主任牵头。", "organisation"),
        ("一、组织保障\n（一）加强领导。成立领导小组。\n（二）落实经费。", "safeguards"),
        ("一、组织保障\n各单位要高度重视，落实经费。", "safeguards"),
        ("一、保障措施\n成立领导小组，落实经费。", "safeguards"),
        ("一、具体措施\n1、加强领导\n2、落实经费\n3、清理楼道", "safeguards"),
        ("一、工作安排\n第一阶段：甲\n第二阶段：乙", "phases"),
        ("方法步骤\n（一）动员阶段（6月1日—6月20日）\n（二）实施阶段（7月）", "phases"),
        ("任务\n（一）阶段性任务（6月）", "tasks"),
        ("一、推进办法\n（一）准备阶段\n（二）实施阶段", "phases"),
        ("形势依然严峻，一是发案多；二是基础弱。", "background"),
        ("代表们建议：\n1.加强防控\n2.科技强警", "tasks"),
        ("（一）档案类型丰富\n（二）时效性强\n二、存在的问题", "background"),
        ("（一）档案类型丰富\n（二）时效性强\n二、工作任务", "tasks"),
    ],
)
def test_where_the_head_says_nothing_the_content_does(text, expected):
    assert role(text) == expected
