"""What a measure reads: the kinds of fact that can change its figure."""

from collections.abc import Iterator, Mapping
from dataclasses import fields

from gongjian.engines.measures.checking import named_by
from gongjian.engines.measures.definitions import Measure, Source


def kinds_read(measure: Measure, known: Mapping[str, Measure]) -> frozenset[str]:
    """The codes of all kinds of fact it reads, those of the measures that it names included.

    known   every measure by id, as `checking.by_id` gives them.
    """
    own = {kind for source in _sources(measure) for kind in source.kinds}
    return frozenset(own.union(*(kinds_read(known[name], known) for name in named_by(measure))))


def _sources(measure: Measure) -> Iterator[Source]:
    for each in fields(measure.how):
        value = getattr(measure.how, each.name)
        if isinstance(value, Source):
            yield value
