"""The bytes in the storage, once per content, under a name made of their SHA-256."""

from datetime import datetime

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db.models import Q

from gongjian.files.models import StoredFile


def put(name: str, data: bytes) -> None:
    """Keep `data` under `name`, unless it is there already, whole."""
    if default_storage.exists(name):
        # A write that was cut off must not stand for the content for ever.
        if default_storage.size(name) == len(data):
            return
        default_storage.delete(name)
    saved = default_storage.save(name, ContentFile(data))
    if saved != name:
        default_storage.delete(saved)  # someone else kept the same content at the same moment


def read(file: StoredFile) -> bytes:
    """All the bytes of a file."""
    with open_blob(file.blob) as blob:
        data: bytes = blob.read()
    return data


def open_blob(name: str) -> File:  # type: ignore[type-arg]
    """The bytes under `name`, to be closed by the caller."""
    return default_storage.open(name, "rb")


def sweep(before: datetime) -> int:
    """Delete what no row names and was written before `before`; returns how many were deleted.

    Content that was kept again since then has a younger date and stays.
    """
    gone = 0
    for folder in ("blobs", "thumbs"):
        for prefix in _listing(folder)[0]:
            names = _listing(f"{folder}/{prefix}")[1]
            known = _known(prefix)
            strays = [f"{folder}/{prefix}/{name}" for name in names if name.partition(".")[0] not in known]
            for stray in strays:
                if default_storage.get_modified_time(stray) < before:
                    default_storage.delete(stray)
                    gone += 1
    return gone


def _listing(folder: str) -> tuple[list[str], list[str]]:
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
    return list(folders), list(names)


def _known(prefix: str) -> set[str]:
    return set(StoredFile.objects.filter(Q(sha256__startswith=prefix)).values_list("sha256", flat=True))
