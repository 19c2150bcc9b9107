"""Every page takes as many queries whatever the data: each is asked for with one row of everything and with five.

The counting is done once for all pages; the tests compare. A new address needs a line in `CASES`.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import cast as cast_module
import routes
from factories.everything import AT, Everything, everything, more
from gongjian.kernel.crypto import seal

MORE = 4
SHORTEST_ROW = 10  # characters; a number in the navigation that gains a digit is no row
# The mark has the database made; the tests themselves ask it nothing.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@dataclass(frozen=True, slots=True)
class Case:
    """A page as somebody asks for it.

    args      names of the things in its address, with blanks between.
    who       of the cast.
    query     the rest of the address, with `{community.pk}` or `{district.pk}` in it.
    grows     whether it shows a list that gets longer; then its answer has to.
    prepare   what has to stand in the session.
    """

    route: str
    args: str = ""
    who: str = "lin"
    query: str = ""
    grows: bool = True
    prepare: Callable[[Client, Everything], None] | None = None

    @property
    def name(self) -> str:
        return " ".join(filter(None, [self.route, self.query, "" if self.who == "lin" else f"as {self.who}"]))


def slips(client: Client, made: Everything) -> None:
    """First passwords of all who were issued an account."""
    session = client.session
    session["slips"] = seal(str([[person.pk, "春天"] for person in made.people]).replace("'", '"'))
    session.save()


def sign_out(client: Client, made: Everything) -> None:
    client.logout()


BASICS = (
    "new_programme=和谐社区&title=和谐社区&area={district.pk}"
    "&starts=2026-03-01&ends=2026-10-31&taking_part=all&again=on"
)


def still(route: str, args: str = "", **more: Any) -> Case:
    """A page without a list of its own."""
    return Case(route, args, grows=False, **more)


CASES = [
    still("ops:healthz"),
    still("staff:home"),
    Case("staff:today"),
    Case("staff:today", who="sun"),
    Case("staff:today", who="mei"),
    Case("staff:today", who="he"),
    Case("staff:search", query="q=社区"),
    Case("staff:search", query="q=社区", who="mei"),
    still("staff:components"),
    # --- areas
    Case("places:list", who="operator"),
    still("places:create-top", who="operator"),
    Case("places:find", query="q=社区"),
    Case("places:pick", query="area={community.pk}"),
    Case("places:tops-branch", who="operator"),
    Case("places:changes"),
    Case("places:change", "change"),
    Case("places:import"),
    still("places:import-template"),
    Case("places:import-draft", "draft"),
    Case("places:area", "community"),
    Case("places:area", "subdistrict"),
    Case("places:area", "district", query="show=community"),
    Case("places:area", "district", query="show=ended"),
    Case("places:area", "district", query="show=community&as=xlsx"),
    Case("places:area", "community", who="mei"),
    Case("places:branch", "district"),
    still("places:create", "district"),
    still("places:amend", "community"),
    Case("places:close", "subdistrict"),
    Case("places:move", "community"),
    Case("places:merge", "community"),
    Case("places:split", "community"),
    # --- jobs, files, inbox, programmes
    Case("jobs:list"),
    Case("jobs:list", who="operator"),
    still("jobs:progress", "job"),
    still("files:view", "file"),
    still("files:download", "file"),
    still("files:thumbnail", "file"),
    Case("inbox:list"),
    still("inbox:open", "message_of_lin"),
    Case("programmes:list"),
    Case("programmes:programme", "programme"),
    Case("programmes:standard", "standard"),
    Case("programmes:packs", who="operator"),
    still("programmes:pack", "pack"),
    still("programmes:shipped", "shipped"),
    Case("calendars:year"),
    still("calendars:load"),
    still("calendars:day", "day"),
    # --- plans
    Case("plans:list"),
    Case("plans:list", query="as=xlsx"),
    Case("plans:upload"),
    Case("plans:document", "document"),
    Case("plans:rereading", "document"),
    Case("plans:review", "plan"),
    Case("plans:review", "plan", who="mei"),
    still("plans:entry", "duty"),
    still("plans:edit", "duty"),
    still("plans:split", "duty"),
    still("plans:add", "plan", query="start=20&end=30"),
    still("plans:add", "plan"),
    Case("plans:news", "plan", query="since=0"),
    # --- campaigns: starting and steering
    Case("campaigns:list"),
    Case("campaigns:list", query="as=xlsx"),
    Case("campaigns:new"),
    Case("campaigns:start", "plan_of_campaign"),
    Case("campaigns:start-rows", "plan_of_campaign", query=BASICS),
    Case("campaigns:campaign", "campaign"),
    Case("campaigns:campaign", "campaign", who="mei"),
    still("campaigns:edit", "campaign"),
    Case("campaigns:tasks", "campaign"),
    Case("campaigns:tasks", "campaign", who="mei"),
    Case("campaigns:add-task", "campaign"),
    Case("campaigns:edit-task", "task"),
    still("campaigns:cancel-task", "task"),
    still("campaigns:restore-task", "cancelled"),
    Case("campaigns:assign", "task"),
    still("campaigns:unassign", "assignment"),
    still("campaigns:use-leftover", "leftover"),
    still("campaigns:add-phase", "campaign"),
    still("campaigns:edit-phase", "phase"),
    still("campaigns:remove-phase", "phase"),
    Case("campaigns:units", "campaign"),
    Case("campaigns:assignments", "campaign"),
    Case("campaigns:assignments", "campaign", query="as=xlsx"),
    Case("campaigns:units", "campaign", query="view=matrix"),
    Case("campaigns:organisation", "campaign"),
    Case("campaigns:add-body", "campaign"),
    Case("campaigns:edit-body", "body"),
    still("campaigns:remove-body", "group"),
    Case("campaigns:add-seat", "body"),
    Case("campaigns:edit-seat", "seat"),
    Case("campaigns:succeed", "seat"),
    still("campaigns:end-seat", "seat"),
    Case("campaigns:pairings", "campaign"),
    Case("campaigns:add-pairing", "campaign"),
    Case("campaigns:edit-pairing", "pairing"),
    still("campaigns:visit", "pairing"),
    still("campaigns:solve", "problem"),
    Case("campaigns:batches", "campaign"),
    still("campaigns:add-batch", "campaign"),
    still("campaigns:edit-batch", "batch"),
    still("campaigns:remove-batch", "batch"),
    Case("campaigns:choose", "batch"),
    still("campaigns:reach", "member"),
    Case("campaigns:aims", "campaign"),
    Case("campaigns:add-target", "campaign"),
    Case("campaigns:edit-target", "target"),
    still("campaigns:remove-target", "target"),
    still("campaigns:tally", "target"),
    Case("campaigns:add-cadence", "campaign"),
    Case("campaigns:edit-cadence", "cadence"),
    still("campaigns:remove-cadence", "cadence"),
    Case("campaigns:from-plan", "campaign"),
    Case("campaigns:names", "campaign"),
    Case("campaigns:bind", "campaign", query="name=韩涛"),
    # --- campaigns: the work
    Case("campaigns:task", "task"),
    Case("campaigns:task", "task", query="as=xlsx"),
    Case("campaigns:assignment", "assignment"),
    Case("campaigns:assignment", "assignment", who="mei"),
    Case("campaigns:at-hand", "assignment", who="mei"),
    Case("campaigns:check-at-hand", "check", who="mei"),
    Case("campaigns:checks", "campaign", who="mei"),
    Case("campaigns:checks", "campaign", query="area={community.pk}"),
    Case("campaigns:check-item", "campaign checked", query="area={community.pk}", who="mei"),
    Case("campaigns:matrix", "campaign"),
    Case("campaigns:matrix", "campaign", query="as=xlsx"),
    still("reports:report", "report"),
    Case("reports:campaign", "campaign"),
    Case("reports:breakdown", "campaign"),
    # --- history
    Case("history:list", who="wu"),
    Case("history:list", who="wu", query="as=xlsx"),
    still("history:entry", "entry", who="wu"),
    # --- people
    still("people:sign-in", prepare=sign_out),
    still("people:session"),
    Case("people:account"),
    still("people:account-edit"),
    still("people:password"),
    Case("people:list"),
    Case("people:list", query="as=xlsx"),
    Case("people:issue"),
    still("people:import"),
    still("people:import-form"),
    Case("people:slips", prepare=slips),
    Case("people:areas", query="q=社区"),
    Case("people:person", "person"),
    still("people:person-edit", "person"),
    still("people:phone", "person"),
    still("people:reset-password", "person"),
    still("people:close", "person"),
    Case("people:grant", "person"),
    still("people:revoke", "grant"),
    Case("people:departments"),
    Case("people:department-add"),
    Case("people:department", "department"),
    still("people:department-edit", "department"),
]


# --- Counting ---------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Seen:
    """An answer: its status, its length, and the queries it took, without their values."""

    status: int
    length: int
    queries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Both:
    one: Seen
    many: Seen


@pytest.fixture(scope="module")
def counted(django_db_setup: None, django_db_blocker: Any) -> dict[str, Both]:
    """Every case, seen with one row of everything and with many. The database is left as it was."""
    with (
        TemporaryDirectory() as folder,
        override_settings(STORAGES=_storages(folder)),
        time_machine.travel(AT, tick=False),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        made = everything(cast_module.assemble())
        for case in CASES:  # what a process looks up once is looked up now
            ask(case, made)
        one = {case.name: ask(case, made) for case in CASES}
        more(made, MORE)
        both = {case.name: Both(one[case.name], ask(case, made)) for case in CASES}
        transaction.set_rollback(True)
    return both


def _storages(folder: str) -> dict[str, Any]:
    from django.conf import settings

    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": Path(folder)}}
    return settings.STORAGES | {"default": files}


def ask(case: Case, made: Everything) -> Seen:
    """Ask for the page; whatever that changes is taken back."""
    cache.clear()
    point = transaction.savepoint()
    try:
        client = Client()
        person = getattr(made, case.who)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        if case.prepare:
            case.prepare(client, made)
        args = [getattr(thing, "pk", thing) for thing in (getattr(made, name) for name in case.args.split())]
        query = quote(case.query.format(community=made.community, district=made.district), safe="=&")
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(f"{reverse(case.route, args=args)}?{query}")
            length = len(b"".join(answer)) if answer.streaming else len(answer.content)
        return Seen(answer.status_code, length, tuple(_bare(query["sql"]) for query in captured))
    finally:
        transaction.savepoint_rollback(point)


def _bare(sql: str) -> str:
    """The query without its values, so that two of a kind look the same."""
    return re.sub(r"'(?:[^']|'')*'|\b\d+\b|\([\s%s,?]*\)|\"?s\d+_x\d+\"?", "·", sql)[:400]


# --- The tests --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_page_takes_as_many_queries_whatever_the_data(counted: dict[str, Both], case: Case):
    seen = counted[case.name]

    further = Counter(seen.many.queries) - Counter(seen.one.queries)
    assert (seen.one.status, seen.many.status) in [(200, 200), (302, 302)]
    assert len(seen.many.queries) == len(seen.one.queries), f"more often with more rows: {further}"
    grown = seen.many.length - seen.one.length
    assert not case.grows or grown >= MORE * SHORTEST_ROW, "no list grew: the case proves nothing"


def test_every_address_has_a_case():
    assert sorted(set(routes.names()) - {case.route for case in CASES}) == []
