"""The working calendar: a year at a glance, loading one, correcting a day."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongjian.calendars import actions, queries, rules
from gongjian.calendars.forms import DayForm, LoadForm
from gongjian.calendars.models import Day, Year
from gongjian.calendars.reading import read
from gongjian.kernel.refusal import Refused
from gongjian.kernel.request import Request
from gongjian.kernel.web import go_to
from gongjian.people.roles import Capability


@require_safe
def year(request: Request) -> HttpResponse:
    if not request.reach.may_anywhere(Capability.VIEW):
        raise Http404
    today = timezone.localdate()
    asked = request.GET.get("year", "")
    shown = int(asked) if asked.isdecimal() and rules.FIRST <= int(asked) <= rules.LAST else today.year
    known = queries.calendar()
    context = {
        "year": shown,
        "years": queries.years(known, today),
        "months": queries.months(known, shown) if shown in known.years else [],
        "loaded": Year.objects.filter(year=shown).select_related("loaded_by").first(),
        "today": today,
        # 星期 before each of seven narrow columns says nothing.
        "weekdays": [str(name).removeprefix("星期") for name in WEEKDAYS_ABBR.values()],
        "why_not_manage": rules.why_not_manage(request.reach),
    }
    return render(request, "calendars/year.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def load(request: Request) -> HttpResponseBase:
    if not rules.may_manage(request.reach):
        raise Http404
    posted = request.method == "POST"
    form = LoadForm(request.POST if posted else None, request.FILES if posted else None)
    if form.is_valid():
        try:
            read_year, days = read(form.cleaned_data["file"])
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            source = form.cleaned_data["source"]
            loaded = actions.load(read_year, days, source=source, by=request.user, at=timezone.now())
            messages.success(request, _("The working calendar of %(year)s is loaded.") % {"year": loaded})
            return go_to(request, loaded)
    return render(request, "calendars/load.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def day(request: Request, day: str) -> HttpResponseBase:
    try:
        asked = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    if not rules.may_manage(request.reach) or not rules.FIRST <= asked.year <= rules.LAST:
        raise Http404
    special = queries.calendar().days.get(asked)
    initial = {
        "kind": special.kind.value if special else Day.Kind.PLAIN,
        "name": special.name if special else "",
    }
    form = DayForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        actions.correct(asked, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("%(day)s is corrected.") % {"day": asked.isoformat()})
        return go_to(request, Year(year=asked.year))
    context = {"form": form, "day": asked}
    return render(request, "calendars/day.html", context, status=422 if form.errors else 200)
