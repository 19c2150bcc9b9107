"""Drawing up the proposal: each entry of a plan and what would be made of it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gongjian.campaigns.proposals.batches import batches
from gongjian.campaigns.proposals.organisation import bodies, is_seat
from gongjian.campaigns.proposals.pairings import pairings
from gongjian.campaigns.proposals.tree import Node, grow, innermost
from gongjian.campaigns.proposals.values import Make, Proposal, Row, Source
from gongjian.engines.plans.model import Span

ITEM_MAY = (Make.TASK, Make.ITEM, Make.NOTHING)
# `三、主要任务` only announces what follows; `三、创新载体,全力做好…` is something to do.
ANNOUNCES = re.compile(
    r"^(?:主要|基本|具体|重点|工作|创建|活动|目标|阶段|方法|建设|标准|职责|任务|内容|措施|做法|计划|安排|分工|对策|举措|要求|步骤|体系|指标|及|和|与|、)+$"
)
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

    rows: list[Row] = list(phase_rows)
    rows += [_item_row(node, text, keys) for node in nodes if keys[node.key] == node.key]
    rows += body_rows
    rows += pairings(text)
    rows += batches([(row, row.text) for row in phase_rows], kinds.get("target", []))
    rows += [_duty_row(d, nodes, keys) for d in duties if not is_seat(str(d.data.get("role", "")))]
    rows += _outside(text, title, nodes)
    for kind in ("target", "cadence", "deadline", "reference"):
        rows += [_figure_row(source, nodes, keys) for source in kinds.get(kind, [])]
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


def _item_row(node: Node, text: str, keys: dict[str, str]) -> Row:
    make = BY_ROLE.get(node.role, Make.NOTHING)
    is_heading = node.parent is None and bool(node.children) and _announces(node)
    return Row(
        key=node.key,
        entry=node.source.key,
        make=Make.NOTHING if is_heading else make,
        may=ITEM_MAY,
        title=node.head or _words(text, node.own)[:40],
        label=str(node.source.data.get("path", "")),
        text=_words(text, node.own),
        quote=_words(text, node.span),
        span=node.source.span,
        level=node.level,
        parent=keys[node.parent.key] if node.parent else None,
        role=node.role,
        extra={"is_heading": is_heading},
    )


def _announces(node: Node) -> bool:
    return node.role in ("standards", "phases") or bool(ANNOUNCES.match(node.head))


def _words(text: str, span: Span | None) -> str:
    return text[span[0] : span[1]].strip() if span else ""


def _duty_row(duty: Source, nodes: Sequence[Node], keys: dict[str, str]) -> Row:
    names = tuple(duty.data.get("names", ()))
    role = str(duty.data.get("role", ""))
    return Row(
        key=f"duty-{duty.key}",
        entry=duty.key,
        make=Make.DUTY,
        may=(Make.DUTY, Make.NOTHING),
        title=f"{role}:{'、'.join(names)}",
        quote=str(duty.data.get("quote", "")),
        span=duty.span,
        parent=_home(duty, nodes, keys),
        role=role,
        names=names,
    )


def _outside(text: str, title: str, nodes: Sequence[Node]) -> Iterator[Row]:
    """The paragraphs that no item holds: the preamble, a closing line, a plan without any numbering."""
    covered = sorted(node.span for node in nodes if node.parent is None and node.source.span)
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


FIGURES = {
    "target": (Make.TARGET, "subject"),
    "cadence": (Make.CADENCE, "activity"),
    "deadline": (Make.DEADLINE, "quote"),
    "reference": (Make.NOTHING, "text"),
}


def _figure_row(source: Source, nodes: Sequence[Node], keys: dict[str, str]) -> Row:
    make, said = FIGURES[source.kind]
    quote = str(source.data.get("quote") or source.data.get("text") or "")
    may = (make, Make.NOTHING) if make != Make.NOTHING else (Make.NOTHING,)
    return Row(
        key=f"{source.kind}-{source.key}",
        entry=source.key,
        make=make,
        may=may,
        title=str(source.data.get(said) or quote).strip() or quote,
        quote=quote,
        span=source.span,
        parent=_home(source, nodes, keys),
        ends=str(source.data.get("date") or "") if source.kind == "deadline" else "",
        role=source.kind if source.kind == "reference" else "",
        extra=dict(source.data),
    )


def _home(source: Source, nodes: Sequence[Node], keys: dict[str, str]) -> str | None:
    node = innermost(nodes, source.span)
    return keys[node.key] if node else None


def _told_once(rows: Iterable[Row]) -> Iterable[Row]:
    """A row's parent must be in the proposal."""
    rows = list(rows)
    known = {row.key for row in rows}
    for row in rows:
        yield row if row.parent is None or row.parent in known else replace(row, parent=None)
