"""Every page that can be reached by links, as each role: it opens, and is looked over once, at a desk and on a
phone, light and dark."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Page

# What a link leads to that is no page.
NO_PAGE = re.compile(r"^/static/|/sign-out/")
NUMBER = re.compile(r"\d+|[0-9a-f]{8}-[0-9a-f-]{27}")
MOST = 150
DESK = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def looked_over() -> set[str]:
    """The kinds of page that an earlier role has been shown: they are made of the same template."""
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
        for href in links(page):
            if kind_of(href) not in seen and len(seen) < MOST:
                seen.add(kind_of(href))
                waiting.append((href, path))
        if kind_of(path) not in looked_over:
            looked_over.add(kind_of(path))
            faults += look_over(page, path, axe, at_phone)

    assert faults == [], f"{len(faults)} faults on {len(seen)} pages:\n" + "\n".join(faults)


def look_over(page: Page, path: str, axe: Callable[..., None], at_phone: Callable[[Page], None]) -> list[str]:
    faults = [told(axe, page, "light")]
    page.emulate_media(color_scheme="dark")
    page.goto(path)
    faults.append(told(axe, page, "dark"))
    page.emulate_media(color_scheme="light")
    faults.append(told(at_phone, page, "phone"))
    return [fault for fault in faults if fault]


def told(check: Callable[[Page], None], page: Page, look: str) -> str:
    try:
        check(page)
    except AssertionError as fault:
        return f"{look}: {fault}".split("\nassert")[0]
    return ""
