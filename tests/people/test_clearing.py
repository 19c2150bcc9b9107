"""What is known of sessions and sign-ins goes in time, and not before."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from factories.people import PASSWORD, PersonFactory
from gongjian.jobs import registry, schedule
from gongjian.jobs.actions import enqueue
from gongjian.jobs.models import Job, State, Timer
from gongjian.jobs.worker import drain

NIGHT = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)
KEPT = timedelta(days=200)

pytestmark = pytest.mark.django_db


def clear(kind: str) -> dict[str, int]:
    job = enqueue(kind, {}, by=None, at=NIGHT, title="清理")
    with time_machine.travel(NIGHT, tick=False):
        drain()
    job.refresh_from_db()
    assert job.state == State.DONE
    return job.result


def test_sessions_that_have_run_out_go_and_the_others_stay() -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=NIGHT - timedelta(seconds=1))
    Session.objects.create(session_key="new", session_data="", expire_date=NIGHT + timedelta(seconds=1))

    assert clear("people.forget-sessions") == {"deleted": 1}
    assert [session.session_key for session in Session.objects.all()] == ["new"]


def test_sign_ins_failures_and_locks_are_kept_as_long_as_the_setting_says() -> None:
    assert settings.SIGN_INS_KEPT_DAYS == 200
    for number, at in enumerate([NIGHT - KEPT - timedelta(seconds=1), NIGHT - KEPT, NIGHT]):
        common = {"username": f"mei{number}", "http_accept": "", "path_info": "/sign-in/", "user_agent": ""}
        with time_machine.travel(at, tick=False):
            AccessLog.objects.create(**common)
            AccessFailureLog.objects.create(**common)
            AccessAttempt.objects.create(**common, failures_since_start=1)

    assert clear("people.forget-sign-ins") == {"sign_ins": 1, "failures": 1, "locks": 1}
    for log in (AccessLog, AccessFailureLog, AccessAttempt):
        assert sorted(log.objects.values_list("username", flat=True)) == ["mei1", "mei2"]


def test_a_failed_sign_in_outlives_the_lock_and_the_sign_in_that_follows() -> None:
    PersonFactory(username="mei")
    client = Client()
    for password in ("wrong-1234", PASSWORD):
        client.post("/sign-in/", {"username": "mei", "password": password})

    assert AccessAttempt.objects.count() == 0
    assert [(row.username, row.locked_out) for row in AccessFailureLog.objects.all()] == [("mei", False)]


def test_both_come_every_night() -> None:
    kinds = ["people.forget-sessions", "people.forget-sign-ins"]
    assert [registry.kinds[kind].cron for kind in kinds] == ["10 3 * * *", "30 3 * * *"]
    schedule.fire(NIGHT - timedelta(days=1))

    schedule.fire(NIGHT)

    assert set(kinds) <= set(Job.objects.values_list("kind", flat=True))
    assert set(kinds) <= set(Timer.objects.filter(next_at__gt=NIGHT).values_list("name", flat=True))
