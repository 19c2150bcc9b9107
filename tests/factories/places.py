from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from gongjian.kernel import paths
from gongjian.places.models import Area, Kind, Placement
from gongjian.places.names import initials

SINCE = date(2020, 1, 1)


class AreaFactory(DjangoModelFactory[Area]):
    """An area behind its last sister, with the open placement that every area has."""

    class Meta:
        model = Area

    kind = Kind.COMMUNITY
    name = factory.Sequence(lambda n: f"{n}号社区")
    parent = None
    valid_from = SINCE

    initials = factory.LazyAttribute(lambda area: initials(area.name))

    @classmethod
    def _create(cls, model_class: type[Area], *args: Any, **kwargs: Any) -> Area:
        parent = kwargs.get("parent")
        sisters = Area.objects.filter(parent=parent).order_by("-path").values_list("path", flat=True)
        after = paths.number(sisters[0]) + 1 if sisters else 1
        kwargs.setdefault("path", (parent.path if parent else paths.ROOT) + paths.segment(after))
        area = super()._create(model_class, *args, **kwargs)
        Placement.objects.create(
            area=area,
            kind=area.kind,
            name=area.name,
            code=area.code,
            path=area.path,
            starts=area.valid_from,
            ends=area.valid_to,
        )
        return area
