"""The first loop, as its people walk it: a plan document becomes a campaign, and the community works on it.

With a sample of the project's own, and with a plan as it is found on the web where those are at hand.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gongjian import samples
from houses import ROOT

COLLECTED = Path(os.environ.get("GONGJIAN_PLANS", ROOT.parent / "shared" / "plans")) / "text"
PATIENCE = 60_000  # for the worker to read a document, on a busy machine


def a_collected_plan() -> Path:
    """One of middling length, so that nothing of it is chosen for being easy."""
    plans = sorted(COLLECTED.glob("*.txt"), key=lambda path: (path.stat().st_size, path.name))
    if not plans:
        pytest.skip("no collected plans here; GONGJIAN_PLANS names their folder")
    return plans[len(plans) // 2]


def upload(page: Page, path: Path) -> None:
    """Upload a plan and wait until its review opens by itself."""
    page.goto("/plans/upload/")
    page.set_input_files("input[type=file][name=documents]", path)
    page.get_by_role("button", name="上传并识别").click()
    page.wait_for_url(re.compile(r"/plans/\d+/$|/plans/documents/\d+/"))
    if "/documents/" in page.url:
        expect(
            page.locator("a[href^='/plans/']", has_text="开始核对").or_(page.locator("#desk"))
        ).to_be_visible(timeout=PATIENCE)
    if "/documents/" in page.url:
        page.locator("a", has_text="开始核对").first.click()
    expect(page.locator("#desk.is-ready")).to_be_visible()


def start(page: Page, programme: str) -> None:
    """From the review to the running campaign."""
    page.get_by_role("link", name="启动创建活动").click()
    page.locator("input[name=new_programme]").fill(programme)
    page.locator("select[name=everyone]").select_option(label="下达给每个社区和村")
    for name, day in (("starts", "2026-01-01"), ("ends", "2026-12-31")):
        if not page.locator(f"input[name={name}]").input_value():
            page.locator(f"input[name={name}]").fill(day)
    page.get_by_role("button", name="下一步：核对各行").click()
    page.locator("main form").get_by_role("button", name="启动创建活动").click()
    page.wait_for_url(re.compile(r"/campaigns/\d+/$"))
    expect(page.locator("#messages, main").get_by_text("创建活动已启动").first).to_be_visible()


def test_a_plan_is_read_reviewed_started_worked_on_and_handed_out(
    page_as: Callable[..., Page], axe: Callable[..., None]
):
    lin = page_as("lin")
    upload(lin, samples.FOLDER / "civilised.txt")

    # Reviewing: with the keyboard the first entry is accepted, and its words are shown.
    expect(lin.locator("mark.is-chosen").first).to_be_in_viewport()
    lin.get_by_role("button", name="采纳", exact=True).click()
    expect(lin.get_by_text("已采纳。").first).to_be_attached()
    axe(lin)

    # Starting.
    start(lin, "文明社区")
    campaign = lin.url
    axe(lin)

    # Working: Mei finds her task, tells how it went, adds evidence and submits it.
    mei = page_as("mei")
    mei.goto(f"{campaign}tasks/")
    mei.goto("/today/")
    mei.locator("main a", has_text="3月10日前将工作方案报区文明办备案").first.click()
    task = mei.url
    mei.locator("textarea[name=text]").first.fill("方案已按时报送。")
    mei.set_input_files(
        "main input[type=file]", {"name": "回执.png", "mimeType": "image/png", "buffer": a_picture()}
    )
    mei.get_by_role("button", name="提交完成").click()
    expect(mei.locator("main")).to_contain_text("等待望江街道确认")
    expect(mei.locator("main").get_by_text("回执.png").first).to_be_visible()
    axe(mei)

    # Confirming: the subdistrict sees it waiting and confirms.
    sun = page_as("sun")
    sun.goto("/today/")
    sun.locator("main a", has_text="3月10日前将工作方案报区文明办备案").first.click()
    assert sun.url == task
    sun.get_by_role("button", name="确认完成").click()
    expect(sun.get_by_role("button", name="确认完成")).to_have_count(0)

    # Where it stands.
    lin.goto(campaign)
    expect(lin.locator("main")).to_contain_text(re.compile(r"完成\s*1 / \d+"))

    # Handing out.
    lin.goto(campaign.replace("/campaigns/", "/reports/campaigns/"))
    breakdown = lin.locator("form").filter(has=lin.locator("input[value=breakdown]"))
    breakdown.get_by_role("button", name="Excel").click()
    with lin.expect_download(timeout=PATIENCE) as download:
        lin.locator("main a[href^='/files/']").first.click(timeout=PATIENCE)
    assert download.value.suggested_filename.endswith(".xlsx")

    # A stranger sees nothing of all this.
    zhou = page_as("zhou")
    assert [zhou.request.get(url).status for url in (campaign, task)] == [404, 404]


def a_picture() -> bytes:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (64, 48), "#1f5fbf").save(out, "PNG")
    return out.getvalue()


def test_a_plan_as_it_is_found_on_the_web_becomes_a_campaign(page_as: Callable[..., Page]):
    plan = a_collected_plan()
    lin = page_as("lin")

    upload(lin, plan)
    start(lin, "平安社区")

    expect(lin.locator("main")).to_contain_text("进行中")


def test_the_same_file_again_is_recognised(page_as: Callable[..., Page]):
    lin = page_as("lin")
    upload(lin, samples.FOLDER / "safe.txt")
    lin.goto("/plans/")
    rows = lin.locator("main tbody tr").count()

    upload(lin, samples.FOLDER / "safe.txt")
    lin.goto("/plans/")

    assert lin.locator("main tbody tr").count() == rows


def test_a_file_that_is_no_plan_is_refused_with_a_sentence(page_as: Callable[..., Page], tmp_path: Path):
    lin = page_as("lin")
    empty = tmp_path / "空.txt"
    empty.write_bytes(b"")

    lin.goto("/plans/upload/")
    lin.set_input_files("input[type=file][name=documents]", empty)
    lin.get_by_role("button", name="上传并识别").click()

    expect(
        lin.locator("main [role=alert], main .alert, main .invalid-feedback, main .notice").first
    ).to_be_visible(timeout=PATIENCE)


def test_a_self_check_is_answered_and_shows_in_the_matrix(
    page_as: Callable[..., Page], axe: Callable[..., None]
):
    mei = page_as("mei")
    mei.goto("/campaigns/1/")
    mei.locator("main a", has_text="自查").first.click()
    mei.locator("main a", has_text="幸福里社区").first.click()
    open_items = mei.locator("article.check:has(button[value=met][aria-pressed=false])")
    number = open_items.first.get_attribute("id")
    mei.locator(f"#{number} button[value=met]").click()
    expect(mei.locator(f"#{number} button[value=met]")).to_have_attribute("aria-pressed", "true")
    met = mei.locator("article.check button[value=met][aria-pressed=true]").count()
    axe(mei)

    lin = page_as("lin")
    lin.goto("/campaigns/1/checks/matrix/")

    expect(lin.locator("tr", has_text="幸福里社区").locator("td.matrix-sum")).to_contain_text(f"{met}/")
    axe(lin)
