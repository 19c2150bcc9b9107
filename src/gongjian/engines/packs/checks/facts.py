"""Nil returns and reminders that point at what is not there."""

from gongjian.engines.measures.definitions import Cadence, Has, Quiet, Source
from gongjian.engines.packs.checks import known
from gongjian.engines.packs.checks.walking import text_of
from gongjian.engines.packs.draft import Draft
from gongjian.engines.packs.faults import Severity
from gongjian.engines.packs.model import PackMeasure


def check(draft: Draft) -> None:
    if "facts.yaml" in draft.notes:
        _check_nil(draft)
        _check_reminders(draft)
    _check_reminded(draft)


def _check_nil(draft: Draft) -> None:
    codes = known.facts(draft)
    notes = draft.notes["facts.yaml"]
    for path, fact in draft.written("facts.yaml", "facts"):
        nil = fact.get("nil")
        if not isinstance(nil, str):
            continue
        if nil == fact.get("code"):
            notes.value((*path, "nil"), "nil-of-itself", found=nil)
        elif nil not in codes and known.can_tell(draft, "facts.yaml"):
            notes.value((*path, "nil"), "unknown-fact", found=nil, expected=sorted(codes))


def _check_reminders(draft: Draft) -> None:
    codes, ids = known.facts(draft), known.measures(draft)
    made = measures_by_id(draft)
    notes = draft.notes["facts.yaml"]
    for path, reminder in draft.written("facts.yaml", "reminders"):
        fact, measure = reminder.get("fact"), reminder.get("measure")
        if isinstance(fact, str) and fact not in codes and known.can_tell(draft, "facts.yaml"):
            notes.value((*path, "fact"), "unknown-fact", found=fact, expected=sorted(codes))
        if not isinstance(measure, str):
            continue
        if measure not in ids:
            if known.can_tell(draft, "measures.yaml"):
                notes.value((*path, "measure"), "unknown-measure", found=measure, expected=sorted(ids))
        elif measure in made:
            looked_at = _looked_at(made[measure])
            if looked_at is None:
                notes.value((*path, "measure"), "not-a-cadence", found=measure)
            elif isinstance(fact, str) and fact in codes and fact not in looked_at:
                notes.value(
                    (*path, "fact"), "reminds-of-other", found=fact, measure=measure, expected=looked_at
                )


def _looked_at(measure: PackMeasure) -> tuple[str, ...] | None:
    """The kinds of fact that meet it; None if it never falls due."""
    how = measure.measure.how
    sources: list[Source] = []
    if isinstance(how, (Cadence, Has)):
        sources = [how.source]
    elif isinstance(how, Quiet):
        sources = [how.source, how.proof]
    return tuple(dict.fromkeys(kind for source in sources for kind in source.kinds)) or None


def _check_reminded(draft: Draft) -> None:
    """A cadence that nothing reminds of is found out when it is too late."""
    if "facts.yaml" in draft.unread:
        return
    reminded = {text_of(reminder, "measure") for _path, reminder in draft.written("facts.yaml", "reminders")}
    for entry in draft.measures:
        if isinstance(entry.made.measure.how, Cadence) and entry.made.id not in reminded:
            draft.notes["measures.yaml"].value(
                (*entry.path, "id"), "nothing-reminds", found=entry.made.id, severity=Severity.WARNING
            )


def measures_by_id(draft: Draft) -> dict[str, PackMeasure]:
    """All that could be made, its own and inherited."""
    inherited = {measure.id: measure for pack in draft.bases for measure in pack.measures}
    return inherited | {entry.made.id: entry.made for entry in draft.measures}
