from datetime import UTC, date, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from factories.files import StoredFileFactory
from factories.people import PersonFactory
from factories.places import AreaFactory
from gongjian.campaigns.models import (
    Assignment,
    Campaign,
    Escalation,
    Evidence,
    EvidenceUse,
    Extension,
    Handover,
    ItemCheck,
    Phase,
    ProgressNote,
    Task,
)
from gongjian.programmes.models import Programme, Standard, StandardItem

STARTED = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)


class ProgrammeFactory(DjangoModelFactory[Programme]):
    class Meta:
        model = Programme

    code = factory.Sequence(lambda n: f"programme-{n}")
    name = factory.Sequence(lambda n: f"创建项目{n}")
    created_at = STARTED


class StandardFactory(DjangoModelFactory[Standard]):
    class Meta:
        model = Standard

    programme = factory.SubFactory(ProgrammeFactory)
    version = factory.Sequence(lambda n: n + 1)
    title = "文明社区测评体系"
    created_at = STARTED
    frozen_at = STARTED


class StandardItemFactory(DjangoModelFactory[StandardItem]):
    class Meta:
        model = StandardItem

    standard = factory.SubFactory(StandardFactory)
    ordinal = factory.Sequence(lambda n: n + 1)
    label = factory.LazyAttribute(lambda item: f"一/{item.ordinal}")
    level = 2
    is_leaf = True
    head = factory.Sequence(lambda n: f"第{n}项要求")


def standard_of(*heads: str, group: str = "环境整洁") -> Standard:
    """A standard of one heading and a judged item for each of `heads`."""
    standard: Standard = StandardFactory()
    parent = StandardItemFactory(standard=standard, ordinal=1, label="一", level=1, is_leaf=False, head=group)
    for number, head in enumerate(heads, start=1):
        StandardItemFactory(
            standard=standard, parent=parent, ordinal=number + 1, label=f"一/{number}", head=head
        )
    return standard


class CampaignFactory(DjangoModelFactory[Campaign]):
    """A running campaign of 2026."""

    class Meta:
        model = Campaign

    programme = factory.SubFactory(ProgrammeFactory)
    standard = None
    title = factory.Sequence(lambda n: f"2026年文明社区创建{n}")
    area = factory.SubFactory(AreaFactory)
    area_path = factory.SelfAttribute("area.path")
    starts = date(2026, 3, 1)
    ends = date(2026, 10, 31)
    state = Campaign.State.RUNNING
    started_by = factory.SubFactory(PersonFactory)
    started_at = STARTED


class PhaseFactory(DjangoModelFactory[Phase]):
    class Meta:
        model = Phase

    campaign = factory.SubFactory(CampaignFactory)
    ordinal = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"第{n}阶段")


class TaskFactory(DjangoModelFactory[Task]):
    class Meta:
        model = Task

    campaign = factory.SubFactory(CampaignFactory)
    ordinal = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"任务{n}")


class AssignmentFactory(DjangoModelFactory[Assignment]):
    """A unit's share in a task: give `area`, `department` (with its area's path) or `person` and `area_path`."""

    class Meta:
        model = Assignment

    task = factory.SubFactory(TaskFactory)
    campaign = factory.SelfAttribute("task.campaign")
    due = date(2026, 3, 31)
    created_at = STARTED

    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> dict[str, Any]:
        unit = kwargs.get("area") or kwargs.get("department")
        if unit is not None:
            kwargs.setdefault("area_path", getattr(unit, "area_path", None) or unit.path)
        return kwargs


class ProgressNoteFactory(DjangoModelFactory[ProgressNote]):
    class Meta:
        model = ProgressNote

    assignment = factory.SubFactory(AssignmentFactory)
    text = factory.Sequence(lambda n: f"第{n}次进展")
    by = factory.SubFactory(PersonFactory)
    at = STARTED


class ExtensionFactory(DjangoModelFactory[Extension]):
    class Meta:
        model = Extension

    assignment = factory.SubFactory(AssignmentFactory)
    reason = "连日下雨"
    old_due = date(2026, 3, 31)
    new_due = date(2026, 4, 15)
    asked_by = factory.SubFactory(PersonFactory)
    asked_at = STARTED


class HandoverFactory(DjangoModelFactory[Handover]):
    class Meta:
        model = Handover

    assignment = factory.SubFactory(AssignmentFactory)
    from_person = factory.SubFactory(PersonFactory)
    to_person = factory.SubFactory(PersonFactory)
    offered_at = STARTED


class EscalationFactory(DjangoModelFactory[Escalation]):
    class Meta:
        model = Escalation

    assignment = factory.SubFactory(AssignmentFactory)
    to_area = factory.SubFactory(AreaFactory)
    area_path = factory.SelfAttribute("to_area.path")
    level = 1
    due = factory.SelfAttribute("assignment.due")
    at = STARTED


class ItemCheckFactory(DjangoModelFactory[ItemCheck]):
    class Meta:
        model = ItemCheck

    campaign = factory.SubFactory(CampaignFactory)
    item = factory.SubFactory(StandardItemFactory)
    area = factory.SubFactory(AreaFactory)
    area_path = factory.SelfAttribute("area.path")
    state = ItemCheck.State.MET
    by = factory.SubFactory(PersonFactory)
    at = STARTED


class EvidenceFactory(DjangoModelFactory[Evidence]):
    """Evidence whose bytes are not in the storage."""

    class Meta:
        model = Evidence

    area = factory.SubFactory(AreaFactory)
    area_path = factory.SelfAttribute("area.path")
    file = factory.SubFactory(StoredFileFactory)
    sha256 = factory.SelfAttribute("file.sha256")
    by = factory.SubFactory(PersonFactory)
    at = STARTED


class EvidenceUseFactory(DjangoModelFactory[EvidenceUse]):
    class Meta:
        model = EvidenceUse

    evidence = factory.SubFactory(EvidenceFactory)
    by = factory.SubFactory(PersonFactory)
    at = STARTED
