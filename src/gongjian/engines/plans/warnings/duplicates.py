"""duplicate-plan: a plan whose text stands in the same document already, under whatever title."""

import re
from collections.abc import Iterator, Sequence

from gongjian.engines.plans.model import Plan, Warning

_NO_WORDS = re.compile(r"[^\w]|_")


def find(plans: Sequence[Plan]) -> Iterator[tuple[int, Warning]]:
    """The plans that repeat an earlier one, by their index, each with its warning."""
    first: dict[str, str] = {}
    for index, plan in enumerate(plans):
        title_end = plan.text.find("\n") + 1
        # Signs strewn in by a web page do not make another plan of it.
        words = _NO_WORDS.sub("", plan.text[title_end:])
        if words and words in first:
            end = max(1, title_end - 1 if title_end else len(plan.text))
            yield index, Warning("duplicate-plan", f"与《{first[words]}》内容相同。", (0, end))
        first.setdefault(words, plan.title)
