"""numbering-jump, no-numbering: a number is missing or comes twice; or nothing in the plan is numbered."""

from collections.abc import Iterator

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.labels import Kind
from gongjian.engines.plans.model import Warning
from gongjian.engines.plans.outline import Node

_SHOWN = 40


def find(draft: Draft) -> Iterator[Warning]:
    if not draft.nodes:
        end = min(_SHOWN, len(draft.wording.text))
        yield Warning(
            "no-numbering",
            "全文没有编号条目。表格各行（如任务分解表）会成为任务，正文中的任务和阶段需人工补充。",
            (0, end),
        )
    before: dict[tuple[int, Kind], Node] = {}
    latest: dict[Kind, int] = {}
    for node in draft.nodes:
        key = id(node.parent), node.label.kind
        message = _message(node, before.get(key), latest.get(node.label.kind, 0))
        if message:
            yield Warning("numbering-jump", message, (node.start, node.label.end))
        before[key] = node
        latest[node.label.kind] = node.label.number


def _message(node: Node, before: Node | None, latest: int) -> str | None:
    name, number = node.label.name, node.label.number
    if before is None:
        # Numbering may run on under a new heading.
        starts_well = number in (1, latest + 1)
        return None if starts_well else f"“{name}”之前没有编号为1的条目，前面可能缺了内容。"
    last = before.label
    if number in (1, last.number + 1):
        return None
    if number == last.number:
        return f"编号“{name}”重复出现。"
    return f"“{last.name}”之后是“{name}”，编号不连续。"
