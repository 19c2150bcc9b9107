"""Recording facts, taking them back, and what the database refuses."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.transaction import TransactionManagementError

from cast import Cast
from factories.facts import KindFactory
from gongjian.engines.measures.facts import TAKEN_BACK
from gongjian.facts import actions
from gongjian.facts.actions import Draft
from gongjian.facts.kinds import Spec
from gongjian.facts.models import Fact, Kind, Place
from gongjian.facts.signals import Touched, facts_recorded
from gongjian.kernel.refusal import Refused
from gongjian.places.models import Area

NOW = datetime(2026, 3, 31, 16, 30, tzinfo=UTC)  # already 1 April in the district
FIRST_OF_APRIL = date(2026, 4, 1).toordinal()
DISINFECTION = Spec(
    attributes={"where": ("楼道", "电梯"), "note": ()},
    required=frozenset({"where"}),
    value="required",
    decimals=2,
    subject="optional",
)


@pytest.fixture
def area(cast: Cast) -> Area:
    return cast.community


@pytest.fixture
def heard() -> Any:
    """What was announced, one set a recording."""
    announced: list[frozenset[Touched]] = []

    def listen(*, touched: frozenset[Touched], **kwargs: Any) -> None:
        announced.append(touched)

    facts_recorded.connect(listen)
    yield announced
    facts_recorded.disconnect(listen)


def test_a_fact_keeps_where_when_and_how_much(area: Area, cast: Cast) -> None:
    KindFactory(code="disinfection.done", says=DISINFECTION)
    draft = Draft(
        "disinfection.done",
        area,
        NOW - timedelta(minutes=10),
        subject="b-17",
        value=Decimal("12.50"),
        attrs={"where": "电梯", "note": ""},
        source=area,
    )

    fact = actions.record(draft, by=cast.lin, at=NOW)

    fact.refresh_from_db()
    assert (fact.kind.code, fact.place.area, fact.place.path) == ("disinfection.done", area, area.path)
    assert (fact.day, fact.on) == (FIRST_OF_APRIL, date(2026, 4, 1))
    assert (fact.value, fact.number) == (125_000, Decimal("12.5"))
    assert (fact.subject, fact.attrs, fact.recorder) == ("b-17", {"where": "电梯"}, cast.lin)
    assert (fact.source_type, fact.source_id) == ("places.area", str(area.pk))
    assert (fact.recorded_at, fact.voids) == (NOW, None)


REFUSED: list[tuple[str, Spec, dict[str, Any], str]] = [
    ("the future", Spec(), {"happened_at": NOW + timedelta(minutes=6)}, "not_yet"),
    ("a number where none is asked", Spec(), {"value": Decimal(1)}, "value"),
    ("no number where one is", Spec(value="required"), {}, "no_value"),
    ("a fraction of persons", Spec(value="optional"), {"value": Decimal("1.5")}, "too_fine"),
    ("a third digit", Spec(value="optional", decimals=2), {"value": Decimal("1.005")}, "too_fine"),
    ("too many", Spec(value="optional"), {"value": Decimal(10) ** 14}, "value_too_large"),
    ("not a number", Spec(value="optional"), {"value": Decimal("NaN")}, "value_too_large"),
    ("a subject where none is asked", Spec(), {"subject": "r-1"}, "subject"),
    ("no subject where one is", Spec(subject="required"), {}, "no_subject"),
    ("a long subject", Spec(subject="optional"), {"subject": "r" * 41}, "subject_too_long"),
    ("an attribute nobody asked for", Spec(), {"attrs": {"colour": "red"}}, "unknown_attribute"),
    ("a value that is not listed", Spec({"a": ("x", "y")}), {"attrs": {"a": "z"}}, "attribute_value"),
    ("a long attribute", Spec({"a": ()}), {"attrs": {"a": "字" * 81}}, "attribute_too_long"),
    ("no attribute where one must be", Spec({"a": ()}, frozenset({"a"})), {}, "missing_attribute"),
]


@pytest.mark.parametrize(
    ("spec", "given", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_what_the_kind_does_not_allow_is_refused(
    area: Area, spec: Spec, given: dict[str, Any], code: str
) -> None:
    KindFactory(code="thing.done", says=spec)

    with pytest.raises(Refused) as refused:
        actions.record(Draft("thing.done", area, **({"happened_at": NOW} | given)), by=None, at=NOW)

    assert (refused.value.refusal.code, Fact.objects.count()) == (code, 0)


def test_a_kind_nobody_declared_is_refused(area: Area) -> None:
    with pytest.raises(Refused, match=r"nothing\.done"):
        actions.record(Draft("nothing.done", area, NOW), by=None, at=NOW)


def test_one_wrong_row_among_many_is_named_and_nothing_is_recorded(area: Area) -> None:
    KindFactory(code="thing.done", says=Spec(value="required"))
    right = Draft("thing.done", area, NOW, value=Decimal(1))

    with pytest.raises(Refused, match="2"):
        actions.record_many([right, Draft("thing.done", area, NOW), right], by=None, at=NOW)

    assert Fact.objects.count() == 0


def test_no_facts_are_no_trouble(db: None, heard: list[frozenset[Touched]]) -> None:
    assert actions.record_many([], by=None, at=NOW) == []
    assert heard == []


def test_many_facts_cost_the_same_queries_as_one(area: Area, django_assert_num_queries: Any) -> None:
    KindFactory(code="thing.done")
    draft = Draft("thing.done", area, NOW)
    actions.record(draft, by=None, at=NOW)

    for number in (1, 80):
        with django_assert_num_queries(4):
            facts = actions.record_many([draft] * number, by=None, at=NOW)
        assert len({fact.pk for fact in facts}) == number


def test_facts_of_one_place_share_its_row(area: Area) -> None:
    KindFactory(code="thing.done")
    drafts = [Draft("thing.done", area, NOW), Draft("thing.done", area.parent or area, NOW)]

    first = actions.record_many(drafts, by=None, at=NOW)
    second = actions.record_many(drafts, by=None, at=NOW)

    assert [fact.place_id for fact in first] == [fact.place_id for fact in second]
    assert Place.objects.count() == 2


def test_a_fact_keeps_the_path_its_area_had(area: Area) -> None:
    KindFactory(code="thing.done")
    old_path = area.path
    before = actions.record(Draft("thing.done", area, NOW), by=None, at=NOW)
    Area.objects.filter(pk=area.pk).update(path=old_path[:-1] + "Z")
    area.refresh_from_db()

    after = actions.record(Draft("thing.done", area, NOW), by=None, at=NOW)

    assert [Fact.objects.get(pk=fact.pk).place.path for fact in (before, after)] == [old_path, area.path]


@pytest.mark.django_db(transaction=True)
def test_a_fact_outside_a_transaction_is_a_fault_of_ours() -> None:
    with pytest.raises(TransactionManagementError):
        actions.record(Draft("thing.done", Area(), NOW), by=None, at=NOW)


# --- Taking back ------------------------------------------------------------------------------------------
def test_a_correction_takes_the_old_fact_back(area: Area) -> None:
    KindFactory(code="thing.done", says=Spec(value="required"))
    wrong = actions.record(Draft("thing.done", area, NOW, value=Decimal(8)), by=None, at=NOW)

    right = actions.record(Draft("thing.done", area, NOW, value=Decimal(3), voids=wrong), by=None, at=NOW)

    assert (right.voids, wrong.voided_by) == (wrong, right)


def test_a_fact_is_taken_back_once(area: Area) -> None:
    KindFactory(code="thing.done")
    fact = actions.record(Draft("thing.done", area, NOW), by=None, at=NOW)
    back = actions.take_back(fact, by=None, at=NOW)

    with pytest.raises(Refused) as again:
        actions.take_back(fact, by=None, at=NOW)
    with pytest.raises(Refused) as of_the_taking_back:
        actions.take_back(back, by=None, at=NOW)

    assert (back.kind.code, back.day, Kind.objects.count()) == (TAKEN_BACK, fact.day, 2)
    assert again.value.refusal.code == "taken_back"
    assert of_the_taking_back.value.refusal.code == "takes_back"


# --- What is announced ------------------------------------------------------------------------------------
def test_a_recording_is_announced_once_with_its_earliest_day(
    area: Area, heard: list[frozenset[Touched]]
) -> None:
    kind = KindFactory(code="thing.done")
    days = [NOW - timedelta(days=n) for n in (0, 40, 7)]

    fact, *_ = actions.record_many([Draft("thing.done", area, at) for at in days], by=None, at=NOW)

    assert heard == [{Touched(fact.place_id, kind.pk, FIRST_OF_APRIL - 40)}]


def test_taking_back_touches_the_day_that_was(area: Area, heard: list[frozenset[Touched]]) -> None:
    kind = KindFactory(code="thing.done")
    fact = actions.record(Draft("thing.done", area, NOW - timedelta(days=9)), by=None, at=NOW)
    heard.clear()

    back = actions.take_back(fact, by=None, at=NOW)

    touched = Touched(fact.place_id, kind.pk, FIRST_OF_APRIL - 9)
    assert heard == [{touched, Touched(fact.place_id, back.kind_id, FIRST_OF_APRIL - 9)}]


# --- The database itself ----------------------------------------------------------------------------------
@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_a_fact(area: Area, change: str) -> None:
    KindFactory(code="thing.done")
    fact = actions.record(Draft("thing.done", area, NOW), by=None, at=NOW)
    rows = Fact.objects.filter(pk=fact.pk)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(subject="x") if change == "update" else rows._raw_delete(rows.db)

    assert Fact.objects.get().subject == ""


# --- Kinds ------------------------------------------------------------------------------------------------
def test_kinds_are_made_and_brought_up_to_date(db: None) -> None:
    KindFactory(code="old.done", title="旧事")
    actions.declare({"a.done": ("甲", Spec()), "b.done": ("乙", DISINFECTION)})

    actions.declare(
        {"b.done": ("丙", Spec({"a": ("x",)}, decimals=1, value="optional", unit="人", nil="b.none"))}
    )

    titles = dict(Kind.objects.values_list("code", "title"))
    assert titles == {"old.done": "旧事", "a.done": "甲", "b.done": "丙"}
    assert Kind.objects.get(code="a.done").says == Spec()
    assert Kind.objects.get(code="b.done").says == Spec(
        {"a": ("x",)}, decimals=1, value="optional", unit="人", nil="b.none"
    )
