"""Leading groups, their offices and working groups, and who sits in them.

A plan writes them in three ways: `成立…领导小组,由甲任组长` in a sentence, `组长:甲 / 副组长:乙` on lines of
their own, and a numbered item whose head is the body's name (`1、消防安全工作组`). The role word decides: a
duty with the word of a seat belongs to a body, wherever it stands.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongjian.campaigns.proposals.tree import Node, innermost
from gongjian.campaigns.proposals.values import Make, Row, Source
from gongjian.engines.plans.model import Span

LEADS = re.compile(r"^(?:第一|常务)?(?:组长|总指挥|指挥长|主任|政委|总负责人?)$")
SEATS = re.compile(
    r"^(?:第一|常务|副|执行)*(?:组长|总指挥|指挥长|指挥|主任|政委|总负责人?|成员|成员单位|组员|委员|顾问|秘书长|秘书|联络员|联系人|信息员)$"
)
LIAISON = re.compile(r"联络员|联系人|信息员")
OFFICE_HEAD = re.compile(r"^(?:办公室)?(?:常务|副)*主任$")
BODY_WORDS = r"(?:领导小组|工作小组|协调小组|工作专班|工作组|专班|指挥部|推进组|委员会|办公室)"
FOUNDED = re.compile(rf"(?:成立|组建|设立)了?(?P<lead>[^。\n]{{0,160}}?)(?P<body>{BODY_WORDS})")
# `成立由甲任组长、乙为成员的“某某领导小组”`: the name begins behind the last of these.
BEFORE_NAME = re.compile(r"(?:组长|成员|组员|主任|组成|参加|参与|为主|牵头)的|[,，;；:：]|[“\"](?=[^”\"]*$)")
OFFICE = re.compile(r"[^。;；\n]*?(?:下设|设立?)(?:创建)?(?:工作)?办公室[^。\n]*")
OWN_NAME = re.compile(rf"^[^。;；,，]{{0,40}}(?:组|{BODY_WORDS})$")
OFFICE_NAME = "办公室"
LIST_MARKS = re.compile(r"^[\s:：、\d.()（）]+|[\s:：、\d.()（）]+$")
# Where a plan speaks of its own organisation; elsewhere (`各单位也要成立专班`) it asks others to have one.
TELLING = ("organisation", "duties", "safeguards", "other")
# `设立6个项目工作组` tells of several, which are named one by one.
SEVERAL = re.compile(r"^(?:\d+|[一二三四五六七八九十]+|若干|多)个|^相应")
LEADING = re.compile(r"领导小组|指挥部|委员会|协调小组")


@dataclass(slots=True)
class Draft:
    """A body while it is being put together."""

    key: str
    name: str
    kind: str
    span: Span | None
    text: str
    node: Node | None
    parent: str | None = None
    duties: list[Source] = field(default_factory=list)


def is_seat(role: str) -> bool:
    """Whether the word is that of a seat in a body (组长, 成员, 联络员 …) rather than of a task."""
    return bool(SEATS.match(role))


def names_a_body(node: Node) -> bool:
    """Whether the item is itself a body: its head is the name of one, and nothing else."""
    return bool(OWN_NAME.match(node.head)) and not re.search(r"成立|组建|设立|加强|健全|建立", node.head)


def bodies(text: str, nodes: Sequence[Node], duties: Sequence[Source]) -> list[Row]:
    """The rows of bodies, each followed by its members, in the order of the text."""
    drafts: list[Draft] = []
    for node in nodes:
        drafts.extend(_told_in(text, node))
    for duty in duties:
        _seat(duty, nodes, text, drafts)
    drafts = [draft for draft in drafts if _is_told_of(draft, drafts)]
    _under_one_roof(drafts)
    drafts.sort(key=lambda draft: (draft.span or (len(text), 0), draft.key))
    rows: list[Row] = []
    for draft in drafts:
        rows.append(_body_row(draft, text))
        rows.extend(_member_rows(draft, text))
    return rows


def _told_in(text: str, node: Node) -> list[Draft]:
    """The bodies that the item's own words found or are."""
    if names_a_body(node) and node.role in ("organisation", "duties"):
        return [_draft(f"body-{node.source.key}", node.head, node.span, "", node)]
    if node.role not in TELLING:
        return []
    own = text[node.own[0] : node.own[1]]
    found = []
    if founded := FOUNDED.search(own):
        span = (node.own[0] + founded.start(), node.own[0] + founded.end())
        if not SEVERAL.match(name := _name(founded)):
            found.append(_draft(f"body-{node.source.key}-0", name, span, "", node))
    if office := OFFICE.search(own):
        start = node.own[0] + office.start()
        span = (start, start + len(office[0]))
        found.append(_draft(f"office-{node.source.key}", OFFICE_NAME, span, office[0].strip(), node))
    return found


def _name(founded: re.Match[str]) -> str:
    lead = founded["lead"]
    for mark in BEFORE_NAME.finditer(founded["lead"]):
        lead = founded["lead"][mark.end() :]
    return f"{lead}{founded['body']}".strip(" 、")


def _draft(key: str, name: str, span: Span | None, text: str, node: Node | None) -> Draft:
    kind = (
        "office" if name.endswith("办公室") else "leading-group" if LEADING.search(name) else "working-group"
    )
    return Draft(key, name[:120], kind, span, text, node)


def _seat(duty: Source, nodes: Sequence[Node], text: str, drafts: list[Draft]) -> None:
    """Put a duty into the body it belongs to, making one where none was told of."""
    role = str(duty.data.get("role", ""))
    if not is_seat(role):
        return
    node = innermost(nodes, duty.span)
    here = [draft for draft in drafts if draft.node is node]
    draft = _which(role, duty, here)
    if draft is None or (LEADS.match(role) and _has_lead(draft)):
        draft = _another(duty, role, node, text, here)
        drafts.append(draft)
    draft.duties.append(duty)


def _which(role: str, duty: Source, here: Sequence[Draft]) -> Draft | None:
    offices = [draft for draft in here if draft.kind == "office"]
    others = [draft for draft in here if draft.kind != "office"]
    said = OFFICE_NAME in str(duty.data.get("quote", ""))
    if OFFICE_HEAD.match(role) and offices and (said or not others or others[-1].duties):
        return offices[-1]
    if OFFICE_HEAD.match(role) or LEADS.match(role):
        return others[-1] if others else None
    # 成员, 联络员 go on with the body whose chief was named before them.
    begun = [draft for draft in here if draft.duties]
    return max(begun, key=lambda draft: draft.duties[-1].place) if begun else others[-1] if others else None


def _has_lead(draft: Draft) -> bool:
    """A second 组长 after the others opens the next group; two in a row share the seat."""
    roles = [str(duty.data.get("role", "")) for duty in draft.duties]
    return any(LEADS.match(role) for role in roles) and not LEADS.match(roles[-1])


def _another(duty: Source, role: str, node: Node | None, text: str, here: Sequence[Draft]) -> Draft:
    start = duty.place[0]
    if OFFICE_HEAD.match(role):
        return _draft(f"body-duty-{duty.key}", OFFICE_NAME, duty.span, "", node)
    since = max((d.place[1] for draft in here for d in draft.duties), default=node.own[0] if node else 0)
    told = [_name(m) for m in FOUNDED.finditer(text[since : duty.place[1]])]
    told = [name for name in told if not SEVERAL.match(name)]
    line = LIST_MARKS.sub("", text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : start])
    name = told[-1] if told else line if OWN_NAME.match(line) else "领导小组"
    return _draft(f"body-duty-{duty.key}", name, duty.span, "", node)


def _is_told_of(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """A body without members counts where the plan sets up its organisation, and once."""
    if draft.duties:
        return True
    if draft.kind == "office" or (draft.node and draft.key == f"body-{draft.node.source.key}"):
        return True
    again = any(other is not draft and other.duties and other.name.endswith(draft.name) for other in drafts)
    return not again and draft.node is not None and draft.node.role in ("organisation", "duties")


def _under_one_roof(drafts: Sequence[Draft]) -> None:
    """Offices and working groups belong to the leading group told of before them."""
    leading = [draft for draft in drafts if draft.kind == "leading-group"]
    for draft in drafts:
        if draft.kind == "leading-group" or not leading:
            continue
        before = [d for d in leading if (d.span or (0, 0)) <= (draft.span or (0, 0))]
        draft.parent = (before[-1] if before else leading[0]).key


def _body_row(draft: Draft, text: str) -> Row:
    node = draft.node
    is_item = node is not None and names_a_body(node) and draft.key == f"body-{node.source.key}"
    return Row(
        key=draft.key,
        entry=node.source.key if node and is_item else None,
        make=Make.BODY,
        may=(Make.BODY, Make.TASK, Make.NOTHING) if is_item else (Make.BODY, Make.NOTHING),
        title=draft.name,
        label=str(node.source.data.get("path", "")) if node and is_item else "",
        text=draft.text,
        quote=text[node.own[0] : node.own[1]].strip() if node and is_item else draft.text,
        span=draft.span,
        parent=draft.parent,
        extra={"kind": draft.kind, "stands_in": _stands_in(node, is_item)},
    )


def _stands_in(node: Node | None, is_item: bool) -> str | None:
    """The item whose words tell of the body."""
    if node is None:
        return None
    return node.parent.key if is_item and node.parent else None if is_item else node.key


def _member_rows(draft: Draft, text: str) -> list[Row]:
    return [
        Row(
            key=f"duty-{duty.key}",
            entry=duty.key,
            make=Make.MEMBER,
            may=(Make.MEMBER, Make.NOTHING),
            title=f"{duty.data.get('role', '')}：{'、'.join(duty.data.get('names', ()))}",
            quote=str(duty.data.get("quote", "")),
            span=duty.span,
            parent=draft.key,
            role=str(duty.data.get("role", "")),
            names=tuple(duty.data.get("names", ())),
            extra={"is_liaison": bool(LIAISON.search(str(duty.data.get("role", ""))))},
        )
        for duty in draft.duties
    ]
