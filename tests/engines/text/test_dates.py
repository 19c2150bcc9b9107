import pytest

from gongjian.engines.text.date_spans import date_spans
from gongjian.engines.text.dates import moments


def read(text: str) -> list[tuple[str, str, str]]:
    """Each date as its first day, its last day, and the day something is due by it."""
    return [(moment.first(), moment.last(), moment.due()) for moment in moments(text)]


@pytest.mark.parametrize(
    ("written", "first", "last", "due"),
    [
        ("2013年11月7日", "2013-11-07", "2013-11-07", "2013-11-07"),
        ("20xx年7月10日", "20XX-07-10", "20XX-07-10", "20XX-07-10"),
        ("201*年1月", "201X-01", "201X-01", "201X-01"),
        ("20--年1月", "20XX-01", "20XX-01", "20XX-01"),
        ("二〇二三年十一月三十日", "2023-11-30", "2023-11-30", "2023-11-30"),
        ("9月1日", "XXXX-09-01", "XXXX-09-01", "XXXX-09-01"),
        ("9月1号", "XXXX-09-01", "XXXX-09-01", "XXXX-09-01"),
        ("2014年10月", "2014-10", "2014-10", "2014-10"),
        ("11月底", "XXXX-11-30", "XXXX-11-30", "XXXX-11-30"),
        ("2024年2月底", "2024-02-29", "2024-02-29", "2024-02-29"),
        ("2月底", "XXXX-02-28", "XXXX-02-28", "XXXX-02-28"),
        ("九月初九", "XXXX-09", "XXXX-09", "XXXX-09"),
        ("3月初", "XXXX-03-01", "XXXX-03-10", "XXXX-03-10"),
        ("3月上旬", "XXXX-03-01", "XXXX-03-10", "XXXX-03-10"),
        ("3月中旬", "XXXX-03-11", "XXXX-03-20", "XXXX-03-20"),
        ("3月下旬", "XXXX-03-21", "XXXX-03-31", "XXXX-03-31"),
        ("2023.3.1", "2023-03-01", "2023-03-01", "2023-03-01"),
        ("2023.3", "2023-03", "2023-03", "2023-03"),
        ("2023-11-07", "2023-11-07", "2023-11-07", "2023-11-07"),
        ("2025年", "2025", "2025", "2025-12-31"),
        ("2023年底", "2023", "2023-12-31", "2023-12-31"),
        ("年内", "XXXX", "XXXX-12-31", "XXXX-12-31"),
        ("今年年底", "XXXX", "XXXX-12-31", "XXXX-12-31"),
        ("上半年", "XXXX-01", "XXXX-06", "XXXX-06-30"),
        ("2023年下半年", "2023-07", "2023-12", "2023-12-31"),
        ("2023年第一季度", "2023-01", "2023-03", "2023-03-31"),
        ("一季度末", "XXXX-01-31", "XXXX-03-31", "XXXX-03-31"),
        ("“十三五”期末", "2020", "2020-12-31", "2020-12-31"),
        ("十四五末", "2025", "2025-12-31", "2025-12-31"),
    ],
)
def test_a_date_is_read(written, first, last, due):
    assert read(written) == [(first, last, due)]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "9:00至11:00",
        "面积1、2平方公里",
        "十五日",
        "三年内",
        "每月底",
        "2023.5%",
        "第3名",
        "3天",
        "十分重要",
    ],
)
def test_what_is_no_date_is_not_read(written):
    assert read(written) == []


def test_a_day_that_the_month_has_not_is_dropped():
    assert read("2月30日") == [("XXXX-02", "XXXX-02", "XXXX-02")]


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2013年11月7日至20日", "2013-11-07", "2013-11-20"),
        ("2013年11月21日至2014年10月30日", "2013-11-21", "2014-10-30"),
        ("20xx年9月1日-9日", "20XX-09-01", "20XX-09-09"),
        ("20xx年4月-11月底", "20XX-04", "20XX-11-30"),
        ("20xx年9月20日至10月", "20XX-09-20", "20XX-10"),
        ("2014年5月—2014年12月", "2014-05", "2014-12"),
        ("2024年11月—2月", "2024-11", "2025-02"),
        ("3-5月", "XXXX-03", "XXXX-05"),
        ("2023年3—5月底", "2023-03", "2023-05-31"),
        ("9月1-9日", "XXXX-09-01", "XXXX-09-09"),
        ("2023—2025年", "2023", "2025"),
        ("2023.3.1-2023.5.30", "2023-03-01", "2023-05-30"),
        ("2023年1月1日起至12月31日", "2023-01-01", "2023-12-31"),
        ("10月中旬--10月下旬", "XXXX-10-11", "XXXX-10-31"),
        ("2024年3月", "2024-03", "2024-03"),
    ],
)
def test_a_span_of_dates_is_read(written, first, last):
    assert [(span.first.first(), span.last.last()) for span in date_spans(written)] == [(first, last)]


def test_dates_of_a_sentence_are_read_one_after_the_other():
    text = "于8月1日前建立档案,9月1日前完成,3-5月集中整治,10月底验收"

    assert [text[span.start : span.end] for span in date_spans(text)] == [
        "8月1日",
        "9月1日",
        "3-5月",
        "10月底",
    ]
