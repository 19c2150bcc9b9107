"""The area tree in the browser: walking it, importing a list, merging two communities."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from factories.area_lists import xlsx

HEADINGS = ("社区名称", "所属街道", "社区代码")


def file(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_the_tree_is_walked_with_the_keyboard(page_as: Callable[..., Page]):
    page = page_as("lin")
    page.goto("/areas/")
    expect(page.locator("h1")).to_contain_text("清河区")
    page.locator(".tree-link[aria-current]").focus()

    page.keyboard.press("ArrowDown")
    expect(page.locator(".tree-link:focus")).to_have_text("望江街道")
    page.keyboard.press("ArrowRight")  # opens it
    expect(page.locator(".tree-link", has_text="幸福里社区")).to_be_visible()
    page.keyboard.press("ArrowRight")  # goes in
    expect(page.locator(".tree-link:focus")).to_have_text("幸福里社区")
    page.keyboard.press("ArrowLeft")  # and out
    expect(page.locator(".tree-link:focus")).to_have_text("望江街道")
    page.keyboard.press("ArrowLeft")  # closes it
    expect(page.locator(".tree-link", has_text="幸福里社区")).to_be_hidden()
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_contain_text("望江街道")


def test_an_area_is_found_by_the_first_letters_in_pinyin(page_as: Callable[..., Page]):
    page = page_as("lin")
    page.goto("/areas/")

    page.locator("#area-q").press_sequentially("bhsq")
    page.locator(".area-found .found-link", has_text="滨河社区").click()

    expect(page.locator("h1")).to_contain_text("滨河社区")


def test_a_list_is_corrected_and_imported(
    page_as: Callable[..., Page], axe: Callable[..., None], at_phone: Callable[[Page], None]
):
    page = page_as("lin")
    page.goto("/areas/import/")
    wrong = xlsx(HEADINGS, ("临江社区", "望江街道", ""), ("桥南社区", "望江街", "3701"))
    page.set_input_files("input[type=file]", files=[file("名录.xlsx", wrong)])
    page.get_by_role("button", name="上传并核对").click()

    errors = page.locator("#findings tbody tr")
    expect(errors).to_have_count(2)
    expect(errors.first).to_contain_text("望江街")
    expect(page.get_by_role("button", name="确认导入")).to_have_count(0)
    axe(page)
    at_phone(page)

    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("link", name="上传更正后的名录").click()
    right = xlsx(HEADINGS, ("临江社区", "望江街道", ""), ("桥南社区", "望江街道", ""))
    page.set_input_files("input[type=file]", files=[file("名录.xlsx", right)])
    page.get_by_role("button", name="上传并核对").click()
    axe(page)
    page.get_by_role("button", name="确认导入").click()
    page.goto("/areas/find/?q=桥南")

    expect(page.locator(".found-link", has_text="桥南社区")).to_be_visible()


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_long_list_is_imported_in_the_background(page_as: Callable[..., Page], size: str):
    page = page_as("lin", is_mobile=True, has_touch=True) if size == "phone" else page_as("lin")
    page.goto("/areas/import/")
    rows = [(f"{size}{number}号网格", "东风社区") for number in range(9_000)]
    page.set_input_files("input[type=file]", files=[file("网格.xlsx", xlsx(("网格名称", "所属社区"), *rows))])
    page.get_by_role("button", name="上传并核对").click()

    page.get_by_role("button", name="确认导入").click(timeout=60_000)  # the page shows the preview by itself

    expect(page.locator(".notice-success")).to_be_visible(timeout=90_000)


def test_two_communities_become_one(page_as: Callable[..., Page], axe: Callable[..., None]):
    page = page_as("lin")
    page.goto("/areas/find/?q=幸福里社区")
    page.locator(".found-link", has_text="幸福里社区").first.click()
    page.get_by_role("button", name="变更").click()
    page.get_by_role("link", name="合并").click()
    page.get_by_label(re.compile("^滨河社区 社区")).check()
    page.get_by_label("合并为").select_option("new")
    page.get_by_label(re.compile("^名称")).fill("江滨社区")
    page.get_by_label("依据").fill("清民发〔2026〕8号")
    axe(page)
    page.get_by_role("button", name="查看将有哪些变动").click()

    expect(page.locator(".flow").first).to_contain_text("江滨社区")
    axe(page)
    page.get_by_role("button", name="确认办理").click()
    expect(page.locator(".notice-success")).to_be_visible()
    axe(page)

    # Who worked there works for the new community, and still finds the old one.
    theirs = page_as("mei")
    theirs.goto("/areas/")
    expect(theirs.locator("h1")).to_contain_text("江滨社区")
    theirs.locator(".kin a", has_text="幸福里社区").click()
    expect(theirs.locator(".notice-info")).to_contain_text("江滨社区")
