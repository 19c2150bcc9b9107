"""Steering a campaign: what its plan left open is settled, and what happens along the way is kept."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

CAMPAIGN = "/campaigns/1/"


@pytest.fixture
def lin(page_as: Callable[..., Page]) -> Page:
    page = page_as("lin")
    page.goto(CAMPAIGN)
    return page


def save(page: Page, button: str = "保存") -> None:
    page.locator("main form").get_by_role("button", name=button, exact=True).click()
    expect(page.locator("#messages .notice").first).to_be_visible()


def test_a_name_of_the_plan_is_bound_and_its_task_goes_there(lin: Page, axe: Callable[..., None]):
    lin.goto(f"{CAMPAIGN}plan/")
    row = lin.locator("#names tbody tr").first
    name = row.locator("th").inner_text()
    row.get_by_role("link", name="关联").click()
    axe(lin)

    lin.get_by_role("combobox", name="所指对象").press("ArrowDown")
    lin.get_by_role("combobox", name="所指对象").press("ArrowDown")
    lin.get_by_role("combobox", name="所指对象").press("Enter")
    save(lin, "关联")

    expect(lin.locator("#names")).not_to_contain_text(re.compile(rf"^{re.escape(name)}$", re.MULTILINE))


def test_a_task_is_given_to_the_communities_a_filter_finds(lin: Page, axe: Callable[..., None]):
    lin.goto(f"{CAMPAIGN}tasks/add/")
    lin.get_by_label("任务", exact=True).fill("清理消防通道")
    save(lin)
    lin.get_by_role("link", name="清理消防通道").click()
    lin.get_by_role("link", name="下达给单位").first.click()
    lin.get_by_placeholder("输入文字筛选…").fill("社区")
    lin.get_by_role("button", name="勾选当前显示的全部").click()
    axe(lin)
    ticked = lin.locator("input[name=units]:checked").count()
    save(lin, "下达")

    expect(lin.locator("main table tbody tr")).to_have_count(ticked)
    assert ticked > 1


def test_a_seat_passes_to_somebody_else_and_both_stay_readable(lin: Page):
    lin.goto(f"{CAMPAIGN}organisation/")
    lin.get_by_role("link", name="换人").first.click()
    lin.locator("input[name=name]").fill("新任组长")
    save(lin)

    expect(lin.locator("main")).to_contain_text("新任组长")
    lin.locator("summary", has_text="已结束的任职").click()
    yesterday = date.today() - timedelta(days=1)
    expect(lin.locator("details[open]")).to_contain_text(yesterday.isoformat())


def test_a_visit_raises_a_problem_that_is_solved(
    lin: Page, axe: Callable[..., None], at_phone: Callable[[Page], None]
):
    lin.goto(f"{CAMPAIGN}pairings/")
    lin.get_by_role("link", name="走访", exact=True).first.click()
    lin.get_by_label("走访情况").fill("查看小区环境。")
    lin.get_by_label("发现的问题").fill("路灯不亮\n楼道堆物")
    save(lin)
    expect(lin.locator(".problems li")).to_have_count(2)
    axe(lin)
    at_phone(lin)

    lin.get_by_role("link", name="登记解决情况").first.click()
    lin.get_by_label("解决情况").fill("已更换灯具。")
    save(lin)

    expect(lin.locator("main")).to_contain_text("已更换灯具。")


def test_a_community_of_a_batch_gets_there(lin: Page):
    lin.goto(f"{CAMPAIGN}batches/")
    lin.get_by_role("link", name="认定达标").first.click()
    save(lin)

    expect(lin.locator("main")).to_contain_text(re.compile(r"已达标1个"))


def test_who_works_below_looks_and_is_told_why_not_more(page_as: Callable[..., Page]):
    mei = page_as("mei")

    assert mei.goto(f"{CAMPAIGN}tasks/add/").status == 403
    expect(mei.locator("main")).to_contain_text("只有负责该区域统筹工作的人员可以修改")


def test_the_rows_of_a_plan_follow_their_heading(lin: Page):
    lin.goto(f"{CAMPAIGN}plan/")
    lin.get_by_role("link", name="查看方案").click()
    number = re.search(r"/plans/(\d+)/", lin.url)
    assert number
    lin.goto(f"/campaigns/start/{number[1]}/")
    lin.get_by_label("新创建项目名称").fill("另一个项目")
    lin.get_by_label("确认由这份方案再启动一个创建活动").check()
    lin.get_by_role("button", name="下一步：核对各行").click()
    summary = lin.locator("[data-summary]")
    before = summary.inner_text()

    tops = lin.locator("#items [data-row]:not(.start-depth-0)")
    heading = lin.locator("#items [data-row].start-depth-0").first
    heading.locator("select").select_option("nothing")

    expect(summary).not_to_have_text(before)
    expect(tops.first.locator("select")).to_have_value("nothing")
