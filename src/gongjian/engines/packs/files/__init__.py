"""The files of a pack: for each its shape, and how the checked values become definitions."""

from collections.abc import Mapping

from gongjian.engines.packs.files import facts, measures, pack, slots, standard
from gongjian.engines.packs.shapes import Record

FILES: Mapping[str, Record] = {
    "pack.yaml": pack.FILE,
    "facts.yaml": facts.FILE,
    "slots.yaml": slots.FILE,
    "measures.yaml": measures.FILE,
    "standard.yaml": standard.FILE,
}
