"""Finding what the installed apps offer, without knowing which apps there are."""

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps


@cache
def offers(module: str, function: str) -> tuple[Callable[..., Any], ...]:
    """`function` of `<app>.<module>` for every installed app of ours that has the module, lowest app first.

    raises   AttributeError when an app has the module but not the function: a misspelt offer is a fault.
    """
    return tuple(_found(module, function))


def _found(module: str, function: str) -> Iterator[Callable[..., Any]]:
    for config in apps.get_app_configs():
        name = f"{config.name}.{module}"
        # The kernel's modules of these names say what an offer looks like; it has none itself.
        ours = config.name.startswith("gongjian.") and config.name != "gongjian.kernel"
        if ours and find_spec(name) is not None:
            yield getattr(import_module(name), function)
