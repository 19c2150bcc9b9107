"""What the history's verbs of reports say to people."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.history.words import Field
from gongjian.reports.models import Report

HISTORY_VERBS = {"report.made": pgettext_lazy("history", "took out a report of")}
HISTORY_FIELDS = {
    "report": Field(_("report"), Report.Kind.choices),
    "campaigns.campaign.on": Field(_("as of")),
    "format": Field(_("format"), Report.Format.choices),
}
