"""The last character of a run of shifted GBK, of which only the first byte is left.

It is guessed: by the reading in brackets behind it and what else the document reads so, by what follows the
character before it elsewhere in the document, or by the words that plans are full of. A guess must begin
with the byte that is left, in Traditional or Simplified characters; where nothing fits, the gap is shown.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from itertools import pairwise

from gongjian.engines.text.readings import NOTE
from gongjian.engines.text.simplified import to_simplified

MISSING = "□"

_READ = re.compile(rf"([㐀-鿿]){NOTE.pattern}")
_COMMON_WORDS = (
    "目标 任务 要求 步骤 原则 思想 措施 工作 领导 建设 管理 机制 社区 活动 组织 保障 内容 标准 意义 责任 服务"
    " 宣传 教育 创建 实施 落实 认识 加强 提高 完善 建立 健全 开展 推进 安排 阶段 方案 计划 总结 验收 检查 考核"
    " 监督 督查 奖惩 经费 投入 配合 协调 力度 氛围 环境 卫生 治安 安全 稳定 和谐 文明 平安 居民 群众 单位 部门"
    " 机构 体系 制度 队伍 阵地 设施 整治 清理 治理 重点 问题 情况 基础 作用 积极 精神 素质 水平 质量 效果 成效"
    " 特色 品牌 参与 发展 规范 规划 分工 职责 时间 方法 范围 对象 条件 程序 评选 奖励 表彰 概况 目的"
)


class LostCharacters:
    """What the document says of its own characters: which follow which, and which have which reading."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._followers: dict[str, Counter[str]] | None = None
        self._read: dict[str, Counter[str]] | None = None

    def complete(self, mended: str, end: int) -> str:
        """`mended`, which stood up to text[end], with the character it may lack at its end."""
        if not mended.endswith("\ufffd"):
            return mended
        known = mended[:-1]
        first_byte = self._text[end - 1].encode("gb18030")[-1]
        fitting = (c for c in self._guesses(known[-1:], end) if first_byte in _first_bytes(c))
        return known + next(fitting, MISSING)

    def _guesses(self, before: str, end: int) -> Iterable[str]:
        if note := NOTE.match(self._text, end):
            yield from self._with_reading(note[1])
        yield from self._after(before)
        yield from (word[1] for word in _COMMON_WORDS.split() if word[0] == to_simplified(before))

    def _with_reading(self, reading: str) -> list[str]:
        if self._read is None:
            self._read = {}
            for match in _READ.finditer(self._text):
                self._read.setdefault(match[2], Counter())[match[1]] += 1
        return [c for c, _ in self._read.get(reading, Counter()).most_common()]

    def _after(self, before: str) -> list[str]:
        if self._followers is None:
            self._followers = {}
            for one, other in pairwise(NOTE.sub("", self._text)):
                self._followers.setdefault(one, Counter())[other] += 1
        return [c for c, _ in self._followers.get(before, Counter()).most_common()]


def _first_bytes(c: str) -> set[int]:
    return {form.encode("gb18030", errors="replace")[0] for form in (c, _to_traditional()(c))}


@cache
def _to_traditional() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("s2t").convert
    return convert
