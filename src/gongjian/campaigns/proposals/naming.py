"""What a campaign is called, and whose it is, by the title and the words of its plan."""

import re
from collections.abc import Iterable

# `(试行)`, `篇3`, and the words that say that it is a plan.
TAIL = re.compile(r"\s*(?:[(（][^()（）]{1,8}[)）]|篇[\d一二三四五六七八九十]+)\s*$")
PLAN = re.compile(
    r"(?:的)?(?:工作|活动)?(?:总体|具体)?(?:实施|工作|行动|活动|推进|创建|建设)?(?:方案|意见|细则|计划)(?:的通知)?$"
)
CREATES = re.compile(r"创建(?=方案$)")
ISSUED = re.compile(r"^(?:.*?)?关于(?:印发|下发|转发)[《〈]?|[》〉]?的通知$")
YEAR = re.compile(r"(?:19|20)\d\d")
FEWEST = 4
# Where the issuer stands: the first and the last lines.
HEAD, TAIL_END = 200, 120


def campaign_title(title: str, area: str, year: int) -> str:
    """`清河区文明社区创建工作实施方案` → `清河区2026年文明社区创建`.

    A title that says nothing besides being a plan is kept whole.
    """
    words = TAIL.sub("", ISSUED.sub("", title.strip()))
    # `文明社区创建方案` is a plan to create, `创建文明社区创建方案` says it twice.
    cut = PLAN.sub("创建" if CREATES.search(words) and words.count("创建") == 1 else "", words).strip()
    if len(cut) < FEWEST:
        return title
    if area and area not in cut:
        cut = area + cut
    if YEAR.search(cut):
        return cut
    return cut.replace(area, f"{area}{year}年", 1) if area else f"{year}年{cut}"


def likely_area(title: str, text: str, names: Iterable[str]) -> str:
    """The one of the `names` of areas that the title speaks of, else the issuer; the longest, empty for none.

    Of the plan's words only the first and the last ones are asked: in between every street is named.
    """
    known = sorted(set(names), key=lambda name: (-len(name), name))
    for words in (title, text[:HEAD], text[-TAIL_END:]):
        found = [name for name in known if name in words]
        if found:
            deepest = [name for name in found if len(name) == len(found[0])]
            return found[0] if len(deepest) == 1 else ""
    return ""
