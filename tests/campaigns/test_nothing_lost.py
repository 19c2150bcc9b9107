"""Nothing of a plan is lost: every entry of the project's samples is found in the campaign made from them."""

from datetime import UTC, date, datetime

import pytest

from cast import Cast
from factories.plans_by_hand import plan_by_hand
from gongjian import samples
from gongjian.campaigns.actions.start import Basics, start
from gongjian.campaigns.models import Campaign, Task
from gongjian.campaigns.proposals import Decision, Make, Row
from gongjian.campaigns.queries.proposals import draw
from gongjian.engines.plans.files import read_file
from gongjian.plans.models import Entry, Plan
from gongjian.plans.values import found_in
from gongjian.programmes.models import Standard

AT = datetime(2026, 2, 3, 1, 0, tzinfo=UTC)
SAMPLES = ["civilised.txt", "epidemic-free.txt", "peaceful.txt", "renovation.txt", "safe.txt"]
PARTS = (
    "phases",
    "tasks",
    "bodies",
    "duties",
    "memberships",
    "pairings",
    "batches",
    "targets",
    "cadences",
    "deadlines",
    "leftovers",
)


def read(area, name: str) -> Plan:
    (found,) = read_file(name, (samples.FOLDER / name).read_bytes()).plans
    entries = [(f.kind, (f.start, f.end), f.data) for f in found_in(found)]
    return plan_by_hand(area, title=found.title, text=found.text, entries=entries)


def begun(plan: Plan, cast: Cast, decisions: dict[str, Decision] | None = None, **more: object) -> Campaign:
    given = {
        "programme": "文明社区",
        "title": plan.title,
        "area": cast.district,
        "starts": date(2026, 3, 1),
        "ends": date(2026, 12, 31),
        "everyone": "both",
    }
    return start(plan, basics=Basics(**given | more), decisions=decisions, by=cast.lin, at=AT)


def told_with(rows: tuple[Row, ...]) -> set[int]:
    """Entries that are told of in the row of another: the item of a phase, the date of a goal."""
    return {row.extra[name] for row in rows for name in ("item", "deadline") if row.extra.get(name)}


def unaccounted(plan: Plan, campaign: Campaign) -> list[str]:
    rows = draw(plan).proposal.rows
    found = told_with(rows)
    for part in PARTS:
        found |= set(getattr(campaign, part).values_list("entry", flat=True))
    spans = set(campaign.standard.items.values_list("span_start", "span_end")) if campaign.standard else set()
    found |= {row.entry for row in rows if row.span in spans}
    return [str(entry) for entry in Entry.objects.exclude(kind="warning").exclude(pk__in=found - {None})]


def lines_told_nowhere(plan: Plan, campaign: Campaign) -> list[str]:
    """The lines of the text that no part of the campaign has in its words."""
    spans = {(row.span_start, row.span_end) for part in PARTS for row in getattr(campaign, part).all()}
    if campaign.standard:
        spans |= set(campaign.standard.items.values_list("span_start", "span_end"))
    lost, at = [], 0
    for line in plan.text.splitlines(keepends=True):
        start = at
        at += len(line)
        inside = any(a is not None and a < start + len(line.rstrip()) and start < b for a, b in spans)
        if line.strip() and line.strip() != plan.title and not inside:
            lost.append(line.strip())
    return lost


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_every_entry_is_in_the_campaign_or_listed(cast: Cast, name: str):
    plan = read(cast.district, name)

    campaign = begun(plan, cast)

    assert unaccounted(plan, campaign) == []
    assert lines_told_nowhere(plan, campaign) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_it_is_listed_also_when_everything_is_left_out(cast: Cast, name: str):
    plan = read(cast.district, name)
    rows = draw(plan).proposal.rows

    campaign = begun(plan, cast, decisions={row.key: Decision(Make.NOTHING, row.title) for row in rows})

    assert campaign.leftovers.count() == len(rows)
    assert unaccounted(plan, campaign) == []
    assert not Task.objects.exists()


def test_items_are_listed_when_the_campaign_works_on_another_standard(cast: Cast):
    first = begun(plan_by_hand(cast.district), cast)
    plan = plan_by_hand(cast.district)

    campaign = begun(plan, cast, programme=first.programme, standard=Standard.objects.get())

    assert [left.head for left in campaign.leftovers.filter(reason="standard")] == [
        "环境整洁",
        "楼道无杂物",
        "垃圾日产日清",
        "秩序良好",
    ]
    assert Standard.objects.count() == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_no_community_owes_what_the_district_is_to_reach(cast: Cast, name: str):
    begun(read(cast.district, name), cast)

    assert [
        title for title in Task.objects.values_list("title", flat=True) if "全区" in title and "%" in title
    ] == []


def test_a_goal_has_its_date_and_may_still_be_made_a_task(cast: Cast):
    plan = read(cast.district, "epidemic-free.txt")
    near, far = (row for row in draw(plan).proposal.of(Make.TARGET) if row.ends)

    campaign = begun(
        plan, cast, decisions={far.key: Decision(Make.TASK, "提高创建率", ends=date(2027, 6, 30))}
    )

    assert [(str(t), t.low, t.due) for t in campaign.targets.exclude(due=None)] == [
        (near.title, 60, date(2026, 12, 31))
    ]
    task = campaign.tasks.get(title="提高创建率")
    assert (task.due, task.assignments.count()) == (date(2027, 6, 30), 3)
