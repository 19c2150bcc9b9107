"""`争取整治1-2个旧小区`, `歌咏队30人以上，60人以下`: a range of things or people; of time it is a limit."""

from gongjian.engines.plans.rules.targets.figure import Figure


def is_wanted(figure: Figure) -> bool:
    return figure.op == "between" and not figure.quantity.is_duration
