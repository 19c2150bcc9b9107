"""The words of the history: each app names its verbs and fields in the words of the glossary.

An app puts them, as data, into `<app>/verbs.py`:

    HISTORY_VERBS = {"campaign.started": _("started the campaign")}
    HISTORY_FIELDS = {"role": Field(_("role"), Role.choices)}      # only what is no field of the record itself

A verb is whole in itself; a line reads `<person> <verb>: <record>`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Field:
    """How a field is called, and what its codes mean."""

    label: Words
    choices: Iterable[tuple[Any, Words]] = ()


@cache
def verbs() -> Mapping[str, Words]:
    """Every verb that an installed app names."""
    return _gathered("HISTORY_VERBS")


@cache
def extra_fields() -> Mapping[str, Field]:
    """The fields named beside those of the models, by `<model label>.<field>` or by the field alone."""
    return _gathered("HISTORY_FIELDS")


def _gathered(name: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for config in apps.get_app_configs():
        module = f"{config.name}.verbs"
        if config.name.startswith("gongjian.") and find_spec(module) is not None:
            found |= getattr(import_module(module), name, {})
    return found


def verb_in_words(verb: str) -> str:
    """What was done; the code itself where no app names it."""
    return str(verbs().get(verb, verb))


def kind_in_words(model_label: str) -> str:
    """What kind of record it is."""
    model = model_of(model_label)
    return str(model._meta.verbose_name) if model else model_label


def model_of(model_label: str) -> type[models.Model] | None:
    """The model, or None when no installed app has it any more: the history outlives them."""
    try:
        return apps.get_model(model_label)
    except (LookupError, ValueError):
        return None


def field_of(model_label: str, name: str) -> Field:
    """How a field of a record is called: as the app says, else as the model does, else by its name."""
    extra = extra_fields()
    if found := extra.get(f"{model_label}.{name}"):
        return found
    model = model_of(model_label)
    if model is not None:
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            pass
        else:
            return Field(getattr(field, "verbose_name", name), getattr(field, "flatchoices", ()) or ())
    return extra.get(name, Field(name))


def value_in_words(value: Any, choices: Iterable[tuple[Any, Words]] = ()) -> str:
    """A value as a person reads it: no codes, no JSON."""
    if value is None or value in ("", [], {}):
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "、".join(value_in_words(item, choices) for item in value)
    if isinstance(value, dict):
        return "；".join(f"{key}：{value_in_words(item)}" for key, item in value.items())
    for code, label in choices:
        if str(code) == str(value):
            return str(label)
    return _moment(value) if isinstance(value, str) else str(value)


def _moment(text: str) -> str:
    """An instant in local time; any other text as it is."""
    if len(text) < len("2026-03-10T09:00Z") or text[10:11] != "T":
        return text
    try:
        moment = parse_datetime(text)
    except ValueError:
        return text
    if not isinstance(moment, datetime):
        return text
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return local.strftime("%Y-%m-%d %H:%M")
