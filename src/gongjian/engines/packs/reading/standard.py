"""What the standard asks, and what gives points."""

from collections.abc import Iterator

from gongjian.engines.packs.files.common import ROLES, plain, test_text
from gongjian.engines.packs.files.standard import METHODS, PASSING
from gongjian.engines.packs.model import (
    Bands,
    Cap,
    Deduct,
    Indicator,
    Judged,
    Linear,
    PassMark,
    Reach,
    Rule,
)
from gongjian.engines.packs.reading.rows import Row, Section
from gongjian.engines.packs.reading.voice import Voice


def section(voice: Voice) -> Section:
    standard = voice.pack.standard
    columns = (
        voice.say("序号", "No."),
        voice.say("指标", "Indicator"),
        voice.say("分值", "Points"),
        voice.say("测评方法", "Method"),
        voice.say("由谁填报", "Answered by"),
        voice.say("怎样计分", "How it is scored"),
    )
    if standard is None:
        return Section("standard", voice.say("测评体系", "Standard"), columns, ())
    rows = [row for indicator in standard.indicators for row in indicator_rows(voice, indicator, 0)]
    total = Row(
        "",
        ("", voice.say("总分", "Total"), plain(standard.total), "", "", marks_text(voice, standard.passing)),
        details=tuple(grade_lines(voice)),
    )
    return Section("standard", voice.words(standard.title), columns, (*rows, total))


def grade_lines(voice: Voice) -> Iterator[tuple[str, str]]:
    standard = voice.pack.standard
    if standard is None:
        return
    if standard.star is not None:
        said = voice.say("每个方面得分", "points of an aspect")
        yield voice.say("得一星", "A star"), f"{said} {test_text(standard.star)}"
    for grade in standard.grades:
        yield voice.words(grade.title), marks_text(voice, grade.marks)
    if standard.note is not None:
        yield voice.say("说明", "Note"), voice.words(standard.note)


def marks_text(voice: Voice, marks: tuple[PassMark, ...]) -> str:
    return voice.say("；", "; ").join(
        f"{voice.named(PASSING, mark.of.value)} {test_text(mark.test)}" for mark in marks
    )


def indicator_rows(voice: Voice, indicator: Indicator, depth: int) -> Iterator[Row]:
    answers = indicator.answers
    yield Row(
        indicator.id,
        (
            indicator.number,
            voice.words(indicator.title),
            "" if indicator.repealed else plain(indicator.full),
            voice.several([voice.named(METHODS, method.value) for method in indicator.methods]),
            voice.named(ROLES, answers.role) if answers and indicator.is_leaf else "",
            voice.say("；", "; ").join(rule_text(voice, rule) for rule in indicator.rules),
        ),
        depth,
        is_heading=not indicator.is_leaf,
        struck=indicator.repealed is not None,
        details=tuple(indicator_lines(voice, indicator)),
    )
    for item in indicator.items:
        yield from indicator_rows(voice, item, depth + 1)


def indicator_lines(voice: Voice, indicator: Indicator) -> Iterator[tuple[str, str]]:
    if indicator.text:
        yield voice.say("标准", "Standard"), indicator.text
    if indicator.evidence:
        yield voice.say("佐证", "Evidence"), voice.several([voice.words(one) for one in indicator.evidence])
    if indicator.repealed is not None:
        since = indicator.repealed.since
        day = f"{since.isoformat()} " if since else ""
        yield voice.say("已废止", "Repealed"), day + voice.words(indicator.repealed.reason)
    if indicator.note is not None:
        yield voice.say("说明", "Note"), voice.words(indicator.note)
    repealing = indicator.repealed.cites if indicator.repealed else ()
    if cites := voice.cites((*indicator.cites, *repealing)):
        yield voice.say("依据", "Source"), cites


def rule_text(voice: Voice, rule: Rule) -> str:
    if isinstance(rule, Judged):
        levels = (f"{voice.words(level.title)} {plain(level.points)}" for level in rule.levels)
        return voice.say("评定：", "judged: ") + voice.several(levels)
    name = voice.measure_name(rule.measure)
    if isinstance(rule, Reach):
        return f"{name} {voice.test(rule.measure, rule.test)}: {plain(rule.points)}"
    if isinstance(rule, Bands):
        steps = [f"{voice.test(rule.measure, step.test)}: {plain(step.points)}" for step in rule.steps]
        if rule.otherwise:
            steps.append(f"{voice.say('其余', 'else')}: {plain(rule.otherwise)}")
        return f"{name} {voice.several(steps)}"
    if isinstance(rule, Linear):
        points = plain(rule.points)
        zero, full = voice.figure(rule.measure, rule.zero_at), voice.figure(rule.measure, rule.full_at)
        return voice.say(
            f"{name} 从{zero}到{full}按比例得0–{points}分",
            f"{name} from {zero} to {full}: 0–{points} in proportion",
        )
    if isinstance(rule, Deduct):
        return voice.say(
            f"{name} 每1扣{plain(rule.each)}分，{plain(rule.points)}分中最多扣{plain(rule.most)}分",
            f"{name}: {plain(rule.each)} off for each, {plain(rule.most)} of {plain(rule.points)} at most",
        )
    if isinstance(rule, Cap):
        return voice.say(
            f"{name} {voice.test(rule.measure, rule.test)}时最多得{plain(rule.points)}分",
            f"{plain(rule.points)} at most where {name} {voice.test(rule.measure, rule.test)}",
        )
    return voice.say(
        f"一票否决：{name} {voice.test(rule.measure, rule.test)}（{voice.words(rule.reason)}）",
        f"veto: {name} {voice.test(rule.measure, rule.test)} ({voice.words(rule.reason)})",
    )
