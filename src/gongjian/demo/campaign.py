"""A campaign under way, made of one of the sample plans, so that there is something to look at."""

import re
from datetime import date, datetime, time

from django.core.files.base import ContentFile
from django.utils import timezone

from gongjian import samples
from gongjian.campaigns.actions.start import Basics, start
from gongjian.campaigns.models import Campaign
from gongjian.demo import work
from gongjian.demo.district import DISTRICT
from gongjian.jobs import worker
from gongjian.kernel.clock import day_of
from gongjian.people.models import Person
from gongjian.people.reach import reach_of
from gongjian.places.models import Area
from gongjian.plans.actions import documents
from gongjian.plans.models import PlanDocument

SAMPLE, PROGRAMME = "epidemic-free.txt", "无疫小区"
WRITTEN_IN = 2026  # the year of the sample


def is_begun() -> bool:
    return PlanDocument.objects.exists()


def begin(now: datetime) -> Campaign:
    """Upload the sample, have it read, start its campaign: as Lin would on this day.

    Runs what waits in the queue. The sample's years are moved so that its campaign is this year's, and it
    began in its first days, so that there is something to look at.
    """
    at = min(now, timezone.make_aware(datetime.combine(date(day_of(now).year, 3, 2), time(9, 30))))
    lin = Person.objects.get(username="lin")
    area = Area.objects.get(name=DISTRICT.name)
    year = day_of(at).year
    text = of_year((samples.FOLDER / SAMPLE).read_text(encoding="utf-8"), year)
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
    basics = Basics(PROGRAMME, title, area, date(year, 3, 1), date(year, 12, 31), everyone="both")
    campaign = start(plan, basics=basics, by=lin, at=at)
    work.carry_on(campaign, at=now)
    return campaign


def of_year(text: str, year: int) -> str:
    """The sample as if it had been written in `year`: every year in it, and in the numbers of documents."""
    return re.sub(
        r"(?<!\d)20[23]\d(?=[年〕]|—20)", lambda found: str(int(found[0]) + year - WRITTEN_IN), text
    )
