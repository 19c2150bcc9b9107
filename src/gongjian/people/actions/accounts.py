"""Issuing and administering accounts."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongjian.history.actions import record, record_view
from gongjian.kernel.clock import day_of
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.people import lockout, queries, rules, usernames
from gongjian.people.actions import grants
from gongjian.people.actions.changes import change
from gongjian.people.models import Person
from gongjian.people.passwords import first_password, hash_first
from gongjian.people.reach import Reach, reach_of
from gongjian.people.terms import Terms


@transaction.atomic
def issue(
    *,
    name: str,
    username: str,
    post: str,
    phone: str | None,
    terms: Terms,
    by: Person,
    at: datetime,
) -> tuple[Person, str]:
    """An account with its first role, and the first password, which is kept nowhere else.

    username   empty to have one made from the name.
    raises     Refused when the account name is taken, or the rules forbid the role; nothing is saved then.
    """
    password = first_password()
    person = Person(
        username=username or free_username(name),
        name=name,
        post=post,
        phone=phone or "",
        password=hash_first(password),
        created_at=at,
    )
    today = day_of(at)
    if refusal := rules.why_not_grant(person, [], terms, reach=reach_of(by, on=today), today=today):
        raise Refused(refusal)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(taken(person.username, name)) from error
    issued = {"username": person.username, "name": name, "post": post}
    record("person.issued", person, by=by, at=at, area_path=terms.area.path, after=issued)
    grants.grant(person, terms, by=by, at=at)
    return person, password


def free_username(name: str, but: frozenset[str] = frozenset()) -> str:
    """An account name for `name` that nobody has; not one of `but` either."""
    in_use = queries.usernames_like([usernames.suggest(name)])
    return usernames.suggest(name, in_use | but)


def taken(username: str, name: str) -> Refusal:
    """Two people of one name: the second gets a number."""
    sentence = _("The account %(username)s exists already. %(free)s is free.")
    return Refusal(
        "taken", sentence % {"username": username, "free": free_username(name, frozenset({username}))}
    )


@transaction.atomic
def edit(
    person: Person, *, name: str, post: str, phone: str | None, version: int, by: Person, at: datetime
) -> Person:
    """Change name, post and telephone. `phone` is None where it stays.

    version   the one the form was opened with; Refused when somebody has changed the account since.
    """
    person, reach = _locked(person, by=by, at=at)
    if refusal := rules.why_not_manage(person, queries.open_grants(person, day_of(at)), reach=reach):
        raise Refused(refusal)
    if person.version != version:
        raise Refused(changed_meanwhile(person))
    return change(person, {"name": name, "post": post}, phone=phone, by=by, at=at)


def changed_meanwhile(person: Person) -> Refusal:
    return Refusal(
        "changed_meanwhile",
        _(
            "Somebody else has changed the account of %(name)s since you opened this page. Open it again and look."
        )
        % {"name": person},
    )


@transaction.atomic
def reset_password(person: Person, *, by: Person, at: datetime) -> tuple[Person, str]:
    """A new first password; the sessions of the person end and the lock is lifted."""
    person, reach = _locked(person, by=by, at=at)
    if refusal := rules.why_not_reset(person, queries.open_grants(person, day_of(at)), reach=reach):
        raise Refused(refusal)
    password = first_password()
    person.password = hash_first(password)
    person.must_change_password = True
    person.version += 1
    person.save(update_fields=["password", "must_change_password", "version"])
    lockout.unlock(person.username)
    record("person.password-reset", person, by=by, at=at, area_path=queries.seat(person, at))
    return person, password


@transaction.atomic
def unlock(person: Person, *, by: Person, at: datetime) -> Person:
    """Let the person try again at once after too many failures."""
    person, reach = _locked(person, by=by, at=at)
    if refusal := rules.why_not_manage(person, queries.open_grants(person, day_of(at)), reach=reach):
        raise Refused(refusal)
    lockout.unlock(person.username)
    record("person.unlocked", person, by=by, at=at, area_path=queries.seat(person, at))
    return person


@transaction.atomic
def close(person: Person, *, reason: str, by: Person, at: datetime) -> Person:
    """Close the account: its sessions end and it reaches nothing, while its roles and history stay."""
    queries.lock_administrators()
    person, reach = _locked(person, by=by, at=at)
    today = day_of(at)
    held = queries.open_grants(person, today)
    refusal = rules.why_not_close(
        person,
        held,
        reach=reach,
        other_operators=queries.other_operators(person),
        orphans=queries.orphans(held, today),
    )
    if refusal:
        raise Refused(refusal)
    person.is_active = False
    person.session_round += 1
    person.version += 1
    person.save(update_fields=["is_active", "session_round", "version"])
    record("person.closed", person, by=by, at=at, area_path=queries.seat(person, at), note=reason)
    return person


@transaction.atomic
def reopen(person: Person, *, by: Person, at: datetime) -> Person:
    """Open a closed account again, with the password and the roles it had."""
    person, reach = _locked(person, by=by, at=at)
    if refusal := rules.why_not_reopen(person, queries.open_grants(person, day_of(at)), reach=reach):
        raise Refused(refusal)
    person.is_active = True
    person.version += 1
    person.save(update_fields=["is_active", "version"])
    record("person.reopened", person, by=by, at=at, area_path=queries.seat(person, at))
    return person


@transaction.atomic
def open_phone(person: Person, *, reason: str, by: Person, at: datetime) -> str:
    """The telephone number, for this once; that it was opened, and why, is noted first."""
    reach = reach_of(by, on=day_of(at))
    if refusal := rules.why_not_manage(person, queries.open_grants(person, day_of(at)), reach=reach):
        raise Refused(refusal)
    record_view(person, "phone", reason=reason, by=by, at=at, area_path=queries.seat(person, at))
    return person.phone


def _locked(person: Person, *, by: Person, at: datetime) -> tuple[Person, Reach]:
    """The account as it is now, held until the transaction ends, and what `by` reaches today."""
    return Person.objects.select_for_update().get(pk=person.pk), reach_of(by, on=day_of(at))
