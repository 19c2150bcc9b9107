"""`知晓率达到95%`, `50%的村达到…标准`, `可防性案件下降10%`, `三分之二以上业主同意`: shares to be reached."""

from gongjian.engines.plans.rules.targets.figure import Figure
from gongjian.engines.text.quantities import PER_MILLE, PERCENT, SHARE


def is_wanted(figure: Figure) -> bool:
    unit = figure.quantity.unit
    return unit in (PERCENT, PER_MILLE) or unit.endswith("百分点") or (unit == SHARE and figure.is_compared)
