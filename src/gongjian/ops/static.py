"""Gathering the styles and scripts that the web server hands out."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = "gathered.json"


def gather() -> bool:
    """Collect, name by content and compress the static files; returns whether there was anything to do.

    Takes seconds for the compressing, so nothing is done while the files are those of the last time.
    """
    stamp = Path(settings.STATIC_ROOT) / STAMP
    now = hashlib.sha256(json.dumps(sorted(_seen())).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == now:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(now)
    return True


def is_gathered() -> bool:
    return (Path(settings.STATIC_ROOT) / STAMP).exists()


def _seen() -> Iterator[tuple[str, int, int]]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            yield name, found.st_size, found.st_mtime_ns
