"""Saying why not, on a page of its own."""

from django.http import HttpResponse
from django.shortcuts import render

from gongjian.kernel.refusal import Refusal
from gongjian.kernel.request import Request
from gongjian.places.models import Area


def refused(request: Request, refusal: Refusal, area: Area | None) -> HttpResponse:
    """The page of a person who may look but not touch."""
    return render(request, "places/refused.html", {"refusal": refusal, "area": area}, status=403)
