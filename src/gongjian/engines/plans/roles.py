"""What a top-level item is about: its head's words first, its content only where they say nothing.

In a compound head the first specific word decides (`指导思想和基本原则` is guiding); general words
(总体要求, 要求, 措施, 认识) yield to any specific one.
"""

import re

from gongjian.engines.plans.labels import Kind
from gongjian.engines.plans.model import Role
from gongjian.engines.plans.outline import Node
from gongjian.engines.plans.wording import Wording

_SPECIFIC: tuple[tuple[Role, str], ...] = (
    (
        "background",
        "概况|意义|重要性|必要性|紧迫性|存在的?(?:主要|突出)?问题|主要问题|(?<![㐀-鿿])突出问题$|原因分析|依据$|背景|现状|基本情况|形势|由来|差距|成因",
    ),
    (
        "guiding",
        "指导思想|总体思路|工作思路|基本思路|指导方针|工作方针|活动(?:主题|口号)|主题$|活动宗旨|工作理念",
    ),
    ("goals", "任务目标|目标|目的|愿景|蓝图|(?:主要|工作|预期|发展|量化)指标|预期(?:效果|成效|成果)"),
    ("principles", "原则"),
    ("scope", "范围|对象(?=和|及|与|、|$)|参赛|参(?:加|与)(?:单位|人员)|试点(?:单位|社区|名单)"),
    (
        "organisation",
        (
            "组织(?:机构|领导|架构|体系|指挥)|领导(?:小组|机构|班子)|工作机构|机构设置|指挥(?:机构|体系|部)"
            "|主办|协办|承办|(?:加强|强化|健全).{0,4}领导|成立.{0,8}组织"
        ),
    ),
    ("duties", "职责|责任分工|分工|责任(?:单位|主体|划分|领导|人(?!$|感|意识))|责任人$"),
    (
        "phases",
        (
            "步骤|(?:时间|进度|阶段|日程)(?:安排|节点|计划|划分|进度)|实施(?:时间|进度|阶段)|(?:时间|进度)要求"
            "|(?:活动|工作|创建)时间|^时间|时间$"
        ),
    ),
    ("rating", "评选|评奖|评定|评比|评审|考评|测评|评价|评估|验收|考核|命名|评星|定级"),
    ("procedure", "申报|报名|程序|流程|申请"),
    ("incentives", "奖励|激励|奖惩|表彰|奖项|奖补"),
    ("standards", "(?<!高)标准(?!化)|(?:创建|基本|必备|达标)条件|指标"),
    (
        "tasks",
        "任务|内容|重点|计划|对策|(?:创建|活动|工作)(?:方法(?!.{0,2}步骤)|方式|形式|项目)|工作安排|活动安排",
    ),
    (
        "safeguards",
        (
            "保障(?!性)|(?:工作|活动|相关|有关|几点|具体|纪律|组织)要求|注意事项|工作纪律"
            "|督导|督查|监督检查|责任追究|督促检查|(?:资金|经费|费用)(?:来源|筹措|安排|预算|筹集|使用)"
        ),
    ),
    (
        "other",
        "附则|其他事项|其它事项|(?:有关|相关|未尽)(?:事项|事宜)$|补充说明$|其他$|其它$|附件|联系方式|施行|负责解释",
    ),
)
_GENERAL: tuple[tuple[Role, str], ...] = (
    ("guiding", "总体要求|总要求|主题|宗旨"),
    ("organisation", "组织实施"),
    ("safeguards", "要求(?=$|和|及|与|、)"),
    ("background", "制定本|(?:提高|深化|统一|充分).{0,4}认识"),
)
_MEASURES = re.compile("措施|举措|做法")
_LEADERSHIP = re.compile(
    "领导|组织(?:机构|保障|协调|建设)|经费|资金|投入|协调|协作|配合|监督|督查|督导|督办|考核|保障|责任|认识"
    "|队伍建设|宣传(?:发动|引导|力度|动员)|氛围"
)
_GROUP = re.compile(r"成立[^。\n]{0,30}(?:小组|专班|指挥部|机构|委员会)|组\s*长[:由]")
_STAGE = re.compile("阶段|第[一二三四五六]步")
_IS_STAGE = re.compile(r"^[㐀-鿿]{2,12}阶段\s*[(（][^()（）]*[\d一二三四五六七八九十]月")
_LEAD = 60
_LONGEST_TITLE = 60
_PHRASE = 15
_BAD_STATE = re.compile("问题|不足|严峻|困难|差距|薄弱|制约|原因")


def _compiled(table: tuple[tuple[Role, str], ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{role}>{words})" for role, words in table))


_FIRST_SPECIFIC = _compiled(_SPECIFIC)
_FIRST_GENERAL = _compiled(_GENERAL)


def roles(wording: Wording, nodes: list[Node]) -> dict[Node, Role]:
    """The role of every top-level item."""
    tops = [node for node in nodes if node.parent is None]
    said = {node: _role(wording, node) for node in tops}
    last_background = max((node.start for node in tops if said[node] == "background"), default=-1)
    found: dict[Node, Role] = {}
    leads = ""
    for before, node in zip([None, *tops], tops, strict=False):
        if before is None or before.label.kind is not node.label.kind or node.label.number == 1:
            leads = wording.folded[max(0, node.start - _LEAD) : node.start]
        found[node] = said[node] or _by_neighbours(node, leads, last_background)
    return found


def _role(wording: Wording, node: Node) -> Role | None:
    """What the head or the children say, or None."""
    if _has_stages(node):
        return "phases"
    head = _title(wording, node)
    if head.strip() == "组织保障" and _sets_up_a_group(wording, node):
        return "organisation"
    if re.search("(?:考核|评定|评价|验收|评选|测评|命名)标准$", head.strip()):
        # What is judged by, not the judging.
        return "standards"
    if re.search("任务.*分工", head):
        return "tasks"
    if match := _FIRST_SPECIFIC.search(head):
        return _named(match)
    if match := _FIRST_GENERAL.search(head):
        return _named(match)
    if _MEASURES.search(head):
        return "safeguards" if _mostly_leadership(node) else "tasks"
    return None


def _title(wording: Wording, node: Node) -> str:
    # A run-in heading says nothing beyond its first phrase; brackets hold dates and remarks.
    head = wording.folded[node.label.end : min(node.head_end, node.label.end + _LONGEST_TITLE)]
    head = re.sub(r"\([^()]*\)|[“\"《][^”\"》]*[”\"》]", "", head)
    return head if len(head) <= 40 else re.split("[,、]", head)[0]


def _named(match: re.Match[str]) -> Role:
    for role, words in match.groupdict().items():
        if words is not None:
            return role  # type: ignore[return-value]  # the groups are named after the roles
    raise AssertionError(match)


def _has_stages(node: Node) -> bool:
    stages = sum(child.label.kind is Kind.STAGE or bool(_STAGE.search(child.head)) for child in node.children)
    return (
        node.label.kind is Kind.STAGE
        or bool(_IS_STAGE.search(node.head))
        or (stages >= 2 and 2 * stages > len(node.children))
    )


def _sets_up_a_group(wording: Wording, node: Node) -> bool:
    """Whether the section consists of who leads: `成立…领导小组` and its members, no measures."""
    return not node.children and bool(_GROUP.search(wording.folded, node.head_end, node.end))


def _mostly_leadership(node: Node) -> bool:
    led = sum(bool(_LEADERSHIP.search(child.head[:_PHRASE])) for child in node.children)
    return bool(node.children) and 2 * led > len(node.children)


def _by_neighbours(node: Node, leads: str, last_background: int) -> Role:
    """A head that says nothing: background where what leads to it or follows it says so, else a task.

    leads            the words before the first item of its series
    last_background  where the last section on the background begins
    """
    if node.label.kind is not Kind.NUMERAL and (_BAD_STATE.search(leads) or node.start < last_background):
        # A plan opens with its background, so what precedes that section is part of it.
        return "background"
    return "tasks"
