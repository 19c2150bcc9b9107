"""A district with one of everything, and `more` of it: for what must hold whatever the data.

Each round adds a row to every list that a page shows, with the things of the first round as their heads: one more
task of the same campaign, one more note on the same assignment, one more seat in the same body.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from axes.models import AccessAttempt, AccessLog
from django.core.files.base import ContentFile

from cast import Cast, holding
from factories.campaigns import (
    AssignmentFactory,
    CampaignFactory,
    EscalationFactory,
    EvidenceFactory,
    EvidenceUseFactory,
    ExtensionFactory,
    HandoverFactory,
    ItemCheckFactory,
    ProgrammeFactory,
    StandardFactory,
    StandardItemFactory,
    TaskFactory,
)
from factories.files import StoredFileFactory
from factories.inbox import MessageFactory
from factories.jobs import JobFactory, WorkerFactory
from factories.people import DepartmentFactory, GrantFactory, PersonFactory
from factories.places import AreaFactory
from factories.plans import TEXT, EntryFactory, PlanDocumentFactory, PlanFactory, one_of_each, query
from factories.plans_by_hand import ENTRIES, plan_by_hand
from factories.uploads import picture
from gongjian.calendars.models import Day, Year
from gongjian.campaigns.actions import aims, assignments, batches, organisation, pairings, start, tasks
from gongjian.campaigns.models import Campaign, Extension, Handover, Phase, Task
from gongjian.campaigns.queries.units import Unit
from gongjian.engines.packs.loading import SHIPPED
from gongjian.engines.plans import model
from gongjian.files import actions as files
from gongjian.files import kinds
from gongjian.history.actions import record
from gongjian.people.models import Person
from gongjian.people.roles import Role
from gongjian.places.models import Area, Change, ImportDraft, Kind, Placement
from gongjian.plans.models import Entry, EntryState, Rereading
from gongjian.programmes.actions import packs
from gongjian.programmes.models import Pack
from gongjian.reports.models import Report

AT = datetime(2026, 3, 20, 1, 0, tzinfo=UTC)
DAY = date(2026, 3, 20)
DUE = date(2026, 3, 31)
LATE = date(2026, 3, 10)


@dataclass
class Everything:
    """The heads of the lists, by name (the cast's among them), and how often each list was added to."""

    cast: Cast
    operator: Person
    rounds: int = 0
    heads: dict[str, Any] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        heads = self.__dict__["heads"]
        return heads[name] if name in heads else getattr(self.__dict__["cast"], name)

    def head(self, name: str, made: Any) -> Any:
        """Keep what the first round made under `name`; returns what is kept."""
        return self.heads.setdefault(name, made)


def everything(cast: Cast) -> Everything:
    """One of everything."""
    operator = PersonFactory(username="operator", name="运维", is_operator=True)
    made = Everything(cast, operator)
    AreaFactory(kind=Kind.CITY, name="远山市", parent=None)  # two tops, or none is chosen from
    made.head("pack", packs.install(packs.offered(SHIPPED / "safe-and-civilised"), by=operator, at=AT))
    made.head("shipped", "ten-stars")
    made.head("day", DAY.isoformat())
    _begin_campaign(made)
    _begin_plan(made)
    more(made)
    return made


def more(made: Everything, times: int = 1) -> None:
    """One more of everything, `times` times."""
    for _ in range(times):
        made.rounds += 1
        for add in (_areas, _people, _rest, _plans, _campaign, _organisation, _aims, _work, _checks):
            add(made, made.cast, made.rounds)


# --- Areas, people, and what stands by itself -------------------------------------------------------------
def _areas(made: Everything, cast: Cast, n: int) -> None:
    AreaFactory(kind=Kind.CITY, name=f"{n}号市", parent=None)
    street = AreaFactory(kind=Kind.SUBDISTRICT, name=f"{n}号街道", parent=cast.district)
    community = AreaFactory(kind=Kind.COMMUNITY, name=f"{n}号社区", parent=cast.subdistrict)
    AreaFactory(kind=Kind.COMMUNITY, name=f"新{n}社区", parent=street)
    AreaFactory(kind=Kind.GRID, name=f"第{n + 1}网格", parent=cast.community)
    GrantFactory(person=PersonFactory(), role=Role.COMMUNITY_WORKER, area=community)
    made.head("street", street)
    gone = AreaFactory(kind=Kind.COMMUNITY, name=f"旧{n}社区", parent=cast.subdistrict)
    Area.objects.filter(pk=gone.pk).update(valid_to=DAY, successor=cast.community)
    Placement.objects.filter(area=gone).update(ends=DAY)
    Placement.objects.create(
        area=cast.community, kind=Kind.COMMUNITY, name=f"幸福里{n}居委会", path=cast.community.path,
        starts=date(2010 + n, 1, 1), ends=date(2011 + n, 1, 1),
    )  # fmt: skip
    change = Change.objects.create(
        what=Change.What.MERGE, on=DAY, by=cast.lin, at=AT, reason=f"清政发〔2026〕{n}号"
    )
    change.areas.add(cast.community, gone)
    made.head("change", change).areas.add(gone)
    noted = record(
        "area.amended", cast.community, by=cast.lin, at=AT, area_path=cast.community.path, note=f"{n}"
    )
    made.head("entry", noted)
    draft = ImportDraft.objects.create(
        base=cast.district,
        by=cast.lin,
        at=AT,
        name=f"区域{n}.xlsx",
        content=b"",
        sha256="0" * 64,
        state="ready",
    )
    changed = [n, "community", f"{n}号社区", {"name": ["旧名", "新名"]}]
    kept = made.head("draft", draft)
    kept.outcome = {
        "added": {"community": n},
        "changes": [*kept.outcome.get("changes", []), changed],
        "sample": [*kept.outcome.get("sample", []), [n, "community", f"{n}号社区", "", "清河区"]],
    }
    kept.save()


def _people(made: Everything, cast: Cast, n: int) -> None:
    person = holding(f"worker-{n}", f"社区员{n}", Role.COMMUNITY_WORKER, cast.community)
    made.people.append(person)
    department = DepartmentFactory(area=cast.district, name=f"区{n}号局", aliases=f"{n}局")
    officer = holding(f"officer-{n}", f"科员{n}", Role.DEPARTMENT_OFFICER, cast.district, cast.civil_affairs)
    holding(f"head-{n}", f"局长{n}", Role.DEPARTMENT_OFFICER, cast.district, department)
    made.head("person", person)
    made.head("department", cast.civil_affairs)
    made.head("officer", officer)
    grant = GrantFactory(
        person=made.person,
        role=Role.GRID_WORKER,
        area=cast.grid,
        starts=DAY - timedelta(n),
        granted_by=cast.lin,
    )
    made.head("grant", grant)
    record("person.edited", made.person, by=cast.lin, at=AT, area_path=cast.community.path, note=f"{n}")
    for username in (cast.lin.username, person.username):
        AccessLog.objects.create(username=username, ip_address="10.0.0.1", session_hash=f"{n}", user_agent="")
    AccessAttempt.objects.create(
        username=person.username, ip_address=f"10.0.0.{n}", failures_since_start=30, user_agent=""
    )


def _rest(made: Everything, cast: Cast, n: int) -> None:
    for person in (cast.lin, cast.sun, cast.mei, made.operator):
        made.head("message", MessageFactory(to=person, title=f"社区消息{n}"))
        JobFactory(by=person, area_path=cast.community.path)
    made.head("message_of_lin", MessageFactory(to=cast.lin, url="/today/"))
    made.head("job", JobFactory(by=cast.lin, area_path=cast.district.path))
    WorkerFactory(beat_at=AT, pid=n)
    programme = ProgrammeFactory(name=f"社区创建项目{n}")
    StandardFactory(programme=made.head("programme", programme))
    Pack.objects.create(
        code=f"pack-{n}", version="1", year=2026, name=f"项目包{n}", programme=programme, files={},
        sha256="0" * 64, installed_at=AT, installed_by=PersonFactory(),
    )  # fmt: skip
    Year.objects.create(year=2030 + n, loaded_at=AT, loaded_by=PersonFactory())
    Day.objects.create(date=DAY + timedelta(n), kind=Day.Kind.HOLIDAY, name=f"{n}号纪念日")


# --- Plans ------------------------------------------------------------------------------------------------
def _begin_plan(made: Everything) -> None:
    cast = made.cast
    document = made.head(
        "document",
        PlanDocumentFactory(
            area=cast.district, uploaded_by=cast.lin, reader_version="0.0.1", sha256="d" * 64
        ),
    )
    plan = made.head("plan", PlanFactory(document=document, position=1, title="社区方案"))
    entries = one_of_each(plan)
    made.head("duty", next(entry for entry in entries if entry.kind == "duty"))
    Rereading.objects.create(document=document, reading=_reading([]).as_json(), reader_version="9.9.9", at=AT)


def _reading(targets: list[model.Target]) -> model.Reading:
    source = model.Source("x.txt", "0" * 64, "text/plain", "utf-8", model.Repairs())
    return model.Reading(source, (model.Plan("社区方案", TEXT, targets=tuple(targets)),))


def _plans(made: Everything, cast: Cast, n: int) -> None:
    PlanFactory(document=made.document, position=n + 1, title=f"社区方案之{n}")
    other = PlanFactory(
        document=PlanDocumentFactory(area=cast.district, uploaded_by=cast.lin), title=f"社区工作方案{n}"
    )
    query(other)
    one_of_each(made.plan)
    corrected = EntryFactory(
        plan=made.plan, state=EntryState.CORRECTED, changed_by=PersonFactory(), changed_at=AT, reason=f"{n}"
    )
    made.plan.changes.create(what="correct", by=cast.sun, at=AT, before={}, versions={str(corrected.pk): 1})
    start = TEXT.index("志愿者")
    targets = [
        model.Target("志愿者达到200人", f"志愿者{k}", ">=", 200, "人", (start, start + 9)) for k in range(n)
    ]
    Rereading.objects.filter(document=made.document).update(reading=_reading(targets).as_json())
    # What the wizard makes of a plan, once more.
    Entry.objects.bulk_create(
        Entry(
            plan=made.begun.plan, kind=kind, data=data, start=span[0], end=span[1], state=EntryState.ACCEPTED
        )
        for kind, span, data in ENTRIES
        if kind not in ("item", "phase")
    )
    CampaignFactory(area=made.street if n == 1 else AreaFactory(parent=cast.district), plan=made.begun.plan)


# --- A campaign -------------------------------------------------------------------------------------------
def _begin_campaign(made: Everything) -> None:
    cast = made.cast
    basics = start.Basics(
        "文明社区", "2026年文明社区创建", cast.district, date(2026, 3, 1), date(2026, 10, 31), everyone="both"
    )
    campaign = start.start(plan_by_hand(cast.district), basics=basics, by=cast.lin, at=AT)
    made.head("begun", campaign)
    made.head("campaign", campaign)
    made.head("plan_of_campaign", campaign.plan)
    made.head("standard", campaign.standard)
    made.head("body", campaign.bodies.get(kind="leading-group"))
    made.head("task", campaign.tasks.filter(assignments__area=cast.community).first())
    made.head("assignment", made.task.assignments.get(area=cast.community))


def _campaign(made: Everything, cast: Cast, n: int) -> None:
    campaign: Campaign = made.campaign
    CampaignFactory(area=cast.district, title=f"社区创建{n}")
    phase = Phase.objects.create(campaign=campaign, ordinal=20 + n, name=f"第{n}段")
    made.head("phase", phase)
    task = tasks.add(campaign, title=f"社区任务{n}", due=DUE, by=cast.lin, at=AT)
    Task.objects.filter(pk=task.pk).update(body=made.body, phase=made.phase)
    step = TaskFactory(campaign=campaign, parent=made.task, ordinal=500 + n)
    made.head("cancelled", TaskFactory(campaign=campaign, ordinal=600 + n, is_cancelled=True))
    here = AreaFactory(parent=cast.subdistrict)
    GrantFactory(person=PersonFactory(), role=Role.COMMUNITY_WORKER, area=here)
    units = [Unit(area.path, area=area.pk) for area in (cast.community, cast.village, here)]
    tasks.assign(task, units=units, by=cast.lin, at=AT)
    tasks.assign(made.task, units=[units[-1]], by=cast.lin, at=AT)
    tasks.assign(step, units=units[:1], by=cast.lin, at=AT)
    campaign.leftovers.create(ordinal=100 + n, kind="item", reason="no-place", head=f"其余{n}")
    made.head("leftover", campaign.leftovers.get(ordinal=101))
    campaign.duties.create(ordinal=100 + n, role="协办单位", name=f"某单位{n}")
    campaign.duties.create(ordinal=200 + n, role="牵头单位", name=f"某局{n}", task=made.task)
    for kind in ("breakdown", "state"):
        asked = Report.objects.create(
            campaign=campaign, kind=kind, format="xlsx", asked_by=cast.lin, asked_at=AT
        )
        made.head("report", asked)


def _organisation(made: Everything, cast: Cast, n: int) -> None:
    campaign: Campaign = made.campaign
    person = Unit(cast.district.path, person=PersonFactory(name=f"领导{n}").pk)
    told: dict[str, Any] = {"by": cast.lin, "at": AT}
    seat = organisation.seat(made.body, name=f"领导{n}", role="成员", unit=person, starts=LATE, **told)
    made.head("seat", seat)
    past = organisation.seat(made.body, name=f"前任{n}", role="成员", unit=person, starts=LATE, **told)
    organisation.end_seat(past, ends=LATE, **told)
    group = organisation.add_body(
        campaign, name=f"第{n}工作组", kind="working-group", parent=made.body, **told
    )
    made.head("group", group)
    pairing = pairings.add(
        campaign, name=f"领导{n}", role="挂点领导", unit=person, area=cast.community, starts=LATE, **told
    )
    made.head("pairing", pairing)
    pairings.visit(pairing, on=DAY, problems=["楼道堆物", "路灯不亮"], **told)
    visit = pairings.visit(made.pairing, on=DAY, problems=[f"第{n}个问题"], **told)
    made.head("problem", visit.problems.get())


def _aims(made: Everything, cast: Cast, n: int) -> None:
    campaign: Campaign = made.campaign
    told: dict[str, Any] = {"by": cast.lin, "at": AT}
    batch = batches.add(campaign, name=f"第{n}批", **told)
    made.head("batch", batch)
    more_areas = list(Area.objects.filter(kind=Kind.COMMUNITY, parent=cast.subdistrict, valid_to=None))
    batches.choose(made.batch, areas=more_areas, **told)
    if batch != made.batch:
        batches.choose(batch, areas=[cast.village], **told)
    made.head("member", made.batch.members.get(area=cast.community))
    target = aims.add_target(campaign, subject=f"指标{n}", op=">=", low=5, **told)
    aims.tally(made.head("target", target), value=3, on=DAY, **told)
    campaign.targets.filter(pk=target.pk).update(task=made.task)
    aims.tally(made.target, value=n, on=DAY, **told)
    cadence = aims.add_cadence(campaign, activity=f"活动{n}", times=2, op=">=", per="month", **told)
    made.head("cadence", cadence)
    campaign.deadlines.create(ordinal=100 + n, what=f"上报{n}", on=DUE, task=made.task)


# --- The work in it ---------------------------------------------------------------------------------------
def _work(made: Everything, cast: Cast, n: int) -> None:
    assignments.add_note(made.assignment, text=f"第{n}次进展", by=cast.mei, at=AT)
    state = Extension.State.ASKED if n == 1 else Extension.State.REFUSED
    ExtensionFactory(
        assignment=made.assignment, state=state, asked_by=cast.mei, old_due=DUE, new_due=DUE + timedelta(5)
    )
    HandoverFactory(
        assignment=made.assignment,
        from_person=cast.mei,
        to_person=cast.gao,
        state=Handover.State.OFFERED if n == 1 else Handover.State.DECLINED,
    )
    made.head(
        "file",
        files.keep(ContentFile(picture(), name="楼道.jpg"), by=cast.mei, at=AT, allowed=kinds.EVIDENCE),
    )
    shown = EvidenceFactory(area=cast.community, caption=f"社区照片{n}", by=cast.mei)
    EvidenceFactory(area=cast.community, caption=f"备用照片{n}", by=PersonFactory())
    EvidenceFactory(area=AreaFactory(parent=cast.subdistrict), file=made.file, sha256=f"{n:064d}")
    EvidenceUseFactory(evidence=shown, assignment=made.assignment)
    StoredFileFactory()
    # What is due, late, waiting for a confirmation, for time, for other hands.
    task = TaskFactory(campaign=made.campaign, ordinal=700 + n, title=f"社区值守{n}", due=LATE)
    late = AssignmentFactory(task=task, area=cast.community, due=LATE)
    EscalationFactory(assignment=late, to_area=cast.subdistrict)
    EscalationFactory(assignment=late, to_area=cast.district, level=2)
    AssignmentFactory(
        task=task,
        area=cast.next_community,
        due=DUE,
        state="submitted",
        submitted_at=AT,
        submitted_by=cast.chen,
    )
    AssignmentFactory(task=task, department=cast.civil_affairs, due=LATE)
    other = AssignmentFactory(task=task, area=cast.village, due=DUE, holder=cast.mei)
    ExtensionFactory(assignment=other, asked_by=cast.chen, old_due=DUE, new_due=DUE + timedelta(5))
    HandoverFactory(assignment=other, from_person=cast.chen, to_person=cast.mei)


def _checks(made: Everything, cast: Cast, n: int) -> None:
    item = StandardItemFactory(standard=made.standard, ordinal=300 + n, label=f"九/{n}", head=f"第{n}项要求")
    for area in (cast.community, cast.village):
        answered = ItemCheckFactory(campaign=made.campaign, item=item, area=area, by=cast.mei)
        made.head("check", answered)
    made.head("checked", item)
    evidence = EvidenceFactory(area=cast.community, caption=f"自查照片{n}", by=cast.mei)
    EvidenceUseFactory(evidence=evidence, item_check=made.check)
