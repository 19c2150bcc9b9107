"""The command lines of the web server and the worker."""

import os
import sys
from pathlib import Path

from gongjian.ops.supervisor import Child

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - the heartbeat of gunicorn, which a slow disk must not hold up


def web(bind: str, *, workers: int, threads: int) -> list[str]:
    """gunicorn with threads: a page waits for the database more than for the processor.

    There is no access log: it would keep the addresses of people.
    """
    return [
        sys.executable,
        *("-m", "gunicorn", "gongjian.wsgi:application"),
        *("--bind", bind),
        *("--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)),
        *("--timeout", "60", "--graceful-timeout", "20", "--keep-alive", "5"),
        # A worker is made anew after some thousand pages: what leaks anywhere does not add up.
        *("--max-requests", "5000", "--max-requests-jitter", "500"),
        *("--log-level", "warning", "--name", "gongjian"),
        *(("--worker-tmp-dir", str(SHARED_MEMORY)) if os.access(SHARED_MEMORY, os.W_OK) else ()),
    ]


def worker() -> list[str]:
    return [sys.executable, "-m", "gongjian", "worker"]


def children(bind: str, *, workers: int, threads: int) -> list[Child]:
    """The web server, without which all end, and the worker, which is started again when it dies."""
    return [
        Child("web server", web(bind, workers=workers, threads=threads), essential=True),
        Child("worker", worker(), essential=False),
    ]
