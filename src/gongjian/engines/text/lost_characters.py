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
    "目标 任务 要求 步骤 原则 思想 措施 工作 领导 建设 管理 机制 社区 活动 组织 保障 内容 标准"
    " 意义 责任 服务 宣传 教育 创建 实施 落实 认识 加强 提高 完善 建立 健全 开展 推进 安排 阶段"
    " 方案 计划 总结 验收 检查 考核 监督 督查 奖惩 经费 投入 配合 协调 力度 氛围 环境 卫生 治安"
    " 安全 稳定 和谐 文明 平安 居民 群众 单位 部门 机构 体系 制度 队伍 阵地 设施 整治 清理 治理"
    " 重点 问题 情况 基础 作用 积极 精神 素质 水平 质量 效果 成效 特色 品牌 参与 发展 规范 规划"
    " 分工 职责 时间 方法 范围 对象 条件 程序 评选 奖励 表彰 概况 目的 秩序 攻坚 防范 冲刺 迎检"
    " 排查 化解 调处 巡查 巡逻 矛盾 纠纷 网格 物业 绿化 亮化 美化 净化 硬化 改造 更新 提质 增效"
    " 转化 摸底 部署 督导 通报 评比 评估 评价 考评 测评 表扬 激励 问责 追究 约谈 回访 走访 调研"
    " 论证 申报 审核 公示 命名 授牌 挂牌 复查 总则 附则 背景 现状 形势 依据 主题 宗旨 愿景 指标"
    " 要点 举措 路径 载体 平台 网络 资源 资金 预算 投资 筹资 补助 补贴 党建 引领 自治 法治 德治"
    " 民主 协商 议事 监察 廉政 作风 纪律 信访 禁毒 反邪 消防 交通 食品 药品 校园 出租 流动 人口"
    " 养老 助残 扶贫 救助 就业 创业 培训 志愿 慈善 文化 体育 阅读 科普 健康 医疗 防疫 计生 生育"
    " 家庭 邻里 婚姻 儿童 妇女 青年 老年 垃圾 分类 污水 厕所 道路 停车 照明 路灯 管网 供水 供气"
    " 供暖 电梯 外墙 楼道 庭院 广场 公园 景观 市容 村容 城管 执法 违建 拆违 信息 数据 智慧 智能"
    " 监控 探头 系统 档案 台账 资料 报送 上报 反馈 整改 销号 巩固 深化 拓展 延伸 提炼 推广 示范"
    " 试点 样板 典型 诚信 友善 道德 素养 风尚 礼仪 公德 美德 爱国 敬业 团结 民族 宗教 双拥 国防"
    " 应急 救援 预案 演练 防灾 减灾 地震 防汛 抗旱 落地 到位 联动 联席 会议 例会 调度 研判 预警"
    " 预防 打击 整顿 立项 施工 竣工 移交 管护 养护 维护 维修 集中 全面 严格 广泛 深入 强化 明确"
    " 统一 动员 启动 提升"
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
        return known + (next(fitting, None) or self._only_word(known[-1:], end, first_byte) or MISSING)

    def _only_word(self, before: str, end: int, first_byte: int) -> str | None:
        """The character that makes a common word with its neighbour, where just one does."""
        behind = _seconds().get(to_simplified(before), [])
        ahead = self._before(NOTE.sub("", self._text[end : end + 12])[:1])
        for guesses in (behind, ahead):
            fitting = {c: forms[0] for c in guesses if (forms := _forms(c, first_byte))}
            if len(fitting) == 1:
                return next(iter(fitting.values()))
        return None

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

    def _before(self, after: str) -> list[str]:
        """What stands before `after` in a common word: `嚴` before 格."""
        return _firsts().get(to_simplified(after), [])

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


@cache
def _seconds() -> dict[str, list[str]]:
    """What may follow a character in a common word."""
    found: dict[str, list[str]] = {}
    for word in sorted(_WORDS):
        found.setdefault(word[0], []).append(word[1])
    return found


@cache
def _firsts() -> dict[str, list[str]]:
    """What may stand before a character in a common word."""
    found: dict[str, list[str]] = {}
    for word in sorted(_WORDS):
        found.setdefault(word[1], []).append(word[0])
    return found


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
