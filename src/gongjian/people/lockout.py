"""Lockout after repeated failures to sign in.

django-axes keeps the failures and locks an account for an address. Here is what it leaves open: whose address
a request comes from behind a proxy, one address that tries many accounts, many addresses that try one account,
and the page that says what to do.
"""

from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any

from axes.helpers import get_client_username, get_cool_off
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db.models import Max, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

# Behind one address sits a whole community office; behind one account, one person with a few devices.
FAILURES_OF_AN_ADDRESS = 50
FAILURES_OF_AN_ACCOUNT = 25


def client_address(request: HttpRequest) -> str | None:
    """Where a request comes from; None when it cannot be told.

    Only behind our own proxy is its word taken: the last entry of X-Forwarded-For is the one it wrote itself,
    those before it are whatever the client claimed.
    """
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    for text in (forwarded if settings.BEHIND_HTTPS else "", request.META.get("REMOTE_ADDR", "")):
        try:
            return str(ip_address(text))
        except ValueError:
            continue
    return None


def cool_off() -> timedelta:
    """How long a lock holds after the last failure."""
    span: timedelta = get_cool_off()
    return span


def too_many(username: str, address: str | None, at: datetime) -> bool:
    """Whether this address, over all accounts, or this account, over all addresses, has failed too often."""
    recent = AccessAttempt.objects.filter(attempt_time__gte=at - cool_off())
    sums = recent.aggregate(
        address=Sum("failures_since_start", filter=Q(ip_address=address)),
        account=Sum("failures_since_start", filter=Q(username=username)),
    )
    by_address, by_account = sums["address"] or 0, sums["account"] or 0
    return by_address >= FAILURES_OF_AN_ADDRESS or by_account >= FAILURES_OF_AN_ACCOUNT


def try_again_at(username: str, address: str | None, at: datetime) -> datetime:
    """When the lock met at the instant `at` has run out."""
    recent = AccessAttempt.objects.filter(attempt_time__gte=at - cool_off())
    here = Q(username=username, ip_address=address)
    met = recent.aggregate(
        here=Sum("failures_since_start", filter=here),
        last_here=Max("attempt_time", filter=here),
        last=Max("attempt_time", filter=Q(username=username) | Q(ip_address=address)),
    )
    locked_here = (met["here"] or 0) >= settings.AXES_FAILURE_LIMIT
    last: datetime = (met["last_here"] if locked_here else met["last"]) or at
    return last + cool_off()


def answer(
    request: HttpRequest, original: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """The page of a locked account: 429, says when to try again and whom to ask."""
    now = timezone.now()
    again = try_again_at(get_client_username(request, credentials) or "", client_address(request), now)
    response = render(request, "people/locked.html", {"again": again}, status=429)
    response["Retry-After"] = str(max(1, int((again - now).total_seconds())))
    return response


def all_locked(at: datetime) -> set[str]:
    """The account names that are locked, for some address or for all, at the instant `at`. One query."""
    recent = AccessAttempt.objects.filter(attempt_time__gte=at - cool_off())
    failures = recent.values("username", "ip_address").annotate(sum=Sum("failures_since_start")).order_by()
    return {row["username"] for row in failures if row["sum"] >= settings.AXES_FAILURE_LIMIT}


def unlock(username: str) -> None:
    """Forget the failures of an account."""
    reset(username=username)
