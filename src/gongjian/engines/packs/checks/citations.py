"""Citations of sources that are not listed, and sources that nothing cites."""

from gongjian.engines.packs.checks.walking import text_of, walk
from gongjian.engines.packs.draft import Draft
from gongjian.engines.packs.faults import Severity


def check(draft: Draft) -> None:
    if "pack.yaml" not in draft.notes:
        return
    sources = {text_of(entry, "id"): path for path, entry in draft.written("pack.yaml", "sources")}
    cited = set()
    for file in ("measures.yaml", "standard.yaml"):
        for path, value in walk(draft.tree(file)):
            if len(path) > 2 and path[-1] == "source" and path[-3] == "cites" and isinstance(value, str):
                cited.add(value)
                if value not in sources:
                    known = tuple(source for source in sources if source)
                    draft.notes[file].value(path, "unknown-source", found=value, expected=known)
    # A vocabulary cites nothing: it has no indicators.
    if "standard.yaml" not in draft.notes:
        return
    for source, path in sources.items():
        if source and source not in cited:
            draft.notes["pack.yaml"].value(
                (*path, "id"), "unused-source", found=source, severity=Severity.WARNING
            )
