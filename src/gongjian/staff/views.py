"""The shell's own pages: today, search, the page of components."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongjian.kernel.request import Request
from gongjian.staff import queries


@require_safe
def today(request: Request) -> HttpResponse:
    day = timezone.localdate()
    groups, further = queries.due_groups(request.user, request.reach, day)
    context = {
        "groups": groups,
        "further": further,
        "total": sum(len(group.items) for group in groups) + sum(item.more for item in further),
        "late": sum(len(group.items) for group in groups if group.code == "late"),
        "hour": timezone.localtime().hour,
    }
    return render(request, "staff/today.html", context)


@require_safe
def search(request: Request) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:100]
    found = queries.search(text, request.reach)
    context = {"search_text": text, "found": found, "total": sum(len(hits) for _kind, hits in found)}
    return render(request, "staff/search.html", context)


class SampleForm(forms.Form):
    """Every kind of field, for the page of components."""

    name = forms.CharField(
        label=gettext_lazy("Name"), help_text=gettext_lazy("As it stands on the document.")
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[("a", gettext_lazy("Community")), ("b", gettext_lazy("Village"))]
    )
    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    text = forms.CharField(
        label=gettext_lazy("Remark"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    sure = forms.BooleanField(label=gettext_lazy("I have checked this"), required=False)


@require_safe
def components(request: Request) -> HttpResponse:
    context: dict[str, Any] = {
        "form": SampleForm(),
        "wrong": SampleForm({"name": "", "kind": "c", "day": "2026-02-30"}),
        "states": [
            ("ok", _("Met")),
            ("warn", _("Due soon")),
            ("bad", _("Overdue")),
            ("info", _("In progress")),
            ("muted", _("Not due")),
        ],
        "colours": ["ink", "paper", "sheet", "line", "quiet", "press", "seal", "ok", "warn", "bad", "muted"],
        "days": [timezone.localdate() + timedelta(days=n) for n in (-3, 0, 2, 30)],
    }
    return render(request, "staff/components.html", context)
