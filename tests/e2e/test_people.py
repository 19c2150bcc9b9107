"""People: a new colleague gets an account, and a session does not end behind somebody's back."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

OWN_PASSWORD = "清河春暖花开2026"


def test_a_new_colleague_comes_in_by_a_slip_of_paper(
    page_as: Callable[..., Page], new_page: Callable[..., Page], axe: Callable[..., None]
):
    page = page_as("lin")
    page.goto("/people/issue/")
    expect(page.locator("select[name=department]")).to_be_hidden()
    page.fill("input[name=name]", "王建国")
    page.select_option("select[name=role]", "community-worker")
    page.fill("#area-text", "xfl")
    chosen = page.get_by_role("radio", name=re.compile("^幸福里社区"))
    chosen.check()
    page.fill("#area-text", "松林")  # looking for another area keeps what was chosen
    expect(page.get_by_text("松林村")).to_be_visible()
    expect(chosen).to_be_checked()
    axe(page)
    page.click("form .btn-primary")
    page.wait_for_url("**/people/slips/")
    username, password = page.locator(".slip-word").all_inner_texts()
    assert username == "wang.jianguo"
    page.reload()
    expect(page.locator(".slip")).to_have_count(0)

    phone = new_page(has_touch=True, is_mobile=True)
    phone.set_viewport_size({"width": 390, "height": 844})
    phone.goto("/departments/")
    phone.fill("input[name=username]", "Wang.JianGuo ")
    phone.fill("input[name=password]", password)
    phone.click("[data-password-toggle]")
    expect(phone.locator("input[name=password]")).to_have_attribute("type", "text")
    phone.click("form .btn-primary")
    phone.wait_for_url("**/account/password/?next=/departments/")
    axe(phone)
    phone.fill("input[name=old_password]", password)
    for name in ("new_password", "again"):
        phone.fill(f"input[name={name}]", OWN_PASSWORD)
    phone.click("form .btn-primary[type=submit]")
    phone.wait_for_url("**/departments/")


def test_a_telephone_number_is_opened_in_its_place_after_a_reason(page_as: Callable[..., Page]):
    page = page_as("lin")
    page.goto("/account/edit/")
    page.fill("input[name=phone]", "13800138000")
    page.click("form .btn-primary")
    expect(page.get_by_text("138******00")).to_be_visible()
    mine = page_as("admin")
    mine.goto("/people/?q=林静")
    mine.click("tbody a")
    address = mine.url

    mine.click("#phone a")
    mine.fill("#phone input[name=reason]", "约定开会时间")
    mine.click("#phone button[type=submit]")

    expect(mine.locator("#phone")).to_have_text(re.compile("13800138000"))
    assert mine.url == address
    expect(mine.locator(".timeline-plain")).not_to_contain_text("13800138000")


def test_a_session_that_runs_out_warns_and_can_be_kept(
    page_as: Callable[..., Page], axe: Callable[..., None]
):
    page = page_as("mei")
    page.clock.install()
    asked: list[str] = []
    left = {"left": 90, "longest": 20_000}

    def answer(route: Route) -> None:
        background = route.request.headers.get("x-background")
        asked.append("looks" if background else "stays")
        if not background:
            left["left"] = 1800
        route.fulfill(json=left)

    page.route("**/session/", answer)
    page.goto("/account/")
    dialog = page.locator("#session-end")
    expect(dialog).to_be_hidden()

    page.clock.fast_forward("05:01")
    expect(dialog).to_be_visible()
    axe(page)
    page.click("[data-stay]")

    expect(dialog).to_be_hidden()
    assert "stays" in asked


def test_typing_keeps_a_session_and_silence_ends_it(page_as: Callable[..., Page]):
    page = page_as("mei")
    page.clock.install()
    asked: list[str] = []
    left = {"left": 1700, "longest": 20_000}

    def answer(route: Route) -> None:
        asked.append("looks" if route.request.headers.get("x-background") else "stays")
        route.fulfill(json=left)

    page.route("**/session/", answer)
    page.goto("/account/edit/")
    page.keyboard.type("x")
    page.clock.fast_forward("05:01")
    page.wait_for_timeout(200)
    expect(page.locator("#session-end")).to_be_hidden()
    assert asked == ["looks", "stays"]

    left["left"] = 0
    with page.expect_request("**/sign-in/?next=%2Faccount%2Fedit%2F&ended=writing"):
        page.clock.fast_forward("05:01")


def test_what_a_page_asks_by_itself_does_not_keep_the_session(page_as: Callable[..., Page]):
    page = page_as("mei")
    page.clock.install()
    page.goto("/account/")

    def background() -> str | None:
        with page.expect_request("**/session/?news") as asked:
            page.evaluate("void htmx.ajax('GET', '/session/?news', {swap: 'none'})")
        return asked.value.headers.get("x-background")

    page.keyboard.press("Shift")
    assert background() is None
    page.clock.fast_forward("01:01")
    assert background() == "1"
    page.keyboard.press("Shift")
    assert background() is None
