"""`移交文据一式三份`: how many copies are made."""

from gongjian.engines.plans.rules.targets.figure import Figure


def is_wanted(figure: Figure) -> bool:
    return figure.before.endswith("一式") and figure.quantity.unit == "份"
