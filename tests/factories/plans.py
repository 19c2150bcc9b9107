from datetime import UTC, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from factories.files import StoredFileFactory
from factories.people import PersonFactory
from factories.places import AreaFactory
from gongjian.plans.models import Entry, EntryKind, Plan, PlanDocument, Reading

UPLOADED = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TITLE = "清河区创建平安社区实施方案"
TEXT = """清河区创建平安社区实施方案
一、创建目标
三年内志愿者达到200人。
二、创建标准
(一)治安良好
1、无重大刑事案件;2、技防设施完好。
(二)环境整洁
每周开展一次大扫除。牵头单位:综治办、民政局。
三、实施步骤
宣传发动阶段(3月至4月),于4月20日前上报。
依据某政发〔2019〕7号执行。
"""


class PlanDocumentFactory(DjangoModelFactory[PlanDocument]):
    class Meta:
        model = PlanDocument

    title = TITLE
    file = factory.SubFactory(StoredFileFactory)
    sha256 = factory.SelfAttribute("file.original_sha256")
    area = factory.SubFactory(AreaFactory)
    area_path = factory.SelfAttribute("area.path")
    uploaded_by = factory.SubFactory(PersonFactory)
    uploaded_at = UPLOADED
    state = Reading.READ
    reader_version = "0.1.0"


class PlanFactory(DjangoModelFactory[Plan]):
    class Meta:
        model = Plan

    document = factory.SubFactory(PlanDocumentFactory)
    position = 1
    title = TITLE
    text = TEXT
    area_path = factory.SelfAttribute("document.area_path")


class EntryFactory(DjangoModelFactory[Entry]):
    class Meta:
        model = Entry

    plan = factory.SubFactory(PlanFactory)
    kind = EntryKind.DEADLINE
    data = factory.LazyAttribute(lambda entry: {"quote": TEXT[entry.start : entry.end], "date": "XXXX-04-20"})
    start, end = TEXT.index("于4月20日前上报"), TEXT.index("于4月20日前上报") + 9
    read = factory.SelfAttribute("data")
    read_start = factory.SelfAttribute("start")
    read_end = factory.SelfAttribute("end")


def entry(plan: Plan, kind: str, words: str, until: str = "", **data: Any) -> Entry:
    """An entry on `words` of the plan's text, or from them to where `until` begins."""
    start = plan.text.index(words)
    end = plan.text.index(until, start + 1) if until else start + len(words)
    made: Entry = EntryFactory(plan=plan, kind=kind, start=start, end=end, data=data)
    return made


def item(plan: Plan, path: str, words: str, until: str, role: str | None = None) -> Entry:
    head = words.split("、", 1)[-1].split(")", 1)[-1]
    return entry(plan, EntryKind.ITEM, words, until, path=path, head=head, role=role)


def items(plan: Plan) -> dict[str, Entry]:
    """The items of TEXT by their paths."""
    made = [
        item(plan, "一", "一、创建目标", "二、", "goals"),
        item(plan, "二", "二、创建标准", "三、实施", "standards"),
        item(plan, "二/(一)", "(一)治安良好", "(二)"),
        item(plan, "二/(一)/1", "1、无重大刑事案件", "2、技"),
        item(plan, "二/(一)/2", "2、技防设施完好", "(二)"),
        item(plan, "二/(二)", "(二)环境整洁", "三、实施"),
        item(plan, "三", "三、实施步骤", "依据", "phases"),
    ]
    return {entry.data["path"]: entry for entry in made}


def quoted(plan: Plan, kind: str, quote: str, **data: Any) -> Entry:
    """An entry that has the words it stands on as its quote."""
    return entry(plan, kind, quote, quote=quote, **data)


def target(plan: Plan) -> Entry:
    return quoted(plan, EntryKind.TARGET, "志愿者达到200人", subject="志愿者", op=">=", value=200, unit="人")


def duty(plan: Plan) -> Entry:
    return quoted(
        plan, EntryKind.DUTY, "牵头单位:综治办、民政局", role="牵头单位", names=["综治办", "民政局"]
    )


def cadence(plan: Plan) -> Entry:
    return quoted(
        plan, EntryKind.CADENCE, "每周开展一次大扫除", activity="大扫除", times=1, op="=", per="week"
    )


def phase(plan: Plan) -> Entry:
    return entry(
        plan, EntryKind.PHASE, "宣传发动阶段(3月至4月)", name="宣传发动阶段", start="XXXX-03", end="XXXX-04"
    )


def reference(plan: Plan) -> Entry:
    return entry(plan, EntryKind.REFERENCE, "某政发〔2019〕7号", text="某政发〔2019〕7号")


def query(plan: Plan, words: str = "三年内志愿者") -> Entry:
    return entry(plan, EntryKind.WARNING, words, code="undated-phase", message="没有写明年份。")


def one_of_each(plan: Plan) -> list[Entry]:
    """An entry of every kind."""
    return [
        query(plan),
        *items(plan).values(),
        phase(plan),
        target(plan),
        cadence(plan),
        EntryFactory(plan=plan),
        duty(plan),
        reference(plan),
    ]
