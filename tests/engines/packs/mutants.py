"""Spoiling a value at every place, in every way that is cheap to think of."""

import copy
from decimal import Decimal

STRANGE = [None, True, 7, -1, 2.5, "", " ", "7", "2026-01-01", [], {}, ["a"], {"zh": "甲"}, "a" * 2000]


def places(value, path=()):
    yield path
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for name, entry in entries:
        yield from places(entry, (*path, name))


def at(value, path):
    for name in path:
        value = value[name]
    return value


def mutants(value):
    """Every place: dropped, doubled under another name, and replaced by everything strange."""
    for path in places(value):
        if not path:
            continue
        for strange in STRANGE:
            spoilt = copy.deepcopy(value)
            at(spoilt, path[:-1])[path[-1]] = Decimal(str(strange)) if isinstance(strange, float) else strange
            yield path, strange, spoilt
        spoilt = copy.deepcopy(value)
        del at(spoilt, path[:-1])[path[-1]]
        yield path, "dropped", spoilt
        spoilt = copy.deepcopy(value)
        around = at(spoilt, path[:-1])
        if isinstance(around, dict):
            around["surplus"] = around[path[-1]]
        else:
            around.append(around[path[-1]])
        yield path, "doubled", spoilt
