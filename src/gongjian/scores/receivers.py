"""What scoreboards listen to, each in the transaction of what is told."""

from typing import Any

from gongjian.facts.signals import Touched
from gongjian.scores.models import Board, Dirty


def on_recorded(sender: Any, *, touched: frozenset[Touched], **kwargs: Any) -> None:
    """Mark what has to be worked out again: one row for each place and kind, whatever the number of facts."""
    if Board.objects.exists():
        Dirty.objects.bulk_create(Dirty(place_id=t.place_id, kind_id=t.kind_id, day=t.day) for t in touched)


def on_reorganised(sender: Any, **kwargs: Any) -> None:
    """Where areas lie has changed, and with it every figure above them: all is worked out anew."""
    Board.objects.update(worked_out_at=None, worked_out_on=None)
