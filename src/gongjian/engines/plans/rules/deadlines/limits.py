"""`于6月20日前报街道办`, `9月底完成`, `7月10日召开动员大会`, `3月中旬开工`, `上半年完成`, `到2025年`.

A date that limits an act (前, 底, 内, 截止, 于…报), or an act set for a day or ten days. Not: the bounds of a
phase, the campaign's own span, dates told as history, conditions (`1998年前建成的小区`), bare months.
"""

import re
from collections.abc import Iterator

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.model import Deadline
from gongjian.engines.plans.outline import Node
from gongjian.engines.plans.rules.deadlines.years import year_at
from gongjian.engines.plans.rules.tense import tells_the_past
from gongjian.engines.text.date_spans import DateSpan, date_spans
from gongjian.engines.text.dates import Moment

_HOUR = r"(?:\([^()]{1,8}\))?\s*(?:上午|下午|晚上)?\s*(?:\d{1,2}(?:[:时点]\d{0,2}分?))?\s*"
_LIMITED = re.compile(rf"\s*{_HOUR}(?:(?:以|之)?前(?![后期夕])|之内|以内|内|截止|止)")
_CONDITION = re.compile(
    r"\s*(?:(?:以|之)?前)?(?:建成|竣工|建设|建造|出生|参加|入住|成立|登记|交付|投入使用|取得)+[^,。;]{0,6}?的"
)
_CONDITION_BEFORE = re.compile(
    r"(?:建成|竣工|建设|建造|建|修建|出生|生|参加工作|入住|成立|登记|注册|交付|取得|形成|签订)(?:于|在)\s*$"
)
_LUNAR = re.compile(r"(?:农历|阴历|旧历)\s*$")
_FOR_HALF = re.compile(
    r"[^,。;:\n]{0,10}?(?:完成|清零|补齐|启用|投用|竣工|并网|挂牌|达标|销号|整改到|改造|落地|开工|开放|交付|全覆盖|全部|建立|验收|配齐|建成|实现|达到|到位|完工|办结)"
)
_FROM_THEN = re.compile(r"\s*(?:起|开始|以来|以后|之后|后|施行|生效|结束)")
_BEFORE_LIMITED = re.compile(
    r"(?:完成|整改|办结|报送|上报|提交|达标|竣工|验收|交付|截止|整治|销号|办理|反馈)(?:的)?(?:时限|期限|时间|日期|时间节点)(?:为|是|至|到|:)*\s*$|(?:截至|截止(?:时间|日期)?(?:为|到|至|:)?|最迟|不迟于|不晚于|到)\s*$"
)
# `截至2023年末，全镇有…` tells how things stand; what asks for something may also be due by then.
_AS_OF = re.compile(r"(?:截至|截止)(?:到)?\s*$")
_ASKED = re.compile(
    r"要(?!素)|须|应(?!急|对)|力争|争取|确保|务必|实现|完成(?!了)|达到|上报|报送|上交|提交|逾期|为止"
)
_AS_IT_STANDS = re.compile(r"已|共(?!同|享|建|治)|占|有(?!关|效|序|限|力)|累计|达|为\d|人口|总数")
_BY = re.compile(r"(?:于|在)\s*$")
_SET_FOR = re.compile(
    r"(?<!发表)(?<!发布)(?<!更新)(?:时间|日期|时限|期限)(?:暂定|定于|为|定在)?\s*:?\s*$|定于\s*$"
)
_FROM = re.compile(r"(?:从|自)\s*$")
_LAST_YEAR = re.compile(r"(?:去|上|前)年\s*$")
_NO_YEAR_OF_ITS_OWN = re.compile(r"(?:每|明|次|翌|当|该|来|隔|后)年(?:的)?\s*$|逢年?\s*$")
# `从2013年9月起，到2014年12月止`: how long the campaign runs.
_RUNS_TO = re.compile(r"(?<!截)(?:至|到)\s*$")
_RUNS_OUT = re.compile(r"\s*(?:为?止|结束)")
# `完成时限：2026年9月` is quoted whole. The end of the pattern is the end of what is searched.
_DUE_LABEL = re.compile(r"[㐀-鿿]{0,4}(?:时限|期限|(?:完成|截止)(?:时间|日期))\s*:\s*$")
# `年底不得评先`: when something follows, not by when it is done.
_CONSEQUENCE = re.compile(
    r"\s*(?:不得|不予|不能|不再|一律不|取消|扣|给予|兑现|评先|评优|一票否决|参评|表彰|奖励|予以|将?按照?|根据)"
)
_NAMED = re.compile(r"\s*(?:[”》]|度?(?:工作|考核|总结|计划|评比|述职|测评|绩效|奖|终|目标|目标考核))")
_FESTIVAL = re.compile(
    r"\s*[“\"(]?[^,。;:\n]{0,10}?(?:宣传|纪念|活动|防灾减灾|消防|禁毒|志愿者|雷锋)?(?:日|节)(?:[”\")]|期间|活动|前后|宣传)"
)
_FEAST = re.compile(r"\s*[,、(]?\s*[“\"]?[^,。;:\n“”]{1,14}(?:日|节)[”\"]?\s*\)?\s*")
_FEAST_ACT = re.compile(
    r"\s*[“\"(]?[^,。;:\n“”\"()]{1,12}(?:日|节)(?:当天|当日)?[”\")]?(?:当天|当日)?,?\s*(?:组织|开展|举办|举行|召开|慰问|走访)"
)
_EVENT = re.compile(
    rf"\s*(?:当天|当日)?{_HOUR}[,]?[^。;,!?\n]{{0,14}}?(?:召开|交(?![通流警接叉])|送(?!温)|完工|竣工|挂牌|投用|启用|开放|开班|开课|开馆|入驻|并网|到位|截稿|抽签|彩排|决赛|初赛|比赛|演出|考试|体检|慰问|复查|抽查|初评|终评|测评|签约|亮灯|通水|通车|移交|参加|走访|座谈|开幕|闭幕|宣布|宣传|签到|巡展|展演|张榜|填报|录入|上传|通知|反馈|清零|收尾|交付|举行|举办|启动|开工|组织|开展|进行|报|验收|检查|公布|公示|上线|总结"
    r"|完成|印发|下发|集中|动员|培训|汇总|评审|迎接|接受|提交|递交|上交|发放|表彰|揭牌|揭晓|签订|考评|考核|评选|公开|通报|张贴)(?!的)"
)


def find(draft: Draft) -> Iterator[Deadline]:
    text = draft.wording.folded
    dated = set(draft.phase_dates)
    line, year = (0, 0), None
    for span in date_spans(text):
        if span.start >= line[1]:
            line, year = draft.wording.line(span.start, span.end), None
        if span.last.year and span.last.month:
            year = span.last.year
        if (span.start, span.end) in dated or not span.is_single or not _is_due(draft, span):
            continue
        clause = draft.clause(span.start, span.end)
        if node := _feast(draft, span):
            clause = draft.wording.trimmed(node.label.end, node.head_end)
        elif (label := _DUE_LABEL.search(text, max(0, clause[0] - 12), clause[0])) and clause[
            0
        ] == span.start:
            clause = label.start(), clause[1]
        moment = span.last
        if not _NO_YEAR_OF_ITS_OWN.search(_before(text, span)):
            moment = moment.in_year(
                year_at(draft, clause, moment.until or moment.month or (12 if moment.part else None)) or year
            )
        yield Deadline(draft.wording.quote(clause), moment.due(), clause)


def _before(text: str, span: DateSpan) -> str:
    return text[max(0, span.start - 8) : span.start]


def _is_due(draft: Draft, span: DateSpan) -> bool:
    text = draft.wording.folded
    before = _before(text, span)
    if _FROM.search(before) or _LAST_YEAR.search(before) or _FROM_THEN.match(text, span.end):
        return False
    if _CONDITION_BEFORE.search(before) or _LUNAR.search(before) or _is_as_of(draft, span, before):
        return False
    if _CONDITION.match(text, span.end) or not (_limits(text, span, before) or _is_set(draft, span, before)):
        return False
    start, end = draft.wording.sentence(span.start, span.end)
    return not tells_the_past(text[start:end])


def _is_as_of(draft: Draft, span: DateSpan, before: str) -> bool:
    """Whether the date says as of when the sentence tells how things stand."""
    if not _AS_OF.search(before):
        return False
    text = draft.wording.folded
    start, end = draft.wording.sentence(span.start, span.end)
    return bool(_AS_IT_STANDS.search(text, span.end, end)) and not _ASKED.search(text, start, end)


def _limits(text: str, span: DateSpan, before: str) -> bool:
    """Whether the date is the last on which something may be done."""
    moment = span.last
    if _RUNS_TO.search(before) and _RUNS_OUT.match(text, span.end):
        return False
    if _LIMITED.match(text, span.end) or (_BEFORE_LIMITED.search(before) and not _is_bare_half(moment)):
        return True
    if moment.part == "end":
        if text[span.end - 1] == "终":
            # 年终 says when in the year, not by when.
            return False
        if moment.month is None and _CONSEQUENCE.match(text, span.end):
            return False
        return moment.month is not None or not _NAMED.match(text, span.end)
    return moment.until is not None and bool(_FOR_HALF.match(text, span.end))


def _is_bare_half(moment: Moment) -> bool:
    return moment.year is None and moment.until is not None


def _is_set(draft: Draft, span: DateSpan, before: str) -> bool:
    """Whether an act is set for the day or the ten days."""
    text, moment = draft.wording.folded, span.last
    if moment.day is None and moment.part not in ("first", "second", "last", "early", "middle"):
        return False
    if _SET_FOR.search(before) or _FEAST_ACT.match(text, span.end) or _feast(draft, span):
        return True
    if _FESTIVAL.match(text, span.end):
        return False
    if _EVENT.match(text, span.end):
        return True
    return moment.day is None or bool(_BY.search(before))


def _feast(draft: Draft, span: DateSpan) -> Node | None:
    """The item that is about a feast day and what is done on it: `（1）4月22日，世界地球日。组织拾荒。`"""
    text, node = draft.wording.folded, draft.node_at(span.start)
    if node is None or text[node.label.end : span.start].strip() or span.last.day is None:
        return None
    head = _FEAST.fullmatch(text, span.end, node.head_end)
    has_act = bool(text[node.head_end : node.own_end].strip(" 。;:\n"))
    return node if head and has_act else None
