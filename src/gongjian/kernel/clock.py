"""Days are counted where the district is: Asia/Shanghai, whatever the server's own zone."""

from datetime import date, datetime

from django.utils import timezone


def day_of(at: datetime) -> date:
    """The local calendar day of an instant."""
    return timezone.localtime(at).date()
