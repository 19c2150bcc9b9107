"""From a document's text to its plans.

`read_text` takes the whole text of one document, as a reader of the file format hands it over:

- one paragraph a line, in the order of the document; `\\n`, `\\r\\n` or `\\r` end a line;
- one table row a line, its cells joined by a TAB (`\\t`), line breaks inside a cell turned into a
  space, the cells of a merged block repeated in every row they reach. The rows of a table follow
  one another with no other line between them.

Nothing else is needed: task-breakdown tables (任务分解表) are recognised from these lines, so the
spans of what was read in them hold their words by construction.
"""

from dataclasses import replace

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.model import Item, Plan, Repairs
from gongjian.engines.plans.outline import outline
from gongjian.engines.plans.phases import stages
from gongjian.engines.plans.roles import roles
from gongjian.engines.plans.rules.cadences import cadences
from gongjian.engines.plans.rules.deadlines import deadlines
from gongjian.engines.plans.rules.duties import duties
from gongjian.engines.plans.rules.references import references
from gongjian.engines.plans.rules.targets import targets
from gongjian.engines.plans.splitting import Part, split
from gongjian.engines.plans.warnings import duplicates, warnings
from gongjian.engines.plans.wording import Wording
from gongjian.engines.text.repair import repair


def read_text(text: str) -> tuple[tuple[Plan, ...], Repairs]:
    """The plans a text holds, in its order, and how much damage was mended on the way.

    text     any string; it need not be a plan.
    returns  no plan exactly when the text is blank; otherwise at least one. Spans index into each plan's
             own `text`.
    raises   nothing.
    """
    if not text.strip():
        return (), Repairs()
    repaired = repair(text)
    whole = Wording(repaired.text)
    plans = [_read(whole, part) for part in split(whole)]
    for index, warning in duplicates.find(plans):
        plans[index] = replace(plans[index], warnings=(warning, *plans[index].warnings))
    return tuple(plans), Repairs(
        pinyin_notes=repaired.pinyin_notes,
        mojibake_runs=repaired.mojibake_runs,
        traditional_to_simplified=repaired.traditional_to_simplified,
    )


def _read(whole: Wording, part: Part) -> Plan:
    wording = Wording(whole.quote(part.span))
    draft = _drafted(part.title, wording)
    recurring = cadences(draft)
    return Plan(
        title=part.title,
        text=wording.text,
        items=_items(draft),
        phases=draft.phases,
        targets=targets(draft, recurring.counts),
        cadences=recurring.found,
        deadlines=deadlines(draft),
        duties=duties(draft),
        references=references(draft),
        warnings=warnings(draft),
    )


def _drafted(title: str, wording: Wording) -> Draft:
    nodes = outline(wording)
    draft = Draft(title, wording, nodes, roles(wording, nodes))
    found = list(stages(draft))
    return replace(
        draft,
        phases=tuple(stage.phase for stage in found),
        phase_dates=tuple(stage.dates for stage in found if stage.dates),
    )


def _items(draft: Draft) -> tuple[Item, ...]:
    return tuple(
        Item(node.path, node.head, draft.roles.get(node), draft.wording.trimmed(node.start, node.end))
        for node in draft.nodes
    )
