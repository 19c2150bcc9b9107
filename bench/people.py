"""The history page with a million entries, as an auditor of a district meets it.

Run by itself in a process of its own, on a SQLite database that is thrown away.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

ENTRIES = 1_000_000
ROUNDS = 3
LIMITS = {
    "history.page": 250,
    "history.person": 250,
    "history.action": 250,
    "history.small_area": 400,
    "history.words_nowhere": 600,
    "history.one_record": 250,
}


def figures() -> Iterator[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="gongjian-bench-") as folder:
        env = {
            name: value for name, value in os.environ.items() if not name.startswith(("GONGJIAN_", "DJANGO_"))
        }
        env.pop("DATABASE_URL", None)
        env |= {"GONGJIAN_VAR": folder, "GONGJIAN_ENV": "", "DJANGO_SETTINGS_MODULE": "gongjian.settings"}
        done = subprocess.run([sys.executable, __file__], env=env, check=True, capture_output=True, text=True)
    for name, milliseconds in json.loads(done.stdout.splitlines()[-1]).items():
        yield {"id": name, "value": round(milliseconds, 1), "unit": "ms", "limit": LIMITS[name]}


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    call_command("migrate", verbosity=0)
    auditor, paths = _district()
    _fill(auditor.pk, paths)
    client = Client()
    client.force_login(auditor, backend="django.contrib.auth.backends.ModelBackend")
    pages = {
        "history.page": "",
        "history.person": "?person=吴越",
        "history.action": "?verb=rare.done",
        "history.small_area": "?area=二百号社区",
        "history.words_nowhere": "?text=无此文字",
        "history.one_record": "?kind=people.person&number=17",
    }
    print(
        json.dumps(
            {name: _best(lambda page=page: client.get(f"/history/{page}")) for name, page in pages.items()}
        )
    )


def _district() -> tuple[Any, list[str]]:
    """A district of 230 communities and its auditor."""
    from datetime import UTC, date, datetime

    from gongjian.kernel import paths
    from gongjian.people.models import Grant, Person
    from gongjian.people.roles import Role
    from gongjian.places.models import Area, Kind, Placement

    day = date(2025, 1, 1)
    district = Area.objects.create(kind=Kind.DISTRICT, name="清河区", path=paths.segment(1), valid_from=day)
    communities = [
        Area(
            kind=Kind.COMMUNITY,
            name="二百号社区" if n == 200 else f"{n}号社区",
            parent=district,
            path=district.path + paths.segment(n),
            valid_from=day,
        )
        for n in range(1, 231)
    ]
    Area.objects.bulk_create(communities)
    Placement.objects.bulk_create(
        Placement(area=area, name=area.name, path=area.path, starts=day) for area in Area.objects.all()
    )
    auditor = Person.objects.create(
        username="wu", name="吴越", created_at=datetime(2025, 1, 1, tzinfo=UTC), must_change_password=False
    )
    Grant.objects.create(
        person=auditor, role=Role.AUDITOR, area=district, area_path=district.path, starts=day
    )
    return auditor, [area.path for area in communities]


def _fill(auditor_id: int, paths: list[str]) -> None:
    from django.db import connection, transaction

    random.seed(1)
    began = datetime(2025, 1, 1, 0, 0, 1)  # noqa: DTZ001 - as SQLite keeps UTC
    words = "清河望江幸福里社区滨河松林柳溪安全文明平安巡查台账任务整改垃圾分类楼道消防通道"
    verbs = [
        f"{noun}.{verb}"
        for noun in ("task", "plan", "area", "file")
        for verb in ("added", "edited", "closed")
    ]

    def rows() -> Iterator[tuple[Any, ...]]:
        for n in range(ENTRIES):
            label = "".join(random.choices(words, k=12))
            at = (began + timedelta(seconds=30 * n)).isoformat(sep=" ")
            changed = json.dumps({"title": label, "state": "open"}, ensure_ascii=False)
            verb = "rare.done" if n % 100_000 == 7 else random.choice(verbs)
            # The small area is silent but for the oldest entries: the worst a search can meet.
            path = paths[199] if n < 5 else random.choice(paths[:199])
            yield (at, auditor_id if n % 1000 == 0 else None, verb, "people.person", str(n % 50_000), label,
                   path, changed, changed, "" if n % 5 else label)  # fmt: skip

    columns = "at, by_id, verb, subject_type, subject_id, subject_label, area_path, before, after, note"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO history_entry ({columns}) VALUES ({', '.join(['%s'] * 10)})", rows())


def _best(act: Callable[[], Any]) -> float:
    """Milliseconds of the quickest of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        response = act()
        best = min(best, (time.perf_counter() - start) * 1000)
        assert response.status_code == 200, response.status_code
    return best


if __name__ == "__main__":
    main()
