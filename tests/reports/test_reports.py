"""What is handed out: the task breakdown table and the state of a campaign."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from docx import Document
from python_calamine import CalamineWorkbook

from cast import Cast
from factories.campaigns import AssignmentFactory, ItemCheckFactory, PhaseFactory, TaskFactory, standard_of
from factories.places import AreaFactory
from factories.plans_by_hand import plan_by_hand
from gongjian.campaigns.actions.start import Basics, start
from gongjian.campaigns.models import Campaign
from gongjian.files import blobs
from gongjian.history.models import Entry
from gongjian.inbox.models import Message
from gongjian.jobs.worker import drain
from gongjian.kernel.refusal import Refused
from gongjian.people.models import Grant
from gongjian.people.reach import reach_of
from gongjian.places.models import Area
from gongjian.reports import actions, excel, sheets, word
from gongjian.reports.models import Report
from gongjian.reports.sheets import Sheet

AT = datetime(2026, 4, 10, 1, 0, tzinfo=UTC)
DAY = date(2026, 4, 10)


@pytest.fixture(autouse=True)
def _on_that_day():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    basics = Basics("文明社区", "2026年文明社区创建", cast.district, date(2026, 3, 1), date(2026, 10, 31))
    return start(plan_by_hand(cast.district), basics=basics, by=cast.lin, at=AT)


def silent(_done: int, _total: int) -> None:
    """Nobody listens."""


def rows_of(book: bytes, number: int = 0) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(number).to_python()


def breakdown(cast: Cast, campaign: Campaign, person: str) -> Sheet:
    (sheet,) = sheets.breakdown(campaign, reach_of(getattr(cast, person), on=DAY), DAY, silent)
    return sheet


def test_the_breakdown_names_who_leads_owes_and_assists(cast, campaign):
    rows = breakdown(cast, campaign, "lin").rows

    assert [(row[1], row[2].strip("\u3000"), row[4], row[5], row[6], row[7], row[8]) for row in rows] == [
        ("四/(一)", "整治环境", "", "区民政局", "幸福里社区、滨河社区、柳溪村", "", date(2026, 3, 31)),
        ("四/(一)/1", "清理楼道", "", "", "", "", None),
        ("四/(一)/2", "规范停车", "", "", "", "", None),
        ("四/(二)", "壮大志愿服务队伍，志愿者达到200人", "", "", "梅芳、责任人：韩涛", "", None),
        ("", "于9月20日前报区创建办汇总", "全面推广阶段", "", "", "", date(2026, 9, 20)),
        ("六/(二)/1", "全面自查", "全面推广阶段", "", "", "", date(2026, 10, 31)),
    ]


def test_a_community_takes_out_only_what_it_sees(cast, campaign):
    rows = breakdown(cast, campaign, "chen").rows

    assert (rows[0][5], rows[0][6]) == ("", "滨河社区")
    assert rows[3][6] == "责任人：韩涛"


def give(campaign: Campaign, title: str, *areas: Area) -> None:
    task = campaign.tasks.get(title=title)
    for area in areas:
        AssignmentFactory(task=task, area=area)


def more_communities(cast: Cast, number: int) -> list[Area]:
    return [AreaFactory(name=f"第{n}社区", parent=cast.subdistrict) for n in range(1, number + 1)]


def test_many_communities_are_said_by_their_number(cast, campaign):
    more_communities(cast, 5)
    give(campaign, "清理楼道", *Area.objects.filter(name__endswith="社区", parent=cast.subdistrict)[1:])

    cell = breakdown(cast, campaign, "lin").rows[1][6]

    assert cell == "滨河社区、第1社区、第2社区等6个社区（村）"


def test_a_duty_of_all_communities_is_said_in_a_word_beside_the_other_units(cast, campaign):
    new = more_communities(cast, 5)
    give(campaign, "清理楼道", cast.township, cast.community, cast.next_community, cast.village, *new)

    assert breakdown(cast, campaign, "lin").rows[1][6] == "松林镇、全部8个社区（村）"


def test_a_community_does_not_take_its_own_for_all(cast, campaign):
    assert breakdown(cast, campaign, "chen").rows[0][6] == "滨河社区"


def test_of_many_other_units_a_dozen_are_written_out(cast, campaign):
    give(
        campaign,
        "清理楼道",
        *(AreaFactory(name=f"{n}号", parent=cast.community, kind="grid") for n in range(15)),
    )

    cell = breakdown(cast, campaign, "lin").rows[1][6]

    assert cell == "、".join(f"{n}号" for n in range(12)) + "等共15个单位"


@pytest.mark.parametrize("many", [False, True])
def test_the_number_of_queries_does_not_grow(cast, campaign, many, django_assert_num_queries):
    if many:
        for _ in range(3):
            task = TaskFactory(campaign=campaign, phase=PhaseFactory(campaign=campaign, ordinal=9 + _))
            for area in (cast.community, cast.village):
                AssignmentFactory(task=task, area=area)
                ItemCheckFactory(
                    campaign=campaign, item=campaign.standard.items.filter(is_leaf=True)[_], area=area
                )
    reach = reach_of(cast.lin, on=DAY)
    campaign = Campaign.objects.select_related("programme", "area", "standard").get()

    with django_assert_num_queries(4):
        sheets.breakdown(campaign, reach, DAY, silent)
    with django_assert_num_queries(27):
        sheets.state(campaign, reach, DAY, silent)


def test_the_state_has_a_sheet_for_each_part(cast, campaign):
    made = sheets.state(campaign, reach_of(cast.lin, on=DAY), DAY, silent)

    assert [len(sheet.headers) for sheet in made] == [len(sheet.widths) for sheet in made]
    assert {len(row) == len(sheet.headers) for sheet in made for row in sheet.rows} == {True}
    assert len(made) == 9


def test_the_self_check_says_how_much_is_met_and_what_its_signs_mean(cast, campaign):
    items = campaign.standard.items.filter(is_leaf=True)
    for item, state in zip(items, ("met", "short", "not-applicable"), strict=True):
        ItemCheckFactory(campaign=campaign, item=item, area=cast.village, state=state)

    made = sheets.state(campaign, reach_of(cast.lin, on=DAY), DAY, silent)

    matrix = next(sheet for sheet in made if sheet.is_of_signs)
    assert matrix.headers[:5] == ["街道（乡镇）", "社区", "已答复", "达标数", "达标率（%）"]
    assert [list(row) for row in matrix.rows] == [
        ["望江街道", "幸福里社区", "0/3", 0, 0, "·", "·", "·"],
        ["望江街道", "滨河社区", "0/3", 0, 0, "·", "·", "·"],
        ["松林镇", "柳溪村", "3/3", 1, 50, "✓", "!", "–"],
    ]
    assert matrix.legend == (
        "图例：✓ 达标\u3000! 未达标\u3000○ 未开展\u3000– 不适用\u3000· 未填报。达标率按适用项计算。"
    )
    assert sum(span for _head, span in matrix.groups) == len(matrix.headers) - 5


def test_a_sheet_leaves_out_the_columns_that_say_nothing():
    sheet = Sheet("表", ["甲", "乙", "丙"], [[1, "", None], [0, None, "有"]], [4, 5, 6])
    signs = Sheet("自查", ["甲", "1"], [["", ""]], [4, 4], leading=1)

    assert sheet.without_empty() == Sheet("表", ["甲", "丙"], [[1, None], [0, "有"]], [4, 6])
    assert signs.without_empty() == signs


def test_a_workbook_keeps_numbers_days_and_text_apart():
    sheet = Sheet("表[一]", ["序号", "日期", "文字"], [[1, DAY, "=1+1"], [2, None, ""]], [4, 8, 20])

    book = excel.workbook("标题 & 说明", [sheet, sheet], "某区")

    read = CalamineWorkbook.from_filelike(BytesIO(book))
    assert read.sheet_names == ["表一", "表一2"]
    assert rows_of(book) == [
        ["标题 & 说明 · 表[一]", "", ""],
        ["某区", "", ""],
        ["序号", "日期", "文字"],
        [1.0, DAY, "=1+1"],
        [2.0, "", ""],
    ]


def test_a_sheet_of_signs_has_its_legend_and_its_groups_over_the_table():
    rows = [["甲社区", 2, "✓", "·", "!"]]
    groups = [("(一) 组织", 2), ("(二) 环境", 1)]
    sheet = Sheet("自查", ["社区", "达标数", "1", "2", "1"], rows, [8, 4, 4, 4, 4], 2, groups, "✓ 达标")

    assert rows_of(excel.workbook("进展", [sheet])) == [
        ["进展 · 自查", "", "", "", ""],
        ["✓ 达标", "", "", "", ""],
        ["", "", "(一) 组织", "", "(二) 环境"],
        ["社区", "达标数", "1", "2", "1"],
        ["甲社区", 2.0, "✓", "·", "!"],
    ]


def test_a_document_has_every_row_under_a_header_that_repeats():
    sheet = Sheet("任务", ["序号", "任务"], [[1, "甲\n乙"], [2, "丙\x0b丁"]], [4, 20])
    signs = Sheet("自查", ["社区", "1"], [["甲社区", "✓"]], [8, 4], leading=1)

    read = Document(BytesIO(word.document("标题", "副题", [sheet, signs], "%(n)s")))

    (table,) = read.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["序号", "任务"],
        ["1", "甲\n乙"],
        ["2", "丙丁"],
    ]
    assert table.rows[0]._tr.trPr.xpath("w:tblHeader")


def test_a_document_has_headings_to_go_by_and_numbered_pages():
    sheet = Sheet("任务", ["序号"], [[1]], [4])

    read = Document(BytesIO(word.document("标题", "副题", [sheet, sheet], "%(n)s")))

    headings = [(p.style.name, p.text) for p in read.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [("Heading 1", "标题"), ("Heading 2", "任务"), ("Heading 2", "任务")]
    fields = read.sections[0].footer._element.xpath(".//w:fldSimple/@w:instr")
    assert fields == ["PAGE", "NUMPAGES"]


def test_columns_are_as_wide_as_what_they_say():
    headers = ["序号", "任务", "办理要求", "完成时限"]
    rows = [[n, "整治环境", "清理楼道、规范停车、消除卫生死角。" * 4, DAY] for n in range(9)]

    number, task, text, day = word.column_widths(headers, rows)

    assert (number < day < text, task < text, round(number + task + text + day, 3)) == (True, True, word.ROOM)
    read = Document(BytesIO(word.document("标题", "副题", [Sheet("任务", headers, rows, [1] * 4)], "")))
    grid = [round(column.width.cm, 1) for column in read.tables[0].columns]
    cells = [round(cell.width.cm, 1) for cell in read.tables[0].rows[5].cells]
    assert grid == cells == [round(width, 1) for width in (number, task, text, day)]


def test_columns_that_are_all_short_fill_the_page():
    widths = word.column_widths(["甲", "乙丙"], [["1", "2"]])

    assert (round(sum(widths), 3), widths[0] < widths[1]) == (word.ROOM, True)


def test_a_table_too_long_for_word_says_how_much_is_missing():
    sheet = Sheet("任务", ["序号"], [[number] for number in range(word.ROWS_SHOWN + 3)], [4])

    read = Document(BytesIO(word.document("标题", "副题", [sheet], "还有%(n)s行")))

    assert read.paragraphs[-1].text == "还有3行"
    assert len(read.tables[0]._tbl.tr_lst) == word.ROWS_SHOWN + 1


@pytest.mark.parametrize("kind", ["breakdown", "state"])
@pytest.mark.parametrize("format", ["xlsx", "docx"])
def test_a_report_is_asked_for_written_and_fetched(cast, as_chen, campaign, kind, format):
    asked = as_chen.post(reverse("reports:campaign", args=[campaign.pk]), {"kind": kind, "format": format})
    report = Report.objects.get()
    assert asked["Location"] == report.get_absolute_url()
    assert "progress" in as_chen.get(report.get_absolute_url()).content.decode()

    drain()

    report.refresh_from_db()
    fetched = as_chen.get(report.file.get_absolute_url())
    assert b"".join(fetched.streaming_content)[:2] == b"PK"
    assert report.file.name == f"2026年文明社区创建{report.get_kind_display()}_2026-04-10.{format}"
    entry = Entry.objects.get(verb="report.made")
    assert (entry.by, entry.after["report"], entry.after["format"]) == (cast.chen, kind, format)
    assert Message.objects.filter(to=cast.chen, url=report.get_absolute_url()).exists()


def test_what_is_taken_out_obeys_reach(cast, as_chen, campaign):
    as_chen.post(reverse("reports:campaign", args=[campaign.pk]), {"kind": "state", "format": "xlsx"})

    drain()

    book = CalamineWorkbook.from_filelike(BytesIO(blobs.read(Report.objects.get().file)))
    told = {name: str(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names}
    # The phases are the plan's own words, and the plan names a community.
    named = {name for name, text in told.items() if "幸福里社区" in text or "梅芳" in text}
    assert named == {"阶段"}
    assert "滨河社区" in told["各单位任务"]


def test_nobody_else_fetches_it(cast, as_chen, as_lin, as_zhou, campaign):
    as_chen.post(reverse("reports:campaign", args=[campaign.pk]), {"kind": "state", "format": "xlsx"})
    drain()
    report = Report.objects.get()

    for client in (as_lin, as_zhou):
        assert client.get(report.get_absolute_url()).status_code == 404
        assert client.get(report.file.get_absolute_url()).status_code == 404


def test_a_role_that_was_lost_meanwhile_ends_the_report_with_a_sentence(cast, as_chen, campaign):
    as_chen.post(reverse("reports:campaign", args=[campaign.pk]), {"kind": "state", "format": "xlsx"})
    Grant.objects.filter(person=cast.chen).update(ends=date(2026, 4, 1))

    drain()

    report = Report.objects.get()
    assert (report.file, report.job.state) == (None, "failed")
    assert report.job.error == str(actions.GONE)


def test_asking_twice_makes_one(cast, campaign):
    first = actions.ask(campaign, kind="state", format="xlsx", by=cast.lin, at=AT)
    second = actions.ask(campaign, kind="state", format="xlsx", by=cast.lin, at=AT)

    assert (second, Report.objects.count()) == (first, 1)


def test_a_cancelled_campaign_has_no_report(cast, campaign):
    Campaign.objects.update(state="cancelled")
    campaign.refresh_from_db()

    with pytest.raises(Refused):
        actions.ask(campaign, kind="state", format="xlsx", by=cast.lin, at=AT)


def test_a_stranger_finds_no_reports(as_zhou, as_lin, campaign):
    address = reverse("reports:campaign", args=[campaign.pk])

    assert as_zhou.get(address).status_code == 404
    assert as_zhou.post(address, {"kind": "state", "format": "xlsx"}).status_code == 404
    assert as_lin.post(address, {"kind": "nonsense", "format": "exe"}).status_code == 200
    assert not Report.objects.exists()


@pytest.mark.parametrize("many", [False, True])
def test_the_page_of_reports(cast, as_lin, campaign, many, django_assert_num_queries):
    for _ in range(3 if many else 1):
        Report.objects.create(campaign=campaign, kind="state", format="xlsx", asked_by=cast.lin, asked_at=AT)

    with django_assert_num_queries(6):
        page = as_lin.get(reverse("reports:campaign", args=[campaign.pk])).content.decode()

    # And once as the last day that a report can be of.
    assert page.count("2026-04-10") == 1 + (3 if many else 1)


@pytest.mark.slow
def test_a_district_of_communities_fits_on_the_matrix_sheet(cast):
    from factories.campaigns import CampaignFactory

    campaign = CampaignFactory(area=cast.district, standard=standard_of(*(f"第{n}项" for n in range(60))))

    made = sheets.state(campaign, reach_of(cast.lin, on=DAY), DAY, silent)

    book = excel.workbook("标题", made)
    assert len(rows_of(book, len(CalamineWorkbook.from_filelike(BytesIO(book)).sheet_names) - 1)[-1]) == 65
