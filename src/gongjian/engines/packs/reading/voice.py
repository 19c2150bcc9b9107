"""The words that all sections share."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from gongjian.engines.measures.definitions import (
    Condition,
    Since,
    Source,
    Test,
    Window,
)
from gongjian.engines.packs.checks.measures import is_share
from gongjian.engines.packs.files.common import figure_text, plain
from gongjian.engines.packs.model import (
    Citation,
    FactKind,
    Pack,
    Words,
)
from gongjian.engines.packs.wording import Said

_SIGNS = {">=": "≥", "<=": "≤"}


class Voice:
    """Says what a pack means in `zh` or `en`, with the names of what it refers to."""

    def __init__(self, pack: Pack, language: str) -> None:
        self.pack, self.language = pack, language
        self.facts_by_code = {fact.code: fact for fact in pack.all_facts}
        self.measures_by_id = {measure.id: measure for measure in pack.all_measures}
        self.slots_by_id = {slots.id: slots for slots in pack.all_slots}

    def say(self, chinese: str, english: str) -> str:
        return english if self.language == "en" else chinese

    def bracket(self, text: str) -> str:
        return self.say(f"（{text}）", f" ({text})")

    def test(self, measure: str, test: Test) -> str:
        """`≥ 90%`: of a share every figure is a percentage, 100% too."""
        sign = _SIGNS.get(test.comparator.value, test.comparator.value)
        return f"{sign} {self.figure(measure, test.value)}"

    def figure(self, measure: str, number: Fraction) -> str:
        known = self.measures_by_id.get(measure)
        if known is not None and is_share(known.measure) and number in (0, 1):
            return f"{plain(Decimal(number.numerator * 100))}%"
        return figure_text(number)

    def words(self, words: Words | Said | None) -> str:
        return words.in_(self.language) if words is not None else ""

    def named(self, names: Mapping[str, Said], code: str) -> str:
        return self.words(names[code]) if code in names else code

    def several(self, parts: Iterator[str] | list[str]) -> str:
        return self.say("、", ", ").join(parts)

    def cites(self, cites: tuple[Citation, ...]) -> str:
        titles = {source.id: self.words(source.title) for source in self.pack.head.sources}
        return self.say("；", "; ").join(
            f"{self.title(titles.get(cite.source, cite.source))}{cite.at and ' '}{cite.at}" for cite in cites
        )

    def title(self, title: str) -> str:
        return title if self.language == "en" else f"《{title}》"

    def measure_name(self, id: str) -> str:
        return self.words(self.measures_by_id[id].title) if id in self.measures_by_id else id

    def source(self, source: Source) -> str:
        kinds = [
            self.words(self.facts_by_code[kind].name) if kind in self.facts_by_code else kind
            for kind in source.kinds
        ]
        either = self.say("或", " or ").join(kinds)
        conditions = [self.condition(source, condition) for condition in source.where]
        return either + self.bracket(self.several(conditions)) if conditions else either

    def condition(self, source: Source, condition: Condition) -> str:
        fact = self.facts_by_code.get(source.kinds[0])
        values = self.say("或", " or ").join(
            self.value(fact, condition.attribute, value) for value in condition.values
        )
        attribute = fact.attribute(condition.attribute) if fact else None
        name = self.words(attribute.title) if attribute else condition.attribute
        sign = self.say("不是", "is not") if condition.negated else self.say("为", "is")
        return f"{name}{sign}{values}" if self.language == "zh" else f"{name} {sign} {values}"

    def value(self, fact: FactKind | None, attribute: str, value: str) -> str:
        found = fact.attribute(attribute) if fact else None
        choice = next((one for one in found.choices if one.code == value), None) if found else None
        return self.words(choice.title) if choice else value

    def window(self, window: Window) -> str:
        if window.days is not None:
            return self.say(f"（最近{window.days}天）", f"(last {window.days} days)")
        return {
            Since.PERIOD: "",
            Since.YEAR: self.say("（本年）", "(this year)"),
            Since.EVER: self.say("（有记录以来）", "(ever)"),
        }[window.since]
