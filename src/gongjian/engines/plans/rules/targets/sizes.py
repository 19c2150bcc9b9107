"""`每60—90户划为一个网格`, `每50户左右编为一组`: how large each part is made."""

import re

from gongjian.engines.plans.rules.targets.figure import Figure

_EACH = re.compile(r"每(?:满)?$")
_MADE = re.compile(r"^\s*(?:左右|以上|以内)?(?:要|应)?(?:划分?|编|合并|合)(?:为|成|入)一?[个组片]")
_PART_OF = re.compile(
    r"每(?:满)?[\d一二三四五六七八九十百两千至到—~-]+户?[^,。;:]{0,6}(?:划分?|编|合并|合)(?:为|成|入)$"
)


def is_wanted(figure: Figure) -> bool:
    return bool(_EACH.search(figure.before)) and bool(_MADE.match(figure.after))


def is_the_part(figure: Figure) -> bool:
    """Whether the figure is the 一个 of `每300户划为一个网格`."""
    return figure.quantity.is_one and bool(_PART_OF.search(figure.before))
