"""Whether a set of measures hangs together: what each names is there, and may be named."""

from collections.abc import Iterable, Mapping

from gongjian.engines.measures.definitions import (
    Count,
    Distinct,
    Gauge,
    Manual,
    Measure,
    Over,
    Ratio,
    Share,
    Stock,
    Sum,
)


def by_id(measures: Iterable[Measure]) -> dict[str, Measure]:
    """The measures by their id.

    raises   ValueError when an id is there twice, when a measure names one that is not there or that it cannot be
             computed from, when measures name each other in a circle, or when a year is not an earlier one.
    """
    found: dict[str, Measure] = {}
    for measure in measures:
        if measure.id in found:
            raise ValueError(f"the measure {measure.id!r} is there twice")
        if any(years < 1 for years in measure.mean_of_years):
            raise ValueError(f"{measure.id!r}: `mean_of_years` takes earlier years alone: 1 or more")
        found[measure.id] = measure
    for measure in found.values():
        _check(measure, found, ())
    return found


def named_by(measure: Measure) -> tuple[str, ...]:
    """The ids of the measures it is computed from."""
    match measure.how:
        case Ratio(over, under):
            return over, under
        case Share(tested):
            return (tested,)
    return ()


def has_denominator(measure: Measure) -> bool:
    if measure.mean_of_years:
        return True
    match measure.how:
        case Count() | Sum() | Distinct() | Stock() | Manual() | Gauge(over=Over.SUM):
            return False
    return True


def _check(measure: Measure, known: Mapping[str, Measure], above: tuple[str, ...]) -> None:
    if measure.id in above:
        raise ValueError(f"{measure.id!r} is computed from itself")
    for name in named_by(measure):
        if name not in known:
            raise ValueError(f"{measure.id!r} names the measure {name!r}, which is not there")
        if isinstance(measure.how, Ratio) and has_denominator(known[name]):
            raise ValueError(f"{measure.id!r} divides {name!r}, which has a denominator of its own")
        _check(known[name], known, (*above, measure.id))
