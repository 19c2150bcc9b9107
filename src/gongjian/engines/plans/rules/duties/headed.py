"""An item whose head is a role and nothing else (`二、主办单位`), with the names on the line below."""

import re
from collections.abc import Iterator

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.model import Duty
from gongjian.engines.plans.rules.duties.names import names
from gongjian.engines.plans.rules.duties.roles import ROLE

_HEAD = re.compile(ROLE)
_SENTENCE = re.compile("成立|负责|开展|要|为")
_LINE = re.compile(r"[\s?]*([^。;:\n]{2,80})[。;]?\s*(?:\n|$)")


def find(draft: Draft) -> Iterator[Duty]:
    text = draft.wording.folded
    for node in draft.nodes:
        head = text[node.label.end : node.head_end].strip()
        if not _HEAD.fullmatch(head) or text[node.head_end : node.head_end + 1] != "\n":
            continue
        line = _LINE.match(text, node.head_end, node.own_end)
        found = names(line[1]) if line and not _SENTENCE.search(line[1]) else ()
        if line and found:
            span = draft.wording.trimmed(node.label.end, line.end(1))
            yield Duty(draft.wording.quote(span), head, found, span)
