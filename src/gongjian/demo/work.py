"""What the communities of the demo have done by now: most of what was due, some of the rest, with gaps to find.

Everything goes through the same actions as everyone's, each at its own hour in the past.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import count

from django.utils import timezone

from gongjian.campaigns.actions import assignments, checks, tasks
from gongjian.campaigns.models import Assignment, Campaign, ItemCheck
from gongjian.campaigns.queries.units import Unit
from gongjian.kernel import paths
from gongjian.people.models import Grant, Person
from gongjian.people.roles import Role
from gongjian.programmes.models import StandardItem

SUBMITTED = (
    "已按要求完成，入户走访126户，发放宣传册130份，台账已更新。",
    "已完成整治，清理楼道杂物17处、卫生死角9处，整治前后照片已留存。",
    "已组织志愿者32人次参加，居民反映良好，材料已归档。",
    "已报送，数据与社区台账核对一致。",
)
UNDER_WAY = ("正在推进，已完成约一半，预计按期完成。", "已召开协调会，明确分工，本周入户。")
RETURNED = "照片看不出整治后的效果，请补充同一位置的前后对比照片。"
CONFIRMED = ("材料齐全，同意。", "已现场查看，情况属实。", "")
ANSWERS = {
    ItemCheck.State.MET: "",
    ItemCheck.State.SHORT: "3号楼地下车库通风不足，已报物业整改。",
    ItemCheck.State.NOT_YET: "计划下月组织。",
    ItemCheck.State.NOT_APPLICABLE: "本村无高层住宅。",
}


def carry_on(campaign: Campaign, at: datetime) -> None:
    """Work on the campaign as its communities would have done until `at`."""
    workers = _who(Role.COMMUNITY_WORKER)
    officers = _who(Role.SUBDISTRICT_OFFICER)
    doing, deciding = workers | officers, officers | _who(Role.DISTRICT_ADMINISTRATOR)
    owed = Assignment.objects.filter(campaign=campaign, area__isnull=False).select_related("area", "task")
    for number, assignment in zip(count(), owed.order_by("task__ordinal", "area_path"), strict=False):
        worker = doing.get(assignment.area_path)
        officer = deciding.get(paths.parent(assignment.area_path))
        if worker and officer and assignment.due:
            _work(assignment, assignment.due, number, worker, officer, at)
    _pass_on(campaign, at)
    _check(campaign, workers, at)


def _who(role: str) -> dict[str, Person]:
    return {
        grant.area_path: grant.person for grant in Grant.objects.filter(role=role).select_related("person")
    }


def _hour(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, 20)))


def _work(
    assignment: Assignment, due: date, number: int, worker: Person, officer: Person, at: datetime
) -> None:
    """Of what was due nine in ten are done and the rest is late; of what comes, one in three is under way.

    Of what is due today half is still to be done.
    """
    today = timezone.localdate(at)
    # 7 and 11 have no common measure with the ten communities, so every task and community has its share.
    if due > today or (due == today and number % 2 == 0):
        if number % 3 == 0:
            when = min(at, _hour(today - timedelta(days=number % 5 + 1), 10))
            assignments.add_note(assignment, text=UNDER_WAY[number % 2], by=worker, at=when)
        return
    if number % 11 == 4:
        return
    handed_in = _hour(due - timedelta(days=number % 4 + 1), 9 + number % 8)
    text = SUBMITTED[number % len(SUBMITTED)]
    assignments.submit(assignment, text=text, by=worker, at=handed_in)
    if number % 7 == 4:
        return
    looked_at = min(at, handed_in + timedelta(hours=20))
    if number % 13 == 4:
        assignments.give_back(assignment, text=RETURNED, by=officer, at=looked_at)
    else:
        assignments.confirm(assignment, text=CONFIRMED[number % len(CONFIRMED)], by=officer, at=looked_at)


def _pass_on(campaign: Campaign, at: datetime) -> None:
    """The street has given its first grid a part in what is due next, so that a grid worker has something too."""
    coming = campaign.tasks.filter(due__gte=timezone.localdate(at)).order_by("due", "ordinal").first()
    grant = Grant.objects.filter(role=Role.GRID_WORKER).select_related("area").order_by("area_path").first()
    if coming and grant:
        officer = _who(Role.SUBDISTRICT_OFFICER)[paths.parent(paths.parent(grant.area_path))]
        unit = Unit(grant.area_path, area=grant.area.pk)
        tasks.assign(coming, units=[unit], by=officer, at=at - timedelta(days=3))


def _check(campaign: Campaign, workers: dict[str, Person], at: datetime) -> None:
    items = list(StandardItem.objects.filter(standard=campaign.standard_id, is_leaf=True))
    grants = Grant.objects.filter(role=Role.COMMUNITY_WORKER, area_path__in=workers).select_related("area")
    below = [grant.area for grant in grants if grant.area_path.startswith(campaign.area_path)]
    for row, area in enumerate(below):
        day = timezone.localdate(at) - timedelta(days=row % 6 + 1)
        for column, item in enumerate(_answered(items, row)):
            state = _state(row, column)
            checks.answer(
                campaign,
                item,
                area,
                state=state,
                remark=ANSWERS[state],
                by=workers[area.path],
                at=_hour(day, 14) + timedelta(minutes=3 * column),
            )


def _answered(items: list[StandardItem], row: int) -> Iterable[StandardItem]:
    """The second community has answered nothing yet, every third two thirds, the others all."""
    if row == 1:
        return []
    return items[: len(items) * 2 // 3] if row % 3 == 2 else items


def _state(row: int, column: int) -> ItemCheck.State:
    mark = (row * 5 + column * 3) % 17
    return {
        4: ItemCheck.State.SHORT,
        9: ItemCheck.State.NOT_YET,
        14: ItemCheck.State.NOT_APPLICABLE,
        16: ItemCheck.State.SHORT,
    }.get(mark, ItemCheck.State.MET)
