"""What a figure can be instead of a target. Each veto names its kind of sentence."""

import re

from gongjian.engines.plans.rules.targets import freedom, norms, outputs, sizes, stars
from gongjian.engines.plans.rules.targets.figure import Figure
from gongjian.engines.plans.rules.tense import is_told
from gongjian.engines.text.quantities import PERCENT, SHARE

_ABSTRACT = re.compile(
    r"^(?:大)?(?:方面|阶段|步骤?|环节|问题|到位|结合|突出|统一|原则|层[面次]|机制|体系|行动|转变|确保|重点|坚持|关键|标准(?!化)|要求"
    r"|部分|关系|优先|内容|措施|型$|率$|意识|自信|维护|确立|能力|目标|任务|工程|平台|注重|要点|字(?:[,、]|$)|代表(?=重要|$)"
    r"|主题(?!活动|公园|广场|教育|日)|专题(?!讲座|活动|片|栏|培训)|(?:文明|不|一|有|进|化|定|创|带|为)(?=$|[,、”]))"
)
_LISTED_BEFORE = re.compile(
    r"(?:以下|下列|如下|上述|前述|这|该|其他|其余|分为?|分成|划分为?|共分|包括|即|做好|抓好|落实|围绕|按照|从)\s*$"
)
_LISTED_UNITS = frozenset(
    {"项", "类", "种", "点", "节", "期", "批", "面", "口", "只", "对", "片", "分", "班"}
)
_REFERRED = re.compile(r"(?:以下|下列|如下|上述|前述)[^,。;:]{0,8}$")
_MONEY = frozenset({"元", "万元", "亿元"})
_MEANS = re.compile("投入|经费|资金|预算|收入|产值|安排|筹集|募集|投资|营收|销售额|补助|标准")
_GIVEN = re.compile("奖|补贴|给予|罚|赔|收费|损失|每人|每户|每年补|发放")
_GRADE = re.compile(r"[一二三特]等奖|优秀奖|组织奖|鼓励奖|参与奖")
_PRIZES = re.compile(r"奖[”\"》]?$|(?<!评选)奖励[^,。;:]{0,10}$")
_TIME_LIMIT = re.compile(r"^\s*(?:以内|之内|内|左右|前|后|之后)")
_SHARING = re.compile(
    r"(?:每|各)(?:个|名|位)?(?:[^,。;:]{0,8}?)(?:干部|党员|工作人员|网格员|民警|领导|单位|成员|委员|人员|志愿者|人|代表|医生|教师)[^,。;:]{0,10}?"
    r"(?:负责|联系|包|结对|帮|挂|承担|认领|管理|服务)[^,。;:]{0,4}$|各执$"
)
_AGE = frozenset({"岁", "周岁"})
_POINTS = re.compile(r"(?:满分|扣|加|减|计|记|占|得|各|权重|分值|共)(?:为|\d+(?:\.\d+)?分[,、])?\s*$")
_FAILING = re.compile(r"^\s*(?:以下)?(?:的|者|为|,|即)")
_WHICH = re.compile(r"^\s*以[上下]的")
_PER = re.compile(r"(?:每|第)(?:隔|满)?$")
_ROUND_THE_CLOCK = re.compile(r"^(?:24|二十四)小时$")
_SUBGROUPS = re.compile(r"下设[^,。;:]{0,12}$|分设[^,。;:]{0,6}$")
_ORGAN = re.compile(r"^[^,。;:、成]{0,8}(?:工作组|专项组|工作小组|专班|办公室|分队)|^领导小组")
_COUNTED = re.compile(r"[\d一二两三四五六七八九十](?:个|名|支|处|所|家|户|条|座|项)[^,。;:]*、")
_QUOTED = re.compile(r"[“\"《][^”\"》]{0,16}$")
_QUOTE_CLOSES = re.compile(r"^[^“\"《]{0,16}[”\"》]")
_THERE = re.compile(r"(?:已建成?|建成|已有|现有|原有)的$")
_NO_SUCH = re.compile(
    r"(?:不(?:再)?发生|不出现|(?<![有])无|杜绝|防止|避免|遏制|没有)(?:[^,。;:、\d]{0,8}|[^,。;:、]{0,8}\()$"
)


_FROM = re.compile(r"(?:从|由)[^,。;:\d]{0,14}$")
_ON_TO = re.compile(
    r"^[^,。;:\d]{0,6}(?:提高|提升|提|上升|升|增加|增长|增|扩大|扩展|扩|拓展|下降|降低|降|减少|减|压减|压缩|缩短|缩|达|调整|发展|推广|延长|变)"
    r"[^,。;:\d]{0,6}(?:到|至|为|成)"
)
_REWARD = re.compile(
    r"(?:补贴|补助|奖金|奖励|工资|薪酬|绩效|津贴|物业费|服务费|租金|费用|保证金|年终奖|经费)[^,。;:]{0,14}$"
    r"|(?:上浮|下浮|上调|下调|扣减|扣除|扣发|扣罚|减免|优惠|按照?)[^,。;:]{0,4}$"
)
_RANK = re.compile(r"(?:前|后|倒数|连续|第|位列|名列|末)$")
_ONLY_COMPARED = frozenset({"字", "页", "词", "款", "层", "段", "门", "例", "度", "升", "毫升"})


def is_vetoed(figure: Figure) -> bool:
    return any(veto(figure) for veto in VETOES)


def _reports(figure: Figure) -> bool:
    """`现有居民小区9个`, `共开展排查27次`: what is or was, and everything in a section on the background."""
    if figure.role == "background":
        return True
    told = is_told(figure.sentence, figure.before + figure.after)
    return told and not (norms.is_wanted(figure) and "了" not in figure.sentence)


def _money(figure: Figure) -> bool:
    """`给予5000元奖励`, `安排经费50万元`: money is a prize or a means; `投入不低于300万元` is to be reached."""
    if figure.quantity.unit not in _MONEY:
        return False
    is_means = figure.comparison.word_before and bool(_MEANS.search(figure.before))
    return not is_means or bool(_GIVEN.search(figure.before)) or bool(_GIVEN.search(figure.after))


def _prize(figure: Figure) -> bool:
    """`设一等奖1名、二等奖2名`."""
    return bool(
        _GRADE.search(figure.before)
        or _PRIZES.search(figure.before)
        or re.match(r"[^,。;]{0,4}等奖", figure.after)
    )


def _time_limit(figure: Figure) -> bool:
    """`3个工作日内完成初审`, `15分钟服务圈`, `为期两年`: how soon, how far, how long."""
    if not figure.quantity.is_duration:
        return False
    if _ROUND_THE_CLOCK.match(figure.written):
        return True
    if figure.op in (">=", ">") and not _TIME_LIMIT.match(figure.after):
        return False
    return not freedom.is_wanted(figure)


def _counts_the_plan(figure: Figure) -> bool:
    """`以下6大类27项`, `从十个方面`, `做到四个结合`: counts of what the plan itself lists."""
    quantity = figure.quantity
    if _SUBGROUPS.search(figure.before) or _REFERRED.search(figure.before):
        return True
    abstract = quantity.unit == "个" and bool(_ABSTRACT.match(figure.after))
    listed = quantity.unit in _LISTED_UNITS and not figure.is_compared
    return (abstract or listed) and (quantity.is_chinese or bool(_LISTED_BEFORE.search(figure.before)))


def _recounts(figure: Figure) -> bool:
    """`建立问题、责任、整改三张清单`: the number sums up what stands before it."""
    quantity = figure.quantity
    if not quantity.is_chinese or isinstance(quantity.value, tuple) or not 2 <= quantity.value <= 10:
        return False
    if _COUNTED.search(figure.before):
        # `一个省级、两个市级`: each stands for itself.
        return False
    listed = len(re.findall("[、和及]", figure.before)) + 1
    return listed >= quantity.value and bool(re.match("[㐀-鿿]", figure.after))


def _organises(figure: Figure) -> bool:
    """`设立6个项目工作组`: how the campaign is organised, not what it reaches."""
    return bool(_ORGAN.match(figure.after))


def _about(figure: Figure) -> bool:
    """`巡逻队员达100余人`: a number one boasts of; `发放宣传单5000余份` is still to be made."""
    return bool(re.search("[余多]", figure.written)) and not outputs.is_governed(figure.before)


def _in_a_name(figure: Figure) -> bool:
    """`“六有”`, `“15分钟养老服务圈”`, `《…三年行动计划》`: figures in names and slogans."""
    if stars.is_wanted(figure) or figure.quantity.unit == "%":
        return False
    return bool(_QUOTED.search(figure.before) and _QUOTE_CLOSES.match(figure.after))


def _shares_out_work(figure: Figure) -> bool:
    """`每名干部负责1个小区`, `双方各执一份`."""
    return bool(_SHARING.search(figure.before))


def _age(figure: Figure) -> bool:
    """`60周岁以上老年人` says who, not how many."""
    return figure.quantity.unit in _AGE


def _points(figure: Figure) -> bool:
    """`满分100分`, `扣2分`: how scoring works; a threshold (`90分以上`) is a target."""
    if figure.quantity.unit != "分":
        return False
    return (
        not figure.is_compared
        or (figure.op in ("<", "<=") and not _FAILING.match(figure.after))
        or bool(_POINTS.search(figure.before))
    )


def _per_so_many(figure: Figure) -> bool:
    """`每100户`, `每2小时`: what the norm counts by; `每300户划为一个网格` says how large each is."""
    if sizes.is_the_part(figure):
        return True
    return bool(_PER.search(figure.before)) and not sizes.is_wanted(figure)


def _qualifies(figure: Figure) -> bool:
    """`300户以上的村`, `10人以上的企业` say which ones; `建成500平方米以上的中心` says how large."""
    if figure.comparison.word_before or figure.quantity.unit in (PERCENT, SHARE, "分", "星"):
        return False
    says_which = bool(_WHICH.match(figure.after)) and not figure.quantity.is_duration
    return says_which and not outputs.is_governed(figure.before) and not norms.is_wanted(figure)


def _existing(figure: Figure) -> bool:
    """`对已建成的10个广场开展巡查`: what is there already."""
    return bool(_THERE.search(figure.before))


def _kind_of_event(figure: Figure) -> bool:
    """`不发生3人以上死亡事故`: the number says which accidents."""
    return figure.op == ">=" and not figure.comparison.word_before and bool(_NO_SUCH.search(figure.before))


def _where_it_starts(figure: Figure) -> bool:
    """`从41%提升到75%`, `由现在的71%提高到85%`: the first figure is what is."""
    return bool(_FROM.search(figure.before)) and bool(_ON_TO.match(figure.after))


def _scores(figure: Figure) -> bool:
    """`每低1个百分点扣1分`, `补贴上浮10%`, `扣减年终奖5%`: how scores and rewards are reckoned."""
    if re.match(r"^[^,。;:]{0,8}(?:扣|加|减|得|计)\s*\d", figure.after) and "每" in figure.before[-8:]:
        return True
    return figure.quantity.unit in (PERCENT, SHARE) and bool(_REWARD.search(figure.before))


def _which_grade(figure: Figure) -> bool:
    """`二类以上公厕`, `一级以上医院` say of what grade."""
    graded = figure.quantity.unit in ("类", "档", "等", "级", "层") and figure.quantity.is_chinese
    return graded and not figure.comparison.word_before


def _ranks(figure: Figure) -> bool:
    """`排名前3位`, `连续两次末位`: a place in an order, a run of bad results."""
    return not figure.quantity.is_duration and bool(_RANK.search(figure.before))


def _text_lengths(figure: Figure) -> bool:
    """`全文5948字` tells; only a limit (`不超过800字`) asks."""
    return figure.quantity.unit in _ONLY_COMPARED and not figure.is_compared


VETOES = (
    _where_it_starts,
    _scores,
    _which_grade,
    _ranks,
    _text_lengths,
    _qualifies,
    _reports,
    _money,
    _prize,
    _time_limit,
    _counts_the_plan,
    _recounts,
    _about,
    _organises,
    _in_a_name,
    _shares_out_work,
    _age,
    _points,
    _per_so_many,
    _existing,
    _kind_of_event,
)
