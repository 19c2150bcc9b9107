"""measures.yaml: the figures that are computed from facts. Their meaning: docs/decisions/0007."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from gongjian.engines.measures.definitions import (
    Add,
    Cadence,
    Clock,
    Comparator,
    Computed,
    Condition,
    Count,
    Coverage,
    Distinct,
    Elapsed,
    Gauge,
    Has,
    Manual,
    Measure,
    Over,
    Quiet,
    Ratio,
    Share,
    Since,
    Slot,
    Source,
    Stock,
    Sum,
    Test,
    Window,
)
from gongjian.engines.packs.files.common import (
    AREA,
    CITES,
    FACT,
    ID,
    LONG_WORDS,
    TEST,
    WORDS,
    make_cites,
    make_words,
    maybe_words,
)
from gongjian.engines.packs.model import PackMeasure
from gongjian.engines.packs.shapes import (
    Checked,
    Either,
    Field,
    ListOf,
    MapOf,
    OneOf,
    Record,
    Text,
    Whole,
)
from gongjian.engines.packs.wording import Said

# --- What sources and windows look like -------------------------------------------------------------------
_VALUES = Either((Text(80), ListOf(Text(80), distinct=True)), Said("值，或值的列表", "a value, or a list"))
_WHERE = MapOf(ID, _VALUES)
_FACTS = Either((FACT, ListOf(FACT, distinct=True)), Said("事实代码，或其列表", "a fact kind, or a list"))
SOURCE = Either(
    (
        FACT,
        Record(
            {
                "facts": Field(_FACTS, Said("哪些事实", "which facts"), required=True),
                "where": Field(
                    _WHERE, Said("只要属性是这些值的", "only where the attribute is one of these")
                ),
                "except": Field(
                    _WHERE, Said("不要属性是这些值的", "not where the attribute is one of these")
                ),
            }
        ),
    ),
    Said("事实代码，或facts、where、except", "a fact kind, or facts, where, except"),
)
WINDOW = Either(
    (
        OneOf(
            {
                "period": Said("本期", "the period"),
                "year": Said("本年1月1日起", "from the first of January"),
                "ever": Said("有记录以来", "from the beginning"),
            }
        ),
        Record({"days": Field(Whole(1, 36_600), Said("最近几天", "the last so many days"), required=True)}),
    ),
    Said("period、year、ever或days", "period, year, ever or days"),
)
SLOTS = {
    "day": Said("每天", "every day"),
    "week": Said("每周", "every week"),
    "half-month": Said("每半月（1–15日、16日–月末）", "every half-month (1–15, 16–end)"),
    "month": Said("每月", "every month"),
    "quarter": Said("每季度", "every quarter"),
    "half-year": Said("每半年", "every half-year"),
    "year": Said("每年", "every year"),
    "named": Said("slots.yaml里的时段", "the stretches of a list in slots.yaml"),
}

_SOURCE_FIELD = Field(SOURCE, Said("看哪些事实", "the facts it looks at"), required=True)
_WINDOW_FIELD = Field(WINDOW, Said("从何时算起（默认本期）", "from when on facts count (the period)"))
_PROOF = Said("证明查过的事实", "facts that prove that someone looked")
_UNIT_FIELD = Field(AREA, Said("由哪级区域承担", "the kind of area that owes it"), required=True)
_AT_LEAST = Field(Whole(1, 10_000), Said("至少几次（默认1）", "how many at least (1)"))
_MEETS = Said("上级统计时，单位达到什么算达标", "what a unit must reach, asked above it")
_ADDED = {
    "source": _SOURCE_FIELD,
    "window": _WINDOW_FIELD,
    "proof": Field(SOURCE, _PROOF),
}
_MEASURE_ID = Field(ID, Said("口径编号", "id of a measure"), required=True)

KINDS: Mapping[str, tuple[Record, Said]] = {
    "count": (Record(_ADDED), Said("次数", "how many facts")),
    "sum": (Record(_ADDED), Said("数值合计", "the sum of their numbers")),
    "distinct": (Record(_ADDED), Said("不同对象的个数", "how many different subjects")),
    "stock": (
        Record(
            {
                "source": _SOURCE_FIELD,
                "add": Field(
                    OneOf({"subjects": Said("个数", "how many"), "value": Said("数值", "their numbers")}),
                    Said("数个数还是加数值（默认个数）", "what is added (subjects)"),
                ),
            }
        ),
        Said("在册的存量", "what stands"),
    ),
    "gauge": (
        Record(
            {
                "source": _SOURCE_FIELD,
                "max_age": Field(
                    Whole(1, 36_600), Said("最多几天前的数还算数", "how many days a number holds")
                ),
                "over": Field(
                    OneOf({"sum": Said("合计", "sum"), "mean": Said("平均", "mean")}),
                    Said("各区域怎样合起来（默认合计）", "how areas come together (sum)"),
                ),
            }
        ),
        Said("各区域最新的数", "the latest number of each area"),
    ),
    "ratio": (
        Record({"over": _MEASURE_ID, "under": _MEASURE_ID}),
        Said("两个口径之比", "one measure divided by another"),
    ),
    "share": (
        Record(
            {
                "measure": _MEASURE_ID,
                "test": Field(TEST, Said("达到什么算达标", "the test that a unit passes"), required=True),
                "unit": Field(
                    AREA, Said("按哪级区域统计", "the kind of area that is counted"), required=True
                ),
            }
        ),
        Said("达标单位的比例", "the share of units that pass"),
    ),
    "coverage": (
        Record(
            {
                "who": Field(SOURCE, Said("应覆盖的对象", "the subjects to be reached"), required=True),
                "source": _SOURCE_FIELD,
                "at_least": _AT_LEAST,
                "window": _WINDOW_FIELD,
                "grace": Field(Whole(0, 3660), Said("新增对象宽限几天", "days of grace for new subjects")),
            }
        ),
        Said("覆盖率", "the share of subjects that were reached"),
    ),
    "cadence": (
        Record(
            {
                "source": _SOURCE_FIELD,
                "unit": _UNIT_FIELD,
                "slot": Field(OneOf(SLOTS), Said("多久一次", "how often")),
                "slots": Field(ID, Said("时段表编号", "id of a list in slots.yaml")),
                "max_gap": Field(Whole(1, 3660), Said("最多间隔几天", "the longest gap in days")),
                "at_least": _AT_LEAST,
                "window": _WINDOW_FIELD,
                "who": Field(SOURCE, Said("对每个对象分别要求", "the subjects it is owed to, each")),
                "meets": Field(TEST, _MEETS),
            },
            one_of=(("slot", "max_gap"),),
            goes_with={"slots": ("slot", "named")},
        ),
        Said("频次", "so often in so long"),
    ),
    "quiet": (
        Record(
            {
                "source": _SOURCE_FIELD,
                "proof": Field(SOURCE, _PROOF, required=True),
                "every": Field(
                    Whole(1, 3660), Said("至少几天报一次", "days within which a report is due"), required=True
                ),
                "unit": _UNIT_FIELD,
                "meets": Field(TEST, _MEETS, required=True),
            }
        ),
        Said("连续多少天没有发生", "days without, and proven"),
    ),
    "elapsed": (
        Record(
            {
                "opened": Field(SOURCE, Said("开始的事实", "what opens it"), required=True),
                "closed": Field(SOURCE, Said("结束的事实", "what closes it"), required=True),
                "limit": Field(Whole(0, 3660), Said("几天内", "within how many days"), required=True),
                "clock": Field(
                    OneOf(
                        {
                            "calendar": Said("自然日", "calendar days"),
                            "working": Said("工作日", "working days"),
                        }
                    ),
                    Said("按什么日计（默认自然日）", "which days count (calendar)"),
                ),
                "window": _WINDOW_FIELD,
            }
        ),
        Said("按时办结的比例", "the share that was closed in time"),
    ),
    "has": (
        Record(
            {
                "source": _SOURCE_FIELD,
                "attribute": Field(
                    ID, Said("哪个属性写明是什么文件", "the attribute that names the document"), required=True
                ),
                "required": Field(
                    ListOf(Text(80), distinct=True), Said("要有哪些", "which are required"), required=True
                ),
                "unit": _UNIT_FIELD,
                "until": Field(ID, Said("写明有效期的属性", "the attribute with the last day it holds")),
                "max_age": Field(Whole(1, 36_600), Said("最多几天前的还算数", "how many days it holds")),
                "meets": Field(TEST, _MEETS),
            }
        ),
        Said("应有的文件是否齐全", "whether required documents are there"),
    ),
    "manual": (
        Record({"source": _SOURCE_FIELD, "window": _WINDOW_FIELD}),
        Said("人工评定或外部提供的数", "a figure that was judged or supplied"),
    ),
}

_MEASURE = Record(
    {
        "id": Field(ID, Said("编号", "id"), required=True),
        "title": Field(WORDS, Said("名称", "title"), required=True),
        "unit_word": Field(Text(12), Said("数的单位，如 人、次、%", "what the figure counts")),
        "explains": Field(LONG_WORDS, Said("什么算、什么不算", "what counts and what does not")),
        "cites": Field(CITES, Said("依据", "what it rests on")),
        "mean_of_years": Field(
            ListOf(Whole(1, 20), distinct=True),
            Said("改用前几年的平均", "the mean of these earlier years instead"),
        ),
        **{kind: Field(shape, said) for kind, (shape, said) in KINDS.items()},
    },
    one_of=(tuple(KINDS),),
)
FILE: Record = Record({"measures": Field(ListOf(_MEASURE, least=0), Said("口径", "measures"), required=True)})

# --- Making ----------------------------------------------------------------------------------------------
_FULL = Test(Comparator.AT_LEAST, Fraction(1))


def make(found: Checked) -> PackMeasure:
    kind = next(kind for kind in KINDS if kind in found)
    title = make_words(found["title"])
    measure = Measure(
        id=found["id"],
        title=title.zh,
        how=_MAKERS[kind](found[kind]),
        unit_word=found.get("unit_word", ""),
        mean_of_years=tuple(found.get("mean_of_years", ())),
    )
    return PackMeasure(measure, title, maybe_words(found.get("explains")), make_cites(found.get("cites")))


def _source(value: Any) -> Source:
    if isinstance(value, str):
        return Source((value,))
    conditions = [
        Condition(attribute, _several(values), negated)
        for name, negated in (("where", False), ("except", True))
        for attribute, values in value.get(name, {}).items()
    ]
    return Source(_several(value["facts"]), tuple(conditions))


def _maybe_source(value: Any) -> Source | None:
    return None if value is None else _source(value)


def _several(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _window(value: Any) -> Window:
    if value is None:
        return Window()
    return Window(Since(value)) if isinstance(value, str) else Window(days=value["days"])


def _added(kind: type[Count] | type[Sum] | type[Distinct]) -> Callable[[Checked], Computed]:
    def make_added(found: Checked) -> Computed:
        return kind(_source(found["source"]), _window(found.get("window")), _maybe_source(found.get("proof")))

    return make_added


def _stock(found: Checked) -> Computed:
    return Stock(_source(found["source"]), Add(found.get("add", "subjects")))


def _gauge(found: Checked) -> Computed:
    return Gauge(_source(found["source"]), found.get("max_age"), Over(found.get("over", "sum")))


def _ratio(found: Checked) -> Computed:
    return Ratio(found["over"], found["under"])


def _share(found: Checked) -> Computed:
    return Share(found["measure"], found["test"], found["unit"])


def _coverage(found: Checked) -> Computed:
    return Coverage(
        _source(found["who"]),
        _source(found["source"]),
        found.get("at_least", 1),
        _window(found.get("window")),
        found.get("grace", 0),
    )


def _cadence(found: Checked) -> Computed:
    return Cadence(
        _source(found["source"]),
        found["unit"],
        Slot(found["slot"]) if "slot" in found else None,
        found.get("slots", ""),
        found.get("max_gap"),
        found.get("at_least", 1),
        _window(found.get("window")),
        _maybe_source(found.get("who")),
        found.get("meets", _FULL),
    )


def _quiet(found: Checked) -> Computed:
    return Quiet(
        _source(found["source"]), _source(found["proof"]), found["every"], found["unit"], found["meets"]
    )


def _elapsed(found: Checked) -> Computed:
    return Elapsed(
        _source(found["opened"]),
        _source(found["closed"]),
        found["limit"],
        Clock(found.get("clock", "calendar")),
        _window(found.get("window")),
    )


def _has(found: Checked) -> Computed:
    return Has(
        _source(found["source"]),
        found["attribute"],
        tuple(found["required"]),
        found["unit"],
        found.get("until", ""),
        found.get("max_age"),
        found.get("meets", _FULL),
    )


def _manual(found: Checked) -> Computed:
    return Manual(_source(found["source"]), _window(found.get("window")))


_MAKERS: Mapping[str, Callable[[Checked], Computed]] = {
    "count": _added(Count),
    "sum": _added(Sum),
    "distinct": _added(Distinct),
    "stock": _stock,
    "gauge": _gauge,
    "ratio": _ratio,
    "share": _share,
    "coverage": _coverage,
    "cadence": _cadence,
    "quiet": _quiet,
    "elapsed": _elapsed,
    "has": _has,
    "manual": _manual,
}
