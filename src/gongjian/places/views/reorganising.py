"""Merging, splitting and moving: a form, a preview, a confirmation.

All three steps are one address. The form is sent once to be previewed and once more, with the fingerprint of that
preview, to be done; where the tree has changed in between, the new preview is shown instead.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongjian.kernel.refusal import Refusal, Refused
from gongjian.kernel.request import Request
from gongjian.places import actions, queries, rules
from gongjian.places.forms.reorganise import MergeForm, MoveForm, SplitForm
from gongjian.places.models import Area, Change
from gongjian.places.queries.preview import Preview, preview_of
from gongjian.places.queries.regrouping import merging, moving, splitting
from gongjian.places.regrouping import Regrouping
from gongjian.places.views.refusing import refused

CHOICES = 30


def _begin(request: Request, pk: int) -> tuple[Area, Refusal | None]:
    """The area, and why its place in the tree cannot be changed by this person."""
    area = get_object_or_404(queries.visible_to(request.reach).select_related("parent"), pk=pk)
    refusal = rules.why_not_place(area, reach=request.reach)
    return area, refusal or rules.why_not_close(area, reach=request.reach, with_below=True)


def _step(
    request: Request,
    area: Area,
    form: forms.Form,
    *,
    page: str,
    why_not: Callable[[], Refusal | None],
    regrouping: Callable[[], Regrouping],
    act: Callable[[str], Change],
    context: dict[str, Any],
) -> HttpResponseBase:
    """Show the form, show the preview, or do it; whichever the request asks for and the rules allow."""
    preview: Preview | None = None
    if form.is_valid() and "back" not in request.POST:
        if refusal := why_not():
            form.add_error(None, str(refusal))
        else:
            done, preview = _confirm(request, form, regrouping, act)
            if done is not None:
                messages.success(
                    request, _("Done. The tree is as you see it here; the change is noted below.")
                )
                return redirect(done)
    context |= {"area": area, "form": form, "preview": preview, "chain": queries.above(area)}
    is_wrong = bool(form.errors) and "back" not in request.POST
    return render(request, f"places/{page}.html", context, status=422 if is_wrong else 200)


def _confirm(
    request: Request, form: forms.Form, regrouping: Callable[[], Regrouping], act: Callable[[str], Change]
) -> tuple[Change | None, Preview | None]:
    fingerprint = request.POST.get("fingerprint", "")
    if fingerprint:
        try:
            return act(fingerprint), None
        except Refused as refusal:
            form.add_error(None, str(refusal.refusal))
            if refusal.refusal.code != "stale_preview":
                return None, None
    return None, preview_of(regrouping())


def _doer(request: Request) -> dict[str, Any]:
    return {"by": request.user, "reach": request.reach, "at": timezone.now()}


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Request, pk: int) -> HttpResponseBase:
    area, refusal = _begin(request, pk)
    if refusal:
        return refused(request, refusal, area)
    form = MoveForm(request.POST if request.method == "POST" else None, initial={"to": request.GET.get("to")})
    values = form.cleaned_data if form.is_valid() else {}
    text = request.GET.get("q", "")[:60]
    return _step(
        request,
        area,
        form,
        page="move",
        why_not=lambda: rules.why_not_move(area, values["to"], reach=request.reach),
        regrouping=lambda: moving(area, values["to"]),
        act=lambda seen: actions.move(area, **values, fingerprint=seen, **_doer(request)),
        context={"text": text, "choices": _choices(request, area, text)},
    )


def _choices(request: Request, area: Area, text: str) -> list[tuple[Area, list[str]]]:
    found = queries.places_for(area, request.reach, text, CHOICES)
    trails = queries.trails(found)
    return [(one, trails[one.pk]) for one in found]


@require_safe
def pick(request: Request) -> HttpResponse:
    """Where an area could be moved, while the words are typed."""
    pk = request.GET.get("area", "")
    area, refusal = _begin(request, int(pk) if pk.isdigit() else 0)
    choices = [] if refusal else _choices(request, area, request.GET.get("q", "")[:60])
    return render(request, "places/move.html#choices", {"choices": choices})


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: Request, pk: int) -> HttpResponseBase:
    area, refusal = _begin(request, pk)
    if refusal:
        return refused(request, refusal, area)
    sisters = list(queries.sisters_of(area))
    form = MergeForm(request.POST if request.method == "POST" else None, area=area, sisters=sisters)
    values = form.cleaned_data if form.is_valid() else {}
    areas = list(values.get("areas", []))
    return _step(
        request,
        area,
        form,
        page="merge",
        why_not=lambda: rules.why_not_merge(areas, values["into"], reach=request.reach),
        regrouping=lambda: merging(areas, values["into"], tell_apart=values["tell_apart"]),
        act=lambda seen: actions.merge(**values, fingerprint=seen, **_doer(request)),
        context={},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: Request, pk: int) -> HttpResponseBase:
    area, refusal = _begin(request, pk)
    if refusal:
        return refused(request, refusal, area)
    children = list(queries.current(queries.children_of(area)))
    if "more" in request.POST:
        typed = request.POST.copy()
        typed["parts"] = str(int(typed.get("parts", "")) + 1 if typed.get("parts", "").isdigit() else 3)
        form = SplitForm(area=area, children=children, typed=typed)
        context = {"area": area, "form": form, "preview": None, "chain": queries.above(area)}
        return render(request, "places/split.html", context)
    form = SplitForm(request.POST if request.method == "POST" else None, area=area, children=children)
    values = form.cleaned_data if form.is_valid() else {}
    return _step(
        request,
        area,
        form,
        page="split",
        why_not=lambda: rules.why_not_split(
            area, values["parts"], goes_on=values["heir"] is None, reach=request.reach
        ),
        regrouping=lambda: splitting(area, values["parts"], heir=values["heir"], goes=values["goes"]),
        act=lambda seen: actions.split(area, **values, fingerprint=seen, **_doer(request)),
        context={},
    )
