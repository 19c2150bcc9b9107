"""What comes out of a printer, and what fits on a phone."""

from collections.abc import Callable
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PRESSED = ("修改", "删除", "全部未完成任务", "筛选", "打印")


def printed(page: Page) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=True))


def words(paper: pypdfium2.PdfDocument, number: int) -> str:
    return paper[number].get_textpage().get_text_bounded()


@pytest.mark.parametrize(
    ("address", "heading", "pages"),
    [
        ("", "总览", 2),
        ("tasks/", "任务", 2),
        ("units/", "单位", 2),
        ("targets/", "目标", 4),
        ("batches/", "批次", 1),
        ("checks/matrix/", "自查", 1),
        ("checks/", "自查", 2),
    ],
)
def test_a_page_of_a_campaign_is_printed_without_gaps(
    page_as: Callable[..., Page], address: str, heading: str, pages: int
):
    lin = page_as("lin")
    lin.goto(f"/campaigns/1/{address}")

    paper = printed(lin)

    assert len(paper) <= pages
    first = words(paper, 0)
    # What the page is about begins below its heading, not on the next page.
    assert heading in first
    assert len(first) > 250
    assert [word for word in PRESSED for n in range(len(paper)) if word in words(paper, n)] == []


@pytest.mark.parametrize("address", ["/campaigns/1/", "/today/", "/areas/4/"])
def test_a_dark_screen_prints_dark_words_on_white(page_as: Callable[..., Page], address: str):
    lin = page_as("lin", color_scheme="dark")
    lin.goto(address)
    expect(lin.locator("html")).to_have_attribute("data-bs-theme", "dark")

    picture = printed(lin)[0].render(scale=0.5).to_pil().convert("L")

    counts = picture.histogram()
    assert picture.getpixel((2, 2)) == 255
    assert sum(counts[250:]) > 0.8 * picture.width * picture.height
    assert sum(counts[:100]) > 0


def test_a_year_is_printed_on_one_page(page_as: Callable[..., Page]):
    lin = page_as("lin")
    lin.goto("/calendar/")

    assert len(printed(lin)) == 1


def test_a_list_stands_before_its_filters_on_a_phone(page_as: Callable[..., Page]):
    lin = page_as("lin", **PHONE)

    for address in ("/campaigns/", "/campaigns/1/tasks/", "/plans/"):
        lin.goto(address)
        expect(lin.locator("form.filters")).to_be_hidden()
        lin.locator(".filter-fold > summary").tap()
        expect(lin.locator("form.filters")).to_be_visible()

    lin.goto("/campaigns/1/tasks/?state=late")
    expect(lin.locator("form.filters")).to_be_visible()


def test_the_tab_one_stands_on_is_in_sight_on_a_phone(page_as: Callable[..., Page]):
    lin = page_as("lin", **PHONE)
    lin.goto("/campaigns/1/targets/")

    expect(lin.locator(".tabs [aria-current]")).to_contain_text("目标")
    box = lin.locator(".tabs [aria-current]").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_chosen_pictures_are_seen_and_can_be_taken_off(page_as: Callable[..., Page]):
    lin = page_as("lin")
    lin.goto("/components/")
    picture = BytesIO()
    Image.new("RGB", (64, 48), "#33aa77").save(picture, "PNG")
    zone = lin.locator(".dropzone").first

    zone.locator("input[type=file]").set_input_files(
        [
            {"name": "楼道.png", "mimeType": "image/png", "buffer": picture.getvalue()},
            {"name": "说明.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"},
        ]
    )

    expect(zone.locator(".drop-name")).to_have_text(["楼道.png", "说明.pdf"])
    expect(zone.locator(".drop-picture")).to_have_js_property("naturalWidth", 64)
    zone.get_by_role("button", name="楼道.png").click()
    expect(zone.locator(".drop-name")).to_have_text(["说明.pdf"])
    assert zone.locator("input").evaluate("input => input.files.length") == 1
    expect(zone.locator("input")).to_be_focused()


def test_without_script_the_browsers_own_file_field_is_there(
    new_page: Callable[..., Page], page_as, signed_in
):
    page_as("lin")
    plain = new_page(storage_state=signed_in["lin"], java_script_enabled=False)
    plain.goto("/plans/upload/")

    box = plain.locator("input[type=file]").bounding_box()
    assert box is not None
    assert box["width"] > 200
