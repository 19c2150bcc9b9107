"""`获得“七星”以上为达标社区`: a grade written as a figure in quotation marks, a comparing word behind it."""

import re

from gongjian.engines.plans.rules.targets.figure import Figure

_COMPARED = re.compile(r"^[”\"]?(?:级)?[”\"]?\s*(?:及)?以上")


def is_wanted(figure: Figure) -> bool:
    return figure.quantity.unit == "星" and bool(_COMPARED.match(figure.after))
