"""Traditional characters to Simplified ones, where a text is written in Traditional characters.

A Simplified text may hold a Traditional character or two (a person's name, a shop sign, a quoted
inscription): it stays as it is. What decides is which characters prevail, in the whole text or in a
paragraph, among frequent ones that only one of the two ways of writing has.
"""

import re
from collections.abc import Callable
from functools import cache

HAN = re.compile(r"[㐀-鿿]")

# Frequent characters in both ways of writing, none of which the other way uses: cheap to look for before
# the converter is loaded.
_PAIRS = (
    (
        "們個這來時會為學國對發經說過還開關業務員進區設組織導領眾動處實現點場無當長門問間東車見親觀話語論記",
        "们个这来时会为学国对发经说过还开关业务员进区设组织导领众动处实现点场无当长门问间东车见亲观话语论记",
    ),
    (
        "許訓證識該請讀調談議護責負質資貫費運達連遠選標樣權檔條結級約統維綱絡線續總績數報擊從徑應廣態戶單嚴",
        "许训证识该请读调谈议护责负质资贯费运达连远选标样权档条结级约统维纲络线续总绩数报击从径应广态户单严",
    ),
    (
        "團圍園圖環產畫療盡監鄉號葉電節習聯職興舊藝蘇補裝規計傳倫側儲億內兩減創劑勢勞華協縣參雙變壓壇堅執衛",
        "团围园图环产画疗尽监乡号叶电节习联职兴旧艺苏补装规计传伦侧储亿内两减创剂势劳华协县参双变压坛坚执卫",
    ),
    ("養館駐驗鮮麗齊齡顯類題顧風飛飯陣陽際隊階隨險難靜", "养馆驻验鲜丽齐龄显类题顾风飞饭阵阳际队阶随险难静"),
)
_TRADITIONAL = re.compile(f"[{''.join(traditional for traditional, _ in _PAIRS)}]")
_SIMPLIFIED = re.compile(f"[{''.join(simple for _, simple in _PAIRS)}]")
# A quoted line of a few characters is not a paragraph of its own.
_FEW = 3

# 著 is the verb's particle or "to wear" except in these words, where the Simplified form is the same.
_ZHU = re.compile(r"(?<![显昭卓编原专巨论名遗译合土执所])著(?![名作述者称录])")


@cache
def _converter() -> Callable[[str], str]:
    # Loading the tables takes longer than reading a plan that does not need them.
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


def to_simplified(text: str) -> str:
    """`text` in Simplified characters, whatever it was written in; 著 as a particle becomes 着."""
    return _ZHU.sub("着", _converter()(text))


def is_traditional(text: str) -> bool:
    """Whether the text as a whole is written in Traditional characters. Blank text is not."""
    telling = sum(1 for _ in _TRADITIONAL.finditer(text))
    return telling > 0 and telling > sum(1 for _ in _SIMPLIFIED.finditer(text))


def simplify(text: str) -> tuple[str, bool]:
    """The text in Simplified characters, and whether anything was converted.

    A text in which Simplified characters prevail comes back as it is, except for paragraphs that are
    Traditional by themselves (a file pasted together from two sources).
    """
    if not _TRADITIONAL.search(text):
        return text, False
    simple = to_simplified(text) if is_traditional(text) else _simplify_paragraphs(text)
    return simple, simple != text


def _simplify_paragraphs(text: str) -> str:
    lines = text.split("\n")
    return "\n".join(to_simplified(line) if _is_traditional_paragraph(line) else line for line in lines)


def _is_traditional_paragraph(line: str) -> bool:
    return len(_TRADITIONAL.findall(line)) >= _FEW and is_traditional(line)
