"""What administering accounts leaves behind."""

from datetime import UTC, date, datetime

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import authenticate
from django.test import RequestFactory

from cast import Cast
from factories.people import PASSWORD, GrantFactory, PersonFactory
from gongjian.history.models import Entry
from gongjian.kernel.refusal import Refused
from gongjian.people.actions import accounts, grants, mine
from gongjian.people.models import Grant, Person
from gongjian.people.passwords import first_password
from gongjian.people.reach import reach_of
from gongjian.people.roles import Capability, Role
from gongjian.people.terms import Terms

TODAY = date(2026, 3, 10)
AT = datetime(2026, 3, 10, 4, tzinfo=UTC)


def terms(cast: Cast, **other) -> Terms:
    worker = {"role": Role.COMMUNITY_WORKER, "area": cast.community, "department": None}
    return Terms(**({"starts": TODAY, "ends": None} | worker | other))


def issue(cast: Cast, **other) -> tuple[Person, str]:
    who = {"name": "王建国", "username": "", "post": "文书", "phone": "13800138000", "by": cast.lin, "at": AT}
    return accounts.issue(**(who | {"terms": terms(cast)} | other))


def told(verb: str) -> list[tuple]:
    rows = Entry.objects.filter(verb=verb).order_by("pk")
    return [(row.by_id, row.subject_label, row.area_path, row.before, row.after, row.note) for row in rows]


def test_account_is_issued_with_its_role_and_a_first_password(cast: Cast):
    person, password = issue(cast)

    assert (person.username, person.must_change_password) == ("wang.jianguo", True)
    assert person.check_password(password)
    assert reach_of(person, on=TODAY).may(Capability.WORK, cast.community.path)
    assert told("person.issued") == [
        (
            cast.lin.pk,
            "王建国",
            cast.community.path,
            {},
            {"username": "wang.jianguo", "name": "王建国", "post": "文书"},
            "",
        )
    ]
    assert told("role.granted") == [
        (
            cast.lin.pk,
            "王建国",
            cast.community.path,
            {},
            {"role": "community-worker", "area": "幸福里社区", "starts": "2026-03-10"},
            "",
        )
    ]


def test_telephone_is_sealed_in_the_database_and_never_in_the_history(cast: Cast, django_db_blocker):
    from django.db import connection

    person, _password = issue(cast)
    accounts.edit(person, name="王建国", post="文书", phone="0571-88001234", version=1, by=cast.lin, at=AT)

    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM people_person WHERE id = %s", [person.pk])
        stored = cursor.fetchone()[0]
    assert stored.startswith("v1.1.")
    written = "".join(f"{e.before}{e.after}{e.note}" for e in Entry.objects.all())
    assert [number for number in ("13800138000", "88001234") if number in written + stored] == []


def test_second_of_a_name_gets_a_number(cast: Cast):
    usernames = [issue(cast)[0].username for _ in range(3)]

    assert usernames == ["wang.jianguo", "wang.jianguo2", "wang.jianguo3"]


def test_taken_account_name_is_refused_with_one_that_is_free(cast: Cast):
    issue(cast)
    count = Entry.objects.count()

    with pytest.raises(Refused) as refused:
        issue(cast, username="wang.jianguo")

    assert refused.value.refusal.code == "taken"
    assert "wang.jianguo2" in str(refused.value.refusal)
    assert Entry.objects.count() == count


def test_refused_role_leaves_no_account(cast: Cast):
    with pytest.raises(Refused):
        issue(cast, terms=terms(cast, area=cast.far_community))

    assert not Person.objects.filter(name="王建国").exists()
    assert Entry.objects.count() == 0


def test_deputy_holds_the_role_for_the_days_of_the_absence(cast: Cast):
    away = {"starts": date(2026, 4, 1), "ends": date(2026, 4, 15)}
    grants.grant(cast.chen, terms(cast, **away), by=cast.lin, at=AT)

    days = [date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 15), date(2026, 4, 16)]
    held = [reach_of(cast.chen, on=day).may(Capability.WORK, cast.community.path) for day in days]
    assert held == [False, True, True, False]


def test_role_is_taken_back_at_once_and_stays_written(cast: Cast):
    given = Grant.objects.get(person=cast.mei)

    grants.revoke(given, reason="调往滨河社区", by=cast.lin, at=AT)

    given.refresh_from_db()
    assert (given.revoked_at, given.revoked_by, given.ends) == (AT, cast.lin, None)
    assert reach_of(cast.mei, on=TODAY).held == ()
    before = {"role": "community-worker", "area": "幸福里社区", "starts": "2020-01-01"}
    assert told("role.revoked") == [(cast.lin.pk, "梅芳", cast.community.path, before, {}, "调往滨河社区")]


@pytest.mark.parametrize(
    ("by", "whose", "refusal"),
    [("lin", "lin", "oneself"), ("sun", "mei", "outside_reach"), ("lin", "wu", "beyond_own")],
)
def test_role_is_not_taken_back_by_just_anyone(cast: Cast, by: str, whose: str, refusal: str):
    given = Grant.objects.get(person=getattr(cast, whose))

    with pytest.raises(Refused) as refused:
        grants.revoke(given, reason="不该", by=getattr(cast, by), at=AT)

    assert refused.value.refusal.code == refusal
    given.refresh_from_db()
    assert given.revoked_at is None


def test_role_is_taken_back_once(cast: Cast):
    given = Grant.objects.get(person=cast.mei)
    grants.revoke(given, reason="调离", by=cast.lin, at=AT)

    with pytest.raises(Refused) as refused:
        grants.revoke(given, reason="调离", by=cast.lin, at=AT)

    assert refused.value.refusal.code == "over"
    assert len(told("role.revoked")) == 1


def test_closed_account_reaches_nothing_and_keeps_its_roles(cast: Cast):
    accounts.close(cast.mei, reason="退休", by=cast.lin, at=AT)

    mei = Person.objects.get(pk=cast.mei.pk)
    assert (mei.is_active, mei.session_round) == (False, 1)
    assert reach_of(mei, on=TODAY).held == ()
    assert told("person.closed") == [(cast.lin.pk, "梅芳", cast.community.path, {}, {}, "退休")]

    accounts.reopen(mei, by=cast.lin, at=AT)
    mei.refresh_from_db()
    assert reach_of(mei, on=TODAY).may(Capability.WORK, cast.community.path)


def test_closing_twice_and_reopening_an_open_one_are_refused(cast: Cast):
    with pytest.raises(Refused):
        accounts.reopen(cast.mei, by=cast.lin, at=AT)
    accounts.close(cast.mei, reason="退休", by=cast.lin, at=AT)
    with pytest.raises(Refused):
        accounts.close(cast.mei, reason="退休", by=cast.lin, at=AT)

    assert len(told("person.closed")) == 1


def test_new_first_password_replaces_the_old_and_lifts_the_lock(cast: Cast):
    AccessAttempt.objects.create(username="mei", ip_address="192.0.2.1", failures_since_start=5)

    person, password = accounts.reset_password(cast.mei, by=cast.lin, at=AT)

    assert person.check_password(password)
    assert not person.check_password(PASSWORD)
    assert person.must_change_password
    assert AccessAttempt.objects.count() == 0
    assert [row[:2] for row in told("person.password-reset")] == [(cast.lin.pk, "梅芳")]


@pytest.mark.parametrize("action", [accounts.reset_password, accounts.unlock])
def test_account_outside_is_left_alone(cast: Cast, action):
    with pytest.raises(Refused):
        action(cast.zhou, by=cast.lin, at=AT)

    assert Entry.objects.count() == 0


def test_edit_notes_what_changed_and_nothing_else(cast: Cast):
    accounts.edit(cast.mei, name="梅芳", post="副主任", phone=None, version=1, by=cast.lin, at=AT)

    assert told("person.edited") == [
        (cast.lin.pk, "梅芳", cast.community.path, {"post": ""}, {"post": "副主任"}, "")
    ]


def test_edit_over_a_newer_version_is_refused(cast: Cast):
    accounts.edit(cast.mei, name="梅芳", post="副主任", phone=None, version=1, by=cast.lin, at=AT)

    with pytest.raises(Refused) as refused:
        accounts.edit(cast.mei, name="梅芳", post="主任", phone=None, version=1, by=cast.lin, at=AT)

    assert refused.value.refusal.code == "changed_meanwhile"
    cast.mei.refresh_from_db()
    assert cast.mei.post == "副主任"


def test_saving_without_a_change_writes_no_history(cast: Cast):
    accounts.edit(cast.mei, name="梅芳", post="", phone=None, version=1, by=cast.lin, at=AT)

    assert Entry.objects.count() == 0


def test_opening_a_telephone_number_is_noted_with_the_reason(cast: Cast):
    person, _password = issue(cast)

    number = accounts.open_phone(person, reason="约定入户时间", by=cast.lin, at=AT)

    assert number == "13800138000"
    assert told("sealed.opened") == [
        (cast.lin.pk, "王建国", cast.community.path, {}, {"field": "phone"}, "约定入户时间")
    ]


def test_telephone_of_somebody_outside_stays_shut(cast: Cast):
    with pytest.raises(Refused):
        accounts.open_phone(cast.zhou, reason="好奇", by=cast.lin, at=AT)

    assert Entry.objects.count() == 0


def test_own_telephone_is_kept_changed_and_removed(cast: Cast):
    for phone, left in [("13800138000", "13800138000"), (None, "13800138000"), ("", "")]:
        mine.edit(cast.mei, post="", phone=phone, by=cast.mei, at=AT)
        assert Person.objects.get(pk=cast.mei.pk).phone == left

    changes = [row[3:5] for row in told("person.edited")]
    assert changes == [({"phone": ""}, {"phone": "•••"}), ({"phone": "•••"}, {"phone": ""})]


@pytest.mark.slow
def test_lock_is_noted_once_for_the_person_it_meets(cast: Cast):
    from django.test import Client

    client = Client()
    for _ in range(7):
        client.post("/sign-in/", {"username": "mei", "password": "wrong"})
        client.post("/sign-in/", {"username": "nobody", "password": "wrong"})

    assert told("person.locked") == [(None, "梅芳", cast.community.path, {}, {}, "")]


@pytest.mark.slow
def test_first_password_is_stretched_in_full_once_it_is_used(cast: Cast, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    person, password = issue(cast)
    assert "$10000$" in person.password

    signed_in = authenticate(RequestFactory().post("/sign-in/"), username=person.username, password=password)

    assert signed_in == person
    assert "$10000$" not in Person.objects.get(pk=person.pk).password


def test_first_passwords_satisfy_the_rules_and_differ():
    from django.contrib.auth.password_validation import validate_password

    drawn = [first_password() for _ in range(200)]

    for password in drawn:
        validate_password(password, Person(username="mei", name="梅芳"))
    assert len(set(drawn)) == 200
    assert not set("".join(drawn)) & set("0o1li")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_close_each_other_at_once_leave_one():
    """Both see the other as the one who stays; the lock lets only the first succeed."""
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    from django.db import connections

    from factories.places import AreaFactory

    district = AreaFactory(name="清河区")
    pair = [PersonFactory(), PersonFactory()]
    for person in pair:
        GrantFactory(person=person, role=Role.DISTRICT_ADMINISTRATOR, area=district)
    barrier = Barrier(2)

    def close(pair: tuple[Person, Person]) -> str:
        whom, by = pair
        barrier.wait()
        try:
            accounts.close(whom, reason="互相关闭", by=by, at=AT)
        except Refused as refused:
            return refused.refusal.code
        finally:
            connections.close_all()
        return "closed"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(close, [(pair[0], pair[1]), (pair[1], pair[0])]))

    assert outcomes[0] == "closed"
    assert outcomes[1] in ("last_administrator", "outside_reach")
    assert Person.objects.filter(is_active=True).count() == 1


def test_reset_is_refused_for_a_closed_account(cast: Cast):
    accounts.close(cast.mei, reason="退休", by=cast.lin, at=AT)

    with pytest.raises(Refused) as refused:
        accounts.reset_password(cast.mei, by=cast.lin, at=AT)

    assert refused.value.refusal.code == "closed"


def test_nothing_is_changed_on_an_account_outside(cast: Cast):
    outside = {"by": cast.lin, "at": AT}
    attempts = [
        lambda: accounts.edit(cast.zhou, name="x", post="", phone=None, version=1, **outside),
        lambda: accounts.close(cast.zhou, reason="不该", **outside),
        lambda: accounts.reopen(cast.zhou, **outside),
        lambda: grants.grant(cast.zhou, terms(cast, area=cast.far_community), **outside),
    ]

    for attempt in attempts:
        with pytest.raises(Refused):
            attempt()
    assert Entry.objects.count() == 0


def test_grant_reads_as_role_and_area(cast: Cast):
    from django.utils import translation

    with translation.override("en"):
        assert str(Grant.objects.get(person=cast.mei)) == "Community worker 幸福里社区"
