"""count-mismatch: the plan says how many it lists (`以下6大类27项标准`, `分四个阶段`) and lists another number."""

import re
from collections.abc import Iterator

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.model import Warning
from gongjian.engines.plans.outline import Node
from gongjian.engines.text.numerals import CHINESE_NUMBER, to_number

_N = rf"(?:\d{{1,3}}|{CHINESE_NUMBER})"
_DECLARED = re.compile(
    rf"(?:以下|下列|如下|下面|下述)(?:[㐀-鿿]{{0,4}}?)(?P<outer>{_N})(?P<unit>个?(?:大类|大项|方面|类|项|条|点|种|步)|个)"
    rf"(?:(?P<inner>{_N})[项条个])?"
    rf"|分(?:为|成|作)?(?P<stages>{_N})个?(?:阶段|步骤|步)"
)


def find(draft: Draft) -> Iterator[Warning]:
    for node in draft.nodes:
        if not node.children:
            continue
        match = _DECLARED.search(draft.wording.folded, node.label.end, node.own_end)
        if match:
            yield from _compared(draft, node, match)


def _compared(draft: Draft, node: Node, match: re.Match[str]) -> Iterator[Warning]:
    listed = len(node.children)
    below = sum(len(child.children) for child in node.children)
    for group, counted in (("outer", listed), ("inner", below), ("stages", listed)):
        written = match[group]
        declared = to_number(written) if written else None
        if declared is not None and declared > 1 and counted and declared != counted:
            quote = draft.wording.quote(match.span())
            message = f"“{quote}”写的是{written}，文中列出的是{counted}，请核对。"
            yield Warning("count-mismatch", message, match.span())
