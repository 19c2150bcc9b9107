"""Drawing up the proposal: each entry of a plan and what would be made of it."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from gongjian.campaigns.proposals import figures, goals
from gongjian.campaigns.proposals.batches import of_stages, of_tables
from gongjian.campaigns.proposals.figures import Where
from gongjian.campaigns.proposals.organisation import bodies, is_seat
from gongjian.campaigns.proposals.otherwise import instead
from gongjian.campaigns.proposals.pairings import pairings
from gongjian.campaigns.proposals.tables import rows as table_rows
from gongjian.campaigns.proposals.tree import Node, grow, innermost, top
from gongjian.campaigns.proposals.values import Make, Proposal, Row, Source
from gongjian.engines.plans.model import Span

ITEM_MAY = (Make.TASK, Make.ITEM, Make.NOTHING)
# `三、主要任务` only announces what follows; `三、创新载体,全力做好…` is something to do.
ANNOUNCES = re.compile(
    r"^(?:主要|基本|具体|重点|工作|创建|活动|目标|阶段|方法|建设|标准|职责|责任|任务|内容|措施|做法|计划|安排|分工|对策|举措|要求|步骤|体系|指标|及|和|与|、)+$"
)
# `(二)责任单位:甲、乙` names who answers for the whole, and nothing to do.
ONLY_NAMES = re.compile(r"(?:责任|牵头|配合|主办|承办|协办|成员)单位$|(?:责任|负责|联系|联络)人$")
# Letters before a role that name a place or a department; more is a sentence.
MOST_BEFORE = 20
BY_ROLE = {"tasks": Make.TASK, "duties": Make.TASK, "standards": Make.ITEM, "phases": Make.TASK}


def propose(title: str, text: str, sources: Iterable[Source]) -> Proposal:
    """What a campaign could be made of.

    title, text   of the plan; the spans of `sources` index into the text.
    sources       the entries that stand, in any order.
    returns       every entry but the reader's queries (`warning`) is in exactly one row; besides them come
                  bodies, pairings and batches that the words of the plan tell of.
    """
    kinds: dict[str, list[Source]] = {}
    for source in sorted(sources, key=lambda source: (source.place, source.key)):
        kinds.setdefault(source.kind, []).append(source)
    nodes = grow(kinds.get("item", []))
    duties = kinds.get("duty", [])
    body_rows = bodies(text, nodes, duties)
    stages = _stages(kinds.get("phase", []), nodes)
    phase_rows = [_phase_row(phase, stages.get(phase.key), text) for phase in kinds.get("phase", [])]
    keys = _keys(nodes, stages, body_rows)

    lines = [_in_item(row, nodes, keys) for row in table_rows(text)]
    paired, in_tables = pairings(text), of_tables(text, kinds.get("deadline", []))
    where = Where(nodes, keys, [*lines, *in_tables])
    told = [row.span for row in (*paired, *in_tables) if row.span]
    elsewhere = _told_elsewhere(nodes, told, kinds.get("target", []), text)
    rows: list[Row] = list(phase_rows)
    own = [node for node in nodes if keys[node.key] == node.key]
    items = [_item_row(node, _standing(node), text, keys, lines, elsewhere) for node in own]
    if not any(row.make in (Make.TASK, Make.ITEM) for row in (*items, *lines)):
        found = instead(own)
        items = [
            _item_row(node, found.get(node.key, _standing(node)), text, keys, lines, elsewhere)
            for node in own
        ]
    rows += items
    rows += lines
    rows += body_rows
    rows += paired
    rows += in_tables or of_stages(phase_rows, kinds.get("target", []))
    rows += [_duty_row(d, where) for d in duties if not is_seat(str(d.data.get("role", "")))]
    rows += _outside(text, title, nodes, lines)
    rows += figures.rows(kinds, where, rows, text)
    return Proposal(title, tuple(_told_once(rows)))


def _stages(phases: Sequence[Source], nodes: Sequence[Node]) -> dict[int, Node]:
    """Which item each phase stands for; two phases told of in one item stand for none."""
    found = {phase.key: innermost(nodes, phase.span) for phase in phases}
    taken = [node.key for node in found.values() if node]
    return {
        key: node
        for key, node in found.items()
        if node and node.parent is not None and taken.count(node.key) == 1
    }


def _keys(nodes: Sequence[Node], stages: dict[int, Node], body_rows: Sequence[Row]) -> dict[str, str]:
    """For each item the row that stands for it: its own, its phase's or its body's."""
    keys = {node.key: node.key for node in nodes}
    keys |= {node.key: f"phase-{phase}" for phase, node in stages.items()}
    keys |= {f"item-{row.entry}": row.key for row in body_rows if row.make == Make.BODY and row.entry}
    return keys


def _phase_row(phase: Source, node: Node | None, text: str) -> Row:
    return Row(
        key=f"phase-{phase.key}",
        entry=phase.key,
        make=Make.PHASE,
        may=(Make.PHASE, Make.TASK, Make.NOTHING),
        title=str(phase.data.get("name", "")),
        label=str(node.source.data.get("path", "")) if node else "",
        text=_words(text, node.own) if node else "",
        quote=_words(text, phase.span),
        span=node.span if node else phase.span,
        parent=node.parent.key if node and node.parent else None,
        starts=str(phase.data.get("start") or ""),
        ends=str(phase.data.get("end") or ""),
        extra={"item": node.source.key} if node else {},
    )


def _item_row(
    node: Node, make: Make, text: str, keys: dict[str, str], lines: Sequence[Row], elsewhere: Set[str]
) -> Row:
    """The row of an item that would become a `make`, a heading aside."""
    has_below = bool(node.children) or any(row.parent == node.key for row in lines)
    is_heading = (node.parent is None and has_below and _announces(node)) or (
        make == Make.TASK and node.key in elsewhere
    )
    return Row(
        key=node.key,
        entry=node.source.key,
        make=Make.NOTHING if is_heading else make,
        may=ITEM_MAY,
        title=node.head or _words(text, node.own)[:40],
        label=str(node.source.data.get("path", "")),
        text=_without(text, node.own, lines),
        quote=_words(text, node.span),
        span=node.source.span,
        level=node.level,
        parent=keys[node.parent.key] if node.parent else None,
        role=node.role,
        extra={"is_heading": is_heading},
    )


def _told_elsewhere(
    nodes: Sequence[Node], told: Sequence[Span], targets: Sequence[Source], text: str
) -> set[str]:
    """The keys of items in which nothing is to be done: duties, tables or targets tell all they say."""
    figures_at = [target.span[0] for target in targets if target.span]
    return {
        node.key
        for node in nodes
        if ONLY_NAMES.search(node.head)
        or _is_told_of(node, told)
        or (any(node.own[0] <= at < node.own[1] for at in figures_at) and _is_goal(node, text))
        or (node.children and goals.GOAL_HEAD.match(node.head))
    }


def _is_told_of(node: Node, told: Sequence[Span]) -> bool:
    """Whether the item only says who goes with which place or batch, in a table or sentence read as such."""
    inside = any(node.own[0] <= span[0] < node.own[1] for span in told)
    return inside and bool(re.search(r"挂点|包联|分批|批次|结对|联系点", node.head))


def _is_goal(node: Node, text: str) -> bool:
    """Whether the item only says what the area is to reach; nobody owes that alone."""
    return goals.stands_in_goals(node) or goals.is_only_goals(_own_words(node, text))


def _own_words(node: Node, text: str) -> str:
    """The item's words without its number, which ends where its head begins."""
    words = _words(text, node.own)
    return words[max(words.find(node.head), 0) :]


def _standing(node: Node) -> Make:
    """What an item of its part of the plan becomes. `创建内容和标准` asks for a state, not for a deed."""
    if node.role == "tasks" and "标准" in top(node).head:
        return Make.ITEM
    return BY_ROLE.get(node.role, Make.NOTHING)


def _in_item(row: Row, nodes: Sequence[Node], keys: dict[str, str]) -> Row:
    """A row of a table, under the item it stands in; with the score table of a plan goes its standard."""
    node = innermost(nodes, row.span)
    if node is None:
        return row
    make = Make.ITEM if row.make == Make.TASK and node.role == "standards" else row.make
    return replace(row, parent=keys[node.key], make=make, level=node.level + 1)


def _without(text: str, span: Span, lines: Sequence[Row]) -> str:
    """The words of `span` without the rows of tables, which stand for themselves."""
    inside = [row.span for row in lines if row.span and span[0] <= row.span[0] and row.span[1] <= span[1]]
    kept, at = [], span[0]
    for start, end in inside:
        kept.append(text[at:start])
        at = end
    return re.sub(r"\n\s*\n+", "\n", "".join([*kept, text[at : span[1]]])).strip()


def _announces(node: Node) -> bool:
    return node.role in ("standards", "phases") or bool(ANNOUNCES.match(node.head))


def _words(text: str, span: Span | None) -> str:
    return text[span[0] : span[1]].strip() if span else ""


def _duty_row(duty: Source, where: Where) -> Row:
    names = tuple(duty.data.get("names", ()))
    role = str(duty.data.get("role", ""))
    quote = str(duty.data.get("quote", ""))
    return Row(
        key=f"duty-{duty.key}",
        entry=duty.key,
        make=Make.DUTY,
        may=(Make.DUTY, Make.NOTHING),
        title=f"{_of_whom(quote, role, names)}{role}：{'、'.join(names)}",
        quote=quote,
        span=duty.span,
        parent=where.home(duty),
        role=role,
        names=names,
    )


def _of_whom(quote: str, role: str, names: Sequence[str]) -> str:
    """The words right before the role, which tell one such duty from the next.

    望江街道 of `望江街道责任人：徐丽华`; empty where a sentence, or the names themselves, stand before it.
    """
    before = quote.partition(role)[0].strip(" （）()") if role and role in quote else ""
    known = not re.search(r"[，。；：、\n]", before) and not any(name in before for name in names)
    return before if known and len(before) <= MOST_BEFORE else ""


def _outside(text: str, title: str, nodes: Sequence[Node], lines: Sequence[Row]) -> Iterator[Row]:
    """The paragraphs that no item holds: the preamble, a closing line, a plan without any numbering."""
    covered = [node.span for node in nodes if node.parent is None and node.source.span]
    covered += [row.span for row in lines if row.span]
    at = 0
    for line in text.splitlines(keepends=True):
        words, start = line.strip(), at + len(line) - len(line.lstrip())
        at += len(line)
        end = start + len(words)
        inside = any(span[0] < end and start < span[1] for span in covered)
        if words and words != title.strip() and not inside:
            yield Row(
                key=f"text-{start}",
                entry=None,
                make=Make.NOTHING,
                may=(Make.TASK, Make.NOTHING),
                title=words[:40],
                text=words,
                quote=words,
                span=(start, end),
                role="text",
            )


def _told_once(rows: Iterable[Row]) -> Iterable[Row]:
    """A row's parent must be in the proposal."""
    rows = list(rows)
    known = {row.key for row in rows}
    for row in rows:
        yield row if row.parent is None or row.parent in known else replace(row, parent=None)
