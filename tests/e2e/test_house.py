"""The house itself: it starts, lets people in, and keeps them apart."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.parametrize("username", ["lin", "mei"])
def test_one_of_the_district_signs_in_and_sees_the_day(
    page_as: Callable[..., Page], axe: Callable[..., None], username: str
):
    page = page_as(username)

    page.goto("/today/")

    expect(page.locator("h1")).to_be_visible()
    axe(page)


def test_the_sign_in_page_is_fit_for_everyone(
    new_page: Callable[..., Page], axe: Callable[..., None], at_phone: Callable[[Page], None]
):
    page = new_page()

    page.goto("/sign-in/")

    axe(page)
    at_phone(page)


def test_a_wrong_password_is_refused_with_a_sentence(new_page: Callable[..., Page], axe: Callable[..., None]):
    page = new_page()
    page.goto("/sign-in/")
    page.fill("input[name=username]", "lin")
    page.fill("input[name=password]", "not-the-one-2026")

    page.click("form button[type=submit].btn-primary")

    expect(page.locator("[role=alert], .alert, .errorlist, .invalid-feedback").first).to_be_visible()
    axe(page)


def test_signing_in_leads_to_the_page_that_was_asked_for(new_page: Callable[..., Page]):
    page = new_page()
    page.goto("/search/?q=x")
    page.wait_for_url("**/sign-in/**")

    page.fill("input[name=username]", "lin")
    page.fill("input[name=password]", "qinghe-2026")
    page.click("form button[type=submit].btn-primary")

    page.wait_for_url("**/search/?q=x")
