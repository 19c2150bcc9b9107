"""What was read from a file, for people: a page of text for the terminal."""

import shutil
import unicodedata
from collections.abc import Iterable, Sequence

from gongjian.engines.plans.model import Item, Op, Per, Phase, Plan, Reading, Repairs, Role, Target, Warning

_ROLES: dict[Role, str] = {
    "background": "背景",
    "guiding": "指导思想",
    "goals": "目标",
    "principles": "原则",
    "scope": "范围",
    "organisation": "组织",
    "duties": "职责",
    "tasks": "任务",
    "standards": "标准",
    "phases": "步骤",
    "rating": "评选",
    "procedure": "程序",
    "incentives": "奖励",
    "safeguards": "保障",
    "other": "其他",
}
_OPS: dict[Op, str] = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "=", "between": ""}
_PERIODS: dict[Per, str] = {
    "day": "每日",
    "week": "每周",
    "half-month": "每半月",
    "month": "每月",
    "quarter": "每季度",
    "half-year": "每半年",
    "year": "每年",
}

# The outline goes so deep; what is below is counted.
_OUTLINE_DEPTH = 2

_GAP = "  "


def summary(reading: Reading, *, width: int | None = None) -> str:
    """The page, with lines of at most `width` columns (of the terminal, where none is given)."""
    columns = width or shutil.get_terminal_size((100, 24)).columns
    parts = [_source(reading)]
    for number, plan in enumerate(reading.plans, start=1):
        mark = f"【{number}/{len(reading.plans)}】" if len(reading.plans) > 1 else ""
        parts += [f"\n{mark}{plan.title}", *_sections(plan, columns)]
    return "\n".join(parts)


def _source(reading: Reading) -> str:
    source = reading.source
    kind = f"{source.media}, {source.encoding}" if source.encoding else source.media
    return f"{source.file}（{kind}）{_repairs(source.repairs)}"


def _repairs(repairs: Repairs) -> str:
    done = []
    if repairs.pinyin_notes:
        done.append(f"去掉注音 {repairs.pinyin_notes} 处")
    if repairs.mojibake_runs:
        done.append(f"复原错码 {repairs.mojibake_runs} 处")
    if repairs.traditional_to_simplified:
        done.append("繁体转为简体")
    return f"，已修复：{'、'.join(done)}" if done else ""


def _sections(plan: Plan, width: int) -> list[str]:
    sections = (
        ("需要核对", _warnings(plan.warnings)),
        ("提纲", _outline(plan.items)),
        ("阶段", _timeline(plan.phases)),
        ("指标", [(target.subject, _value(target), target.quote) for target in plan.targets]),
        (
            "频次",
            [(one.activity, _frequency(one.times, one.op, one.per), one.quote) for one in plan.cadences],
        ),
        ("期限", [(deadline.date, deadline.quote) for deadline in plan.deadlines]),
        ("责任", [(duty.role, "、".join(duty.names)) for duty in plan.duties]),
        ("依据", [(reference,) for reference in plan.references]),
    )
    lines = [_counts(plan)]
    for heading, rows in sections:
        if rows:
            lines += [
                "",
                f"{heading}（{len(rows)}）" if heading != "提纲" else heading,
                *aligned(rows, width),
            ]
    return lines


def _counts(plan: Plan) -> str:
    counts = (
        (len(plan.items), "个条目"),
        (len(plan.phases), "个阶段"),
        (len(plan.targets), "项指标"),
        (len(plan.cadences), "项频次"),
        (len(plan.deadlines), "项期限"),
        (len(plan.duties), "项责任"),
        (len(plan.references), "件依据"),
    )
    found = "，".join(f"{count} {unit}" for count, unit in counts if count)
    return found or "没有读出条目"


def _warnings(warnings: Sequence[Warning]) -> list[tuple[str, ...]]:
    return [("!", warning.message) for warning in warnings]


def _outline(items: Sequence[Item]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    deeper = 0
    for item in items:
        depth = item.path.count("/")
        if depth >= _OUTLINE_DEPTH:
            deeper += 1
            continue
        _note_deeper(rows, deeper)
        deeper = 0
        role = f" [{_ROLES[item.role]}]" if item.role else ""
        rows.append((f"{'  ' * depth}{item.path.rpartition('/')[2]} {item.head}{role}",))
    _note_deeper(rows, deeper)
    return rows


def _note_deeper(rows: list[tuple[str, ...]], deeper: int) -> None:
    if deeper and rows:
        rows[-1] = (f"{rows[-1][0]}（下有 {deeper} 条）",)


def _timeline(phases: Sequence[Phase]) -> list[tuple[str, ...]]:
    return [(phase.start or "?", "→", phase.end or "?", phase.name) for phase in phases]


def _value(target: Target) -> str:
    if isinstance(target.value, tuple | list):
        low, high = target.value
        return f"{_number(low)}–{_number(high)} {target.unit}"
    return f"{_OPS[target.op]} {_number(target.value)} {target.unit}"


def _frequency(times: float, op: Op, per: Per) -> str:
    return f"{_PERIODS[per]} {_OPS[op]} {_number(times)} 次"


def _number(value: float) -> str:
    return f"{value:g}" if abs(value) < 100_000 else f"{value:.0f}"


# Columns


def aligned(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Rows as lines with their columns under each other; what does not fit into `width` is cut with `…`."""
    if not rows:
        return []
    most = max(width // 3, 12)
    widths = [min(max(columns_of(row[place]) for row in rows), most) for place in range(len(rows[0]) - 1)]
    return [_line(row, widths, width) for row in rows]


def _line(row: Sequence[str], widths: Iterable[int], width: int) -> str:
    cells = [_padded(cut(_flat(cell), most), most) for cell, most in zip(row[:-1], widths, strict=True)]
    start = _GAP + "".join(cell + _GAP for cell in cells)
    return start + cut(_flat(row[-1]), max(width - columns_of(start), 12))


def _flat(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ")


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns_of(text))


def columns_of(text: str) -> int:
    """How many columns of a terminal `text` takes: two for a Chinese character."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, width: int) -> str:
    """`text` within `width` columns, its end replaced by `…` where it is longer."""
    if columns_of(text) <= width:
        return text
    kept, used = [], 1
    for character in text:
        used += _columns(character)
        if used > width:
            break
        kept.append(character)
    return "".join(kept) + "…"
