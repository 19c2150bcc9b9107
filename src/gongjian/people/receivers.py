"""What people listens to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from axes.helpers import get_failure_limit
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from gongjian.history.actions import record
from gongjian.people import queries, sessions
from gongjian.people.actions import inheritance
from gongjian.people.models import Person
from gongjian.places.signals import Ended


def start_clock(sender: Any, *, request: HttpRequest, **kwargs: Any) -> None:
    """On signing in: the session's time begins."""
    sessions.begin(request.session, timezone.now())


def note_lock(sender: Any, *, request: HttpRequest, username: str, **kwargs: Any) -> None:
    """On the failure that locks an account: auditors see it. Trying on while it is locked is no news."""
    failures = getattr(request, "axes_failures_since_start", None)
    if failures is None or failures < get_failure_limit(request, None):
        return
    person = Person.objects.filter(username=username).first()
    if person is None:
        return
    now = timezone.now()
    with transaction.atomic():
        record("person.locked", person, by=None, at=now, area_path=queries.seat(person, now))


def inherit(sender: Any, *, ended: Sequence[Ended], by: Person, at: datetime, **kwargs: Any) -> None:
    """On a reorganisation of areas, inside its transaction: roles and departments go to the heirs."""
    for one in ended:
        inheritance.inherit(one, by=by, at=at)
