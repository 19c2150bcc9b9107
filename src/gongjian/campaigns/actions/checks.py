"""The self-check of an item by a community."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gongjian.campaigns import rules_of_work as rules
from gongjian.campaigns.models import Campaign, ItemCheck
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
    """Say how the community stands on one item.

    remark    None leaves the remark as it is.
    version   of the answer that was shown; 0 where there was none.
    raises    Refused when a rule forbids it, the item is a heading or of another standard, or somebody else
              has answered meanwhile. Nothing is saved then.
    """
    try:
        return _answer(campaign, item, area, state, remark, version, by, at)
    except IntegrityError:
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
    if refusal := rules.why_not_check(campaign, area, reach=reach_of(by, on=day_of(at))):
        raise Refused(refusal)
    if item.standard_id != campaign.standard_id or not item.is_leaf:
        raise Refused(
            Refusal("no_item", _("This item is not judged in this campaign. Look at the page again."))
        )
    check = ItemCheck.objects.select_for_update().filter(campaign=campaign, item=item, area=area).first()
    if (check.version if check else 0) != version:
        raise Refused(QUICKER)
    before = {"state": check.state, "remark": check.remark} if check else {}
    if check is None:
        check = ItemCheck(campaign=campaign, item=item, area=area, area_path=area.path, version=0)
    check.state = state
    check.remark = check.remark if remark is None else remark.strip()
    check.by, check.at, check.version = by, at, check.version + 1
    check.save()
    after = {"state": check.state, "remark": check.remark}
    record("item.checked", check, by=by, at=at, area_path=area.path, before=before, after=after)
    return check
