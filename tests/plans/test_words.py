"""Small things by table: dates, marks, forms, words."""

from typing import Any

import pytest
from django.utils import translation

from factories.plans import TEXT
from gongjian.engines.plans import model
from gongjian.plans import dates
from gongjian.plans.forms import form_for
from gongjian.plans.guessing import guess, likely_kind
from gongjian.plans.models import Entry, EntryKind
from gongjian.plans.presenting import Shown, show
from gongjian.plans.queries import places_to_split
from gongjian.plans.spans import mark_of, overlap, trimmed
from gongjian.plans.values import data_of, found_in, value_of

LENGTH = 100


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("2013-11-07", "2013-11-07"),
        ("XXXX-06-20", "XXXX-06-20"),
        ("20xx-07", "20XX-07"),
        ("2013", "2013"),
        ("2013年11月7日", "2013-11-07"),
        ("6月20日", "XXXX-06-20"),
        (" 2014年10月 ", "2014-10"),
        ("2013.3.1", "2013-03-01"),
        ("2024-02-29", "2024-02-29"),
        ("XXXX-02-29", "XXXX-02-29"),
    ],
)
def test_a_date_is_taken_as_people_write_it(words: str, edtf: str) -> None:
    assert dates.parse(words) == edtf


@pytest.mark.parametrize(
    "words", ["", "下周", "2013-13-01", "2023-02-29", "2013-00", "2013-11-31", "6月20日前", "13"]
)
def test_what_is_no_date_is_refused(words: str) -> None:
    with pytest.raises(ValueError):
        dates.parse(words)


@pytest.mark.parametrize(("last", "edtf"), [(False, "XXXX-03-01"), (True, "XXXX-03-10")])
def test_a_stretch_begins_and_ends(last: bool, edtf: str) -> None:
    assert dates.parse("3月上旬", last=last) == edtf


@pytest.mark.parametrize(
    ("edtf", "zh", "en"),
    [
        ("2013-11-07", "2013年11月7日", "2013-11-7"),
        ("2014-10", "2014年10月", "2014-10"),
        ("2014", "2014年", "2014"),
        ("XXXX-06-20", "6月20日", "6/20"),
        ("XXXX-06", "6月", "month 6"),
        ("20XX-07-10", "20XX年7月10日", "20XX-7-10"),
        ("sometime", "sometime", "sometime"),
        (None, "", ""),
    ],
)
def test_a_date_is_shown_in_the_readers_language(edtf: str | None, zh: str, en: str) -> None:
    with translation.override("zh-hans"):
        assert dates.show(edtf) == zh
    with translation.override("en"):
        assert dates.show(edtf) == en


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2026-03", "2026-05", "2026年3月至5月"),
        ("2026-11", "2027-02", "2026年11月至2027年2月"),
        ("XXXX-03", None, "3月至…"),
        (None, "2026-03-31", "…至2026年3月31日"),
        ("2026-12", "2026-12", "2026年12月"),
        ("2026", "2026-05", "2026年至5月"),
        (None, None, ""),
    ],
)
def test_a_span_of_dates_says_its_year_once(start: str | None, end: str | None, shown: str) -> None:
    assert dates.show_span(start, end) == shown


def entry(kind: str, start: int | None, end: int | None, **data: Any) -> Entry:
    return Entry(kind=kind, start=start, end=end, data=data)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (entry("target", 3, 8), TEXT[3:8]),
        (entry("reference", None, None), None),
        (entry("warning", 0, 0), None),
        (entry("item", TEXT.index("一、创"), TEXT.index("二、"), head="创建目标"), "一、创建目标"),
        (entry("item", TEXT.index("一、创"), TEXT.index("二、"), head="不在文中的标题"), "一、创建目标"),
        (entry("item", TEXT.index("一、创"), TEXT.index("二、"), head="创建目标改过的"), "一、创建目标"),
        (entry("phase", TEXT.index("宣传"), TEXT.index("依据"), name="宣传发动阶段"), "宣传发动阶段"),
        (entry("item", TEXT.index("依据"), len(TEXT), head=""), TEXT[TEXT.index("依据") :].strip()),
    ],
)
def test_what_of_an_entry_is_marked(made: Entry, words: str | None) -> None:
    mark = mark_of(made, TEXT)

    assert (TEXT[slice(*mark)] if mark else None) == words


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [((0, 3), (2, 4), True), ((0, 3), (3, 4), False), (None, (0, 1), False), ((0, 1), None, False)],
)
def test_stretches_overlap_when_they_share_a_character(one: Any, other: Any, shared: bool) -> None:
    assert overlap(one, other) is shared


def test_blanks_and_marks_at_the_edges_belong_to_no_words() -> None:
    text = " ;甲、乙。\n"

    start, end = trimmed(text, 0, len(text))

    assert text[start:end] == "甲、乙"
    assert trimmed(" ;;", 0, 3) == (3, 3)


@pytest.mark.parametrize(
    ("kind", "data", "shown"),
    [
        ("item", {"head": "创建目标", "role": "goals"}, Shown("创建目标", chips=("工作目标",))),
        ("item", {"head": "志愿服务", "role": None}, Shown("志愿服务")),
        ("phase", {"name": "启动", "start": None, "end": None}, Shown("启动", lacks="未写日期")),
        ("phase", {"name": "启动", "start": "2026-03", "end": "2026-04"}, Shown("启动", "2026年3月至4月")),
        (
            "phase",
            {"name": "启动", "start": "XXXX-03", "end": None},
            Shown("启动", "3月至…", lacks="年份未定"),
        ),
        (
            "target",
            {"subject": "志愿者", "quote": "", "op": ">=", "value": 200, "unit": "人"},
            Shown("志愿者", "≥ 200 人"),
        ),
        (
            "target",
            {"subject": "", "quote": "达标率90%", "op": ">=", "value": 90.0, "unit": "%"},
            Shown("达标率90%", "≥ 90%"),
        ),
        (
            "target",
            {"subject": "占比", "quote": "", "op": "=", "value": 0.6667, "unit": "比例"},
            Shown("占比", "= 0.6667 比例"),
        ),
        (
            "target",
            {"subject": "面积", "quote": "", "op": "between", "value": [1, 2.5], "unit": ""},
            Shown("面积", "1–2.5"),
        ),
        (
            "target",
            {"subject": "资金", "quote": "", "op": "<", "value": 12000000.0, "unit": "元"},
            Shown("资金", "< 12000000.0 元"),
        ),
        (
            "cadence",
            {"activity": "大扫除", "quote": "", "times": 1, "op": "=", "per": "week"},
            Shown("大扫除", "每周 1 次"),
        ),
        (
            "cadence",
            {"activity": "播放", "quote": "", "times": 2, "op": ">=", "per": "month"},
            Shown("播放", "每月至少 2 次"),
        ),
        (
            "deadline",
            {"quote": "于4月20日前", "date": "XXXX-04-20"},
            Shown("于4月20日前", "4月20日", lacks="年份未定"),
        ),
        ("deadline", {"quote": "", "date": "2026-04-20"}, Shown("2026年4月20日", "2026年4月20日")),
        (
            "duty",
            {"role": "组长", "names": ["韩涛", "林静"], "quote": ""},
            Shown("组长", chips=("韩涛", "林静")),
        ),
        ("reference", {"text": "某文[2011]8号"}, Shown("某文[2011]8号")),
        ("warning", {"code": "x", "message": "条数不符。"}, Shown("条数不符。")),
    ],
)
def test_an_entry_in_words(kind: str, data: dict[str, Any], shown: Shown) -> None:
    assert show(kind, data) == shown


@pytest.mark.parametrize(
    ("kind", "posted", "data"),
    [
        (
            "item",
            {"path": " 四／(一) / 1 ", "head": "治安", "role": ""},
            {"path": "四/(一)/1", "head": "治安", "role": None},
        ),
        (
            "item",
            {"path": "四", "head": "标准", "role": "standards"},
            {"path": "四", "head": "标准", "role": "standards"},
        ),
        (
            "phase",
            {"name": "启动", "start_date": "3月", "end_date": "3月底"},
            {"name": "启动", "start": "XXXX-03", "end": "XXXX-03-31"},
        ),
        (
            "phase",
            {"name": "启动", "start_date": "", "end_date": ""},
            {"name": "启动", "start": None, "end": None},
        ),
        (
            "target",
            {"subject": "人", "op": ">=", "value": "200", "unit": "人"},
            {"quote": "", "subject": "人", "op": ">=", "value": 200, "unit": "人"},
        ),
        (
            "target",
            {"subject": "率", "op": "between", "value": "30", "upper": "40.5"},
            {"quote": "", "subject": "率", "op": "between", "value": [30, 40.5], "unit": ""},
        ),
        (
            "cadence",
            {"activity": "大扫除", "op": ">=", "times": "2", "per": "week"},
            {"quote": "", "activity": "大扫除", "op": ">=", "times": 2, "per": "week"},
        ),
        ("deadline", {"date": "4月20日"}, {"quote": "", "date": "XXXX-04-20"}),
        (
            "duty",
            {"role": "责任人", "names": "韩涛、 林静，韩涛\n乔随菊;"},
            {"quote": "", "role": "责任人", "names": ["韩涛", "林静", "乔随菊"]},
        ),
        ("reference", {"text": "AQ/T9001-2006"}, {"text": "AQ/T9001-2006"}),
    ],
)
def test_a_form_gives_the_fields_of_its_kind(kind: str, posted: dict[str, str], data: dict[str, Any]) -> None:
    form = form_for(kind, length=LENGTH, posted=posted)

    assert form.is_valid(), form.errors
    assert form.data_of_kind == data
    assert value_of(kind, form.data_of_kind, 1, 2)


@pytest.mark.parametrize(
    ("kind", "posted", "field"),
    [
        ("item", {"path": "四//1", "head": "x"}, "path"),
        ("item", {"path": "四", "head": ""}, "head"),
        ("item", {"path": "四", "head": "x", "role": "boss"}, "role"),
        ("phase", {"name": "x", "start_date": "2026-05", "end_date": "2026-03"}, "end_date"),
        ("phase", {"name": "x", "start_date": "以后"}, "start_date"),
        ("target", {"subject": "x", "op": "between", "value": "5"}, "upper"),
        ("target", {"subject": "x", "op": "between", "value": "5", "upper": "5"}, "upper"),
        ("target", {"subject": "x", "op": "~", "value": "5"}, "op"),
        ("target", {"subject": "x", "op": "=", "value": "五"}, "value"),
        ("target", {"subject": "x", "op": "=", "value": "nan"}, "value"),
        ("cadence", {"activity": "x", "op": "=", "times": "0", "per": "week"}, "times"),
        ("deadline", {"date": ""}, "date"),
        ("duty", {"role": "x", "names": " 、 "}, "names"),
        ("reference", {"text": "x", "start": "3"}, "__all__"),
        ("reference", {"text": "x", "start": "3", "end": "3"}, "__all__"),
        ("reference", {"text": "x", "start": "3", "end": "101"}, "__all__"),
    ],
)
def test_a_mistake_is_shown_at_its_field(kind: str, posted: dict[str, str], field: str) -> None:
    assert list(form_for(kind, length=LENGTH, posted=posted).errors) == [field]


@pytest.mark.parametrize(
    ("date", "shown"),
    [("XXXX-04-20", "4月20日"), ("2026-04-20", "2026年4月20日"), ("20XX-07-10", "20XX年7月10日")],
)
def test_a_form_shows_a_date_in_words_that_it_takes_back(date: str, shown: str) -> None:
    form = form_for("deadline", length=LENGTH, data={"quote": "", "date": date})

    again = form_for("deadline", length=LENGTH, posted={"date": shown})
    assert form["date"].value() == shown
    assert again.is_valid()
    assert again.data_of_kind["date"] == date


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("每周开展一次大扫除", "cadence"),
        ("志愿者达到200人", "target"),
        ("责任人:韩涛、林静", "duty"),
        ("随便几个字", "item"),
        ("", "item"),
    ],
)
def test_words_look_like_a_kind(words: str, kind: str) -> None:
    assert likely_kind(words) == kind


def test_a_guess_falls_back_on_the_words() -> None:
    assert guess("随便几个字", "phase") == {"name": "随便几个字", "start": None, "end": None}
    assert guess("随便几个字", "duty") == {"quote": "", "role": "", "names": []}


@pytest.mark.parametrize(
    ("kind", "words", "followed_by"),
    [
        ("duty", "牵头单位:综治办、民政局", ["民政局"]),
        ("target", "三年内志愿者达到200人", []),
        ("item", "1、无重大刑事案件;2、技防设施完好", ["2、技防设施完好"]),
    ],
)
def test_an_entry_may_be_split_behind_its_punctuation(kind: str, words: str, followed_by: list[str]) -> None:
    start = TEXT.index(words)
    made = entry(kind, start, start + len(words), names=["综治办", "民政局"])

    assert [following for _offset, following in places_to_split(made, TEXT)] == followed_by
    assert places_to_split(entry(kind, None, None), TEXT) == []


@pytest.mark.parametrize(
    ("kind", "words", "followed_by"),
    [
        ("item", "(二)整治楼道环境,清理堆物。规范停车秩序。", ["规范停车秩序。"]),
        ("item", "1、整治环境。2.5公里长的河道要清理。", ["2.5公里长的河道要清理。"]),
        ("item", "整治楼道环境,清理堆物,规范停车秩序", ["清理堆物,规范停车秩序", "规范停车秩序"]),
        ("item", "1、宣传、教育、引导居民", []),
        ("item", "四、组织领导", []),
        ("target", "志愿者达到200人,覆盖率达到90%", ["覆盖率达到90%"]),
        ("target", "到年底,志愿者达到200人", []),
        ("reference", "某发〔2020〕1号、某办〔2021〕2号", ["某办〔2021〕2号"]),
    ],
)
def test_only_sensible_places_are_offered(kind: str, words: str, followed_by: list[str]) -> None:
    made = entry(kind, 0, len(words))

    assert [following for _offset, following in places_to_split(made, words)] == followed_by


def test_no_more_than_forty_places_to_split_are_offered() -> None:
    words = "清理楼道;" * 60

    assert len(places_to_split(entry("item", 0, len(words)), words)) == 40


def test_a_reference_that_does_not_stand_in_the_text_has_no_place() -> None:
    plan = model.Plan("x", "某文1号,某文1号", references=("某文1号", "某文1号", "某文2号"))

    assert [(found.start, found.end) for found in found_in(plan)] == [(0, 4), (5, 9), (None, None)]


def test_fields_of_another_kind_make_no_value() -> None:
    with pytest.raises(ValueError, match="not the fields"):
        value_of("duty", {"head": "x"}, 0, 1)


def test_a_value_goes_there_and_back() -> None:
    duty = model.Duty("责任人:韩涛", "责任人", ("韩涛",), (0, 6))

    assert value_of(EntryKind.DUTY, data_of(duty), 0, 6) == duty
