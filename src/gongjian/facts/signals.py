"""What facts announce to the apps above them."""

from dataclasses import dataclass

from django.dispatch import Signal

# Sent once for every recording, single or in bulk, inside its transaction. Receivers get:
#
#   touched   frozenset of Touched: where, of what kind and from which day on figures may have changed
facts_recorded = Signal()


@dataclass(frozen=True, slots=True)
class Touched:
    """`day` is the earliest day that a new or a voided fact of this kind in this place lies on."""

    place_id: int
    kind_id: int
    day: int
