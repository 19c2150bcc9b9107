"""Whom a name of the plan is likely to mean, where nobody bears exactly that name: offered, never bound."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from gongjian.campaigns.queries.names import clean
from gongjian.campaigns.queries.units import Option

# Alike from here on: 清河区卫健委 and 区卫生健康局 are not, 区文旅局 and 区文化和旅游局 are by their order.
ALIKE = 0.7
LEVEL = re.compile(r"^[^省市区县镇乡]{0,4}[省市区县镇乡旗](?=.{2})")
# What says of a body only that it is one.
OFFICE = re.compile(r"(?:委员会|办公室|服务中心|中心|委|局|办|部|处|所|站|队|会|室|院)$")


def likely(name: str, options: Mapping[str, Sequence[Option]]) -> str:
    """The code of the department or area whose name is most like `name`; empty where none is alike enough.

    People are taken only by their very name, and only where one alone bears it: 王立新 is not 王立军.
    """
    spoken = clean(name)
    people = [option for option in options["people"] if option.label.partition("(")[0] == spoken]
    if people:
        return people[0].code if len(people) == 1 else ""
    units = [*options["departments"], *options["areas"]]
    scored = [(_likeness(spoken, option.label.strip("\u3000 ")), option.code) for option in units]
    best = max((score for score, _code in scored), default=0.0)
    found = [code for score, code in scored if score == best]
    return found[0] if best >= ALIKE and len(found) == 1 else ""


def _likeness(spoken: str, label: str) -> float:
    """From 0 to 1; 1 for the same name, a little less for one that is the other cut short."""
    if spoken == label:
        return 1.0
    short, long = sorted((LEVEL.sub("", spoken), LEVEL.sub("", label)), key=len)
    if short == long:
        return 0.98
    stem = OFFICE.sub("", short)
    if len(stem) >= 2 and stem[0] == long[0] and _in_order(stem, long):
        return 0.8 + 0.1 * len(short) / len(long)
    return SequenceMatcher(None, short, long, autojunk=False).ratio() * 0.85


def _in_order(short: str, long: str) -> bool:
    """Whether the characters of `short` stand in `long` one after the other."""
    rest = iter(long)
    return all(character in rest for character in short)
