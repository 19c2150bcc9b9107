"""What the pack is, what is recorded for it, when, and what it rests on."""

from collections.abc import Iterator

from gongjian.engines.measures.definitions import (
    Cadence,
    Source,
)
from gongjian.engines.packs.files.common import AREA_KINDS, ROLES
from gongjian.engines.packs.files.facts import REGISTERS
from gongjian.engines.packs.files.pack import KINDS
from gongjian.engines.packs.model import (
    AttributeKind,
    FactKind,
    Pack,
    Reference,
)
from gongjian.engines.packs.reading.rows import Row, Section
from gongjian.engines.packs.reading.voice import Voice


def head_section(voice: Voice) -> Section:
    head = voice.pack.head
    until = head.until.isoformat() if head.until else voice.say("长期", "open")
    built_on = [f"{base.pack} {base.version}" for base in head.built_on]
    lines = (
        (voice.say("名称", "Name"), voice.words(head.name)),
        (voice.say("说明", "Summary"), voice.words(head.summary)),
        (voice.say("类别", "Kind"), voice.named(KINDS, head.kind)),
        (voice.say("版本", "Version"), f"{head.version} ({head.year})"),
        (voice.say("有效期", "Valid"), f"{head.since.isoformat()} – {until}"),
        (
            voice.say("适用区域", "For"),
            voice.several([voice.named(AREA_KINDS, area) for area in head.areas]),
        ),
        (voice.say("使用", "Built on"), voice.several(built_on)),
    )
    rows = tuple(Row("", line) for line in lines if line[1])
    return Section("head", voice.say("项目包", "Pack"), (voice.say("项", "What"), ""), rows)


def facts_section(voice: Voice) -> Section:
    """The kinds that the pack's measures look at, its own and inherited; of a vocabulary, its own."""
    used = used_facts(voice.pack)
    shown = [fact for fact in voice.pack.all_facts if fact.code in used] if used else voice.pack.facts
    columns = (
        voice.say("事实", "Fact"),
        voice.say("由谁录入", "Recorded by"),
        voice.say("数值", "Number"),
        voice.say("对象", "Subject"),
        voice.say("属性", "Attributes"),
    )
    return Section(
        "facts",
        voice.say("要记录什么", "What is recorded"),
        columns,
        tuple(fact_row(voice, fact) for fact in shown),
    )


def fact_row(voice: Voice, fact: FactKind) -> Row:
    amount = voice.words(fact.amount.means) + voice.bracket(fact.amount.unit) if fact.amount else ""
    subject = (
        voice.words(fact.subject.means) + voice.bracket(voice.named(REGISTERS, fact.subject.register))
        if fact.subject
        else ""
    )
    return Row(
        fact.code,
        (
            voice.words(fact.name),
            voice.several([voice.named(ROLES, role) for role in fact.enters]),
            amount,
            subject,
            voice.several([voice.words(attribute.title) for attribute in fact.attributes]),
        ),
        details=tuple(fact_lines(voice, fact)),
    )


def fact_lines(voice: Voice, fact: FactKind) -> Iterator[tuple[str, str]]:
    for attribute in fact.attributes:
        if attribute.kind is AttributeKind.CHOICE:
            choices = [voice.words(choice.title) for choice in attribute.choices]
            yield voice.words(attribute.title), voice.several(choices)
    if fact.nil and fact.nil in voice.facts_by_code:
        yield voice.say("查无情况", "Nil return"), voice.words(voice.facts_by_code[fact.nil].name)
    if fact.hint is not None:
        yield voice.say("提示", "Hint"), voice.words(fact.hint)
    for reminder in voice.pack.reminders:
        if reminder.fact == fact.code:
            text = voice.words(reminder.text) or voice.measure_name(reminder.measure)
            yield (
                voice.say("提醒", "Reminder"),
                voice.say(
                    f"期满前{reminder.days_before}天：{text}",
                    f"{reminder.days_before} days before the end: {text}",
                ),
            )


def slots_section(voice: Voice) -> Section:
    asked = {
        measure.measure.how.slots
        for measure in voice.pack.measures
        if isinstance(measure.measure.how, Cadence)
    }
    shown = [slots for slots in voice.pack.all_slots if slots.id in asked or slots in voice.pack.slots]
    columns = (voice.say("时段", "Slot"), voice.say("从", "From"), voice.say("到", "To"))
    rows: list[Row] = []
    for slots in shown:
        rows.append(Row(slots.id, (voice.words(slots.name), "", ""), is_heading=True))
        rows += [
            Row("", (slot.name, slot.start.isoformat(), slot.end.isoformat()), 1) for slot in slots.slots
        ]
    return Section("slots", voice.say("时段", "Slots"), columns, tuple(rows))


def sources_section(voice: Voice) -> Section:
    columns = (voice.say("文件", "Document"), voice.say("发布机关", "Issued by"), voice.say("日期", "Dated"))
    rows = tuple(
        Row(
            source.id,
            (
                voice.title(voice.words(source.title)) + (f" {source.number}" if source.number else ""),
                source.issued_by,
                source.dated.isoformat() if source.dated else "",
            ),
            details=tuple(source_lines(voice, source)),
        )
        for source in voice.pack.head.sources
    )
    return Section("sources", voice.say("依据", "Sources"), columns, rows)


def source_lines(voice: Voice, source: Reference) -> Iterator[tuple[str, str]]:
    if source.in_force:
        yield voice.say("施行", "In force"), source.in_force.isoformat()
    if source.note:
        yield voice.say("说明", "Note"), source.note


def used_facts(pack: Pack) -> set[str]:
    """Codes of the kinds that the pack's own measures look at, with their nil returns."""
    used: set[str] = set()
    for measure in pack.measures:
        how = measure.measure.how
        for name in ("source", "proof", "who", "opened", "closed"):
            source = getattr(how, name, None)
            if isinstance(source, Source):
                used |= set(source.kinds)
    return used | {fact.nil for fact in pack.all_facts if fact.code in used and fact.nil}
