"""From a plan on the desk to a reviewed one: upload, reading, and the review with mouse, keyboard and thumb."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from factories.plans import TEXT, TITLE

PageAs = Callable[..., Page]
Axe = Callable[..., None]


@pytest.fixture
def plan_file(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A plan of its own for each test: the same file twice is the same document."""
    path = tmp_path / "平安社区方案.txt"
    path.write_text(f"{TEXT}附注{request.node.name}。\n", encoding="utf-8")
    return path


def upload(page: Page, path: Path) -> None:
    """Bring the file in and wait until its review is open."""
    page.goto("/plans/upload/")
    page.set_input_files("input[name=documents]", path)
    page.get_by_role("button", name="上传并识别").press("Enter")
    page.wait_for_url(re.compile(r"/plans/\d+/$"))
    expect(page.locator("#desk.is-ready")).to_be_visible()


def row(page: Page, words: str) -> Locator:
    return page.locator(".entry", has_text=words).first


def mark(page: Page, words: str) -> Locator:
    return page.locator("mark", has_text=words).first


def select(page: Page, words: str) -> None:
    """Mark words in the text as a mouse does."""
    page.evaluate(
        """(words) => {
            const line = [...document.querySelectorAll('.line')].find((l) => l.textContent.includes(words));
            line.scrollIntoView({block: 'center'});
            const range = document.createRange();
            const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
            let left = line.textContent.indexOf(words), right = left + words.length, node, at = 0;
            while ((node = walker.nextNode())) {
                const end = at + node.data.length;
                if (left >= at && left < end) range.setStart(node, left - at);
                if (right > at && right <= end) { range.setEnd(node, right - at); break; }
                at = end;
            }
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        words,
    )


def test_a_plan_is_uploaded_read_and_opens_for_review(page_as: PageAs, axe: Axe, plan_file: Path):
    page = page_as("lin")

    upload(page, plan_file)

    expect(page.locator("h1")).to_have_text(TITLE)
    expect(page.locator(".entry-target .entry-figure")).to_have_text("≥ 200 人")
    expect(mark(page, "志愿者达到200人")).to_be_visible()
    axe(page)


def test_the_same_file_again_leads_to_the_one_there_is(page_as: PageAs, plan_file: Path):
    page = page_as("lin")
    upload(page, plan_file)

    page.goto("/plans/upload/")
    page.set_input_files("input[name=documents]", plan_file)
    page.get_by_role("button", name="上传并识别").click()

    page.wait_for_url(re.compile(r"/plans/documents/\d+/$"))
    expect(page.locator("#messages")).to_contain_text("这份文件已于")


def test_choosing_on_either_side_lights_up_the_other(page_as: PageAs, plan_file: Path):
    page = page_as("lin")
    upload(page, plan_file)

    row(page, "大扫除").click()
    expect(mark(page, "每周开展一次大扫除")).to_have_class(re.compile("is-chosen"))
    mark(page, "牵头单位").click()

    expect(page.locator(".entry-duty")).to_have_attribute("aria-current", "true")
    expect(mark(page, "每周开展一次大扫除")).not_to_have_class(re.compile("is-chosen"))
    # A place where a smaller and a larger entry stand gives the smaller one first, then the other.
    expect(page.locator("mark.is-chosen")).to_have_count(1)


def find(page: Page, words: str) -> Locator:
    """Choose an entry by the filter, with the keyboard, and let all show again."""
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    chosen = page.locator(".entry[aria-current=true]")
    expect(chosen).to_contain_text(words)
    expect(chosen).to_be_focused()
    return chosen


def test_a_review_by_keyboard_alone(page_as: PageAs, plan_file: Path):
    page = page_as("lin")
    upload(page, plan_file)
    keys = page.keyboard

    # Accept, which goes on to the next; reject; take the rejection back.
    find(page, "创建目标")
    keys.press("Enter")
    expect(row(page, "创建目标")).to_have_attribute("data-state", "accepted")
    expect(row(page, "创建标准")).to_be_focused()
    keys.press("x")
    expect(row(page, "创建标准")).to_have_attribute("data-state", "rejected")
    keys.press("u")
    expect(row(page, "创建标准")).to_have_attribute("data-state", "open")
    find(page, "创建标准")
    keys.press("Shift+X")
    keys.type("只是标题")
    keys.press("Enter")
    expect(row(page, "创建标准")).to_contain_text("理由： 只是标题")
    find(page, "创建标准")
    keys.press("r")
    expect(row(page, "创建标准")).to_have_attribute("data-state", "open")

    # Correct a target.
    find(page, "志愿者")
    keys.press("e")
    field = page.get_by_label("数值")
    expect(page.locator(".entry-slot form")).to_be_visible()
    field.fill("300")
    keys.press("Enter")
    target = page.locator(".entry-target")
    expect(target).to_have_attribute("data-state", "corrected")
    expect(target.locator(".entry-figure")).to_have_text("≥ 300 人")
    expect(target.locator("del")).to_contain_text("≥ 200 人")
    expect(target).to_be_focused()

    # Split a duty behind its first name, and merge the two again.
    find(page, "综治办")
    keys.press("s")
    expect(page.locator(".split-places")).to_be_visible()
    keys.press("Enter")
    expect(page.locator(".entry-duty")).to_have_count(2)
    expect(page.locator(".entry-duty:focus")).to_have_count(1)
    find(page, "综治办")
    keys.press("m")
    expect(page.locator(".entry-duty.is-merged")).to_have_count(1)
    expect(page.locator(".entry-duty").first).to_contain_text("民政局")

    # Set an item in under the one before it.
    find(page, "环境整洁")
    keys.press(">")
    expect(row(page, "环境整洁")).to_have_class(re.compile(r"\bin-2\b"))
    keys.press("?")
    expect(page.locator("#keys")).to_be_visible()
    told = set(page.locator("#keys kbd").all_inner_texts())
    assert told == set("jk↓↑↵aex⇧rms<>n→←[]uo19/?") | {"Esc"}
    keys.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()


def marked(page: Page) -> str:
    return page.evaluate("getSelection().toString()")


def test_entries_are_added_by_keyboard_alone(page_as: PageAs, axe: Axe, plan_file: Path):
    page = page_as("lin")
    upload(page, plan_file)
    keys = page.keyboard
    cadences = page.locator(".entry-cadence")

    # On the words of the chosen entry.
    find(page, "大扫除")
    keys.press("n")
    expect(page.locator(".slot-new blockquote")).to_have_text("每周开展一次大扫除")
    expect(page.locator(".slot-new :focus")).to_have_count(1)
    expect(page.locator(".htmx-added")).to_have_count(0)  # before that it is a form like any other
    keys.press("Enter")
    expect(cadences).to_have_count(2)
    expect(cadences.locator(".entry-added")).to_have_text("新增")

    # On words marked from there on: the chosen entry's, a word more at the end, a line more, a word less in front.
    find(page, "大扫除")
    keys.press("Shift+ArrowRight")
    assert marked(page) == "每周开展一次大扫除"
    keys.press("Shift+ArrowRight")
    expect(page.locator("#said")).to_have_text("已选中： " + marked(page).strip())
    assert marked(page).startswith("每周开展一次大扫除。")
    keys.press("Shift+ArrowLeft")
    assert marked(page) == "每周开展一次大扫除"
    keys.press("Shift+ArrowDown")
    assert "三、实施步骤" in marked(page)
    keys.press("Shift+ArrowUp")
    assert marked(page) == "每周开展一次大扫除"
    keys.press("]")
    assert marked(page) == "开展一次大扫除"
    keys.press("[")
    assert marked(page) == "每周开展一次大扫除"
    keys.press("]")
    axe(page)
    keys.press("n")
    expect(page.locator(".slot-new blockquote")).to_have_text("开展一次大扫除")
    keys.press("Escape")
    expect(page.locator(".slot-new")).to_have_count(0)
    keys.press("Shift+ArrowRight")
    keys.press("Escape")
    assert marked(page) == ""

    # On no words, as long as nothing is chosen; a narrow window begins so.
    narrow = page_as("lin", viewport={"width": 900, "height": 800})
    narrow.goto(page.url)
    expect(narrow.locator("#desk.is-ready")).to_be_visible()
    narrow.keyboard.press("n")
    expect(narrow.locator(".slot-new")).to_be_visible()
    expect(narrow.locator(".slot-new blockquote")).to_have_count(0)
    narrow.get_by_label("序号").fill("四")
    narrow.get_by_label("标题").fill("保障措施")
    narrow.keyboard.press("Enter")
    expect(row(narrow, "保障措施")).to_be_focused()


def test_words_marked_in_the_text_become_an_entry(page_as: PageAs, axe: Axe, plan_file: Path):
    page = page_as("lin")
    upload(page, plan_file)
    before = page.locator(".entry-cadence").count()

    select(page, "每周开展一次大扫除")
    expect(page.locator("#mark-here")).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator(".slot-new")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="添加").click()

    expect(page.locator(".entry-cadence")).to_have_count(before + 1)
    expect(page.locator(".entry-cadence.is-chosen")).to_contain_text("新增")
    expect(page.locator(".slot-new")).to_have_count(0)
    page.reload()
    expect(page.locator(".entry-cadence")).to_have_count(before + 1)


def test_a_mistake_in_a_form_is_told_and_loses_nothing(page_as: PageAs, plan_file: Path):
    page = page_as("lin")
    upload(page, plan_file)

    page.locator(".entry-deadline").click()
    page.keyboard.press("e")
    page.get_by_label("日期").fill("下周")
    page.get_by_role("button", name="保存").click()

    expect(page.locator(".field-error")).to_contain_text("请写成")
    expect(page.get_by_label("日期")).to_have_value("下周")
    page.keyboard.press("Escape")
    expect(page.locator(".entry-deadline")).to_have_attribute("data-state", "open")


def test_two_people_at_once_are_told_and_nothing_is_lost(page_as: PageAs, plan_file: Path):
    page = page_as("lin")
    upload(page, plan_file)
    hers, his = page, page_as("lin")
    his.goto(hers.url)
    expect(his.locator("#desk.is-ready")).to_be_visible()

    his.locator(".entry-target").click()
    his.keyboard.press("x")
    expect(his.locator(".entry-target")).to_have_attribute("data-state", "rejected")
    hers.locator(".entry-target").click()
    hers.keyboard.press("Enter")

    expect(hers.locator("#said")).to_contain_text("刚刚改动了这一条目")
    expect(hers.locator(".entry-target")).to_have_attribute("data-state", "rejected")


def test_all_that_is_left_of_a_kind_is_accepted_at_once(page_as: PageAs, plan_file: Path):
    page = page_as("lin")
    upload(page, plan_file)

    page.locator(".group-item .group-rest button").click()

    expect(page.locator(".entry-item.is-open")).to_have_count(0)
    expect(page.locator("[data-open-of=item]").first).to_have_text("0")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator(".entry-item.is-accepted")).to_have_count(0)


def test_a_phone_shows_one_pane_at_a_time(page_as: PageAs, at_phone: Callable[[Page], None], plan_file: Path):
    page = page_as("lin")
    upload(page, plan_file)
    at_phone(page)

    expect(page.locator("#sheet")).to_be_hidden()
    page.get_by_role("button", name="原文", exact=True).click()
    expect(page.locator("#list")).to_be_hidden()
    mark(page, "志愿者达到200人").click()
    expect(page.locator("#strip")).to_contain_text("≥ 200 人")
    page.get_by_role("button", name="采纳", exact=True).click()
    page.get_by_role("button", name=re.compile("条目")).click()

    expect(page.locator(".entry-target")).to_have_attribute("data-state", "accepted")
    at_phone(page)


def test_a_worker_looks_and_changes_nothing(page_as: PageAs, axe: Axe, plan_file: Path):
    page = page_as("lin")
    upload(page, plan_file)

    worker = page_as("mei")
    worker.goto(page.url)
    worker.locator(".entry-target").click()

    expect(worker.locator("mark.is-chosen")).to_contain_text("志愿者达到200人")
    expect(worker.locator("#tools")).to_have_count(0)
    worker.keyboard.press("x")
    expect(worker.locator(".entry-target")).to_have_attribute("data-state", "open")
    axe(worker)


@pytest.mark.parametrize("address", ["/plans/", "/plans/upload/", "/jobs/", "/inbox/"])
def test_the_pages_around_the_review_are_fit_for_everyone(
    page_as: PageAs, axe: Axe, at_phone: Callable[[Page], None], address: str
):
    page = page_as("lin")

    page.goto(address)

    axe(page)
    at_phone(page)
    axe(page)
