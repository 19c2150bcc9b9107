"""The addresses that a browser can ask for with GET, read from the URLconf, for tests of all pages at once."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def names() -> list[str]:
    """The names of all that answers GET, `app:name`, in the order of the URLconf."""
    return list(dict.fromkeys(name for name, view in _views(get_resolver(), "") if takes_get(view)))


def _views(resolver: URLResolver, space: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern, f"{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", pattern.callback


def takes_get(view: Callable[..., Any] | None) -> bool:
    """Whether no `require_http_methods` around the view forbids it."""
    while view is not None:
        methods = inspect.getclosurevars(view).nonlocals.get("request_method_list")
        if methods is not None:
            return "GET" in methods
        view = getattr(view, "__wrapped__", None)
    return True
