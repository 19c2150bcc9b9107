"""How figures are computed."""

from collections.abc import Iterator

from gongjian.engines.measures.definitions import (
    Add,
    Cadence,
    Clock,
    Count,
    Coverage,
    Distinct,
    Elapsed,
    Gauge,
    Has,
    Manual,
    Over,
    Quiet,
    Ratio,
    Share,
    Slot,
    Stock,
    Sum,
)
from gongjian.engines.packs.files.common import AREA_KINDS
from gongjian.engines.packs.files.measures import SLOTS
from gongjian.engines.packs.model import (
    PackMeasure,
)
from gongjian.engines.packs.reading.rows import Row, Section
from gongjian.engines.packs.reading.voice import Voice


def section(voice: Voice) -> Section:
    columns = (
        voice.say("口径", "Measure"),
        voice.say("怎样计算", "How it is computed"),
        voice.say("单位", "Unit"),
    )
    rows = tuple(
        Row(
            measure.id,
            (voice.words(measure.title), how_text(voice, measure), measure.measure.unit_word),
            details=tuple(measure_lines(voice, measure)),
        )
        for measure in voice.pack.measures
    )
    return Section("measures", voice.say("口径", "Measures"), columns, rows)


def measure_lines(voice: Voice, measure: PackMeasure) -> Iterator[tuple[str, str]]:
    if measure.explains is not None:
        yield voice.say("说明", "Note"), voice.words(measure.explains)
    if years := measure.measure.mean_of_years:
        offsets = voice.several([str(year) for year in years])
        yield (
            voice.say("年份", "Years"),
            voice.say(f"取前{offsets}年的平均", f"the mean of {offsets} years before"),
        )
    if measure.cites:
        yield voice.say("依据", "Source"), voice.cites(measure.cites)


def how_text(voice: Voice, measure: PackMeasure) -> str:
    return voice.say("", " ").join(part for part in _how_parts(voice, measure) if part)


def _how_parts(voice: Voice, measure: PackMeasure) -> Iterator[str]:
    how = measure.measure.how
    match how:
        case Count():
            yield voice.say("次数：", "count of ") + voice.source(how.source)
            yield voice.window(how.window)
        case Sum():
            yield voice.say("数值合计：", "sum of ") + voice.source(how.source)
            yield voice.window(how.window)
        case Distinct():
            yield voice.say("不同对象数：", "different subjects of ") + voice.source(how.source)
            yield voice.window(how.window)
        case Stock():
            is_value = how.add is Add.VALUE
            label = voice.say("在册数值合计：", "sum of what stands of ") if is_value else ""
            yield (label or voice.say("在册：", "standing: ")) + voice.source(how.source)
        case Gauge():
            label = (
                voice.say("最新数的平均：", "mean of the latest ")
                if how.over is Over.MEAN
                else voice.say("最新的数：", "latest ")
            )
            yield label + voice.source(how.source)
            if how.max_age:
                yield voice.say(f"（{how.max_age}天内）", f"(within {how.max_age} days)")
        case Ratio():
            yield f"{voice.measure_name(how.over)} ÷ {voice.measure_name(how.under)}"
        case Share():
            unit = voice.named(AREA_KINDS, how.unit)
            test = f"{voice.measure_name(how.measure)} {voice.test(how.measure, how.test)}"
            yield voice.say(f"{test}的{unit}占比", f"share of each {unit} where {test}")
        case Coverage():
            yield voice.say(
                f"{voice.source(how.who)}中有“{voice.source(how.source)}”{how.at_least}次以上的占比",
                f"share of {voice.source(how.who)} with {how.at_least} or more of {voice.source(how.source)}",
            )
            yield voice.window(how.window)
        case Cadence():
            yield cadence_text(voice, how)
        case Quiet():
            yield voice.say("连续没有发生的天数：", "days without ") + voice.source(how.source)
            yield voice.say(f"（每{how.every}天内要有报告）", f"(a report within every {how.every} days)")
        case Elapsed():
            days = (
                voice.say("工作日", "working days") if how.clock is Clock.WORKING else voice.say("日", "days")
            )
            yield voice.say(
                f"“{voice.source(how.opened)}”后{how.limit}{days}内“{voice.source(how.closed)}”的占比",
                f"share of {voice.source(how.opened)} with {voice.source(how.closed)} within {how.limit} {days}",
            )
            yield voice.window(how.window)
        case Has():
            yield has_text(voice, how)
        case Manual():
            yield voice.say("填报的数：", "as supplied: ") + voice.source(how.source)
            yield voice.window(how.window)


def cadence_text(voice: Voice, how: Cadence) -> str:
    if how.max_gap is not None:
        often = voice.say(f"间隔不超过{how.max_gap}天", f"at most {how.max_gap} days apart")
    elif how.slot is Slot.NAMED:
        slots = voice.slots_by_id.get(how.slots)
        often = voice.words(slots.name) if slots else how.slots
    else:
        often = voice.named(SLOTS, how.slot.value if how.slot else "")
    if how.at_least > 1:
        often += voice.say(f"至少{how.at_least}次", f", {how.at_least} or more")
    unit = voice.named(AREA_KINDS, how.unit)
    each = (
        voice.say(f"，对每个“{voice.source(how.who)}”", f", to each of {voice.source(how.who)}")
        if how.who
        else ""
    )
    return voice.say(
        f"{often}有“{voice.source(how.source)}”，由{unit}承担{each}",
        f"{voice.source(how.source)} {often}, owed by each {unit}{each}",
    )


def has_text(voice: Voice, how: Has) -> str:
    fact = voice.facts_by_code.get(how.source.kinds[0])
    values = voice.several([voice.value(fact, how.attribute, value) for value in how.required])
    held = voice.say(f"（{how.max_age}天内）", f" (within {how.max_age} days)") if how.max_age else ""
    return voice.say(
        f"“{voice.source(how.source)}”齐全程度：{values}{held}",
        f"how many are there of {voice.source(how.source)}: {values}{held}",
    )
