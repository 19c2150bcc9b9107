"""Files nobody uses."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from gongjian.files.models import StoredFile


def unused(before: datetime) -> QuerySet[StoredFile]:
    """Files uploaded before `before` that no record of any app points to."""
    files = StoredFile.objects.filter(uploaded_at__lt=before)
    for rows, column in StoredFile.users():
        files = files.exclude(Exists(rows.filter(**{column: OuterRef("pk")})))
    return files
