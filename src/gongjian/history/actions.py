"""Writing history: called by every action inside its own transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from gongjian.history.models import Entry


def record(
    verb: str,
    subject: models.Model,
    *,
    by: Any,
    at: datetime,
    area_path: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
) -> Entry:
    """Note that `by` did `verb` to `subject`; must run inside the action's transaction.

    verb     dotted and in the past: `campaign.started`.
    by       the person, or None when the system acted.
    before   the changed fields as they were; never a sealed value.
    after    the changed fields as they are now.
    raises   TransactionManagementError outside a transaction: an action whose history may be lost is a fault.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(f"{verb} was recorded outside a transaction")
    return Entry.objects.create(
        at=at,
        by=by,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_label=str(subject)[:200],
        area_path=area_path,
        before=before or {},
        after=after or {},
        note=note,
    )
