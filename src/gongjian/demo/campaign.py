"""A campaign under way, made of one of the sample plans, so that there is something to look at."""

from datetime import datetime, time, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from gongjian import samples
from gongjian.campaigns.actions.start import Basics, start
from gongjian.campaigns.models import Campaign
from gongjian.demo import work
from gongjian.demo.dates import ENDS, STARTS, TODAY, moved
from gongjian.demo.district import DISTRICT
from gongjian.jobs import worker
from gongjian.kernel.clock import day_of
from gongjian.people.models import Person
from gongjian.people.reach import reach_of
from gongjian.places.models import Area
from gongjian.plans.actions import documents, reviewing
from gongjian.plans.models import PlanDocument

SAMPLE, PROGRAMME = "epidemic-free.txt", "无疫小区"


def is_begun() -> bool:
    return PlanDocument.objects.exists()


def begin(now: datetime) -> Campaign:
    """Upload the sample, have it read, start its campaign: as Lin would have done on its second day.

    Runs what waits in the queue. The sample's dates are moved so that its pilot ends this week: one phase is
    over, one under way, and there is something overdue, due today and still to come, whatever the season.
    """
    by = day_of(now) - TODAY
    at = timezone.make_aware(datetime.combine(STARTS + by + timedelta(days=1), time(9, 30)))
    lin = Person.objects.get(username="lin")
    area = Area.objects.get(name=DISTRICT.name)
    text = moved((samples.FOLDER / SAMPLE).read_text(encoding="utf-8"), by)
    title = text.partition("\n")[0].strip()
    uploaded = documents.upload(
        ContentFile(text.encode(), name=f"{title}.txt"),
        area=area,
        by=lin,
        reach=reach_of(lin, on=day_of(at)),
        at=at,
    )
    worker.drain()
    plan = uploaded.document.plans.get()
    reviewing.accept_rest(plan, kind="", by=lin, reach=reach_of(lin, on=day_of(at)), at=at)
    basics = Basics(PROGRAMME, title, area, STARTS + by, ENDS + by, everyone="both")
    campaign = start(plan, basics=basics, by=lin, at=at)
    work.carry_on(campaign, at=now)
    return campaign
