import zlib
from io import BytesIO

import pytest
from PIL import Image

from engines.plans.readers.making import sample_maker
from gongjian.engines.plans.model import UnreadableError
from gongjian.engines.plans.readers import limits, pdf, pdf_pages
from gongjian.engines.plans.readers.pdf import read_pdf, text_of

# Each of these starts a process of its own.
pytestmark = pytest.mark.slow


def made(*, content: bytes = b"", extra: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF of one page with this content, packed."""
    packed = zlib.compress(content, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica%b>>" % extra,
    ]
    return sample_maker()._written(objects).replace(b"/Root 1 0 R", b"/Root 1 0 R" + trailer)


LOCKED = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%b>/U<%b>>>/ID[<00><00>]" % (b"41" * 32, b"42" * 32)


def code_of(data: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_pdf(data)
    return caught.value.code


def test_the_text_of_a_page_is_read():
    assert (
        read_pdf(made(content=b"BT /F1 12 Tf 72 700 Td (A plan of this year) Tj ET")) == "A plan of this year"
    )


def test_a_drawn_table_is_read_as_rows():
    cells = [("Task", 0, 0), ("Unit", 0, 1), ("Ledger", 1, 0), ("Street", 1, 1)]
    texts = b"".join(
        b"BT /F1 12 Tf %d %d Td (%b) Tj ET\n" % (80 + 100 * column, 685 - 20 * row, text.encode())
        for text, row, column in cells
    )
    frames = b"".join(
        b"%d %d 100 20 re S\n" % (75 + 100 * column, 680 - 20 * row) for _, row, column in cells
    )

    assert read_pdf(made(content=texts + frames)) == "Task\tUnit\nLedger\tStreet"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.4", "corrupt"),
        (b"%PDF-1.4\n" + b"\0" * 5000, "corrupt"),
        (made(trailer=LOCKED), "encrypted"),
        (made(), "no-text"),
        (made(content=b"0 0 m 100 100 l S"), "no-text"),
    ],
)
def test_what_cannot_be_read_says_why(data, code):
    assert code_of(data) == code


def test_a_scan_has_no_text():
    stream = BytesIO()
    Image.new("RGB", (60, 80), "white").save(stream, "PDF")

    assert code_of(stream.getvalue()) == "no-text"


def test_a_scan_with_the_name_of_the_app_on_it_has_no_text():
    piece = ["扫描全能王 创建", 100, 50, 180, 60]

    with pytest.raises(UnreadableError) as caught:
        text_of({"pages": [{"pieces": [piece], "rules": []}] * 3, "pictures": 3})

    assert caught.value.code == "no-text"


def test_a_font_that_gives_other_characters_is_told_from_text():
    piece = ["鏂囨槑绀惧尯鍒涘缓宸ヤ綔鏂规", 100, 50, 250, 60]

    with pytest.raises(UnreadableError, match="乱码"):
        text_of({"pages": [{"pieces": [piece], "rules": []}], "pictures": 0})


@pytest.mark.parametrize(
    "unit", [b"(abcdefghij) Tj ", b"0 0 m 100 0 l S "], ids=["20 million characters", "2 million lines"]
)
def test_a_small_file_that_asks_for_gigabytes_is_stopped(unit):
    data = made(content=b"BT /F1 12 Tf 10 10 Td " + unit * 2_000_000)

    assert len(data) < 200_000
    assert code_of(data) in ("zip-bomb", "too-long")


def test_too_many_pages_or_characters_are_refused(monkeypatch):
    data = made(content=b"BT /F1 12 Tf 72 700 Td (A plan of this year) Tj ET")

    monkeypatch.setattr(limits, "CHARACTERS", 5)
    assert code_of(data) == "too-long"
    monkeypatch.setattr(limits, "PDF_PAGES", 0)
    assert code_of(data) == "too-long"


def test_a_reader_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(pdf, "_SECONDS", 0.001)

    assert code_of(made(content=b"BT ET")) == "zip-bomb"


def test_the_reader_works_alike_inside_this_process():
    data = made(content=b"BT /F1 12 Tf 72 700 Td (A plan) Tj ET")

    assert text_of(pdf_pages.pages_of(data, pdf_pages.Most(10, 1000, 100))) == read_pdf(data) == "A plan"
