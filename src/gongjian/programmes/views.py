"""Reading programmes and standards."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from gongjian.kernel.request import Request
from gongjian.programmes import queries


@require_safe
def programmes(request: Request) -> HttpResponse:
    return render(request, "programmes/list.html", {"programmes": queries.programmes(request.reach)})


@require_safe
def programme(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.programmes(request.reach), pk=pk)
    return render(request, "programmes/programme.html", {"programme": found})


@require_safe
def standard(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.standards(request.reach), pk=pk)
    return render(request, "programmes/standard.html", {"standard": found, "items": list(found.items.all())})
