import pytest

from gongjian.engines.text.numerals import from_chinese, to_chinese, to_number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("零", 0),
        ("一", 1),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十二", 22),
        ("一百", 100),
        ("一百零五", 105),
        ("一百一十", 110),
        ("一百一", 110),
        ("两千三", 2300),
        ("三千二百一十", 3210),
        ("三万五千", 35_000),
        ("十二万", 120_000),
        ("一亿二千万", 120_000_000),
        ("二〇二三", 2023),
        ("九五", 95),
        # Not a numeral.
        ("", None),
        ("百", None),
        ("十十", None),
        ("一二十", None),
        ("万", None),
        ("三个", None),
        ("一" * 13, None),
    ],
)
def test_a_chinese_numeral_is_read(written, number):
    assert from_chinese(written) == number


def test_a_label_written_in_chinese_reads_back():
    assert [from_chinese(to_chinese(number)) for number in range(100)] == list(range(100))


@pytest.mark.parametrize("number", [-1, 100])
def test_no_label_is_written_outside_its_range(number):
    with pytest.raises(ValueError, match="no label"):
        to_chinese(number)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("200", 200),
        ("２００", 200),
        ("1,200", 1200),
        ("１，２００", 1200),
        ("12.6", 12.6),
        ("28.5万", 285_000),
        ("3千", 3000),
        ("七", 7),
        ("", None),
        ("约", None),
        ("9" * 40, None),
    ],
)
def test_a_number_is_read_in_any_writing(written, number):
    assert to_number(written) == number
