"""Account names made from people's names: 王建国 becomes `wang.jianguo`."""

import re
import unicodedata
from collections.abc import Container
from itertools import count

from gongjian.kernel.pinyin import syllables

SHORTEST = 3
LONGEST = 34  # leaves room for a number behind
# Family names that are read otherwise than the same character in other words (现代汉语词典, 人名读音).
FAMILY_NAMES = {
    "万俟": "moqi", "尉迟": "yuchi", "长孙": "zhangsun", "单于": "chanyu", "澹台": "tantai", "令狐": "linghu",
    "欧阳": "ouyang", "司马": "sima", "上官": "shangguan", "诸葛": "zhuge", "东方": "dongfang", "皇甫": "huangfu",
    "公孙": "gongsun", "慕容": "murong", "宇文": "yuwen", "司徒": "situ", "夏侯": "xiahou", "南宫": "nangong",
    "单": "shan", "解": "xie", "曾": "zeng", "仇": "qiu", "区": "ou", "查": "zha", "盖": "ge", "员": "yun",
    "任": "ren", "华": "hua", "朴": "piao", "翟": "zhai", "种": "chong", "乐": "yue", "缪": "miao", "宓": "mi",
    "折": "she", "逄": "pang", "秘": "bi", "冼": "xian", "尹": "yin", "覃": "qin", "车": "che", "黑": "he",
    "重": "chong", "繁": "po", "纪": "ji", "隗": "wei", "晁": "chao", "卜": "bu", "召": "shao", "都": "du",
}  # fmt: skip


def normalise(text: str) -> str:
    """An account name as it is stored, from what was typed: full-width letters, capitals and blanks put right."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def suggest(name: str, taken: Container[str] = ()) -> str:
    """A free account name for `name`, three characters or more of [a-z0-9.].

    taken   account names that are gone, also those given out in the same import.
    """
    base = _spelt(name)[:LONGEST].strip(".") or "user"
    short = len(base) < SHORTEST
    names = (
        f"{base}{number:03}" if short else f"{base}{number}" if number > 1 else base for number in count(1)
    )
    return next(name for name in names if name not in taken)


def _spelt(name: str) -> str:
    name = unicodedata.normalize("NFKC", name).strip()
    parts = re.split(r"[·•・.\s]+", name) if not _is_han(name.replace(" ", "")) else _family_and_given(name)
    return ".".join(filter(None, map(_latin, parts)))


def _is_han(text: str) -> bool:
    return bool(text) and all("\u3400" <= c <= "\u9fff" or ord(c) > 0xFFFF for c in text)


def _family_and_given(name: str) -> list[str]:
    name = name.replace(" ", "")
    two = name[:2] in FAMILY_NAMES and len(name) > 2
    family = name[: 2 if two else 1]
    return [FAMILY_NAMES.get(family, family), name[len(family) :]]


def _latin(text: str) -> str:
    """Only a-z and digits remain; ü is written v, as people type it."""
    spelt = "".join(syllables(text))
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", spelt.lower().replace("ü", "v")))
