"""Who answers: the names behind a role, split at 、 and freed of titles, brackets and placeholders.

`局长张三` and `张三（局长）` are 张三; `各股室、站所负责人` is one name, its parts share a closing noun;
`xxx（局长）`, `副局长xxx` and 专人 are nobody; `xx乡干部` is somebody.
"""

import re

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏"
    "韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤施洪季葛齐鲁牛柯庞岳柳甘蓝霍耿凌兰乔翟殷詹裴冉阮柴尤"
    "关欧倪申焦樊牟鲍路温阎申屠司安邢温易鞠巫牧仲伊仇甄厉束幸郜蒲卓蔺胥闻贡劳雍桂濮扈燕冀浦尚庄晏瞿茹戈衡匡寇敖冷阚巢荆竺辛管祝左涂梅聂章伍俞颜童康穆卜符游俸查饶邬舒占荣简窦褚栾靳隋丛苗应盛佟巩阳滕苑姬郎桑原"
)
_PERSON = re.compile(rf"[{_SURNAMES}][㐀-鿿·]{{1,2}}")
_POST = (
    "书记|主任|委员|常委|主席|部长|局长|镇长|乡长|县长|区长|市长|村长|处长|科长|股长|所长|站长|院长|校长|园长|队长|组长|会长|社长|厂长"
    "|支书|村长|楼长|片长|馆长|台长|行长|庭长|检察长|中队长|大队长|文书|会计|科员|社工|教导员|主管|总干事|理事|监事|警长|辅警|管家|护士长|联络员|信息员|安全员|调解员|宣传员|楼栋长|单元长|街长|路长|河长|林长"
    "|经理|民警|干事|专干|指导员|教导员|政委|党员|医生|教师|律师|总监|秘书长|董事长|助理|调研员|组织员|网格员|辅导员|工作者|负责人"
)
_TITLE_THEN_NAME = re.compile(rf".*(?:{_POST}|干部)\s*([{_SURNAMES}][㐀-鿿]{{1,2}})$")
# Names of other peoples, written by their sound: 古丽娜尔, 巴特尔.
_BY_SOUND = (
    "阿艾埃安巴拜白贝比布才次措达丹德迪丁多额尔法格嘎古哈海赫吉加江杰卡康克孔库拉来勒丽力利林洛玛马买麦曼米木穆纳娜尼努诺帕彭"
    "珀其恰强琼热仁日荣若萨赛桑森沙什斯苏索塔泰坦特提图吐托娃旺维文沃乌吾西希夏辛雅亚伊依衣扎泽孜旦别汗罕"
)
_POST_THEN_SOUND = re.compile(rf".*(?:{_POST}|干部)\s*([{_BY_SOUND}]{{3,8}}|[㐀-鿿]{{1,6}}·[㐀-鿿·]{{1,9}})$")
_NO_NAME_TAIL = re.compile("管理|全体|高校|代表|成员|干部|人员|单位|任组|等人|路长")
_ENDS_WITH_POST = re.compile(rf"(?:{_POST}|[长员人]|干部|代表|领导|负责同志)(?:\([^()]*\))?$")
_SHARED_CLOSING = re.compile("(?:负责人|负责同志|领导|部门|单位|企业|公司|机构)$")
_ENDS_WITH_BODY = re.compile(
    "(?:局|办|委|会|所|站|队|中心|院|校|社区|村|街道|镇|乡|公司|单位|部门|企业|组|室|科|处|厅|部|社|物业|学校"
    "|妇联|团委|工会|残联|政府|办事处|法院|银行|协会)$"
)
_OF_ONE_PERSON = re.compile(
    "(?:副书记|书记|常委|委员|党组成员|副主任|副[省市区县州镇乡局部院校处科所队站]长)$"
)
_OF_MANY = re.compile("^(?:各|全体|有关|相关|辖区|驻)")

_BLANK_NAME = re.compile(r"[xX×*某○〇_\-—.…\s]+")
_PLACEHOLDER = re.compile(
    rf"[xX×*○〇_]{{1,}}(?:\([^()]*\)?)?|.*(?:{_POST})\s*[xX×*○〇]{{2,}}|.?某{{1,2}}|.{{0,2}}专人|专职人员|专门人员"
)
_TRAILING = re.compile(r"(?:(?<!负责)同志|等人|等(?:有关|相关)?|先生|女士)$")
_BRACKETED_POST = re.compile(rf"^([^()]{{2,8}})\([^()]*(?:{_POST}|兼|电话|手机|\d{{7,}})[^()]*\)?$")
_SPREAD_NAME = re.compile(rf"(?<!\S)([{_SURNAMES}])\s+([㐀-鿿])(?=\s|\(|$)")
_LONGEST = 40


def is_person(written: str) -> bool:
    """Whether `written` is a person's name in Chinese: a common surname and one or two characters more."""
    return bool(_PERSON.fullmatch(written)) and not _NO_NAME_TAIL.match(written)


def names(written: str, *, one_person: bool = False) -> tuple[str, ...]:
    """The names in `written` (folded to one width), in order; empty when only placeholders stand there.

    one_person  whether several posts joined by 、 may belong to one person (`镇党委副书记、镇长`)
    """
    with_comrade = written.rstrip().endswith("同志")
    parts = [part.strip() for part in _split(written) if part.strip()]
    if len(parts) > 1 and _is_one(parts, singular=one_person, comrade=with_comrade):
        parts = ["、".join(parts)]
    parts = _joined_at_closing_noun(_with_their_posts(parts))
    found = [name for part in parts for name in _names_in(part)]
    return tuple(dict.fromkeys(found))


def is_post(written: str) -> bool:
    """Whether `written` ends with the noun of a post: `街道办主任`, `各社区书记`."""
    return bool(_ENDS_WITH_POST.search(written.strip()))


def _split(written: str) -> list[str]:
    """Split at 、 outside brackets."""
    parts, depth, start = [], 0, 0
    for at, c in enumerate(written):
        depth += (c == "(") - (c == ")" and depth > 0)
        if c in "、/" and not depth:
            parts.append(written[start:at])
            start = at + 1
    return [*parts, written[start:]]


def _is_one(parts: list[str], *, singular: bool, comrade: bool) -> bool:
    """Whether the parts are posts of one person: `党委委员、副镇长同志`, `乡党委副书记、乡长`."""
    if not all(_ENDS_WITH_POST.search(_TRAILING.sub("", part)) or _named(part) for part in parts):
        return False
    if any(_named(part) for part in parts[:-1]):
        return False
    return comrade or ((singular or bool(_named(parts[-1]))) and all(map(_OF_ONE_PERSON.search, parts[:-1])))


def _with_their_posts(parts: list[str]) -> list[str]:
    """`副区长、公安局局长张三、司法局局长李四`: among named persons a bare post is the next one's."""
    joined: list[str] = []
    bare: list[str] = []
    for part in parts:
        if not _named(part) and _OF_ONE_PERSON.search(part) and not _OF_MANY.search(part):
            bare.append(part)
        elif _named(part):
            joined.append("、".join([*bare, part]))
            bare = []
        else:
            joined += [*bare, part]
            bare = []
    return joined + bare


def _named(part: str) -> str | None:
    """The person's name at the end of a title: `局长张三` is 张三."""
    written = _TRAILING.sub("", part)
    match = _POST_THEN_SOUND.match(written) or _TITLE_THEN_NAME.match(written)
    return match[1] if match and not _NO_NAME_TAIL.match(match[1]) else None


def _joined_at_closing_noun(parts: list[str]) -> list[str]:
    if len(parts) < 2 or not _SHARED_CLOSING.search(parts[-1]):
        return parts
    first = len(parts) - 1
    of_persons = bool(_ENDS_WITH_POST.search(parts[-1]))
    while first and not _stands_alone(parts[first - 1], among_persons=of_persons):
        first -= 1
    return [*parts[:first], "、".join(parts[first:])]


def _stands_alone(part: str, *, among_persons: bool) -> bool:
    """Whether the part needs no closing noun of another: a person or post; among bodies, a body."""
    # 司法所 and 安监站 begin with a surname.
    if _ENDS_WITH_POST.search(part) or (_PERSON.fullmatch(part) and not _ENDS_WITH_BODY.search(part)):
        return True
    return not among_persons and bool(_ENDS_WITH_BODY.search(part))


def _names_in(part: str) -> list[str]:
    part = _TRAILING.sub("", _SPREAD_NAME.sub(r"\1\2", part.strip(" \t:、,。;"))).strip()
    if not part or len(part) > _LONGEST or _PLACEHOLDER.fullmatch(part) or _BLANK_NAME.fullmatch(part):
        return []
    if match := _BRACKETED_POST.match(part):
        part = match[1].strip()
    words = part.split()
    if len(words) > 1:
        return _among_words(words)
    return [_named(part) or part]


def _among_words(words: list[str]) -> list[str]:
    """Blanks part several names (`张三 李四`), or a name from its title (`王建华 社区党委书记`)."""
    people = [word for word in words if _PERSON.fullmatch(word)]
    if len(people) == len(words):
        return words
    if people and (words[0] == people[0] or words[-1] == people[-1]):
        return people[:1]
    return ["".join(words)]
