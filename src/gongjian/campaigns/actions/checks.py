"""The self-check of an item by a community."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gongjian.campaigns.actions.changes import apply
from gongjian.campaigns.actions.lock import refuse
from gongjian.campaigns.models import Campaign, ItemCheck
from gongjian.campaigns.queries.checks import takes_part
from gongjian.campaigns.rules import work as rules
from gongjian.history.actions import record
from gongjian.kernel.clock import day_of
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.people.models import Person
from gongjian.people.reach import reach_of
from gongjian.places.models import Area
from gongjian.programmes.models import StandardItem

QUICKER = Refusal(
    "answered_meanwhile",
    _("A colleague has answered this meanwhile. Their answer is shown; change it if it is wrong."),
)


def answer(
    campaign: Campaign,
    item: StandardItem,
    area: Area,
    *,
    state: str,
    remark: str | None = None,
    version: int = 0,
    by: Person,
    at: datetime,
) -> ItemCheck:
    """Say how the community stands on one item. The same answer again changes nothing.

    remark    None leaves the remark as it is.
    version   of the answer that was shown; 0 where there was none.
    raises    Refused when a rule forbids it, the item is a heading or of another standard, or somebody else
              has answered meanwhile. Nothing is saved then.
    """
    try:
        return _answer(campaign, item, area, state, remark, version, by, at)
    except IntegrityError:  # pragma: no cover - on PostgreSQL alone: SQLite lets one writer in at a time
        # Two first answers at once: the other one is there now.
        raise Refused(QUICKER) from None


@transaction.atomic
def _answer(
    campaign: Campaign,
    item: StandardItem,
    area: Area,
    state: str,
    remark: str | None,
    version: int,
    by: Person,
    at: datetime,
) -> ItemCheck:
    refuse(rules.why_not_check(campaign, area, reach=reach_of(by, on=day_of(at))))
    refuse(_why_not_here(campaign, item, area))
    check = (
        ItemCheck.objects.select_for_update(of=("self",))
        .filter(campaign=campaign, item=item, area=area)
        .first()
    )
    if check is None:
        check = ItemCheck(campaign=campaign, item=item, area=area, area_path=area.path, version=0)
    remark = check.remark if remark is None else remark.strip()
    if check.version != version:
        # What a page sends once more as it is left, not knowing whether the first sending arrived, is no conflict.
        if check.version and (check.state, check.remark) == (state, remark):
            return check
        raise Refused(QUICKER)
    before, after = apply(check, {"state": state, "remark": remark})
    if after:
        check.by, check.at, check.version = by, at, check.version + 1
        check.save()
        record("item.checked", check, by=by, at=at, area_path=area.path, before=before, after=after)
    return check


def _why_not_here(campaign: Campaign, item: StandardItem, area: Area) -> Refusal | None:
    if item.standard_id != campaign.standard_id or not item.is_leaf:
        return Refusal("no_item", _("This item is not judged in this campaign. Look at the page again."))
    return None if takes_part(campaign, area) else rules.TAKES_NO_PART
