"""What a kind of fact says about its facts: attributes, value, subject. Kept on the kind's row as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Spec:
    """How facts of a kind look.

    attributes   name → the values it may have; an empty tuple lets any short text be one.
    required     names of attributes that must be given.
    value        whether a fact carries a number: "none", "optional" or "required".
    decimals     places behind the point that the number may have, 0 to 4.
    unit         what the number counts, as shown (人, 元, 平方米).
    subject      whether a fact names a subject: "none", "optional" or "required".
    nil          the code of the kind that says "looked, and found nothing"; empty if none.
    """

    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    value: str = "none"
    decimals: int = 0
    unit: str = ""
    subject: str = "none"
    nil: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "attributes": {name: list(values) for name, values in self.attributes.items()},
            "required": sorted(self.required),
            "value": self.value,
            "decimals": self.decimals,
            "unit": self.unit,
            "subject": self.subject,
            "nil": self.nil,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Spec":
        return cls(
            attributes={name: tuple(values) for name, values in kept.get("attributes", {}).items()},
            required=frozenset(kept.get("required", ())),
            value=kept.get("value", "none"),
            decimals=kept.get("decimals", 0),
            unit=kept.get("unit", ""),
            subject=kept.get("subject", "none"),
            nil=kept.get("nil", ""),
        )
