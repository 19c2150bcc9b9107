"""`不少于4名`, `公示期不少于7个工作日`, `大于1.5平方米`, `达到200人`: a figure with a comparing word."""

from gongjian.engines.plans.rules.targets.figure import Figure


def is_wanted(figure: Figure) -> bool:
    if not figure.is_compared or figure.op == "between":
        return False
    return not figure.quantity.is_duration or figure.op in (">=", ">")
