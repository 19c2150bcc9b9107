"""An entry in words: how its row, its form and its comparison show what it says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gongjian.plans import dates
from gongjian.plans.models import EntryKind

SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "="}


@dataclass(frozen=True, slots=True)
class Shown:
    """head    the words one knows it by.
    figure  what it comes down to: a number, a date, how often.
    chips   names that stand beside it.
    lacks   what is missing before it can be used, in words.
    """

    head: str
    figure: str = ""
    chips: tuple[str, ...] = ()
    lacks: str = ""


def show(kind: str, data: Mapping[str, Any]) -> Shown:
    """The entry of `kind` with these fields, in the reader's language."""
    return _SHOW[kind](data)


def one_line(kind: str, data: Mapping[str, Any]) -> str:
    """The entry in one line, with an item's number in front."""
    shown = show(kind, data)
    path = data["path"] if kind == EntryKind.ITEM else ""
    return " ".join(part for part in (path, shown.head, *shown.chips, shown.figure) if part)


def _item(data: Mapping[str, Any]) -> Shown:
    return Shown(data["head"], chips=(role_name(data["role"]),) if data["role"] else ())


def _phase(data: Mapping[str, Any]) -> Shown:
    figure = dates.show_span(data["start"], data["end"])
    if not figure:
        return Shown(data["name"], lacks=_("no dates"))
    lacks = dates.lacks_year(data["start"]) or dates.lacks_year(data["end"])
    return Shown(data["name"], figure, lacks=_("year open") if lacks else "")


def _target(data: Mapping[str, Any]) -> Shown:
    return Shown(data["subject"] or data["quote"], amount(data["op"], data["value"], data["unit"]))


def amount(op: str, value: Any, unit: str) -> str:
    """`≥ 200 人`, `30–40%`."""
    unit = unit if unit in ("", "%", "‰") else f" {unit}"
    if op == "between":
        low, high = value
        return f"{number(low)}–{number(high)}{unit}"
    return f"{SIGNS[op]} {number(value)}{unit}"


def _cadence(data: Mapping[str, Any]) -> Shown:
    times = number(data["times"])
    words = {
        ">=": ngettext("at least once in %(per)s", "at least %(times)s times in %(per)s", data["times"]),
        ">": ngettext("more than once in %(per)s", "more than %(times)s times in %(per)s", data["times"]),
        "<=": ngettext("at most once in %(per)s", "at most %(times)s times in %(per)s", data["times"]),
        "<": ngettext("less than once in %(per)s", "less than %(times)s times in %(per)s", data["times"]),
        "=": ngettext("once in %(per)s", "%(times)s times in %(per)s", data["times"]),
    }[data["op"]]
    return Shown(data["activity"] or data["quote"], words % {"times": times, "per": per_name(data["per"])})


def per_name(per: str) -> str:
    return {
        "day": pgettext("once in", "a day"),
        "week": pgettext("once in", "a week"),
        "half-month": pgettext("once in", "half a month"),
        "month": pgettext("once in", "a month"),
        "quarter": pgettext("once in", "a quarter"),
        "half-year": pgettext("once in", "half a year"),
        "year": pgettext("once in", "a year"),
    }[per]


def _deadline(data: Mapping[str, Any]) -> Shown:
    lacks = _("year open") if dates.lacks_year(data["date"]) else ""
    return Shown(data["quote"] or dates.show(data["date"]), dates.show(data["date"]), lacks=lacks)


def _duty(data: Mapping[str, Any]) -> Shown:
    return Shown(data["role"], chips=tuple(data["names"]))


def _reference(data: Mapping[str, Any]) -> Shown:
    return Shown(data["text"])


def _warning(data: Mapping[str, Any]) -> Shown:
    return Shown(data["message"])


_SHOW: Mapping[str, Callable[[Mapping[str, Any]], Shown]] = {
    EntryKind.ITEM: _item,
    EntryKind.PHASE: _phase,
    EntryKind.TARGET: _target,
    EntryKind.CADENCE: _cadence,
    EntryKind.DEADLINE: _deadline,
    EntryKind.DUTY: _duty,
    EntryKind.REFERENCE: _reference,
    EntryKind.WARNING: _warning,
}


def number(value: Any) -> str:
    """Without a tail of zeros: 200, 66.7, 0.6667."""
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else f"{value:,}".replace(",", "")


def role_name(role: str) -> str:
    """The role of an item in words."""
    return {
        "background": pgettext("role of an item", "Background"),
        "guiding": pgettext("role of an item", "Guiding thought"),
        "goals": pgettext("role of an item", "Goals"),
        "principles": pgettext("role of an item", "Principles"),
        "scope": pgettext("role of an item", "Scope"),
        "organisation": pgettext("role of an item", "Organisation"),
        "duties": pgettext("role of an item", "Duties"),
        "tasks": pgettext("role of an item", "Tasks"),
        "standards": pgettext("role of an item", "Standards"),
        "phases": pgettext("role of an item", "Phases"),
        "rating": pgettext("role of an item", "Rating"),
        "procedure": pgettext("role of an item", "Procedure"),
        "incentives": pgettext("role of an item", "Incentives"),
        "safeguards": pgettext("role of an item", "Safeguards"),
        "other": pgettext("role of an item", "Other"),
    }.get(role, role)
