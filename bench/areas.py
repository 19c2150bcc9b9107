"""How fast a tree of 694,000 areas is, on both databases, and how long a list of 100,000 takes to come in.

Run by itself, `python -m bench.areas`, it measures the database that the settings name and prints one figure a line.
"""

import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

# Provinces, cities in each, districts, subdistricts, communities.
SHAPE = (31, 11, 9, 15, 14)
KINDS = ("province", "city", "district", "subdistrict", "community")
LIMIT_MS = 50
RUNS = 15
SINCE = date(2026, 1, 1)
LIST_ROWS = 100_000
ROOT = Path(__file__).resolve().parent.parent


def figures() -> Iterator[dict[str, Any]]:
    """`{"id", "value", "unit", "limit"}` each; without a value, and with a note, where there is no PostgreSQL."""
    from scripts.test_all import HOW_TO_POSTGRES, postgres

    with tempfile.TemporaryDirectory(prefix="gongjian-bench-") as folder:
        yield from _measured_by_child("sqlite", folder, "")
    with ExitStack() as stack:
        url = stack.enter_context(postgres())
        if url is None:
            note = f"  PostgreSQL was not found; {HOW_TO_POSTGRES}"
            yield {"id": "areas.postgres.count", "value": None, "unit": "ms", "limit": LIMIT_MS, "note": note}
            return
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="gongjian-bench-"))
        yield from _measured_by_child("postgres", folder, url)


def _measured_by_child(name: str, folder: str, url: str) -> Iterator[dict[str, Any]]:
    """A process has one database: each is measured by a process of its own."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("GONGJIAN_", "DJANGO_"))}
    env |= {
        "GONGJIAN_VAR": f"{folder}/var",
        "GONGJIAN_ENV": "",
        "DJANGO_SETTINGS_MODULE": "gongjian.settings",
    }
    env.pop("DATABASE_URL", None)
    if url:
        # The database itself: the server of the tests has only the template.
        env["DATABASE_URL"] = url.rpartition("/")[0] + "/postgres"
    command = [sys.executable, "-m", "bench.areas", name]
    with subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            yield json.loads(line)
    if child.returncode:
        sys.exit(f"The measuring of {name} broke off.")


# --- In the child -----------------------------------------------------------------------------------------
def main(name: str) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    _plant()
    for figure in _figures(name):
        print(json.dumps(figure), flush=True)


def _plant() -> None:
    """The tree, past the actions: they would take an hour."""
    from django.db import connection

    columns = "id, kind, name, initials, code, settlement, parent_id, path, valid_from"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY places_area ({columns}) FROM STDIN") as copy:
                for row in _rows():
                    copy.write_row(row)
            cursor.execute(_PLACEMENTS)
            cursor.execute("SELECT setval('places_area_id_seq', (SELECT max(id) FROM places_area))")
            cursor.execute("VACUUM ANALYZE places_area, places_placement")
        else:
            cursor.execute("BEGIN")
            places = ", ".join(["%s"] * 9)
            cursor.executemany(f"INSERT INTO places_area ({columns}) VALUES ({places})", list(_rows()))
            cursor.execute(_PLACEMENTS)
            cursor.execute("COMMIT")
            cursor.execute("ANALYZE")


_PLACEMENTS = (
    "INSERT INTO places_placement (area_id, kind, name, code, path, starts) "
    "SELECT id, kind, name, code, path, valid_from FROM places_area"
)


def _rows() -> Iterator[tuple[Any, ...]]:
    from gongjian.kernel import paths

    number = 0

    def below(level: int, parent: int | None, path: str) -> Iterator[tuple[Any, ...]]:
        nonlocal number
        for child in range(1, SHAPE[level] + 1):
            number += 1
            own, here = number, path + paths.segment(child)
            yield own, KINDS[level], f"{own}号{KINDS[level]}", f"{own}h", "", "", parent, here, SINCE
            if level + 1 < len(SHAPE):
                yield from below(level + 1, own, here)

    return below(0, None, "")


def _figures(name: str) -> Iterator[dict[str, Any]]:
    from django.db.models import Count

    from gongjian.kernel import paths
    from gongjian.places import queries
    from gongjian.places.models import Area

    def figure(what: str, value: float, unit: str = "ms", limit: float | None = LIMIT_MS) -> dict[str, Any]:
        return {"id": f"areas.{name}.{what}", "value": round(value, 2), "unit": unit, "limit": limit}

    province = Area.objects.get(path=paths.segment(3))
    everything = queries.current()
    below = everything.filter(paths.within(province.path))
    _searches(below.order_by())
    _searches(below.order_by("path")[:50])
    yield figure("nodes", everything.count(), "", None)
    yield figure("count_of_all", _ms(everything.filter(path__gte="0", path__lt="[").count), limit=None)
    yield figure("count", _ms(below.count))
    yield figure("page", _ms(lambda: list(below.order_by("path")[10_000:10_050])))
    yield figure("page_of_all", _ms(lambda: list(everything.order_by("path")[:50])))
    yield figure("by_kind", _ms(lambda: queries.counts_below(province)))
    kinds = everything.order_by().values_list("kind").annotate(number=Count("*"))
    yield figure("by_kind_of_all", _ms(lambda: list(kinds.all())), limit=None)
    yield figure("find_beginning", _ms(lambda: queries.find("777", everything, 12)))
    yield figure("find_within", _ms(lambda: queries.find("无此名", everything, 12)), limit=None)
    yield from (figure(f"view_of_{what}", value, limit=None) for what, value in _views(province))
    yield figure("move_2035_areas", _move(), "s", None)
    yield from (figure(what, value, "s", None) for what, value in _import())


def _ms(ask: Callable[[], object]) -> float:
    """The best of RUNS, in milliseconds, after one that warms up: the others tell of what else the machine does."""
    ask()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        ask()
        times.append(1_000 * (time.perf_counter() - start))
    return min(times)


def _searches(rows: Any) -> None:
    """Stop where the database would look through the table instead of searching an index."""
    plan = rows.explain()
    if "SCAN" in plan or "Seq Scan" in plan or not ("SEARCH" in plan or "Index" in plan):
        sys.exit(f"No index range search:\n{plan}")


def _views(province: Any) -> Iterator[tuple[str, float]]:
    """The whole page, as an operator gets it; the shell included."""
    from django.test import Client

    operator = _operator()
    client = Client(headers={"host": "localhost"})
    client.force_login(operator, backend="django.contrib.auth.backends.ModelBackend")
    from gongjian.places.models import Area

    street = Area.objects.filter(kind="subdistrict").first()
    for what, area in (("a_province", province), ("a_subdistrict", street)):
        address = area.get_absolute_url()
        if client.get(address).status_code != 200:
            sys.exit(f"{address} does not answer")
        yield what, _ms(lambda address=address: client.get(address))  # type: ignore[misc]


def _operator() -> Any:
    from django.utils import timezone

    from gongjian.people.models import Person

    now = timezone.now()
    fields = {
        "name": "B",
        "is_operator": True,
        "must_change_password": False,
        "created_at": now,
        "password_changed_at": now,
    }
    return Person.objects.get_or_create(username="bench", defaults=fields)[0]


def _doer() -> dict[str, Any]:
    from django.utils import timezone

    from gongjian.people.reach import Reach

    operator = _operator()
    return {"by": operator, "reach": Reach(operator.pk, True, ()), "at": timezone.now()}


def _move() -> float:
    """A district of 2,035 areas goes to another city: every path, every copy, a placement for each."""
    from gongjian.places import actions
    from gongjian.places.models import Area

    district = Area.objects.filter(kind="district").order_by("path").first()
    city = Area.objects.filter(kind="city").order_by("-path").first()
    assert district is not None
    assert city is not None
    start = time.perf_counter()
    actions.move(district, to=city, fingerprint=None, reason="bench", **_doer())
    return time.perf_counter() - start


def _import() -> Iterator[tuple[str, float]]:
    """A workbook of 100,000 grids under 2,000 communities, by the actions the pages use."""
    from gongjian.places.actions import imports
    from gongjian.places.models import Area, ImportDraft

    base = Area.objects.filter(kind="city").order_by("-path").first()
    assert base is not None
    content = _workbook(base)
    doer = _doer()
    draft = ImportDraft.objects.create(
        base=base, by=doer["by"], at=doer["at"], name="b.xlsx", content=content, sha256=""
    )
    start = time.perf_counter()
    draft = imports.check_draft(draft.pk)
    yield "check_100000_rows", time.perf_counter() - start
    ImportDraft.objects.filter(pk=draft.pk).update(state=ImportDraft.State.IMPORTING)
    start = time.perf_counter()
    draft = imports.run(draft.pk, correction=False, **doer)
    if draft.state != ImportDraft.State.DONE:
        sys.exit(f"The list was not imported: {draft.outcome.get('errors', draft.message)[:3]}")
    yield "import_100000_rows", time.perf_counter() - start


def _workbook(base: Any) -> bytes:
    import xlsxwriter

    from gongjian.kernel import paths
    from gongjian.places.models import Area

    communities = list(
        Area.objects.filter(paths.within(base.path), kind="community")
        .select_related("parent")
        .order_by("path")[: LIST_ROWS // 50]
    )
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["名称", "类型", "上级"])
    for row in range(1, LIST_ROWS + 1):
        community = communities[row % len(communities)]
        sheet.write_row(
            row,
            0,
            [f"第{row // len(communities) + 1}网格", "网格", f"{community.parent.name}/{community.name}"],
        )
    book.close()
    return out.getvalue()


if __name__ == "__main__":
    main(sys.argv[1])
