"""Verbs, fields and values in words."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from gongjian.history import rules, words
from gongjian.people.roles import Capability

SOURCES = Path(rules.__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "—"),
        ("", "—"),
        ([], "—"),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        (12, "12"),
        ("幸福里社区", "幸福里社区"),
        ("2026-03-10", "2026-03-10"),
        ("2026-03-10T01:00:00Z", "2026-03-10 09:00"),
        ("2026-03-10T25:00:00Z", "2026-03-10T25:00:00Z"),
        ("ABCDEFGHIJT and so on", "ABCDEFGHIJT and so on"),
        (["a", "b"], "a、b"),
        ({"户": 3}, "户：3"),
    ],
)
def test_value_is_read_as_a_person_reads_it(value, text: str):
    assert words.value_in_words(value) == text


def test_code_is_read_as_its_word():
    assert words.value_in_words("b", [("a", "first"), ("b", "second")]) == "second"
    assert words.value_in_words(["a", "b"], [("a", "first"), ("b", "second")]) == "first、second"
    assert words.value_in_words("c", [("a", "first")]) == "c"


@pytest.mark.parametrize(
    ("kind", "name", "label"),
    [
        ("people.person", "post", "post"),
        ("people.person", "role", "role"),
        ("people.person", "nonsense", "nonsense"),
        ("people.grant", "role", "role"),
        ("nowhere.nothing", "rows", "rows"),
        ("nonsense", "nonsense", "nonsense"),
    ],
)
def test_field_is_called_as_the_app_or_the_model_calls_it(kind: str, name: str, label: str):
    assert str(words.field_of(kind, name).label) == label


def test_kind_is_called_as_the_model_calls_itself():
    assert words.kind_in_words("people.department") == "department"
    assert words.kind_in_words("gone.model") == "gone.model"


def test_capability_to_audit_is_the_one_of_people():
    """History stands below people and names the capability by its code."""
    assert rules.AUDIT == Capability.AUDIT


def test_every_verb_that_people_and_history_record_has_words():
    """A verb without words would stand as a code before the auditor."""
    recorded = set()
    for app in ("people", "history"):
        for file in (SOURCES / app).rglob("*.py"):
            recorded |= set(re.findall(r'\brecord\(\s*"([a-z.-]+)"', file.read_text()))
            recorded |= set(
                re.findall(r'_(?:write|set_open)\(\s*(?:department, \w+, )?"([a-z.-]+)"', file.read_text())
            )

    assert sorted(recorded - set(words.verbs())) == []
    assert {"person.issued", "role.granted", "department.closed", "list.exported"} <= recorded


def test_entry_reads_as_verb_and_record():
    from gongjian.history.models import Entry

    assert str(Entry(verb="person.issued", subject_label="梅芳")) == "person.issued 梅芳"
