"""Bodies of a campaign and the seats in them."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from gongjian.campaigns.actions.changes import apply
from gongjian.campaigns.actions.lock import to_edit
from gongjian.campaigns.models import Body, Campaign, Membership
from gongjian.campaigns.queries.units import Unit
from gongjian.history.actions import record
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.people.models import Person


@transaction.atomic
def add_body(
    campaign: Campaign,
    *,
    name: str,
    kind: str,
    text: str = "",
    parent: Body | None = None,
    by: Person,
    at: datetime,
) -> Body:
    """Add a body behind the others.

    raises   Refused.
    """
    campaign = to_edit(campaign, by=by, at=at)
    _check_parent(campaign, None, parent)
    last = campaign.bodies.aggregate(last=Max("ordinal"))["last"] or 0
    body = Body.objects.create(
        campaign=campaign, ordinal=last + 1, name=name, kind=kind, text=text, parent=parent
    )
    record("body.added", body, by=by, at=at, area_path=campaign.area_path, after={"name": name})
    return body


def _check_parent(campaign: Campaign, body: Body | None, parent: Body | None) -> None:
    """A body stands under another of its campaign, and never under itself."""
    above = parent
    while above is not None:
        if above.campaign_id != campaign.pk or (body is not None and above.pk == body.pk):
            raise Refused(Refusal("circle", _("A body cannot belong to itself. Choose another one.")))
        above = above.parent


@transaction.atomic
def edit_body(
    body: Body, *, name: str, kind: str, text: str, parent: Body | None, by: Person, at: datetime
) -> Body:
    """Change a body.

    raises   Refused.
    """
    campaign = to_edit(body.campaign, by=by, at=at)
    body = Body.objects.get(pk=body.pk)
    _check_parent(campaign, body, parent)
    before, after = apply(body, {"name": name, "kind": kind, "text": text, "parent": parent})
    if after:
        body.save(update_fields=list(after))
        record("body.edited", body, by=by, at=at, area_path=campaign.area_path, before=before, after=after)
    return body


@transaction.atomic
def remove_body(body: Body, *, by: Person, at: datetime) -> None:
    """Take a body out that never had anyone in it; one that had is ended by ending its seats.

    raises   Refused.
    """
    campaign = to_edit(body.campaign, by=by, at=at)
    if body.memberships.exists() or body.children.exists():
        raise Refused(
            Refusal("not_empty", _("This body has members or bodies below it. End or move those first."))
        )
    record("body.removed", body, by=by, at=at, area_path=campaign.area_path, before={"name": body.name})
    body.delete()


@transaction.atomic
def seat(
    body: Body,
    *,
    name: str,
    role: str,
    post: str = "",
    unit: Unit | None = None,
    is_liaison: bool = False,
    starts: date,
    ends: date | None = None,
    by: Person,
    at: datetime,
) -> Membership:
    """Give someone a seat from a day on.

    name     as the plan or a letter writes it; `unit` says whom it means, None leaves it a name.
    raises   Refused.
    """
    campaign = to_edit(body.campaign, by=by, at=at)
    _check_days(starts, ends)
    last = body.memberships.aggregate(last=Max("ordinal"))["last"] or 0
    membership = Membership.objects.create(
        body=body,
        campaign=campaign,
        name=name,
        role=role,
        post=post,
        is_liaison=is_liaison,
        starts=starts,
        ends=ends,
        ordinal=last + 1,
        person_id=unit.person if unit else None,
        area_id=unit.area if unit else None,
        department_id=unit.department if unit else None,
    )
    record(
        "membership.added",
        membership,
        by=by,
        at=at,
        area_path=campaign.area_path,
        after={"body": body.name, "role": role, "name": name, "starts": starts, "ends": ends},
    )
    return membership


def _check_days(starts: date, ends: date | None) -> None:
    if ends and ends < starts:
        raise Refused(Refusal("ends_early", _("The last day must not lie before the first.")))


@transaction.atomic
def edit_seat(
    membership: Membership,
    *,
    name: str,
    role: str,
    post: str,
    unit: Unit | None,
    is_liaison: bool,
    starts: date,
    ends: date | None,
    by: Person,
    at: datetime,
) -> Membership:
    """Correct a seat. When someone else takes it over, use `succeed`, so that both stay readable.

    raises   Refused.
    """
    campaign = to_edit(membership.campaign, by=by, at=at)
    membership = Membership.objects.get(pk=membership.pk)
    _check_days(starts, ends)
    before, after = apply(
        membership,
        {
            "name": name,
            "role": role,
            "post": post,
            "is_liaison": is_liaison,
            "starts": starts,
            "ends": ends,
            "person_id": unit.person if unit else None,
            "area_id": unit.area if unit else None,
            "department_id": unit.department if unit else None,
            "everyone": "" if unit else membership.everyone,
        },
    )
    if after:
        membership.save()
        record(
            "membership.edited",
            membership,
            by=by,
            at=at,
            area_path=campaign.area_path,
            before=before,
            after=after,
        )
    return membership


@transaction.atomic
def succeed(
    membership: Membership, *, name: str, unit: Unit | None, on: date, by: Person, at: datetime
) -> Membership:
    """Someone takes the seat over on a day; the one before held it until the day before.

    raises   Refused when the seat is over already or had not begun on that day.
    """
    campaign = to_edit(membership.campaign, by=by, at=at)
    old = Membership.objects.select_for_update().get(pk=membership.pk)
    if on <= old.starts or (old.ends and old.ends < on):
        raise Refused(
            Refusal("no_such_day", _("The seat is not held on the day before. Choose a day while it is."))
        )
    new = Membership.objects.create(
        body_id=old.body_id,
        campaign=campaign,
        name=name,
        role=old.role,
        is_liaison=old.is_liaison,
        ordinal=old.ordinal,
        starts=on,
        ends=old.ends,
        person_id=unit.person if unit else None,
        area_id=unit.area if unit else None,
        department_id=unit.department if unit else None,
    )
    old.ends = on - timedelta(days=1)
    old.save(update_fields=["ends"])
    record(
        "membership.succeeded",
        new,
        by=by,
        at=at,
        area_path=campaign.area_path,
        before={"name": old.name},
        after={"name": name, "starts": on},
    )
    return new


@transaction.atomic
def end_seat(membership: Membership, *, ends: date, by: Person, at: datetime) -> Membership:
    """The seat is held until that day and then empty.

    raises   Refused.
    """
    campaign = to_edit(membership.campaign, by=by, at=at)
    membership = Membership.objects.get(pk=membership.pk)
    _check_days(membership.starts, ends)
    before, membership.ends = membership.ends, ends
    membership.save(update_fields=["ends"])
    record(
        "membership.ended",
        membership,
        by=by,
        at=at,
        area_path=campaign.area_path,
        before={"ends": before},
        after={"ends": ends},
    )
    return membership
