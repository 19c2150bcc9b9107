"""Browser tests: whole journeys in Chromium, against real servers.

    def test_…(page_as, axe, at_phone):
        page = page_as("lin")            # signed in; a Playwright page on this module's own installation
        page.goto("/plans/")
        axe(page)                        # no serious violation, no missing icon
        at_phone(page)                   # 390 px wide, nothing sticks out

A test fails on any error in the browser's console, a violated content policy, a missing static file, and on
anything the servers log as an error. A screenshot of each open page is left in `var/browser/` when one fails.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from gongjian.demo.district import PASSWORD
from houses import ROOT, House, Running, new_house, template

__all__ = ["new_house", "template"]

PICTURES = ROOT / "var" / "browser"
AXE = next(path for path in (ROOT / ".tools" / "axe.min.js", Path(AXE_FILE_PATH)) if path.exists())
SERIOUS = ("serious", "critical")
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
HOW_TO_INSTALL = (
    "no Chromium found: `apt install chromium fonts-noto-cjk`, or name one with CHROMIUM=/path/to/it"
)
# A page that answers 404 or 422 on purpose is noted by the browser too.
EXPECTED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop stays behind for the tests after it


def chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, CHROMIUMS)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)
            if chromium() is None:
                item.add_marker(pytest.mark.skip(reason=HOW_TO_INSTALL))


# --- The servers ------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def running(new_house: Callable[[], House]) -> Iterator[Running]:
    """Servers on a fresh copy of the demo district, for one module."""
    servers = Running(new_house())
    yield servers
    if faults := servers.end():
        pytest.fail(f"the servers logged a fault:\n{faults[-8000:]}", pytrace=False)


# --- The browser ------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {
        "executable_path": chromium(),
        "args": [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-default-apps", "--disable-extensions",
            "--font-render-hinting=none",
        ],
    }  # fmt: skip


@pytest.fixture(scope="module")
def signed_in() -> dict[str, Any]:
    """Cookies by account name, so that each signs in once a module."""
    return {}


@pytest.fixture
def faults() -> Iterator[list[str]]:
    """What the browser complained of; must be empty at the end of the test."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def new_page(
    browser: Browser, running: Running, faults: list[str], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Pages in windows of their own; `new_page(storage_state=…)` takes what Playwright's contexts take."""
    contexts: list[BrowserContext] = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(
            base_url=running.address, locale="zh-CN", timezone_id="Asia/Shanghai",
            **{"viewport": {"width": 1280, "height": 800}} | options,
        )  # fmt: skip
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        watch(page, faults)
        return page

    yield open_page
    if getattr(request.node, "failed", False):
        PICTURES.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^\w-]+", "-", request.node.name)
        pages = [page for context in contexts for page in context.pages]
        for number, page in enumerate(pages, start=1):
            page.screenshot(path=PICTURES / f"{name}-{number}.png", full_page=True)
    for context in contexts:
        context.close()


def watch(page: Page, faults: list[str]) -> None:
    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not EXPECTED.match(message.text):
            faults.append(f"console: {message.text} ({page.url})")

    def on_response(response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and "/static/" in response.url):
            faults.append(f"{response.status}: {response.url}")

    page.on("console", on_console)
    page.on("response", on_response)
    page.on("pageerror", lambda error: faults.append(f"script: {error} ({page.url})"))


@pytest.fixture
def page_as(new_page: Callable[..., Page], signed_in: dict[str, Any]) -> Callable[..., Page]:
    """`page_as("lin")`: a page in which that account of the demo district is signed in."""

    def open_as(username: str, **options: Any) -> Page:
        if username in signed_in:
            return new_page(storage_state=signed_in[username], **options)
        page = new_page(**options)
        sign_in(page, username)
        signed_in[username] = page.context.storage_state()
        return page

    return open_as


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    """Through the form, as a person does."""
    page.goto("/sign-in/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit].btn-primary, form button[type=submit].btn-primary")
    page.wait_for_url(lambda url: "/sign-in/" not in url)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    report = yield
    if report.when == "call" and report.failed:
        item.failed = True  # type: ignore[attr-defined]
    return report


# --- Looking a page over ----------------------------------------------------------------------------------
@pytest.fixture
def axe() -> Callable[..., None]:
    """`axe(page)`: no serious or critical violation on it, and every icon is one the sprite has."""

    def look_over(page: Page, *, without: tuple[str, ...] = ()) -> None:
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("async () => (await axe.run({resultTypes: ['violations']})).violations")
        told = [
            f"{v['id']} ({v['impact']}): {v['help']}\n    "
            + "\n    ".join(" ".join(node["html"].split())[:160] for node in v["nodes"][:5])
            for v in found
            if v["impact"] in SERIOUS and v["id"] not in without
        ]
        assert told == [], f"{page.url}\n" + "\n".join(told)
        assert missing_icons(page) == []

    return look_over


def missing_icons(page: Page) -> list[str]:
    return page.evaluate(
        """async () => {
            const uses = [...document.querySelectorAll('svg use')].map(use => use.getAttribute('href'));
            const sprites = [...new Set(uses.map(href => href.split('#')[0]))].filter(Boolean);
            const texts = await Promise.all(sprites.map(async url => (await fetch(url)).text()));
            const have = new Set(texts.flatMap(text => [...text.matchAll(/id="([^"]+)"/g)].map(m => m[1])));
            return [...new Set(uses.map(href => href.split('#')[1]))].filter(name => !have.has(name)).sort();
        }"""
    )


@pytest.fixture
def at_phone() -> Callable[[Page], None]:
    """`at_phone(page)`: make it a phone's width and see that nothing sticks out at the right."""

    def narrow(page: Page) -> None:
        page.set_viewport_size({"width": 390, "height": 844})
        sticking_out = page.evaluate(
            """() => {
                const wide = document.documentElement.scrollWidth;
                if (wide <= window.innerWidth) return [];
                const out = [...document.body.querySelectorAll('*')]
                    .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)
                    .filter(e => !e.closest('.table-responsive'));
                return [`${wide} px wide`, ...out.slice(0, 5).map(e => e.outerHTML.slice(0, 120))];
            }"""
        )
        assert sticking_out == [], page.url

    return narrow
