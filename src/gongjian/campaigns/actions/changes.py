"""What of a row changes: for history, with before and after."""

from collections.abc import Mapping
from typing import Any

from django.db import models


def told(value: Any) -> Any:
    """A value as the history tells it: a record by its words."""
    return str(value) if isinstance(value, models.Model) else value


def apply(row: models.Model, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set the fields on `row` without saving it.

    returns  before and after of those that changed; both empty when nothing did. A field that was given by
             its number (`person_id`) is told by the words of its record.
    """
    before, after = {}, {}
    for name, value in values.items():
        if getattr(row, name) == value:
            continue
        said = name.removesuffix("_id")
        before[said] = told(getattr(row, said))
        setattr(row, name, value)
        after[said] = told(getattr(row, said))
    return before, after
