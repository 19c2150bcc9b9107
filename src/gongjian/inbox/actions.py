"""Telling people, and their reading it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.http import url_has_allowed_host_and_scheme

from gongjian.inbox import queries
from gongjian.inbox.models import Kind, Message
from gongjian.inbox.words import Words
from gongjian.people.models import Person


@transaction.atomic
def tell(
    people: Iterable[Person | None],
    *,
    title: str | Words,
    at: datetime,
    text: str | Words = "",
    url: str = "",
    kind: str = Kind.NEWS,
) -> list[Message]:
    """Put a message into the inbox of each of `people`, once each; closed accounts are passed over.

    The rows are part of the caller's transaction: when that is rolled back, nobody is told.

    title, text   what somebody wrote, as it is; a sentence of ours as `words.say` keeps it, so that each reader
             gets it in their own language.
    url      a path of ours to what the message is about.
    raises   ValueError for an address elsewhere.
    """
    if url and not (url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)):
        raise ValueError(f"a message leads to a page of ours, not to {url!r}")
    told = {person.pk: person for person in people if person is not None and person.is_active}
    ours = {
        name: said.as_json() for name, said in (("title", title), ("text", text)) if isinstance(said, Words)
    }
    shown = {"title": str(title)[:120], "text": str(text), "words": ours}
    return Message.objects.bulk_create(
        Message(to=person, kind=kind, url=url[:200], created_at=at, **shown) for person in told.values()
    )


def mark_read(message: Message, *, at: datetime) -> Message:
    """Note that the message was read; the first time counts."""
    if message.read_at is None:
        message.read_at = at
        message.save(update_fields=["read_at"])
    return message


def mark_all_read(person: Person, *, at: datetime) -> int:
    """Note that the person has read everything that has come until `at`; returns how many that were."""
    return queries.unread(person.pk).filter(created_at__lte=at).update(read_at=at)
