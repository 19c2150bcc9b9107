"""Measures and kinds of fact that nothing looks at: work without use."""

from gongjian.engines.packs.checks.scored import rules
from gongjian.engines.packs.checks.sources import codes
from gongjian.engines.packs.checks.walking import text_of
from gongjian.engines.packs.draft import Draft
from gongjian.engines.packs.faults import Severity
from gongjian.engines.packs.files.measures import KINDS


def check(draft: Draft) -> None:
    # Without a standard it is a vocabulary, which others use.
    if "standard.yaml" not in draft.notes:
        return
    _check_measures(draft)
    _check_facts(draft)


def _check_measures(draft: Draft) -> None:
    used = {text_of(rule, "measure") for _path, _kind, rule in rules(draft)}
    measures = draft.written("measures.yaml", "measures")
    for _path, measure in measures:
        for kind in ("ratio", "share"):
            how = measure.get(kind)
            used |= {str(value) for value in how.values()} if isinstance(how, dict) else set()
    for path, measure in measures:
        name = measure.get("id")
        if isinstance(name, str) and name not in used:
            draft.notes["measures.yaml"].value(
                (*path, "id"), "unused-measure", found=name, severity=Severity.WARNING
            )


def _check_facts(draft: Draft) -> None:
    if "measures.yaml" in draft.unread:
        return
    used = {
        code
        for path, measure in draft.written("measures.yaml", "measures")
        for kind in KINDS
        for source in (measure[kind].values() if isinstance(measure.get(kind), dict) else ())
        for _path, code in codes(source, path)
    }
    facts = draft.written("facts.yaml", "facts")
    used |= {str(fact.get("nil")) for _path, fact in facts}
    for path, fact in facts:
        code = fact.get("code")
        if isinstance(code, str) and code not in used:
            draft.notes["facts.yaml"].value(
                (*path, "code"), "unused-fact", found=code, severity=Severity.WARNING
            )
