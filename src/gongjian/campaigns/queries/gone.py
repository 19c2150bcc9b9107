"""Areas that no longer take part in a campaign, and who answers for them now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gongjian.places import queries as places


@dataclass(frozen=True, slots=True)
class Gone:
    """Why an area is shown although nothing is asked of it any more.

    on     the day it ended; None when it goes on but takes no part, as it stands elsewhere or left its batch.
    heir   the name and number of the area that answers for it; None when nobody does.
    """

    on: date | None
    heir: str = ""
    heir_pk: int | None = None

    def __str__(self) -> str:
        if self.on is None:
            return _("takes no part any more")
        words = {"day": self.on.isoformat(), "heir": self.heir}
        return _("ended on %(day)s, now %(heir)s") % words if self.heir else _("ended on %(day)s") % words


def gone_of(areas: Mapping[int, date | None]) -> dict[int, Gone]:
    """For each area, by number, the day it ended on or None. Two queries where one has ended."""
    ended = [pk for pk, day in areas.items() if day is not None]
    heirs = places.heirs_of(ended) if ended else {}
    return {
        pk: Gone(day, heirs[pk].name, heirs[pk].pk) if pk in heirs else Gone(day) for pk, day in areas.items()
    }
