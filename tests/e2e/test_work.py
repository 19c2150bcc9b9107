"""Working in a campaign, as its people walk it: at a desk and on a phone, by mouse, keyboard and thumb."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect
from python_calamine import CalamineWorkbook

from houses import Running

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PATIENCE = 60_000  # for the worker, on a busy machine

# A campaign of its own, so that nothing depends on what the demo district has done by now.
MAKE = """
import json
from datetime import timedelta
from django.utils import timezone
from gongjian.campaigns.models import Assignment, Campaign, Task
from gongjian.people.models import Person
from gongjian.places.models import Area
from gongjian.programmes.models import Programme, Standard, StandardItem

now, today = timezone.now(), timezone.localdate()
lin, district = Person.objects.get(username="lin"), Area.objects.get(name="清河区")
programme = Programme.objects.create(code="work-e2e", name="安全社区", created_at=now)
standard = Standard.objects.create(programme=programme, version=1, title="安全社区标准", created_at=now, frozen_at=now)
head = StandardItem.objects.create(
    standard=standard, ordinal=1, label="一", level=1, is_leaf=False, head="消防安全")
items = [
    StandardItem.objects.create(
        standard=standard, parent=head, ordinal=n + 1, label=f"一/{n}", level=2, is_leaf=True, head=words)
    for n, words in enumerate(["消防通道畅通", "灭火器完好", "微型消防站有人值守", "每月开展一次演练"], 1)
]
campaign = Campaign.objects.create(
    programme=programme, standard=standard, title="清河区安全社区创建", area=district, area_path=district.path,
    starts=today - timedelta(days=30), ends=today + timedelta(days=200), state="running", started_by=lin,
    started_at=now)
made = {"campaign": campaign.pk, "items": [item.pk for item in items]}
communities = {area.name: area for area in Area.objects.filter(name__in=["幸福里社区", "滨河社区"])}
for n, (name, days) in enumerate({"report": 9, "time": 5, "hand": 6, "late": -1}.items(), 1):
    titles = {"report": "清理楼道杂物", "time": "更换老化线路", "hand": "检查灭火器", "late": "登记独居老人"}
    task = Task.objects.create(campaign=campaign, ordinal=n, title=titles[name], due=today + timedelta(days=days))
    for area in communities.values():
        owed = Assignment.objects.create(
            task=task, campaign=campaign, area=area, area_path=area.path, due=task.due,
            created_at=now - timedelta(days=8))  # long enough ago to be passed up
        if area.name == "幸福里社区":
            made[name] = owed.pk
made["mei"], made["later"] = communities["幸福里社区"].pk, (today + timedelta(days=20)).isoformat()
print(json.dumps(made))
"""
PASS_UP = """
from django.utils import timezone
from gongjian.jobs.actions import enqueue
enqueue("campaigns.pass-up", {}, by=None, at=timezone.now(), title="上报逾期任务")
"""


def python(running: Running, code: str) -> str:
    """Run some lines on the installation; what they print."""
    return running.house.run("manage", "shell", "-v", "0", "-c", code)


@dataclass(frozen=True, slots=True)
class Made:
    """Addresses of what the campaign of this module holds."""

    numbers: dict[str, Any]

    @property
    def campaign(self) -> str:
        return f"/campaigns/{self.numbers['campaign']}/"

    @property
    def sheet(self) -> str:
        return f"{self.campaign}checks/?area={self.numbers['mei']}"

    def assignment(self, name: str) -> str:
        return f"/campaigns/assignments/{self.numbers[name]}/"


@pytest.fixture(scope="module")
def made(running: Running) -> Made:
    return Made(json.loads(python(running, MAKE).strip().splitlines()[-1]))


@pytest.fixture
def look_over(axe: Callable[..., None]) -> Callable[[Page], None]:
    """No serious violation, and nothing sticks out at the right."""

    def look(page: Page) -> None:
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), page.url

    return look


def a_picture(colour: str = "#446688") -> dict[str, Any]:
    out = BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, "JPEG")
    return {"name": "楼道.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def from_today(page: Page, title: str, kind: str) -> None:
    """Open the thing of that kind from the day's list."""
    page.goto("/today/")
    page.locator(".due-row", has_text=title).filter(has_text=kind).first.click()
    expect(page.locator("h1")).to_have_text(title)


# --- Reporting, returning, confirming ---------------------------------------------------------------------
def test_a_task_is_reported_returned_reported_again_and_confirmed(
    page_as: Callable[..., Page], look_over: Callable[[Page], None], made: Made
):
    mei = page_as("mei", **PHONE)
    from_today(mei, "清理楼道杂物", "任务")
    look_over(mei)
    mei.get_by_role("textbox", name="工作情况").fill("三个楼道已清理完毕。")
    mei.set_input_files("#report-files", a_picture())
    expect(mei.locator("[data-drop-list]")).to_contain_text("楼道.jpg")
    mei.get_by_role("button", name="提交完成").tap()
    expect(mei.locator(".notice-info")).to_contain_text("等待望江街道确认")
    expect(mei.locator("section > .evidence img")).to_have_count(1)
    expect(mei.locator("section > .evidence img")).to_have_js_property("complete", True)
    look_over(mei)

    sun = page_as("sun")
    from_today(sun, "清理楼道杂物", "待确认")
    sun.get_by_role("button", name="附说明退回").click()
    expect(sun.locator(".card-ask")).to_contain_text("退回时请写明原因。")
    sun.locator(".card-ask textarea").fill("请补拍清理前的照片。")
    look_over(sun)
    sun.get_by_role("button", name="附说明退回").click()
    expect(sun.locator("[data-state=returned]").first).to_be_visible()

    from_today(mei, "清理楼道杂物", "已退回")
    expect(mei.locator(".notice-warning")).to_contain_text("请补拍清理前的照片。")
    mei.get_by_role("textbox", name="工作情况").fill("已补拍。")
    mei.set_input_files("#report-files", a_picture("#884422"))
    mei.get_by_role("button", name="提交完成").tap()
    expect(mei.locator("section > .evidence img")).to_have_count(2)

    from_today(sun, "清理楼道杂物", "待确认")
    sun.get_by_role("button", name="确认完成").click()
    expect(sun.locator(".notice-success").first).to_be_visible()
    look_over(sun)
    events = sun.locator(".event-head")
    assert [re.sub(r"\s*\d{4}-.*", "", text).strip() for text in events.all_inner_texts()] == [
        "孙强 确认完成", "梅芳 提交完成情况", "梅芳 上传了1个文件",
        "孙强 退回", "梅芳 提交完成情况", "梅芳 上传了1个文件",
    ]  # fmt: skip


def test_what_was_written_and_chosen_survives_a_refusal_and_a_dead_network(
    page_as: Callable[..., Page], made: Made, faults: list[str]
):
    mei = page_as("mei")
    mei.goto(made.assignment("time"))
    mei.set_input_files("#report-files", a_picture("#225522"))

    mei.get_by_text("文件说明").click()
    mei.get_by_label("图片或文件所反映的日期").fill(made.numbers["later"])
    mei.get_by_role("button", name="提交完成").click()
    expect(mei.locator("#report-errors")).to_contain_text("不能晚于今天")
    expect(mei.locator("#report-errors [data-focus]")).to_be_focused()
    mei.get_by_label("图片或文件所反映的日期").fill("")
    expect(mei.locator("[data-drop-list]")).to_contain_text("楼道.jpg")

    mei.get_by_role("textbox", name="工作情况").fill("线路已排查一半。")
    mei.route("**/report/", lambda route: route.abort())
    mei.get_by_role("button", name="仅保存，尚未完成").click()
    expect(mei.locator("#report-errors")).to_contain_text("没有保存成功")
    expect(mei.get_by_role("textbox", name="工作情况")).to_have_value("线路已排查一半。")

    mei.unroute("**/report/")
    mei.get_by_role("button", name="仅保存，尚未完成").click()
    expect(mei.locator("[data-state=doing]").first).to_be_visible()
    expect(mei.locator("section > .evidence img")).to_have_count(1)
    faults[:] = [fault for fault in faults if "ERR_FAILED" not in fault and "htmx:" not in fault]


def give(page: Page, how: str, picture: dict[str, Any]) -> None:
    """Drop the picture on the page, or paste it, as the browser tells of it."""
    page.evaluate(
        """([how, name, type, bytes]) => {
            const carried = new DataTransfer();
            carried.items.add(new File([new Uint8Array(bytes)], name, {type}));
            const zone = document.querySelector('[data-dropzone]');
            const say = {bubbles: true, cancelable: true};
            const event = how === 'drop'
                ? new DragEvent('drop', {...say, dataTransfer: carried})
                : new ClipboardEvent('paste', {...say, clipboardData: carried});
            (how === 'drop' ? zone : document.body).dispatchEvent(event);
        }""",
        [how, picture["name"], picture["mimeType"], list(picture["buffer"])],
    )


def test_evidence_is_dropped_pasted_and_taken_with_the_camera(page_as: Callable[..., Page], made: Made):
    mei = page_as("mei", **PHONE)
    mei.goto(made.assignment("late"))
    chosen = mei.locator("[data-drop-list] li")

    give(mei, "drop", a_picture("#101010") | {"name": "拖来.jpg"})
    give(mei, "paste", a_picture("#202020") | {"name": "粘贴.jpg"})
    with mei.expect_file_chooser() as camera:
        mei.locator("[data-camera]").first.tap()
    assert camera.value.element.get_attribute("capture") == "environment"
    camera.value.set_files([a_picture("#303030") | {"name": "拍摄.jpg"}])

    expect(chosen.locator(".drop-name")).to_have_text(["拖来.jpg", "粘贴.jpg", "拍摄.jpg"])
    chosen.nth(1).get_by_role("button", name="粘贴.jpg").tap()
    expect(chosen.locator(".drop-name")).to_have_text(["拖来.jpg", "拍摄.jpg"])
    mei.get_by_role("textbox", name="工作情况").fill("已登记一半。")
    mei.get_by_role("button", name="仅保存，尚未完成").tap()
    expect(mei.locator("section > .evidence img")).to_have_count(2)


# --- Time, other hands, passing up ------------------------------------------------------------------------
def test_more_time_is_asked_for_and_granted(
    page_as: Callable[..., Page], look_over: Callable[[Page], None], made: Made
):
    mei = page_as("mei")
    mei.goto(made.assignment("time"))
    mei.get_by_text("申请延期").click()
    mei.get_by_label("新的时限").fill(made.numbers["later"])
    form = mei.locator("form[action$='/ask-time/']")
    form.get_by_label("理由").fill("配件要下周才到。")
    look_over(mei)
    form.get_by_role("button", name="申请").click()
    expect(mei.locator(".card-ask")).to_contain_text("配件要下周才到。")

    sun = page_as("sun", **PHONE)
    from_today(sun, "更换老化线路", "延期待批")
    look_over(sun)
    sun.get_by_role("button", name="批准", exact=True).tap()
    expect(sun.locator(".card-ask")).to_have_count(0)

    mei.reload()
    expect(mei.locator(".head-sub .due")).to_contain_text(made.numbers["later"])


def test_a_task_is_handed_over_to_a_grid_worker(
    page_as: Callable[..., Page], look_over: Callable[[Page], None], made: Made
):
    mei = page_as("mei")
    mei.goto(made.assignment("hand"))
    mei.get_by_text("移交给同事").click()
    mei.get_by_label("移交给", exact=True).select_option(label="高远 幸福里社区网格员")
    mei.get_by_role("button", name="发起移交").click()
    expect(mei.locator(".card-ask")).to_contain_text("高远")

    gao = page_as("gao", **PHONE)
    from_today(gao, "检查灭火器", "待接收移交")
    look_over(gao)
    gao.get_by_role("button", name="接收", exact=True).tap()
    expect(gao.locator(".facts")).to_contain_text("高远")
    expect(gao.get_by_role("button", name="提交完成")).to_be_visible()

    mei.reload()
    expect(mei.get_by_role("button", name="提交完成")).to_have_count(0)


def test_what_is_overdue_is_passed_up_by_the_mornings_job(
    page_as: Callable[..., Page], look_over: Callable[[Page], None], running: Running, made: Made
):
    sun = page_as("sun")
    python(running, PASS_UP)

    row = sun.locator(".due-row", has_text="登记独居老人").filter(has_text="上报给您")
    for _ in range(60):
        sun.goto("/today/")
        if row.count():
            break
        sun.wait_for_timeout(1000)
    expect(row).to_contain_text("2个单位逾期")
    row.click()
    expect(sun.locator("tbody tr")).to_have_count(2)
    look_over(sun)

    sun.goto(made.assignment("late"))
    expect(sun.locator(".event").first).to_contain_text("望江街道")
    expect(sun.locator(".event").first).to_contain_text("系统")


# --- The self-check ---------------------------------------------------------------------------------------
@pytest.fixture
def sheet_of_mei(page_as: Callable[..., Page], made: Made) -> Page:
    page = page_as("mei")
    page.goto(made.sheet)
    return page


def pressed(page: Page) -> list[str]:
    """The answer of each item, in order."""
    return [
        line.locator("[aria-pressed=true]").get_attribute("value") or ""
        if line.locator("[aria-pressed=true]").count()
        else ""
        for line in page.locator("[data-check]").all()
    ]


def test_the_self_check_is_filled_in_with_the_keyboard_alone(
    sheet_of_mei: Page, look_over: Callable[[Page], None], made: Made
):
    page = sheet_of_mei
    look_over(page)
    page.get_by_role("button", name="下一项未填报").focus()
    page.keyboard.press("Enter")
    lines = page.locator("[data-check]")
    expect(lines.nth(0).locator(".check-button").first).to_be_focused()

    page.keyboard.press("1")
    expect(lines.nth(0).locator("[aria-pressed=true]")).to_be_focused()
    page.keyboard.press("n")
    page.keyboard.press("2")
    expect(lines.nth(1).locator("[aria-pressed=true]")).to_have_text("未达标")
    page.keyboard.press("r")
    page.keyboard.type("缺两个灭火器 12")
    page.keyboard.press("Escape")
    expect(lines.nth(1).locator("[name=version]")).to_have_value("2")
    expect(lines.nth(1).locator("[aria-pressed=true]")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("3")
    expect(lines.nth(2).locator("[aria-pressed=true]")).to_have_text("未开展")
    page.keyboard.press("ArrowUp")
    expect(lines.nth(1).locator("[aria-pressed=true]")).to_be_focused()

    expect(page.locator("#check-progress")).to_contain_text("4项中已填报3项")
    page.reload()
    assert pressed(page) == ["met", "short", "not-yet", ""]
    expect(lines.nth(1).locator("textarea")).to_have_value("缺两个灭火器 12")
    look_over(page)


def test_the_self_check_is_filled_in_by_thumb(
    page_as: Callable[..., Page], look_over: Callable[[Page], None], made: Made
):
    page = page_as("mei", **PHONE)
    page.goto(made.sheet)
    page.get_by_role("button", name="下一项未填报").tap()
    line = page.locator("[data-check]").nth(3)
    expect(line).to_be_in_viewport()
    line.get_by_role("button", name="不适用").tap()
    expect(line.get_by_role("button", name="不适用")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#check-progress")).to_contain_text("4项中已填报4项")
    expect(page.get_by_role("button", name="下一项未填报")).to_be_hidden()
    small = page.evaluate(
        "() => [...document.querySelectorAll('.check-button')]"
        ".filter(b => b.getBoundingClientRect().height < 44).length"
    )
    assert small == 0
    look_over(page)

    line.get_by_role("link", name="佐证").tap()
    page.set_input_files("#check-files", a_picture("#aa5500"))
    page.get_by_role("button", name="保存").tap()
    expect(page.locator("section > .evidence img")).to_have_count(1)
    look_over(page)
    page.get_by_role("link", name="返回自查").tap()
    expect(page.locator("[data-check]").nth(3)).to_contain_text("1份佐证")


def test_a_colleague_who_was_quicker_is_not_overwritten(page_as: Callable[..., Page], made: Made):
    mei, sun = page_as("mei"), page_as("sun")
    mei.goto(made.sheet)
    sun.goto(made.sheet)
    line = "[data-check] >> nth=0"

    sun.locator(line).get_by_role("button", name="未达标").click()
    expect(sun.locator(line).get_by_role("button", name="未达标")).to_have_attribute("aria-pressed", "true")
    mei.locator(line).get_by_role("button", name="不适用").click()

    expect(mei.locator(line).get_by_role("alert")).to_contain_text("同事刚刚已填报此项")
    expect(mei.locator(line).get_by_role("button", name="未达标")).to_have_attribute("aria-pressed", "true")
    mei.locator(line).get_by_role("button", name="达标", exact=True).click()
    expect(mei.locator(line).get_by_role("alert")).to_have_count(0)
    expect(mei.locator(line)).to_have_attribute("data-state", "met")


def test_an_answer_that_the_network_lost_says_so(sheet_of_mei: Page, faults: list[str]):
    line = sheet_of_mei.locator("[data-check]").first
    sheet_of_mei.route("**/answer/", lambda route: route.abort())

    line.get_by_role("button", name="未开展").click()

    expect(line.get_by_role("alert")).to_contain_text("没有保存成功")
    expect(line).to_have_attribute("data-state", "met")
    faults[:] = [fault for fault in faults if "ERR_FAILED" not in fault and "htmx:" not in fault]


def test_what_is_pressed_and_written_on_a_slow_network_is_kept(sheet_of_mei: Page, made: Made):
    page = sheet_of_mei
    line = page.locator("[data-check]").nth(2)

    def slowly(route: Route) -> None:
        page.wait_for_timeout(600)
        route.continue_()

    line.locator("[data-key='1']").click()
    expect(line).to_have_attribute("data-state", "met")  # a line without an answer has no room for a remark
    page.route("**/answer/", slowly)
    line.locator("[aria-pressed=true]").focus()
    page.keyboard.press("3")
    page.keyboard.press("2")  # thought better of it before the first answer was through
    page.keyboard.press("r")
    page.keyboard.type("缺一名值守员")
    expect(line).to_have_attribute("data-state", "short")
    expect(line.locator("textarea")).to_have_value("缺一名值守员")
    expect(line.locator("textarea")).to_be_focused()

    page.keyboard.type(",下周到岗")
    line.get_by_role("link", name="佐证").click()  # leaves the page before the remark is saved
    expect(page.locator("h1")).to_contain_text("微型消防站有人值守")
    for _ in range(20):  # what is sent on leaving is on its slow way still
        page.goto(made.sheet)
        if line.locator("textarea").input_value() == "缺一名值守员,下周到岗":
            break
        page.wait_for_timeout(500)
    page.unroute("**/answer/")
    expect(line.locator("textarea")).to_have_value("缺一名值守员,下周到岗")
    line.get_by_role("button", name="未开展").click()
    expect(line).to_have_attribute("data-state", "not-yet")


# --- The matrix -------------------------------------------------------------------------------------------
def test_the_matrix_is_walked_by_keyboard_and_handed_out(
    page_as: Callable[..., Page], look_over: Callable[[Page], None], made: Made
):
    sun = page_as("sun")
    sun.goto(f"{made.campaign}checks/matrix/")
    look_over(sun)
    cells = sun.locator("tr[data-area] >> nth=0").locator("td:not(.matrix-sum)")
    cells.first.focus()
    expect(sun.locator("[data-told]")).to_have_text("幸福里社区 · 1 消防通道畅通 · 达标")

    sun.keyboard.press("ArrowRight")
    expect(cells.nth(1)).to_be_focused()
    expect(sun.locator("[data-told]")).to_have_text("幸福里社区 · 2 灭火器完好 · 未达标")
    sun.keyboard.press("Enter")
    panel = sun.locator("dialog[open]")
    expect(panel).to_contain_text("缺两个灭火器 12")
    look_over(sun)
    sun.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(cells.nth(1)).to_be_focused()

    sun.get_by_label("仅显示含有以下情况的社区").select_option(label="未达标")
    expect(sun.locator("tr[data-area]")).to_have_count(1)
    with sun.expect_download() as download:
        sun.get_by_role("link", name="导出").click()
    sheet = CalamineWorkbook.from_path(download.value.path()).get_sheet_by_index(0).to_python()
    assert sheet == [
        [
            "街道（乡镇）",
            "社区",
            "达标",
            "已填报",
            "1 消防通道畅通",
            "2 灭火器完好",
            "3 微型消防站有人值守",
            "4 每月开展一次演练",
        ],
        ["望江街道", "幸福里社区", 1, 4, "达标", "未达标", "未开展", "不适用"],
    ]


def test_a_cell_is_opened_by_thumb(
    page_as: Callable[..., Page], look_over: Callable[[Page], None], made: Made
):
    lin = page_as("lin", **PHONE)
    lin.goto(f"{made.campaign}checks/matrix/")
    look_over(lin)

    lin.locator("tr[data-area] td.c-short").first.tap()
    panel = lin.locator("dialog[open]")
    expect(panel).to_contain_text("缺两个灭火器 12")
    look_over(lin)
    panel.get_by_role("button", name="关闭").tap()
    expect(panel).to_have_count(0)
    lin.locator("tr[data-area] td.c-short").first.tap()
    panel.get_by_role("link", name="查看", exact=True).tap()
    expect(lin.locator("h1")).to_have_text("2 灭火器完好")
    look_over(lin)


def test_a_stranger_finds_none_of_it(page_as: Callable[..., Page], made: Made):
    zhou = page_as("zhou")

    addresses = (made.assignment("report"), made.sheet, f"{made.campaign}checks/matrix/")

    assert [zhou.request.get(address).status for address in addresses] == [404, 404, 404]
