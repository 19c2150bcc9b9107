"""Asking for a report, and making it."""

from datetime import date, datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjian.campaigns.models import Campaign
from gongjian.campaigns.queries import visible
from gongjian.files import actions as files
from gongjian.history.actions import record
from gongjian.jobs import actions as jobs
from gongjian.kernel.clock import day_of
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.people.models import Person
from gongjian.people.reach import reach_of
from gongjian.reports import rules, sheets, sheets_then
from gongjian.reports.models import Report

GONE = Refusal("gone", gettext_lazy("You do not see this campaign any more, so no report of it is made."))


@transaction.atomic
def ask(
    campaign: Campaign, *, kind: str, format: str, on: date | None = None, by: Person, at: datetime
) -> Report:
    """Ask for a report; it is made in the background, and `report.job` tells how far it is.

    Asking again while the same report is being made gives that one.

    on       the day the state is read as of; None as now.
    raises   Refused, also for a day that there is nothing to report of.
    """
    if refusal := rules.why_not_ask(campaign, reach=reach_of(by, on=day_of(at))):
        raise Refused(refusal)
    if refusal := rules.why_not_of_day(campaign, kind, on, today=day_of(at)):
        raise Refused(refusal)
    report = Report.objects.create(
        campaign=campaign, kind=kind, format=format, on=on, asked_by=by, asked_at=at
    )
    key = f"report:{by.pk}:{campaign.pk}:{kind}:{format}:{on or ''}"
    report.job = jobs.enqueue(
        "reports.make",
        {"report": report.pk},
        by=by,
        at=at,
        title=str(report),
        area_path=campaign.area_path,
        url=report.get_absolute_url(),
        key=key,
    )
    if report.job.arguments != {"report": report.pk}:
        report.delete()
        return Report.objects.get(pk=report.job.arguments["report"])
    report.save(update_fields=["job"])
    return report


MAKERS = {Report.Kind.BREAKDOWN: sheets.breakdown, Report.Kind.STATE: sheets.state}


def make(report: Report, *, tell: sheets.Tell, at: datetime) -> Report:
    """Write the report's file, as far as the reach of who asked for it goes now, and note it in the history.

    Doing it twice does no harm: the second file takes the place of the first.

    raises   Refused when the person does not see the campaign any more.
    """
    person, today = report.asked_by, day_of(at)
    reach = reach_of(person, on=today)
    campaign = visible.campaigns(reach).select_related("standard").filter(pk=report.campaign_id).first()
    if campaign is None:
        raise Refused(GONE)
    # Late: these libraries take 18 MB, and web workers, which load this file to ask for reports, make none.
    from gongjian.reports import excel, word

    title = f"{campaign.title}{report.get_kind_display()}"
    day = report.on or today
    maker = sheets_then.state if report.on else MAKERS[Report.Kind(report.kind)]
    made = maker(campaign, reach, day, tell)
    made = [sheet.without_empty() for sheet in made]
    subtitle = _("%(area)s, as of %(day)s") % {"area": campaign.area.name, "day": day.isoformat()}
    if report.on:
        subtitle = _("%(subtitle)s, with the areas of that day") % {"subtitle": subtitle}
    if report.format == Report.Format.XLSX:
        data = excel.workbook(title, made, subtitle)
    else:
        more = _("%(n)s rows more stand in the Excel file.")
        data = word.document(title, subtitle, made, more)
    with transaction.atomic():
        report.file = files.keep(
            ContentFile(data, name=f"{title[:80]}_{day.isoformat()}.{report.format}"),
            by=person,
            at=at,
            area_path=campaign.area_path,
        )
        report.save(update_fields=["file"])
        record(
            "report.made",
            campaign,
            by=person,
            at=at,
            area_path=campaign.area_path,
            after={
                "report": report.kind,
                "format": report.format,
                **({"on": report.on} if report.on else {}),
                "rows": sum(len(sheet.rows) for sheet in made),
            },
        )
    return report
