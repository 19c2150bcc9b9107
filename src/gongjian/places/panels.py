"""What an app above shows on the page of an area: who holds roles here, which campaigns run here.

An app puts `panels(area, reach)` into `<app>/on_area.py` and gives back a list of these. Each is a card of the page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Panel:
    """A card on the page of an area.

    template  shows the card, heading included (`<div class="card">…`), with `context` beside the page's own.
    order     smaller stands higher.
    """

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    order: int = 50
