"""What the history listens to."""

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from gongjian.history import rules
from gongjian.history.actions import record_export
from gongjian.kernel.request import Request


def note_export(
    sender: type[models.Model],
    *,
    request: Request,
    name: str,
    rows: int,
    filters: Mapping[str, Any],
    area_path: str | None,
    **kwargs: Any,
) -> None:
    """On the handing out of a list: who took it, which, how much of it."""
    with transaction.atomic():
        record_export(
            sender,
            name=name,
            rows=rows,
            by=request.user,
            at=timezone.now(),
            filters=filters,
            area_path=rules.seat(request.reach) if area_path is None else area_path,
        )
