"""The published JSON Schemas of a pack's files, made from the shapes that check them.

They say what a file by itself can have wrong. What refers to another file, sums and days of the calendar are
beyond them: `gongjian pack check` knows those.
"""

import json
from typing import Any

from gongjian.engines.packs.files import FILES, standard

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def name_of(file: str) -> str:
    """`standard.yaml` → `standard.schema.json`."""
    return f"{file.removesuffix('.yaml')}.schema.json"


def schema(file: str) -> dict[str, Any]:
    """The schema of `file`, one of FILES."""
    found: dict[str, Any] = {"$schema": DRAFT, "title": f"gongjian-pack/1 {file}", **FILES[file].schema()}
    if file == "standard.yaml":
        found["$defs"] = {"indicator": standard.INDICATOR.schema()}
    return found


def text(file: str) -> str:
    """As it is published: one line a value, ended by a line feed."""
    return json.dumps(schema(file), ensure_ascii=False, indent=1) + "\n"
