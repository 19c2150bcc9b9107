"""Giving roles and taking them back; finding the area for it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongjian.kernel.clock import day_of
from gongjian.kernel.refusal import Refused
from gongjian.kernel.request import Request
from gongjian.kernel.web import go_to
from gongjian.people import queries, rules
from gongjian.people.actions import grants as actions
from gongjian.people.forms.accounts import ReasonForm
from gongjian.people.forms.terms import TermsForm
from gongjian.people.models import Grant
from gongjian.people.views.onward import managers_only


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
def grant(request: Request, pk: int) -> HttpResponseBase:
    account = get_object_or_404(queries.manageable_by(request.reach), pk=pk)
    now = timezone.now()
    form = TermsForm(
        request.POST if request.method == "POST" else None, reach=request.reach, today=day_of(now)
    )
    if form.is_valid():
        try:
            given = actions.grant(account, form.cleaned_data["terms"], by=request.user, at=now)
        except Refused as refused:
            form.refuse(refused.refusal)
        else:
            messages.success(
                request,
                _("%(name)s: %(role)s, %(area)s.")
                % {"name": account, "role": given.get_role_display(), "area": given.area},
            )
            return go_to(request, account)
    context = {
        "account": account,
        "form": form,
        "nodes": queries.picker(request.reach, form.area_choices),
        "why_not": rules.why_not_give_any(account, reach=request.reach),
    }
    return render(request, "people/grant.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
def revoke(request: Request, pk: int) -> HttpResponseBase:
    given = get_object_or_404(
        Grant.objects.filter(queries.grants_administered(request.reach)).select_related("person", "area"),
        pk=pk,
    )
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.revoke(given, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused.refusal))
        else:
            messages.success(request, _("The role is taken back, from this moment on."))
            return go_to(request, given.person)
    names = {"name": given.person, "role": given.get_role_display(), "area": given.area}
    context = {
        "account": given.person,
        "form": form,
        "title": _("Take the role back"),
        "says": _("%(name)s will no longer be %(role)s for %(area)s, from this moment on.") % names,
        "button": _("Take the role back"),
        "danger": True,
    }
    return render(request, "people/act.html", context, status=422 if form.errors else 200)


@require_safe
@managers_only
def areas(request: Request) -> HttpResponse:
    """A part of the area picker: what `area_text` can mean, or what lies directly below `under`."""
    under, pressed = request.GET.get("under", ""), request.GET.get("area", "")
    chosen = int(pressed) if pressed.isdigit() else None
    if under.isdigit():
        nodes = queries.picker_below(request.reach, int(under))
    else:
        text = request.GET.get("area_text", "")[:60].strip()
        nodes = queries.picker_found(request.reach, text) if text else queries.picker(request.reach)
        # What was chosen stays in sight, and chosen, while one looks for another.
        if chosen is not None and all(node.area.pk != chosen for node in nodes):
            nodes = [*queries.picker_of(request.reach, chosen), *nodes]
    return render(request, "people/parts/area_choices.html", {"nodes": nodes, "chosen": chosen})
