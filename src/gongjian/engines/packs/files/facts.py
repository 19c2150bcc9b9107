"""facts.yaml: the kinds of fact that the pack asks to be recorded, and what reminds of them."""

from gongjian.engines.packs.files.common import FACT, ID, LONG_WORDS, ROLE, WORDS, make_words, maybe_words
from gongjian.engines.packs.model import Amount, Attribute, AttributeKind, Choice, FactKind, Reminder, Subject
from gongjian.engines.packs.shapes import Checked, Field, Flag, ListOf, OneOf, Record, Text, Whole
from gongjian.engines.packs.wording import Said

REGISTERS = {
    "resident": Said("居民", "residents"),
    "household": Said("户", "households"),
    "unit": Said("单位", "units"),
    "facility": Said("设施", "facilities"),
    "volunteer": Said("志愿者", "volunteers"),
    "worker": Said("工作人员和网格员", "workers of the community and its grids"),
    "organisation": Said("组织和队伍", "bodies and teams"),
    "case": Said("事件", "cases"),
    "dossier": Said("专档", "dossiers"),
    "notice": Said("公示", "notices"),
    "document": Said("文件", "documents"),
    "event": Said("会议和活动", "meetings and events"),
}

_CHOICE = Record(
    {
        "code": Field(ID, Said("代码", "code"), required=True),
        "title": Field(WORDS, Said("显示的文字", "as shown"), required=True),
    }
)
_ATTRIBUTE = Record(
    {
        "code": Field(ID, Said("代码", "code"), required=True),
        "title": Field(WORDS, Said("名称", "name"), required=True),
        "choices": Field(ListOf(_CHOICE, most=200), Said("可选的值", "the values it may have")),
        "free": Field(
            OneOf(
                {
                    "text": Said("自由填写的短文字", "short text of any kind"),
                    "day": Said("日期", "a day"),
                }
            ),
            Said("不列可选值时填写什么", "what is written where there are no choices"),
        ),
        "required": Field(Flag(), Said("是否必填", "whether it must be given")),
        "hint": Field(WORDS, Said("填写提示", "a hint")),
    },
    one_of=(("choices", "free"),),
)
_FACT = Record(
    {
        "code": Field(FACT, Said("代码", "code"), required=True),
        "name": Field(WORDS, Said("名称", "name"), required=True),
        "group": Field(Text(40), Said("录入页上的分组", "the group on the entry page")),
        "enters": Field(ListOf(ROLE, distinct=True), Said("由谁录入", "the roles that record it")),
        "value": Field(
            Record(
                {
                    "means": Field(WORDS, Said("数值是什么", "what the number is"), required=True),
                    "unit": Field(Text(12), Said("单位", "what it counts"), required=True),
                    "decimals": Field(Whole(0, 4), Said("小数位数", "places behind the point")),
                    "required": Field(Flag(), Said("是否必填（默认是）", "whether it must be given (yes)")),
                }
            ),
            Said("带的数值", "the number it carries"),
        ),
        "subject": Field(
            Record(
                {
                    "register": Field(OneOf(REGISTERS), Said("哪个底数", "which register"), required=True),
                    "means": Field(WORDS, Said("对象是谁", "who or what it is"), required=True),
                    "required": Field(Flag(), Said("是否必填（默认是）", "whether it must be given (yes)")),
                }
            ),
            Said("针对的对象", "whom or what it is about"),
        ),
        "attributes": Field(ListOf(_ATTRIBUTE, most=30), Said("属性", "attributes")),
        "nil": Field(
            FACT, Said("“已查、没有发现”用哪种事实记录", "the kind that says “looked, and found nothing”")
        ),
        "hint": Field(LONG_WORDS, Said("录入提示", "a hint for who records it")),
    }
)
_REMINDER = Record(
    {
        "measure": Field(ID, Said("哪个频次", "of which cadence"), required=True),
        "fact": Field(FACT, Said("提醒录入什么", "what is to be recorded"), required=True),
        "days_before": Field(
            Whole(0, 366), Said("期满前几天提醒", "how many days before the end"), required=True
        ),
        "role": Field(ROLE, Said("提醒谁", "who is told"), required=True),
        "text": Field(WORDS, Said("提醒的话", "what is said")),
    }
)

FILE: Record = Record(
    {
        "facts": Field(ListOf(_FACT, least=0), Said("事实种类", "kinds of fact")),
        "reminders": Field(ListOf(_REMINDER, least=0), Said("提醒", "reminders")),
    }
)


def make_fact(found: Checked) -> FactKind:
    amount, subject = found.get("value"), found.get("subject")
    return FactKind(
        code=found["code"],
        name=make_words(found["name"]),
        group=found.get("group", ""),
        enters=tuple(found.get("enters", ())),
        amount=amount
        and Amount(
            make_words(amount["means"]),
            amount["unit"],
            amount.get("decimals", 0),
            required=amount.get("required", True),
        ),
        subject=subject
        and Subject(
            subject["register"], make_words(subject["means"]), required=subject.get("required", True)
        ),
        attributes=tuple(_attribute(attribute) for attribute in found.get("attributes", ())),
        nil=found.get("nil", ""),
        hint=maybe_words(found.get("hint")),
    )


def _attribute(found: Checked) -> Attribute:
    return Attribute(
        code=found["code"],
        title=make_words(found["title"]),
        kind=AttributeKind(found.get("free", "choice")),
        choices=tuple(
            Choice(choice["code"], make_words(choice["title"])) for choice in found.get("choices", ())
        ),
        required=found.get("required", False),
        hint=maybe_words(found.get("hint")),
    )


def make_reminder(found: Checked) -> Reminder:
    return Reminder(
        found["measure"], found["fact"], found["days_before"], found["role"], maybe_words(found.get("text"))
    )
