"""Handing out a list, and noting that it was."""

from django.db import models, transaction
from django.http import HttpResponse
from django.utils import timezone

from gongjian.campaigns.models import Campaign
from gongjian.history.actions import record_export
from gongjian.kernel.request import Request


def noted(
    request: Request, model: type[models.Model], file: HttpResponse, name: str, rows: int, campaign: Campaign
) -> HttpResponse:
    """`file`, after the history knows that this person took it out; the filters are those of the address."""
    asked = {key: value for key, value in request.GET.items() if key in ("state", "show", "street")}
    with transaction.atomic():
        record_export(
            model,
            name=name,
            rows=rows,
            by=request.user,
            at=timezone.now(),
            filters=asked,
            area_path=campaign.area_path,
        )
    return file
