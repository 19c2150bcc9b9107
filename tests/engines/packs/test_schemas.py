"""The published schemas and the loader refuse the same, wherever a file by itself can tell."""

import copy
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.packs.folders import SOUND, changed
from engines.packs.mutants import at, mutants, places
from gongjian.engines.packs import schemas, yaml_tree
from gongjian.engines.packs.draft import Draft
from gongjian.engines.packs.files import FILES
from gongjian.engines.packs.loading import SHIPPED

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")

# What only the loader can see: a schema knows no calendar, and no division.
BEYOND = {"no-such-day", "divided-by-zero"}


def as_json(value):
    """As a validator of JSON takes it."""
    if isinstance(value, dict):
        return {name: as_json(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [as_json(entry) for entry in value]
    return float(value) if isinstance(value, Decimal) else value


def validator(file: str):
    return jsonschema.Draft202012Validator(schemas.schema(file))


def loader_accepts(file: str, value: object) -> bool:
    draft = Draft()
    draft.take(yaml_tree.Tree(file, value, {(): yaml_tree.Mark()}, {}))
    return {fault.code for fault in draft.faults} <= BEYOND


def shipped_files() -> list[Path]:
    return sorted(SHIPPED.glob("*/*.yaml"))


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES)
def test_the_published_schema_is_the_one_that_the_shapes_make(file):
    published = (SHIPPED / "schemas" / schemas.name_of(file)).read_text(encoding="utf-8")

    assert published == schemas.text(file)
    jsonschema.Draft202012Validator.check_schema(json.loads(published))


@pytest.mark.slow
@pytest.mark.parametrize("path", shipped_files(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_shipped_file_is_valid_and_names_its_schema(path):
    data = path.read_bytes()
    tree, _ = yaml_tree.read(path.name, data)

    assert list(validator(path.name).iter_errors(as_json(tree.value))) == []
    first = data.decode().splitlines()[0]
    schema = first.removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / schema).resolve() == SHIPPED / "schemas" / schemas.name_of(path.name)


# --- Mutants ----------------------------------------------------------------------------------------------
RICH = {
    "pack.yaml": SOUND["pack.yaml"] + "builds_on: [{pack: base, version: 1.0.0}]\n",
    "facts.yaml": SOUND["facts.yaml"],
    "slots.yaml": SOUND["slots.yaml"],
    "measures.yaml": SOUND["measures.yaml"]
    + """\
  - id: gatherings
    title: 甲
    cadence: {source: {facts: [a, b], except: {c: [d, e]}}, unit: grid, slot: named, slots: f, window: {days: 3}}
  - id: quiet
    title: 甲
    mean_of_years: [1, 2]
    quiet: {source: a, proof: b, every: 3, unit: grid, meets: ">= 14"}
  - id: has
    title: 甲
    has: {source: a, attribute: b, required: [c], unit: grid, until: d, max_age: 3}
  - id: share
    title: 甲
    share: {measure: has, test: "≥ 2/3", unit: grid}
""",
    "standard.yaml": changed(
        "standard.yaml",
        "total: 10\n",
        'total: 10\nstars: {test: ">= 9"}\npassing: {total: "> 3"}\ngrades: [{id: a, title: 甲, stars: ">= 7"}]\n',
    )["standard.yaml"]
    + """\
          - judged: {levels: [{code: a, title: 甲, points: 1}, {code: b, title: 乙, points: 0}]}
          - veto: {measure: a, test: "> 0", reason: 甲}
          - cap: {measure: a, test: "> 0", points: 1.5}
      - id: gone
        title: 旧
        repealed: {reason: 旧, since: 2026-01-01}
""",
}


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES)
def test_loader_and_schema_agree_on_every_mutant(file):
    tree, faults = yaml_tree.read(file, RICH[file].encode())
    check = validator(file)

    assert (faults, loader_accepts(file, tree.value), check.is_valid(as_json(tree.value))) == ((), True, True)
    differing = [
        (path, strange)
        for path, strange, spoilt in mutants(tree.value)
        if loader_accepts(file, spoilt) is not check.is_valid(as_json(spoilt))
    ]
    assert differing == []


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 3000)
    | st.text(max_size=5)
    | st.sampled_from(["zh", "grid", ">= 1"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "title", "zh", "source", "facts", "test", "x"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)


@pytest.mark.slow
@given(st.sampled_from(sorted(FILES)), st.data())
def test_loader_and_schema_agree_wherever_anything_is_put(file, data):
    tree, _ = yaml_tree.read(file, RICH[file].encode())
    value = copy.deepcopy(tree.value)
    path = data.draw(st.sampled_from([path for path in places(value) if path]))
    at(value, path[:-1])[path[-1]] = data.draw(JSON)

    assert loader_accepts(file, value) is validator(file).is_valid(as_json(value))
