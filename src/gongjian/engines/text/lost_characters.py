"""The last character of a run of shifted GBK, of which only the first byte is left.

It is guessed: by the reading in brackets behind it and what else the document reads so, by what follows the
character before it elsewhere in the document, or by the words that plans are full of. A guess must begin
with the byte that is left, in Traditional or Simplified characters; where nothing fits, the gap is shown.

Some programs drop the pairs of bytes that are no character. Such a pair is half of one character and half of the
next, so two characters show as one, which makes no word with its neighbours; the two are put back where they do.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from itertools import pairwise

from gongjian.engines.text.dropped_pairs import dropped
from gongjian.engines.text.readings import NOTE
from gongjian.engines.text.simplified import to_simplified

MISSING = "□"

# Each try looks at some two thousand pairs.
_MOST_TRIES = 300

# Behind the shift, the last byte of ） is the first of a pair.
_BRACKET = 0xA9

_READ = re.compile(rf"([㐀-鿿]){NOTE.pattern}")
_COMMON_WORDS = (
    "目标 任务 要求 步骤 原则 思想 措施 工作 领导 建设 管理 机制 社区 活动 组织 保障 内容 标准 意义 责任 服务"
    " 宣传 教育 创建 实施 落实 认识 加强 提高 完善 建立 健全 开展 推进 安排 阶段 方案 计划 总结 验收 检查 考核"
    " 监督 督查 奖惩 经费 投入 配合 协调 力度 氛围 环境 卫生 治安 安全 稳定 和谐 文明 平安 居民 群众 单位 部门"
    " 机构 体系 制度 队伍 阵地 设施 整治 清理 治理 重点 问题 情况 基础 作用 积极 精神 素质 水平 质量 效果 成效"
    " 特色 品牌 参与 发展 规范 规划 分工 职责 时间 方法 范围 对象 条件 程序 评选 奖励 表彰 概况 目的"
    " 集中 全面 严格 检查 广泛 深入 强化 明确 统一 动员 部署 启动 巩固 提高 提升"
)
_WORDS = frozenset(_COMMON_WORDS.split())


class LostCharacters:
    """What the document says of its own characters: which follow which, and which have which reading."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tries = _MOST_TRIES
        self._followers: dict[str, Counter[str]] | None = None
        self._read: dict[str, Counter[str]] | None = None

    def complete(self, mended: str, end: int) -> str:
        """`mended`, which stood up to text[end], with the character it may lack at its end."""
        if not mended.endswith("\ufffd"):
            return mended
        known = mended[:-1]
        first_byte = self._text[end - 1].encode("gb18030")[-1]
        fitting = (form for c in self._guesses(known[-1:], end) for form in _forms(c, first_byte))
        return known + next(fitting, MISSING)

    def opening(self, label: bytes, tail: bytes, end: int) -> str | None:
        """A label whose bracket was dropped with half of the next character, and what follows it.

        label, tail   the bytes up to the bracket, and those behind the pair that is lost
        returns       None where no character makes a word with the next
        """
        self._tries -= 1
        if self._tries < 0:
            return None
        after = NOTE.sub("", self._text[end : end + 12])[:1]
        for first, second in dropped():
            if first == _BRACKET:
                mended = (label + bytes([first, second]) + tail).decode("gb18030", errors="replace")
                words = mended.partition("）")[2].rstrip("\ufffd") + after
                if to_simplified(words[:2]) in _WORDS:
                    return mended.removeprefix("　")
        return None

    def parted(self, mended: str, end: int) -> str:
        """`mended`, which stood up to text[end], with each pair put back that made one character of two."""
        whole = mended + NOTE.sub("", self._text[end : end + 12])[:1]
        parts, before = [], ""
        for at, c in enumerate(mended):
            after = whole[at + 1 : at + 2]
            two = "" if not _is_han(c) or self._knows(before + c) or self._knows(c + after) else None
            two = self._two(before, c, after) if two is None else two
            parts.append(two or c)
            before = parts[-1][-1]
        return "".join(parts)

    def _two(self, before: str, c: str, after: str) -> str:
        """The two characters that may show as `c`: each must make a word, or both together a common one."""
        code = c.encode("gb18030")
        if len(code) != 2 or self._tries <= 0:
            return ""
        self._tries -= 1
        for second, first in dropped():
            pair = (bytes([code[0], second]) + bytes([first, code[1]])).decode("gbk", errors="ignore")
            if len(pair) == 2 and all(map(_is_han, pair)) and self._makes_words(before, pair, after):
                return pair
        return ""

    def _makes_words(self, before: str, pair: str, after: str) -> bool:
        if self._knows(before + pair[0]) and self._knows(pair[1] + after):
            return True
        simple = to_simplified(pair)
        return not _is_han(before) and simple in _WORDS

    def _knows(self, two: str) -> bool:
        """Whether the two characters stand together elsewhere in the document, or are a common word."""
        if len(two) < 2 or not _is_han(two[0]) or not _is_han(two[1]):
            return False
        return two[1] in self._following(two[0]) or to_simplified(two) in _WORDS

    def _guesses(self, before: str, end: int) -> Iterable[str]:
        if note := NOTE.match(self._text, end):
            yield from self._with_reading(note[1])
        yield from self._after(before)
        simple = to_simplified(before)
        yield from (word[1] for word in _COMMON_WORDS.split() if word[0] == simple)
        yield from self._before(NOTE.sub("", self._text[end : end + 12])[:1])

    def _before(self, after: str) -> list[str]:
        """What stands before `after` in a common word: `嚴` before 格."""
        simple = to_simplified(after)
        return [word[0] for word in _COMMON_WORDS.split() if word[1] == simple]

    def _with_reading(self, reading: str) -> list[str]:
        if self._read is None:
            self._read = {}
            for match in _READ.finditer(self._text):
                self._read.setdefault(match[2], Counter())[match[1]] += 1
        return [c for c, _ in self._read.get(reading, Counter()).most_common()]

    def _after(self, before: str) -> list[str]:
        return [c for c, _ in self._following(before).most_common()]

    def _following(self, before: str) -> Counter[str]:
        """What stands behind `before` in the document, and how often."""
        if self._followers is None:
            self._followers = {}
            for one, other in pairwise(NOTE.sub("", self._text)):
                self._followers.setdefault(one, Counter())[other] += 1
        return self._followers.get(before, Counter())


def _is_han(c: str) -> bool:
    return "㐀" <= c[:1] <= "鿿"


def _forms(c: str, first_byte: int) -> list[str]:
    """The ways of writing `c`, as it stands or in Traditional characters, that begin with the byte."""
    forms = (c, _to_traditional()(c))
    return [form for form in forms if form.encode("gb18030", errors="replace")[0] == first_byte]


@cache
def _to_traditional() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("s2t").convert
    return convert
