"""What our middleware adds to a request, for the type checker."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from gongjian.people.models import Person
    from gongjian.people.reach import Reach


class Request(HttpRequest):
    """A request of a signed-in person."""

    user: "Person"  # LoginRequiredMiddleware leaves no anonymous one
    reach: "Reach"
    htmx: HtmxDetails
