"""What of a row changes: for history, with before and after."""

from collections.abc import Mapping
from typing import Any

from django.db import models


def told(value: Any) -> Any:
    """A value as the history tells it: a record by its words."""
    return str(value) if isinstance(value, models.Model) else value


def apply(row: models.Model, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set the fields on `row` without saving it.

    returns  before and after of those that changed; both empty when nothing did.
    """
    before, after = {}, {}
    for name, value in values.items():
        old = getattr(row, name)
        if old != value:
            before[name], after[name] = told(old), told(value)
            setattr(row, name, value)
    return before, after
