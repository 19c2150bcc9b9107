"""What would come of a list: where each item stands, what is added, what changes, what is wrong."""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from gongjian.places.imports.findings import Finding
from gongjian.places.imports.items import Item
from gongjian.places.imports.known import Known
from gongjian.places.kinds import Kind

SHOWN = 200


@dataclass(slots=True, eq=False)
class Placed:
    """An item and where it stands.

    above     the item it stands under; None where that is an area of the tree, or the top.
    under     that area of the tree, where there is one already.
    known     the area it is, where it is there already.
    is_wrong  something about it, or about what it stands under, has to be corrected first.
    """

    item: Item
    above: "Placed | None" = None
    under: Known | None = None
    known: Known | None = None
    is_wrong: bool = False
    is_spine: bool = False
    depth: int = 0

    @property
    def kind(self) -> Kind:
        return self.item.kind

    def changes(self) -> dict[str, tuple[str, str]]:
        """The fields that differ from the tree, as they are and as the list has them; a blank changes nothing."""
        if self.known is None:
            return {}
        written = {
            "kind": self.item.kind.value,
            "name": self.item.name,
            "code": self.item.code,
            "settlement": self.item.settlement,
        }
        return {
            name: (getattr(self.known, name), value)
            for name, value in written.items()
            if value and value != getattr(self.known, name)
        }


@dataclass(slots=True)
class Outcome:
    """What would come of a list.

    added, changed  the areas, from the top down.
    unchanged       how many are there already just so.
    """

    sheet: str
    titles: dict[int, str]
    unread: tuple[str, ...]
    heading: int
    added: list[Placed] = field(default_factory=list)
    changed: list[Placed] = field(default_factory=list)
    unchanged: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not any(finding.fatal for finding in self.findings)

    def fingerprint(self) -> str:
        """A digest of everything that confirming would do, and to which areas."""
        numbers = {id(placed): index for index, placed in enumerate(self.added)}
        new = [
            [
                placed.kind.value,
                placed.item.name,
                placed.item.code,
                placed.item.settlement,
                numbers[id(placed.above)] if placed.above and placed.above.known is None else None,
                placed.under.pk if placed.under else None,
            ]
            for placed in self.added
        ]
        other = [[placed.known.pk, placed.changes()] for placed in self.changed if placed.known]
        return hashlib.sha256(json.dumps([new, other], ensure_ascii=False).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """The outcome as the draft keeps it for its page: every finding and change, the first of what is added."""
        by_kind: dict[str, int] = defaultdict(int)
        for placed in self.added:
            by_kind[placed.kind.value] += 1
        findings = sorted(self.findings, key=lambda finding: (finding.row, finding.column or 0))
        return {
            "sheet": self.sheet,
            "titles": {str(column): title for column, title in self.titles.items()},
            "heading": self.heading + 1,
            "unread": list(self.unread),
            "added": dict(by_kind),
            "unchanged": self.unchanged,
            "errors": [finding.as_json() for finding in findings if finding.fatal],
            "doubts": [finding.as_json() for finding in findings if not finding.fatal],
            "changes": [
                [placed.item.row, placed.known.kind, placed.known.name, placed.changes()]
                for placed in self.changed
                if placed.known
            ],
            "sample": [
                [placed.item.row, placed.kind.value, placed.item.name, placed.item.code, name_above(placed)]
                for placed in self.added[:SHOWN]
            ],
        }


def name_above(placed: Placed) -> str:
    if placed.above:
        return placed.above.item.name
    return placed.under.name if placed.under else ""
