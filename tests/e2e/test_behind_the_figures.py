"""From a figure to what it counts; communities ticked where a batch is made; fields that fold by choice."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

PageAs = Callable[..., Page]
Look = Callable[[Page], None]


def test_a_figure_leads_to_what_it_counts(page_as: PageAs, axe: Look, at_phone: Look):
    lin = page_as("lin")
    lin.goto("/campaigns/1/")
    figure = lin.locator(".figure a[href*='/assignments/?state=done']")
    number = figure.inner_text()
    axe(lin)

    figure.click()

    expect(lin.locator(".tab[aria-current=page] .tab-count").last).to_have_text(number)
    axe(lin)
    at_phone(lin)


def test_a_batch_is_made_with_a_whole_street(page_as: PageAs, axe: Look, at_phone: Look):
    lin = page_as("lin")
    lin.goto("/campaigns/1/batches/add/")
    lin.get_by_label("名称").fill("第三批")
    street = lin.locator("#id_areas > div", has_text="望江街道")
    street.get_by_role("button").click()
    axe(lin)
    at_phone(lin)
    ticked = street.locator("input:checked").count()

    lin.get_by_role("button", name="保存").click()

    card = lin.locator("section.card", has_text="第三批")
    assert ticked > 1
    expect(card.locator(".batch-areas li")).to_have_count(ticked)
    axe(lin)


def test_the_new_area_of_a_merger_is_asked_for_when_it_is_chosen(page_as: PageAs):
    lin = page_as("lin")
    lin.goto("/areas/find/?q=幸福里社区")
    lin.locator(".found-link", has_text="幸福里社区").first.click()
    lin.get_by_role("button", name="变更").click()
    lin.get_by_role("link", name="合并").click()
    name = lin.locator("#id_new-name")
    expect(name).to_be_hidden()

    lin.get_by_label("合并为").select_option("new")

    expect(name).to_be_visible()


def test_the_list_of_areas_is_shown_before_it_is_asked_for(page_as: PageAs, axe: Look, at_phone: Look):
    lin = page_as("lin")
    lin.goto("/areas/")
    lin.get_by_role("link", name="导入").click()

    expect(lin.locator("table[lang=zh-Hans]")).to_have_count(2)
    axe(lin)
    at_phone(lin)
