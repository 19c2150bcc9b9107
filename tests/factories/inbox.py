from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from factories.people import PersonFactory
from gongjian.inbox.models import Message

TOLD = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


class MessageFactory(DjangoModelFactory[Message]):
    class Meta:
        model = Message

    to = factory.SubFactory(PersonFactory)
    title = factory.Sequence(lambda n: f"消息{n}")
    created_at = TOLD
