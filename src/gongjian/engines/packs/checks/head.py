"""A pack that ends before it begins."""

from gongjian.engines.packs.checks.walking import day
from gongjian.engines.packs.draft import Draft


def check(draft: Draft) -> None:
    pack = draft.tree("pack.yaml")
    valid = pack.get("valid") if isinstance(pack, dict) else None
    if not isinstance(valid, dict):
        return
    start, end = day(valid.get("from")), day(valid.get("to"))
    if start is not None and end is not None and end < start:
        draft.notes["pack.yaml"].value(("valid", "to"), "ends-before-it-begins", found=str(end), start=start)
