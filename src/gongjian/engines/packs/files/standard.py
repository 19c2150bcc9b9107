"""standard.yaml: what the programme asks, as a tree of indicators with points and the rules that give them."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from gongjian.engines.packs.files.common import (
    AREA,
    CITES,
    DAY,
    FIGURE,
    ID,
    LONG_WORDS,
    POINTS,
    ROLE,
    TEST,
    WORDS,
    make_cites,
    make_figure,
    make_words,
    maybe_words,
)
from gongjian.engines.packs.model import (
    Answers,
    Bands,
    Cap,
    Deduct,
    Grade,
    Indicator,
    Judged,
    Level,
    Linear,
    Method,
    NotApplicable,
    Passing,
    PassMark,
    Reach,
    Repealed,
    Rule,
    Standard,
    Step,
    Veto,
)
from gongjian.engines.packs.shapes import Checked, Field, ListOf, Named, OneOf, Record, Text
from gongjian.engines.packs.wording import Said

_MEASURE = Field(ID, Said("口径编号", "id of a measure"), required=True)
_TEST = Field(TEST, Said("数达到什么", "what the figure must be"), required=True)
_POINTS = Field(POINTS, Said("分值", "points"), required=True)

METHODS = {
    "system": Said("系统实测", "measured by the system"),
    "documents": Said("材料审核", "documents are looked through"),
    "on-site": Said("实地考察", "looked at on the spot"),
    "survey": Said("问卷调查", "people are asked"),
}
RULES: Mapping[str, tuple[Record, Said]] = {
    "reach": (
        Record({"measure": _MEASURE, "test": _TEST, "points": _POINTS}),
        Said("达到即得满分，否则不得分", "all points where the figure passes, else none"),
    ),
    "bands": (
        Record(
            {
                "measure": _MEASURE,
                "steps": Field(
                    ListOf(Record({"test": _TEST, "points": _POINTS}), most=50),
                    Said("各档，先满足者为准", "steps; the first that passes counts"),
                    required=True,
                ),
                "otherwise": Field(POINTS, Said("都不满足时的分值（默认0）", "points where none passes (0)")),
            }
        ),
        Said("分档计分", "points by bands"),
    ),
    "linear": (
        Record(
            {
                "measure": _MEASURE,
                "zero_at": Field(FIGURE, Said("到此为0分", "no points here"), required=True),
                "full_at": Field(FIGURE, Said("到此为满分", "all points here"), required=True),
                "points": _POINTS,
            }
        ),
        Said("按比例计分", "points in proportion"),
    ),
    "deduct": (
        Record(
            {
                "measure": _MEASURE,
                "points": _POINTS,
                "each": Field(POINTS, Said("每发生一次扣几分", "points off for each"), required=True),
                "most": Field(POINTS, Said("最多扣几分（默认扣完）", "points off altogether (all)")),
            }
        ),
        Said("逐次扣分", "points off for each occurrence"),
    ),
    "judged": (
        Record(
            {
                "levels": Field(
                    ListOf(
                        Record(
                            {
                                "code": Field(ID, Said("代码", "code"), required=True),
                                "title": Field(WORDS, Said("等次", "level"), required=True),
                                "points": _POINTS,
                            }
                        ),
                        least=2,
                        most=20,
                    ),
                    Said("评定等次", "levels"),
                    required=True,
                )
            }
        ),
        Said("由人评定", "judged by a person"),
    ),
    "cap": (
        Record({"measure": _MEASURE, "test": _TEST, "points": _POINTS}),
        Said("出现此情况时，本项最多得几分", "the most this indicator gets where the figure passes"),
    ),
    "veto": (
        Record(
            {
                "measure": _MEASURE,
                "test": _TEST,
                "reason": Field(WORDS, Said("否决的原因", "why"), required=True),
            }
        ),
        Said("一票否决：出现此情况时整体不达标", "the whole is not met where the figure passes"),
    ),
}
_RULE = Record({kind: Field(shape, said) for kind, (shape, said) in RULES.items()}, one_of=(tuple(RULES),))

_INDICATOR_FIELDS: dict[str, Field] = {
    "id": Field(ID, Said("编号，版本之间保持不变", "id, kept from version to version"), required=True),
    "number": Field(Text(20), Said("文件里的序号", "the number in the document")),
    "title": Field(WORDS, Said("简称", "short title"), required=True),
    "text": Field(Text(1000), Said("标准原文", "the words of the standard")),
    "points": Field(POINTS, Said("满分", "full marks")),
    "methods": Field(ListOf(OneOf(METHODS), distinct=True), Said("测评方法", "how it is looked at")),
    "answers": Field(
        Record(
            {
                "role": Field(ROLE, Said("角色", "role"), required=True),
                "unit": Field(AREA, Said("在哪级区域", "on which kind of area"), required=True),
            }
        ),
        Said("由谁填报（下级默认同上级）", "who answers (as the heading above)"),
    ),
    "owes": Field(AREA, Said("由哪级区域承担（下级默认同上级）", "the kind of area that owes it (as above)")),
    "evidence": Field(ListOf(WORDS, most=30), Said("要什么佐证", "the evidence that is wanted")),
    "cites": Field(CITES, Said("依据", "what it rests on")),
    "note": Field(LONG_WORDS, Said("说明", "a note")),
    "rules": Field(ListOf(_RULE, most=20), Said("计分规则", "what gives points")),
    "repealed": Field(
        Record(
            {
                "reason": Field(LONG_WORDS, Said("废止的原因", "why"), required=True),
                "since": Field(DAY, Said("从哪一天起", "since when")),
                "cites": Field(CITES, Said("依据", "what it rests on")),
            }
        ),
        Said("已废止：只显示，不计分", "repealed: shown, not scored"),
    ),
}
_ITEMS = ListOf(Named("indicator", lambda: INDICATOR))
INDICATOR: Record = Record(
    _INDICATOR_FIELDS | {"items": Field(_ITEMS, Said("下级指标", "indicators below"))},
    at_most=(("items", "rules"), ("items", "repealed"), ("rules", "repealed")),
)

PASSING = {
    "total": Said("总分", "points altogether"),
    "items": Said("每项得分占其满分的比例", "the share of its points that each item reaches"),
    "aspects": Said("每个方面得分占其满分的比例", "the share of its points that each aspect reaches"),
    "stars": Said("星数", "stars"),
}
_MARK_FIELDS = {name: Field(TEST, said) for name, said in PASSING.items()}
_GRADE = Record(
    {
        "id": Field(ID, Said("编号", "id"), required=True),
        "title": Field(WORDS, Said("名称", "title"), required=True),
        **_MARK_FIELDS,
    }
)
FILE: Record = Record(
    {
        "title": Field(WORDS, Said("名称", "title"), required=True),
        "total": Field(POINTS, Said("总分", "points altogether"), required=True),
        "note": Field(LONG_WORDS, Said("说明", "a note")),
        "not_applicable": Field(
            OneOf(
                {
                    "siblings": Said("分给同类其他各项", "to the other items of the heading"),
                    "all": Said("分给其他所有各项", "to all other items"),
                    "full": Said("视为得满分", "they count as reached"),
                }
            ),
            Said("不适用的分值怎么办（默认分给同类）", "what becomes of points that do not apply (siblings)"),
        ),
        "stars": Field(
            Record(
                {"test": Field(TEST, Said("一个方面得几分得一星", "the points of a star"), required=True)}
            ),
            Said("怎样得星：每个方面一星", "how a star is won: one an aspect"),
        ),
        "passing": Field(Record(_MARK_FIELDS), Said("达标线，须同时满足", "pass marks, all to be met")),
        "grades": Field(
            ListOf(_GRADE, most=20), Said("等级，先满足者为准", "grades; the first that is met counts")
        ),
        "items": Field(_ITEMS, Said("指标", "indicators"), required=True),
    }
)


def make(found: Checked) -> Standard:
    return Standard(
        title=make_words(found["title"]),
        total=found["total"],
        indicators=tuple(_indicator(item, None, "") for item in found["items"]),
        passing=_marks(found.get("passing", {})),
        grades=tuple(
            Grade(grade["id"], make_words(grade["title"]), _marks(grade)) for grade in found.get("grades", ())
        ),
        star=found["stars"]["test"] if "stars" in found else None,
        not_applicable=NotApplicable(found.get("not_applicable", "siblings")),
        note=maybe_words(found.get("note")),
    )


def _marks(found: Mapping[str, Any]) -> tuple[PassMark, ...]:
    return tuple(PassMark(Passing(name), found[name]) for name in PASSING if name in found)


def _indicator(found: Checked, answers: Answers | None, owes: str) -> Indicator:
    """With `answers` and `owes` of the heading above where it does not say itself."""
    if "answers" in found:
        answers = Answers(found["answers"]["role"], found["answers"]["unit"])
    owes = found.get("owes", owes)
    repealed = found.get("repealed")
    return Indicator(
        id=found["id"],
        number=found.get("number", ""),
        title=make_words(found["title"]),
        text=found.get("text", ""),
        points=found.get("points"),
        methods=tuple(Method(method) for method in found.get("methods", ())),
        answers=answers,
        owes=owes,
        evidence=tuple(make_words(wanted) for wanted in found.get("evidence", ())),
        rules=tuple(_rule(rule) for rule in found.get("rules", ())),
        cites=make_cites(found.get("cites")),
        repealed=repealed
        and Repealed(
            make_words(repealed["reason"]), repealed.get("since"), make_cites(repealed.get("cites"))
        ),
        note=maybe_words(found.get("note")),
        items=tuple(_indicator(item, answers, owes) for item in found.get("items", ())),
    )


# --- Rules ------------------------------------------------------------------------------------------------
def _rule(found: Checked) -> Rule:
    kind = next(kind for kind in RULES if kind in found)
    return _MAKERS[kind](found[kind])


def _reach(found: Checked) -> Rule:
    return Reach(found["measure"], found["test"], found["points"])


def _bands(found: Checked) -> Rule:
    steps = tuple(Step(step["test"], step["points"]) for step in found["steps"])
    return Bands(found["measure"], steps, found.get("otherwise", Decimal(0)))


def _linear(found: Checked) -> Rule:
    zero, full = make_figure(found["zero_at"]), make_figure(found["full_at"])
    return Linear(found["measure"], zero, full, found["points"])


def _deduct(found: Checked) -> Rule:
    return Deduct(found["measure"], found["points"], found["each"], found.get("most", found["points"]))


def _judged(found: Checked) -> Rule:
    return Judged(
        tuple(Level(level["code"], make_words(level["title"]), level["points"]) for level in found["levels"])
    )


def _cap(found: Checked) -> Rule:
    return Cap(found["measure"], found["test"], found["points"])


def _veto(found: Checked) -> Rule:
    return Veto(found["measure"], found["test"], make_words(found["reason"]))


_MAKERS: Mapping[str, Callable[[Checked], Rule]] = {
    "reach": _reach,
    "bands": _bands,
    "linear": _linear,
    "deduct": _deduct,
    "judged": _judged,
    "cap": _cap,
    "veto": _veto,
}
