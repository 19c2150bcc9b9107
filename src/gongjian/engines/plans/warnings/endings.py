"""truncated: the text stops in the middle of a sentence, or says itself that something was left out."""

import re
from collections.abc import Iterator

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.limits import MOST_ITEMS
from gongjian.engines.plans.model import Warning

_LEFT_OUT = re.compile(
    r"省略\d+字|[(（]?未完(?=[,，)）待])|仅显示\d+字|剩余\d+[%字页]|(?:登录|下载|开通会员|付费)后(?:可)?(?:查看|阅读)"
)
_ENDS_WELL = re.compile(r"[。!?.;)”\"'》】…>]$|[年月日号]$|^[^,。;:]{0,30}$")
_ENDS_OPEN = re.compile(r"[,、:—(“《]$")


def find(draft: Draft) -> Iterator[Warning]:
    for match in _LEFT_OUT.finditer(draft.wording.folded):
        message = f"原文在“{match[0]}”处注明有删节，请找全文再读。"
        yield Warning("truncated", message, match.span())
    if len(draft.nodes) >= MOST_ITEMS:
        last = draft.nodes[-1]
        message = f"编号条目超过{MOST_ITEMS}条，从此处起没有再读。"
        yield Warning("truncated", message, (last.start, last.label.end))
    yield from _stops_short(draft)


def _stops_short(draft: Draft) -> Iterator[Warning]:
    text = draft.wording.folded
    start, end = draft.wording.trimmed(*draft.wording.line(len(text.rstrip()), len(text.rstrip())))
    if start == end or "\t" in text[start:end]:
        return
    line = text[start:end]
    if _ENDS_OPEN.search(line) or not _ENDS_WELL.search(line):
        yield Warning("truncated", "全文在句子中间结束，后面可能缺了内容。", (start, end))
