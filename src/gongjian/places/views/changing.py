"""Making, naming and closing one area."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongjian.kernel import paths
from gongjian.kernel.refusal import Refused
from gongjian.kernel.request import Request
from gongjian.places import actions, codes, queries, rules
from gongjian.places.forms.areas import AmendForm, CloseForm, create_form
from gongjian.places.models import Area
from gongjian.places.queries.preview import consequences, records_at
from gongjian.places.queries.regrouping import closing
from gongjian.places.views.refusing import refused


def _doubt(request: Request, area: Area) -> None:
    """Say what is unusual about the code that was just saved."""
    above = area.parent
    for doubt in codes.doubts(
        area.kind, area.code, above.kind if above else None, above.code if above else ""
    ):
        messages.warning(request, doubt.messages[0])


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: Request, pk: int | None = None) -> HttpResponseBase:
    parent = get_object_or_404(queries.visible_to(request.reach), pk=pk) if pk is not None else None
    if refusal := rules.why_not_add(parent, reach=request.reach):
        return refused(request, refusal, parent)
    form = create_form(
        parent, request.POST if request.method == "POST" else None, kind=request.GET.get("kind", "")
    )
    if form.is_valid():
        try:
            made = actions.create(
                parent=parent, **form.cleaned_data, by=request.user, reach=request.reach, at=timezone.now()
            )
        except Refused as refusal_:
            form.add_error(None, str(refusal_.refusal))
        else:
            messages.success(request, _("%(area)s stands in the tree now.") % {"area": made.name})
            _doubt(request, made)
            if "again" in request.POST:
                url = redirect("places:create", parent.pk) if parent else redirect("places:create-top")
                url["Location"] += f"?kind={made.kind}"
                return url
            return redirect(made)
    context = {"form": form, "parent": parent, "chain": queries.above(parent) if parent else []}
    return render(request, "places/create.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: Request, pk: int) -> HttpResponseBase:
    area = get_object_or_404(queries.visible_to(request.reach).select_related("parent"), pk=pk)
    if refusal := rules.why_not_amend(area, reach=request.reach):
        return refused(request, refusal, area)
    form = AmendForm(request.POST if request.method == "POST" else None, area=area)
    if form.is_valid():
        try:
            amended = actions.amend(
                area, **form.cleaned_data, by=request.user, reach=request.reach, at=timezone.now()
            )
        except Refused as refusal_:
            form.add_error(None, str(refusal_.refusal))
        else:
            messages.success(request, _("Saved."))
            _doubt(request, amended)
            return redirect(amended)
    context = {"form": form, "area": area, "chain": queries.above(area)}
    return render(request, "places/amend.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: Request, pk: int) -> HttpResponseBase:
    area = get_object_or_404(queries.visible_to(request.reach).select_related("parent"), pk=pk)
    if refusal := rules.why_not_close(area, reach=request.reach, with_below=True):
        return refused(request, refusal, area)
    counts = queries.counts_below(area)
    form = CloseForm(
        request.POST if request.method == "POST" else None, below=sum(number for _kind, number in counts)
    )
    if form.is_valid():
        try:
            actions.close(area, **form.cleaned_data, by=request.user, reach=request.reach, at=timezone.now())
        except Refused as refusal_:
            form.add_error(None, str(refusal_.refusal))
        else:
            messages.success(request, _("%(area)s ended today.") % {"area": area.name})
            return redirect(area)
    context = {
        "form": form,
        "area": area,
        "chain": queries.above(area),
        "counts": counts,
        "records": records_at(area.path),
        "consequences": consequences(closing(area)),
        "is_top": area.path in request.reach.roots(rules.MANAGE) or not paths.parent(area.path),
    }
    return render(request, "places/close.html", context, status=422 if form.errors else 200)
