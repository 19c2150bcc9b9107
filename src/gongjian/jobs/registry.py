"""Which functions can be done in the background. Each app names its own in `<app>/jobs.py`.

    @job("plans.read", _("Read a plan document"), retries=2)
    def read(work: Work, *, document: int) -> None: ...

A job may be run more than once, after a crash or a retry: write it so that the second run does no harm.
What a person can put right is raised as `Refused` and ends the job with that sentence; anything else is a
fault of ours, tried again after a while and written to the log.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Function = Callable[..., dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job.

    retries  how often it is tried again after a fault of ours.
    cron     when it comes by itself, local time; empty where it only comes when asked for.
    failed   called with the arguments and the sentence when the job has failed for good, in that transaction.
    """

    name: str
    label: str | Promise
    function: Function
    retries: int = 2
    cron: str = ""
    failed: Callable[..., None] | None = None


kinds: dict[str, Kind] = {}


def job(
    name: str,
    label: str | Promise,
    *,
    retries: int = 2,
    cron: str = "",
    failed: Callable[..., None] | None = None,
) -> Callable[[Function], Function]:
    """Register the decorated function as the job `name`.

    raises   ValueError when two functions take the same name.
    """

    def register(function: Function) -> Function:
        known = kinds.get(name)
        if known and known.function.__qualname__ != function.__qualname__:
            raise ValueError(f"the job {name} is defined twice")
        kinds[name] = Kind(name, label, function, retries, cron, failed)
        return function

    return register
