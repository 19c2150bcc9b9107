"""The day a page of a campaign is read as of: `?on=2026-03-01`, or now."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from gongjian.campaigns.models import Campaign
from gongjian.campaigns.rules import days as rules
from gongjian.kernel.request import Request


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for.

    day      None as now.
    first    the first day that can be asked for; `today` is the last, and is now.
    trouble  why the day that was asked for is not shown; empty when nothing is wrong.
    kept     the other words of the address, for the form that chooses a day.
    """

    day: date | None
    first: date
    today: date
    trouble: str = ""
    kept: tuple[tuple[str, str], ...] = ()


def asked(request: Request, campaign: Campaign) -> Asked:
    """The day that the address asks for. A wrong one is shown as now, with a sentence that says so."""
    first, today = rules.first_day(campaign), timezone.localdate()
    kept = tuple(
        (name, str(value)) for name, value in request.GET.items() if name not in ("on", "as", "page")
    )
    day, trouble = read(request.GET.get("on", ""), campaign, today)
    return Asked(day, first, today, trouble, kept)


def read(text: str, campaign: Campaign, today: date) -> tuple[date | None, str]:
    """The day in `text`, None for now; and what is wrong with it."""
    if not text.strip():
        return None, ""
    try:
        day = parse_date(text.strip())
    except ValueError:
        day = None
    if day is None:
        return None, _("This is no day. Write it like 2026-03-01.")
    if refusal := rules.why_not_as_of(campaign, day, today=today):
        return None, str(refusal.text)
    return (None if day == today else day), ""
