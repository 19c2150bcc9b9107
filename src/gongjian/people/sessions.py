"""How long a session holds: shared desks are the rule, so it ends by itself."""

from datetime import datetime

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

BEGAN, SEEN = "began", "seen"
# Writing each request into the session would make every page view a write to the database.
GRAIN_SECONDS = 60


def begin(session: SessionBase, at: datetime) -> None:
    """Start the clock of a new session."""
    session[BEGAN] = session[SEEN] = int(at.timestamp())


def seconds_left(session: SessionBase, at: datetime) -> int:
    """Seconds until the session ends if it is left alone from `at` on; 0 or less when it has run out."""
    now = int(at.timestamp())
    idle = int(session.get(SEEN, now)) + int(settings.SESSION_IDLE_SECONDS) - now
    return min(idle, longest_left(session, at))


def longest_left(session: SessionBase, at: datetime) -> int:
    """Seconds until the session ends however much it is used."""
    now = int(at.timestamp())
    return int(session.get(BEGAN, now)) + int(settings.SESSION_LONGEST_SECONDS) - now


def has_run_out(session: SessionBase, at: datetime) -> bool:
    return seconds_left(session, at) <= 0


def note_use(session: SessionBase, at: datetime) -> None:
    """Count the idle time from `at` on, to the minute."""
    now = int(at.timestamp())
    session.setdefault(BEGAN, now)
    if now - session.get(SEEN, 0) >= GRAIN_SECONDS:
        session[SEEN] = now


def is_background(request: HttpRequest) -> bool:
    """Whether a page asked by itself, without anybody touching it: such a question keeps no session alive."""
    return request.headers.get("X-Background") == "1"


def had_one(request: HttpRequest) -> bool:
    """Whether the browser came with a session that no longer holds."""
    return bool(request.COOKIES.get(settings.SESSION_COOKIE_NAME))


def idle_minutes() -> int:
    return int(settings.SESSION_IDLE_SECONDS // 60)


def longest_hours() -> int:
    return int(settings.SESSION_LONGEST_SECONDS // 3600)
