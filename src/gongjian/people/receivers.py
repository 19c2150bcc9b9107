"""What people listens to."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from gongjian.people import sessions


def start_clock(sender: Any, *, request: HttpRequest, **kwargs: Any) -> None:
    """On signing in: the session's time begins."""
    sessions.begin(request.session, timezone.now())
