"""The figures and dates of a plan: targets, cadences, deadlines, and the documents it refers to."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gongjian.campaigns.proposals import goals
from gongjian.campaigns.proposals.decisions import nearest
from gongjian.campaigns.proposals.tree import Node, innermost
from gongjian.campaigns.proposals.values import Make, Row, Source
from gongjian.engines.plans.model import Span

# What each becomes, what else it could be, and the field that names it.
KINDS: Mapping[str, tuple[Make, tuple[Make, ...], str]] = {
    "target": (Make.TARGET, (Make.TARGET, Make.NOTHING), "subject"),
    "cadence": (Make.CADENCE, (Make.CADENCE, Make.NOTHING), "activity"),
    "deadline": (Make.DEADLINE, (Make.DEADLINE, Make.TASK, Make.NOTHING), "quote"),
    "reference": (Make.NOTHING, (Make.NOTHING,), "text"),
}
# `到2026年底` says when; what is to be done by then stands in the rest of the sentence.
ONLY_WHEN = re.compile(r"^[于到在至]?[\dX年月日底前末上中下旬内半季度止—\-、]+$")


@dataclass(frozen=True, slots=True)
class Where:
    """Where an entry stands: in a row of a table, else in the innermost item."""

    nodes: Sequence[Node]
    keys: dict[str, str]
    lines: Sequence[Row]

    def home(self, source: Source) -> str | None:
        for row in self.lines:
            if row.span and source.span and row.span[0] <= source.span[0] < row.span[1]:
                return row.key
        node = innermost(self.nodes, source.span)
        return self.keys[node.key] if node else None

    def node(self, source: Source) -> Node | None:
        return innermost(self.nodes, source.span)


def rows(kinds: Mapping[str, Sequence[Source]], where: Where, others: Sequence[Row], text: str) -> list[Row]:
    """A row for each figure and date, but for the deadlines that only say when a goal is to be reached.

    others   the rows of the proposal that these may stand under.

    A deadline that stands in no task and no batch is itself something to do, unless it dates a goal of the
    whole area.
    """
    by_key = {row.key: row for row in others}
    deadlines, wanted = [], {}
    for source in kinds.get("deadline", []):
        row = _row(source, where)
        words = _deed(source, text)
        row = replace(row, title=_title(words, row.quote, text))
        if nearest(row, by_key, lambda above: above.make in (Make.TASK, Make.BATCH)) is None:
            if words and _is_goal(source, words, where, text):
                wanted[row.key] = words
            row = replace(row, make=Make.TASK)
        deadlines.append(row)
    targets = [_row(source, where) for source in kinds.get("target", [])]
    told = goals.dated(text, targets, deadlines, wanted)
    rest = [_row(source, where) for kind in ("cadence", "reference") for source in kinds.get(kind, [])]
    return [*told, *rest]


def _row(source: Source, where: Where) -> Row:
    make, may, said = KINDS[source.kind]
    quote = str(source.data.get("quote") or source.data.get("text") or "")
    return Row(
        key=f"{source.kind}-{source.key}",
        entry=source.key,
        make=make,
        may=may,
        title=str(source.data.get(said) or quote).strip(),
        quote=quote,
        span=source.span,
        parent=where.home(source),
        ends=str(source.data.get("date") or "") if source.kind == "deadline" else "",
        role=source.kind if source.kind == "reference" else "",
        extra=dict(source.data),
    )


def _deed(deadline: Source, text: str) -> Span | None:
    """Where what a deadline is for stands: in its quote, or where that is a bare date, in its sentence."""
    quote = str(deadline.data.get("quote") or "").strip()
    if not deadline.span or not ONLY_WHEN.match(quote):
        return deadline.span
    return goals.sentence_of(text, deadline.span)


def _title(words: Span | None, quote: str, text: str) -> str:
    said = text[words[0] : words[1]].strip()[:60] if words else ""
    return said or quote.strip()


def _is_goal(deadline: Source, words: Span, where: Where, text: str) -> bool:
    said = text[words[0] : words[1]]
    return goals.is_of_whole(said) or goals.stands_in_goals(where.node(deadline))
