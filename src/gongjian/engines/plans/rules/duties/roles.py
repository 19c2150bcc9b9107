"""Nouns of role: who leads, who answers, who helps. `组长 责任单位 牵头领导 联络员 总指挥`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BODIES = "单位|部门|科室|处室|股室"
_UNIT = (
    "(?:牵头|责任|主责|配合|协同|协办|承办|主办|合办|协助|协作|参与|参加|实施|支持|指导|督导|监督|主管|联系|落实|成员|组织"
    f"|包保|包联|包抓|挂点|挂包|共建|执行|监管|办理|负责|主要责任|主体责任|技术支持|业务指导|具体实施)(?:{_BODIES})"
)
_PERSON = (
    "(?:第一|直接|主要|具体|主体|工作)?责任人|(?:主要|项目|具体|工作|活动)?负责人|承办人|经办人|联系人|联络人|联络员|牵头人|督办人"
    "|(?:第一|常务|执行|总)?副?总?召集人|(?:责任|牵头|分管|包保|包联|包片|包村|包抓|挂点|挂钩|督办|带队|主管|联系|责任包保)(?:县级|区级|市级|镇级|街道)?领导"
)
_OFFICE = (
    "(?:第一|常务|执行|名誉)?副?组长|(?:第一|常务|执行)?(?:副?总)?指挥长?|(?:第一|常务|执行)?副?指挥长|副总指挥|总指挥|总顾问|顾问|政委|副?秘书长|副?总干事"
    "|(?:第一|常务|执行)?副?主任|副?队长|副?站长|副?会长|副?主席|副?校长|网格长|网格员|楼栋长|楼长|片长|单元长|中心户长|路长|街长|河长"
    "|信息员|宣传员|辅导员|指导员|监督员|督导员|调解员|专管员|协管员|安全员|成员单位|成员|组员|委员"
)
ROLE = f"(?:{_UNIT}|{_PERSON}|{_OFFICE})"

# In front of a colon the characters are often spread: 组  长, 成　员.
_SPREAD = r"副\s+组\s*长|组\s+长|副\s+主\s*任|主\s+任|成\s+员|组\s+员|副\s*组\s+长"
_LABEL = re.compile(
    rf"(?<![㐀-鿿])(?P<before>[㐀-鿿“”\"·]{{0,14}}?)(?P<role>{_SPREAD}|{ROLE}|(?<![㐀-鿿])(?:主办|承办|协办|牵头))\s*(?:\([^()\n]{{1,8}}\))?\s*$"
)
_LONGEST_LABEL = 40
# The last characters of all roles: most colons stand behind something else.
_COLON_BEHIND_ROLE = re.compile(r"(?<=[位门室构导组人员长任委问事政挥席办头 )]):")
UNIT_ROLE = re.compile(f"{_UNIT}|{_PERSON}")
# Roles that stand in front of those who fill them: 组长为…, 责任单位是….
FILLED_ROLE = (
    "(?:第一|常务|执行|名誉)?副?组长|成员|组员"
    rf"|(?:第一|常务|执行|总)?副?总?召集人|(?:副?总)?指挥长?|副?秘书长|总顾问|(?:第一|直接|主要|具体)?责任人|(?:主要|项目)?负责人|联系人|联络员|{_UNIT}|成员单位"
)
SINGULAR = re.compile(
    "(?:第一|名誉|常务|执行)?副?组长(?<!^副组长)|(?:第一|常务|执行)副主任|主任|总指挥|指挥长|队长|站长|网格长|责任人"
)


@dataclass(frozen=True, slots=True)
class RoleLabel:
    """A role in front of a colon: the role word at text[start:...], the names from `end`.

    first   where what the role belongs to begins (`望江街道责任人`)
    """

    role: str
    start: int
    end: int
    first: int


def role_labels(text: str, start: int, end: int) -> Iterator[RoleLabel]:
    """The roles in front of the colons of text[start:end] (folded to one width)."""
    for colon in (match.start() for match in _COLON_BEHIND_ROLE.finditer(text, start, end)):
        first = max(start, colon - _LONGEST_LABEL)
        if match := _LABEL.search(text[first:colon]):
            yield RoleLabel(
                plain(match["role"]), first + match.start("role"), colon + 1, first + match.start()
            )


def plain(role: str) -> str:
    """The role word without blanks between its characters."""
    return "".join(role.split())
