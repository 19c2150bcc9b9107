from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from factories.people import PersonFactory
from gongjian.files.models import StoredFile

UPLOADED = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


class StoredFileFactory(DjangoModelFactory[StoredFile]):
    """A row whose bytes are not in the storage."""

    class Meta:
        model = StoredFile

    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    original_sha256 = factory.SelfAttribute("sha256")
    name = factory.Sequence(lambda n: f"方案{n}.txt")
    media = "text/plain"
    size = 12
    uploaded_by = factory.SubFactory(PersonFactory)
    uploaded_at = UPLOADED
