"""Choosing: the entry one sees is the one that is worked on; and a choice among many is one that one types in."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

PageAs = Callable[..., Page]


@pytest.fixture
def lin(page_as: PageAs) -> Page:
    return page_as("lin")


def test_choosing_a_kind_moves_the_choice_to_what_shows(lin: Page):
    lin.goto("/campaigns/1/plan/")
    lin.get_by_role("link", name="查看方案").click()
    expect(lin.locator("#desk.is-ready")).to_be_visible()
    lin.locator(".entry").first.click()

    lin.locator("[data-only=duty]").click()

    expect(lin.locator(".entry.is-chosen")).to_have_attribute("data-kind", "duty")
    expect(lin.locator("mark.is-chosen").first).to_be_in_viewport()

    lin.locator("#filter").fill("没有这样的条目")

    expect(lin.locator(".entry.is-chosen")).to_have_count(0)
    for verb in ("accept", "edit", "reject", "merge", "split"):
        expect(lin.locator(f"[data-do={verb}]").first).to_be_disabled()


def test_a_name_is_bound_by_typing_and_the_arrows(lin: Page, axe: Callable[..., None]):
    lin.goto("/campaigns/1/names/")
    field = lin.get_by_role("combobox").first
    select = lin.locator("select[data-search]").first

    field.fill("民政")
    expect(lin.get_by_role("option").first).to_be_visible()
    axe(lin)
    field.press("ArrowDown")
    field.press("ArrowUp")
    field.press("Enter")

    expect(field).to_have_value(re.compile("民政"))
    expect(select).to_have_value(re.compile(r"^department-\d+$"))

    field.fill("没有这样的名称")
    expect(lin.get_by_text("没有这样的名称。")).to_be_visible()
    field.press("Escape")
    expect(field).to_have_value(re.compile("民政"))

    field.fill("")
    field.press("Tab")
    expect(select).to_have_value("")
