"""What stands in a person's inbox."""

from django.db.models import QuerySet

from gongjian.inbox.models import Message


def of_person(person_id: int) -> QuerySet[Message]:
    """The person's messages, newest first."""
    return Message.objects.filter(to=person_id).order_by("-created_at", "-pk")


def unread(person_id: int) -> QuerySet[Message]:
    return Message.objects.filter(to=person_id, read_at=None)
