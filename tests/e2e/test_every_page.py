"""Every page there is opens, and is looked over once, at a desk and on a phone, light and dark.

First all that can be reached by links, as each role; then what no link leads to in the demo district, with data
made for it; then the pages of errors. An address of the URLconf that was not visited fails the last test.
"""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils import translation
from playwright.sync_api import Error, Page

import routes
from houses import ROOT, Running

# What a link leads to that is no page.
NO_PAGE = re.compile(r"^/static/|/sign-out/")
NUMBER = re.compile(r"\d+|[0-9a-f]{8}-[0-9a-f-]{27}")
MOST = 200
DESK = {"width": 1280, "height": 800}

NO_PAGES = {
    "ops:healthz": "answers machines",
    "people:session": "answers the script that warns of the end of a session",
    "staff:home": "leads on to today",
    "inbox:open": "leads on to what the message is about",
    "files:view": "the file itself",
    "files:download": "the file itself",
    "files:thumbnail": "a picture",
    "places:import-template": "a workbook",
    "people:import-form": "a workbook",
    "places:branch": "a part of the tree beside every area",
    "places:tops-branch": "a part of the tree beside every area",
    "places:pick": "the choices of the page that moves an area",
    "people:areas": "the choices of the page that gives a role",
    "campaigns:at-hand": "the choices of the page of an assignment",
    "campaigns:check-at-hand": "the choices of the page of an item",
    "jobs:progress": "the bar of the list of jobs",
    "plans:news": "what others changed on the review page",
}

# Rows for the pages that nothing in the demo district leads to.
MAKE = """
import json, sys
sys.path.insert(0, {tests!r})
from django.utils import timezone
from factories.campaigns import CampaignFactory, TaskFactory
from gongjian.campaigns.actions import organisation, pairings
from gongjian.campaigns.models import Campaign
from gongjian.people.models import Person
from gongjian.places.models import Area, Change, ImportDraft
from gongjian.plans.models import Plan, Rereading
from gongjian.reports.models import Report
from gongjian.engines.packs.loading import SHIPPED
from gongjian.engines.plans import model
from gongjian.programmes.actions import packs

now, today = timezone.now(), timezone.localdate()
lin, district = Person.objects.get(username="lin"), Area.objects.get(name="清河区")
community = Area.objects.get(name="幸福里社区")
campaign = Campaign.objects.filter(plan__isnull=False, state="running", area=district).first()
told = {{"by": lin, "at": now}}

body = organisation.add_body(campaign, name="宣传工作组", kind="working-group", **told)
pairing = pairings.add(campaign, name="林静", role="挂点领导", unit=None, area=community, starts=today, **told)
visit = pairings.visit(pairing, on=today, problems=["路灯不亮"], **told)
change = Change.objects.create(what="merge", on=today, by=lin, at=now, reason="清政发〔2026〕9号")
change.areas.add(community)
report = Report.objects.create(campaign=campaign, kind="state", format="xlsx", asked_by=lin, asked_at=now)
plan = campaign.plan
source = model.Source("x.txt", "0" * 64, "text/plain", "utf-8", model.Repairs())
reading = model.Reading(source, (model.Plan(plan.title, plan.text),))
Rereading.objects.create(document=plan.document, reading=reading.as_json(), reader_version="9.9.9", at=now)
empty = CampaignFactory(area=district, title="没有社区的创建活动", started_by=lin, taking_part="batches")
cancelled = TaskFactory(campaign=campaign, ordinal=900, is_cancelled=True)
outcome = {{
    "added": {{"community": 1}}, "sample": [[2, "community", "新村社区", "", "清河区"]],
    "changes": [[3, "community", "幸福里社区", {{"name": ["幸福里", "幸福里社区"]}}]],
}}
draft = ImportDraft.objects.create(
    base=district, by=lin, at=now, name="区域.xlsx", content=b"", sha256="0" * 64, state="ready", outcome=outcome)
mei = Person.objects.get(username="mei")
pack = packs.install(packs.offered(SHIPPED / "safe-and-civilised"), by=lin, at=now)
print(json.dumps({{
    "plan": plan.pk, "document": plan.document_id, "entry": plan.entries.filter(kind="target").first().pk,
    "district": district.pk, "programme": campaign.programme_id, "body": body.pk,
    "problem": visit.problems.get().pk, "change": change.pk, "report": report.pk, "empty": empty.pk,
    "cancelled": cancelled.pk, "draft": draft.pk, "mei": mei.pk, "grant": mei.grants.first().pk,
    "pack": pack.pk,
}}))
"""
BASICS = "programme={programme}&title=平安&area={district}&starts=2026-03-01&ends=2026-10-31&taking_part=all&again=on"
OTHERS: list[tuple[str, str]] = [
    ("", "/sign-in/"),
    ("admin", "/components/"),
    ("admin", "/areas/new/"),
    ("lin", "/areas/changes/{change}/"),
    ("lin", "/reports/{report}/"),
    ("lin", "/plans/documents/{document}/rereading/"),
    ("lin", "/campaigns/start/{plan}/rows/?" + BASICS),
    ("lin", "/campaigns/problems/{problem}/solve/"),
    ("lin", "/campaigns/bodies/{body}/remove/"),
    ("lin", "/campaigns/tasks/{cancelled}/restore/"),
    ("lin", "/campaigns/{empty}/checks/"),
    ("lin", "/areas/find/?q=社区"),
    ("lin", "/areas/import/{draft}/"),
    ("lin", "/plans/{plan}/add/?start=1&end=9"),
    ("lin", "/plans/entries/{entry}/edit/"),
    ("lin", "/people/{mei}/edit/"),
    ("lin", "/people/{mei}/phone/"),
    ("lin", "/people/{mei}/reset-password/"),
    ("lin", "/people/{mei}/close/"),
    ("lin", "/people/{mei}/grant/"),
    ("lin", "/people/grants/{grant}/revoke/"),
    ("lin", "/people/slips/"),
    ("lin", "/programmes/packs/{pack}/"),
]


@pytest.fixture(scope="module")
def looked_over() -> set[str]:
    """The kinds of page that an earlier role has been shown: they are made of the same template."""
    return set()


@pytest.fixture(scope="module")
def visited() -> set[str]:
    """The names of the addresses that were asked for."""
    return set()


def kind_of(path: str) -> str:
    """`/areas/7/` stands for all areas."""
    return NUMBER.sub("0", urlsplit(path).path)


def links(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        "a[href^='/']", "all => all.map(a => a.getAttribute('href'))"
    )
    return [href.partition("#")[0] for href in found if not NO_PAGE.search(href)]


@pytest.mark.parametrize("username", ["lin", "sun", "mei", "hemin", "gao", "xuyan", "wuyue", "admin"])
def test_every_page_opens_and_is_fit_for_everyone(
    page_as: Callable[..., Page],
    axe: Callable[..., None],
    at_phone: Callable[[Page], None],
    looked_over: set[str],
    visited: set[str],
    username: str,
):
    page = page_as(username)
    waiting, seen, faults = [("/today/", "")], {"/today/"}, list[str]()

    while waiting:
        path, found_on = waiting.pop(0)
        page.set_viewport_size(DESK)
        try:
            answer = page.goto(path)
        except Error as error:
            if "Download is starting" in str(error):
                continue
            raise
        if answer is None or answer.status != 200:
            faults.append(f"{path} answers {answer and answer.status}, and {found_on} has a link to it")
            continue
        visited.add(resolve(urlsplit(path).path).view_name)
        for href in links(page):
            if kind_of(href) not in seen and len(seen) < MOST:
                seen.add(kind_of(href))
                waiting.append((href, path))
        if kind_of(path) not in looked_over:
            looked_over.add(kind_of(path))
            faults += look_over(page, lambda path=path: page.goto(path), axe, at_phone)

    assert faults == [], f"{len(faults)} faults on {len(seen)} pages:\n" + "\n".join(faults)


@pytest.fixture(scope="module")
def made(running: Running) -> dict[str, int]:
    """The numbers of the rows that `MAKE` made."""
    code = MAKE.format(tests=str(ROOT / "tests"))
    printed = running.house.run("manage", "shell", "-v", "0", "-c", code)
    rows: dict[str, int] = json.loads(printed.strip().splitlines()[-1])
    return rows


def test_the_pages_that_no_link_leads_to(
    page_as: Callable[..., Page],
    new_page: Callable[..., Page],
    axe: Callable[..., None],
    at_phone: Callable[[Page], None],
    visited: set[str],
    made: dict[str, int],
):
    faults: list[str] = []
    pages = {"": new_page(), "lin": page_as("lin"), "admin": page_as("admin")}

    for username, address in OTHERS:
        page, path = pages[username], address.format(**made)
        page.set_viewport_size(DESK)
        answer = page.goto(path)
        if answer is None or answer.status != 200:
            faults.append(f"{path} answers {answer and answer.status}")
            continue
        visited.add(resolve(urlsplit(path).path).view_name)
        faults += look_over(page, lambda path=path, page=page: page.goto(path), axe, at_phone)

    assert faults == [], "\n".join(faults)


def test_every_address_was_visited(visited: set[str]):
    assert sorted(set(routes.names()) - visited - NO_PAGES.keys()) == []


# --- Errors -----------------------------------------------------------------------------------------------
def send_without_token(page: Page) -> None:
    """A form without what a page of ours gives it."""
    page.goto("/sign-in/")
    with page.expect_navigation():
        page.evaluate(
            """() => {
                const form = Object.assign(document.createElement('form'), {method: 'post', action: '/look/'});
                document.body.append(form);
                form.submit();
            }"""
        )


def guess_a_password(page: Page) -> None:
    for _ in range(6):
        page.goto("/sign-in/")
        page.fill("input[name=username]", "nobody-at-all")
        page.fill("input[name=password]", "猜一猜-七月")
        page.press("input[name=password]", "Enter")
        page.wait_for_load_state()
        if page.locator("input[name=password]").count() == 0:
            return


def drawn(template: str) -> Callable[[Page], None]:
    """The page of an error that is a fault of ours or noted as one, put where a page would be."""

    def show(page: Page) -> None:
        with translation.override("zh-hans"):
            html = render_to_string(template)
        page.route("**/drawn/", lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto("/drawn/")

    return show


ERRORS: dict[str, tuple[Callable[[Page], Any], str]] = {
    "400": (drawn("400.html"), "无法识别这次请求"),
    "403": (drawn("403.html"), "您无权查看此页"),
    "403 without a token": (send_without_token, "请刷新页面"),
    "404": (lambda page: page.goto("/not-there/"), "没有这个页面"),
    "429": (guess_a_password, "暂时不能登录"),
    "500": (drawn("500.html"), "系统出了问题"),
}


@pytest.mark.parametrize("error", ERRORS)
def test_a_page_of_an_error_is_fit_for_everyone(
    new_page: Callable[..., Page], axe: Callable[..., None], at_phone: Callable[[Page], None], error: str
):
    show, title = ERRORS[error]
    page = new_page()

    show(page)

    assert page.locator("h1").inner_text() == title
    assert look_over(page, lambda: show(page), axe, at_phone) == []


# --- Looking over -----------------------------------------------------------------------------------------
def look_over(
    page: Page, show: Callable[[], Any], axe: Callable[..., None], at_phone: Callable[[Page], None]
) -> list[str]:
    """The faults of the page that stands there, and that `show` brings up once more."""
    faults = [told(axe, page, "light")]
    page.emulate_media(color_scheme="dark")
    show()
    faults.append(told(axe, page, "dark"))
    page.emulate_media(color_scheme="light")
    faults.append(told(at_phone, page, "phone"))
    return [fault for fault in faults if fault]


def told(check: Callable[[Page], None], page: Page, look: str) -> str:
    try:
        check(page)
    except AssertionError as fault:
        return f"{look}: {fault}"
    return ""
