"""The state of a campaign as of an earlier day, after areas were merged."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation
from docx import Document
from python_calamine import CalamineWorkbook

from cast import Cast
from factories.campaigns import TaskFactory, standard_of
from factories.work import owed, running
from gongjian.campaigns.actions import assignments as work
from gongjian.campaigns.actions import batches, checks, pairings
from gongjian.campaigns.models import Batch, BatchArea, Body, Campaign, Membership, Pairing, Target
from gongjian.campaigns.models import Tally as Noted
from gongjian.files import blobs
from gongjian.history.models import Entry
from gongjian.jobs.worker import drain
from gongjian.kernel.refusal import Refused
from gongjian.people.reach import reach_of
from gongjian.places import actions as places
from gongjian.places.models import Area
from gongjian.reports import actions, sheets, sheets_then
from gongjian.reports.models import Report
from gongjian.reports.sheets import Sheet

EARLY = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
CHANGED = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)
LATER = datetime(2026, 4, 2, 2, 0, tzinfo=UTC)
THEN, NOW = date(2026, 3, 10), date(2026, 4, 2)


@pytest.fixture(autouse=True)
def _in_english_on_that_day() -> Iterator[None]:
    with translation.override("en"), time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    """滨河社区 has answered, has a task under way, a pairing, a seat and a place in a batch; then it is merged."""
    campaign = running(cast, standard=standard_of("楼道无杂物"))
    item = campaign.standard.items.get(is_leaf=True)
    old = cast.next_community
    checks.answer(campaign, item, old, state="met", by=cast.chen, at=EARLY)
    work.add_note(
        owed(cast, old, campaign=campaign, task=TaskFactory(campaign=campaign, title="整治楼道")),
        text="已清理三处", by=cast.chen, at=EARLY,
    )  # fmt: skip
    pairing = Pairing.objects.create(
        campaign=campaign, ordinal=1, role="挂点", name="林静", area_name=old.name,
        area=old, area_path=old.path, starts=date(2026, 3, 1),
    )  # fmt: skip
    pairings.visit(pairing, on=date(2026, 3, 6), problems=["楼道堆物"], by=cast.lin, at=CHANGED)
    pairings.solve(
        pairing.visits.get().problems.get(), on=date(2026, 3, 15), solution="已清理", by=cast.lin, at=CHANGED
    )
    body = Body.objects.create(campaign=campaign, kind=Body.Kind.LEADING_GROUP, ordinal=1, name="领导小组")
    Membership.objects.create(
        campaign=campaign, body=body, role="成员", name=old.name, area=old, ordinal=1, starts=date(2026, 3, 1)
    )
    batch = Batch.objects.create(campaign=campaign, ordinal=1, name="试点")
    seat = BatchArea.objects.create(batch=batch, area=old, area_path=old.path)
    batches.reach(seat, on=date(2026, 3, 18), by=cast.lin, at=CHANGED)
    target = Target.objects.create(
        campaign=campaign, ordinal=1, subject="志愿者", op=">=", low=200, unit="人"
    )
    for on, value in ((date(2026, 3, 8), 50), (date(2026, 3, 30), 180)):
        Noted.objects.create(target=target, on=on, value=value, by=cast.lin, at=LATER)
    places.merge(
        [cast.community, old], into=cast.community, fingerprint=None, reason="清政发〔2026〕3号",
        by=cast.lin, reach=reach_of(cast.lin, on=CHANGED.date()), at=CHANGED,
    )  # fmt: skip
    return Campaign.objects.select_related("area", "standard", "programme").get(pk=campaign.pk)


def silent(_done: int, _total: int) -> None:
    """Nobody listens."""


def found(cast: Cast, campaign: Campaign, day: date | None = None) -> dict[str, Sheet]:
    reach = reach_of(cast.lin, on=NOW)
    made = (
        sheets_then.state(campaign, reach, day, silent) if day else sheets.state(campaign, reach, NOW, silent)
    )
    return {sheet.title: sheet for sheet in made}


def test_the_sheets_of_the_day_are_as_they_were(cast: Cast, campaign: Campaign):
    then = found(cast, campaign, THEN)

    summary = dict(then["Summary"].rows)
    assert (summary["As of"], summary["Communities that take part"]) == (THEN, 3)
    assert (summary["Checks answered"], summary["Checks asked for"]) == (1, 3)
    assert [row[1:4] for row in then["Tasks by unit"].rows] == [["整治楼道", "滨河社区", ""]]
    assert [row[:2] for row in then["Units"].rows] == [["望江街道", "滨河社区"]]
    assert [row[1:3] for row in then["Self-check"].rows] == [
        ["幸福里社区", "0/1"],
        ["滨河社区", "1/1"],
        ["柳溪村", "0/1"],
    ]
    assert [row[2:4] for row in then["Targets"].rows] == [[50, date(2026, 3, 8)]]
    assert [row[2] for row in then["Organisation"].rows] == ["滨河社区"]
    # One visit, its problem not solved by then.
    assert [row[2:] for row in then["Pairings"].rows] == [["滨河社区", 1, date(2026, 3, 6), 1, 0]]
    assert [row[3:5] for row in then["Batches"].rows] == [[1, 0]]


def test_the_sheets_as_now_count_apart_what_has_ended(cast: Cast, campaign: Campaign):
    now = found(cast, campaign)

    summary = dict(now["Summary"].rows)
    assert (summary["Communities that take part"], summary["Checks answered"]) == (2, 0)
    assert summary["Counted apart: answers of communities that take no part any more"] == 1
    assert [row[1:3] for row in now["Self-check"].rows] == [
        ["幸福里社区", "0/1"],
        ["滨河社区 (ended on 2026-03-20, now 幸福里社区)", "1/1"],
        ["柳溪村", "0/1"],
    ]
    assert [row[2] for row in now["Organisation"].rows] == ["幸福里社区"]
    assert [row[2:] for row in now["Pairings"].rows] == [["幸福里社区", 1, date(2026, 3, 6), 1, 1]]
    assert [row[3:5] for row in now["Batches"].rows] == [[1, 1]]


@pytest.mark.parametrize("format", ["xlsx", "docx"])
def test_the_file_says_its_day(cast: Cast, campaign: Campaign, format: str):
    report = actions.ask(campaign, kind="state", format=format, on=THEN, by=cast.lin, at=LATER)
    drain()

    report.refresh_from_db()
    assert report.file is not None
    assert "2026-03-10" in report.file.name
    data = blobs.read(report.file)
    if format == "docx":
        words = "\n".join(paragraph.text for paragraph in Document(BytesIO(data)).paragraphs)
        assert "清河区，截至2026-03-10，按当日区划" in words
    else:
        words = str(CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name("自查").to_python())
        assert "滨河社区" in words
    assert Entry.objects.get(verb="report.made").after["on"] == "2026-03-10"


@pytest.mark.parametrize(
    ("kind", "on", "code"),
    [
        ("breakdown", THEN, "only_now"),
        ("state", date(2026, 5, 1), "future"),
        ("state", date(2026, 1, 1), "too_early"),
    ],
)
def test_a_day_there_is_nothing_to_report_of_is_refused(
    cast: Cast, campaign: Campaign, kind: str, on: date, code: str
):
    with pytest.raises(Refused) as refused:
        actions.ask(campaign, kind=kind, format="xlsx", on=on, by=cast.lin, at=LATER)

    assert refused.value.refusal.code == code
    assert not Report.objects.exists()


def test_the_page_offers_a_day_and_takes_it(cast: Cast, as_lin: Client, campaign: Campaign):
    as_lin.cookies["language"] = "en"
    address = reverse("reports:campaign", args=[campaign.pk])

    page = as_lin.get(f"{address}?on=2026-03-10").content.decode()
    as_lin.post(address, {"kind": "state", "format": "xlsx", "on": "2026-03-10"})
    wrong = as_lin.post(address, {"kind": "state", "format": "xlsx", "on": "soon"}, follow=True)

    assert 'name="on" min="2026-03-01" max="2026-04-02" value="2026-03-10"' in page
    assert [report.on for report in Report.objects.all()] == [THEN]
    assert "This is no day. Write it like 2026-03-01." in wrong.content.decode()


def test_two_days_are_two_reports(cast: Cast, campaign: Campaign):
    asked = [
        actions.ask(campaign, kind="state", format="xlsx", on=on, by=cast.lin, at=LATER)
        for on in (None, THEN, THEN)
    ]

    assert [report.on for report in asked] == [None, THEN, THEN]
    assert Report.objects.count() == 2
    assert Area.objects.filter(valid_to__isnull=False).count() == 1
