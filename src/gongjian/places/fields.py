"""A text column that is compared byte by byte, so that "begins with" is a range on every database."""

from typing import Any

from django.db import models
from django.db.models import Q

# Follows every character that a name can hold.
LAST = "\U0010ffff"


class ByteOrderField(models.CharField[str, str]):
    """A CharField whose index answers `begins_with`: PostgreSQL's linguistic collations would not."""

    def db_parameters(self, connection: Any) -> Any:
        parameters = super().db_parameters(connection)
        parameters["collation"] = "C" if connection.vendor == "postgresql" else None
        return parameters


def begins_with(text: str, field: str) -> Q:
    """Rows whose `field`, a ByteOrderField, begins with `text`. LIKE is not used: SQLite scans for it."""
    return Q(**{f"{field}__gte": text, f"{field}__lt": text + LAST})
