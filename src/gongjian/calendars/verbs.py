"""The words of what happens to the working calendar, for the history."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.history.words import Field

HISTORY_VERBS = {
    "calendar.loaded": _("loaded the working calendar"),
    "calendar.corrected": _("corrected the working calendar"),
}
HISTORY_FIELDS = {
    "calendars.year.holiday": Field(pgettext_lazy("calendar", "days off")),
    "calendars.year.workday": Field(pgettext_lazy("calendar", "make-up working days")),
}
