"""Sentences for somebody else: kept as the message of the code and its values, and put into words for the reader.

    tell([mei], title=say("%(person)s left a remark on a task", person=by), …)

`scripts/catalogues.py` knows `say` and `say_many`, so what they are given stands in the catalogues.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import get_language, gettext, ngettext


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence in no language yet; `str()` gives it in that of the moment.

    params  plain values, or further `Words` and `Choice`.
    """

    id: str
    plural: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        pattern = ngettext(self.id, self.plural, self.params["n"]) if self.plural else gettext(self.id)
        return pattern % {name: _plain(value) for name, value in self.params.items()}

    @property
    def is_known(self) -> bool:
        """Whether the catalogue of the moment has the sentence: one of an earlier version may have gone."""
        if (get_language() or "").startswith("en"):
            return True
        one = ngettext(self.id, self.plural, 1) if self.plural else gettext(self.id)
        return one != self.id

    def as_json(self) -> dict[str, Any]:
        params = {
            name: value.as_json() if isinstance(value, Words | Choice) else value
            for name, value in self.params.items()
        }
        return {"id": self.id, "plural": self.plural, "params": params}


@dataclass(frozen=True, slots=True)
class Choice:
    """A code of a field with choices, shown by its label."""

    model: str
    field: str
    code: str

    def __str__(self) -> str:
        labels: dict[str, Any] = dict(apps.get_model(self.model)._meta.get_field(self.field).flatchoices)
        return str(labels.get(self.code, self.code))

    def as_json(self) -> dict[str, Any]:
        return {"choice": [self.model, self.field, self.code]}


def say(id: str, /, **params: Any) -> Words:
    """The sentence `id`, a literal of the code, with named values."""
    return Words(id, "", {name: _kept(value) for name, value in params.items()})


def say_many(id: str, plural: str, n: int, /, **params: Any) -> Words:
    """As `say`, for one and for many; `n` is a value of the sentence."""
    return Words(id, plural, {"n": n, **{name: _kept(value) for name, value in params.items()}})


def choice(row: models.Model, field: str) -> Choice:
    """What `row.get_<field>_display()` says, in the language of whoever reads it."""
    return Choice(row._meta.label_lower, field, str(getattr(row, field)))


def shown(kept: Mapping[str, Any] | None, otherwise: str) -> str:
    """What `as_json` gave, in the language of the moment; `otherwise` where this version cannot say it any more."""
    if not kept:
        return otherwise
    try:
        words = _read(kept)
        return str(words) if words.is_known else otherwise
    except (KeyError, LookupError, TypeError, ValueError):
        return otherwise


def _read(kept: Mapping[str, Any]) -> Words:
    params: dict[str, Any] = {}
    for name, value in kept["params"].items():
        if isinstance(value, dict):
            params[name] = Choice(*value["choice"]) if "choice" in value else _read(value)
        else:
            params[name] = value
    return Words(kept["id"], kept["plural"], params)


def _kept(value: Any) -> Any:
    return value if isinstance(value, int | Words | Choice) else str(value)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Words | Choice) else value
