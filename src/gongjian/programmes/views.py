"""Reading programmes, standards and packs; installing packs that come with the program."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongjian.engines.packs.loading import SHIPPED
from gongjian.engines.packs.reading import sections
from gongjian.kernel.refusal import Refused
from gongjian.kernel.request import Request
from gongjian.kernel.web import go_to
from gongjian.programmes import definitions, queries, rules
from gongjian.programmes.actions import packs as actions
from gongjian.programmes.models import Pack


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


@require_safe
def packs(request: Request) -> HttpResponse:
    context = {
        "packs": queries.packs(),
        "offered": queries.not_installed(),
        "why_not_install": rules.why_not_install(request.reach),
    }
    return render(request, "programmes/packs.html", context)


@require_safe
def pack(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.packs(), pk=pk)
    said = definitions.of(found)
    language = _language()
    context = {"pack": found, "name": said.head.name.in_(language), "sections": sections(said, language)}
    return render(request, "programmes/pack.html", context)


def _offered(code: str) -> actions.Offered:
    if code not in {head.id for head in queries.not_installed()}:
        raise Http404
    return actions.offered(SHIPPED / code)


@require_safe
def shipped(request: Request, code: str) -> HttpResponse:
    said = _offered(code).pack
    context = {
        "head": said.head,
        "name": said.head.name.in_(_language()),
        "sections": sections(said, _language()),
        "why_not_install": rules.why_not_install(request.reach),
    }
    return render(request, "programmes/pack.html", context)


@require_POST
def install(request: Request, code: str) -> HttpResponseBase:
    if rules.why_not_install(request.reach):
        raise Http404
    try:
        installed: Pack = actions.install(_offered(code), by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return go_to(request, "programmes:packs")
    messages.success(request, _("%(pack)s is installed.") % {"pack": installed})
    return go_to(request, installed)


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh"
