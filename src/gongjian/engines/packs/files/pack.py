"""pack.yaml: who the pack is, what it rests on, from when to when it holds."""

from gongjian.engines.packs.files.common import AREA, DAY, ID, LONG_WORDS, WORDS, make_words, maybe_words
from gongjian.engines.packs.model import BuiltOn, Head, Reference
from gongjian.engines.packs.shapes import Checked, Field, ListOf, Matching, OneOf, Record, Text, Whole
from gongjian.engines.packs.wording import Said

FORMAT = "gongjian-pack/1"

KINDS = {
    "creation": Said("创建活动", "creation campaign"),
    "construction": Said("建设项目", "construction"),
    "clean-up": Said("专项整治", "clean-up"),
    "activity": Said("主题活动", "activity"),
    "statutory": Said("法定职责", "duties by law"),
    "vocabulary": Said("公共词汇，供其他项目包使用", "a vocabulary that other packs build on"),
}
VERSION = Matching(
    r"[0-9]{1,5}\.[0-9]{1,5}\.[0-9]{1,5}",
    Said("三段版本号，如 1.0.0", "a version of three numbers, as 1.0.0"),
)

_SOURCE = Record(
    {
        "id": Field(ID, Said("编号，供引用", "id, to be cited by"), required=True),
        "title": Field(WORDS, Said("名称", "title"), required=True),
        "number": Field(Text(80), Said("文号或条款编号", "document number")),
        "issued_by": Field(Text(80), Said("发布机关", "who issued it")),
        "dated": Field(DAY, Said("发布日期", "when it was issued")),
        "in_force": Field(DAY, Said("施行日期", "from when it holds")),
        "note": Field(Text(300), Said("说明", "a note")),
    }
)

FILE: Record = Record(
    {
        "format": Field(
            OneOf({FORMAT: Said("项目包格式第1版", "packs, first form")}), Said("格式", "form"), required=True
        ),
        "id": Field(ID, Said("编号，与文件夹同名", "id, the folder's name"), required=True),
        "name": Field(WORDS, Said("名称", "name"), required=True),
        "version": Field(VERSION, Said("版本", "version"), required=True),
        "year": Field(Whole(1949, 2200), Said("年度版本", "the year it is of"), required=True),
        "kind": Field(OneOf(KINDS), Said("类别", "what kind of programme"), required=True),
        "areas": Field(
            ListOf(AREA, distinct=True), Said("适用于哪些区域", "the kinds of area it is for"), required=True
        ),
        "summary": Field(LONG_WORDS, Said("一段话说明", "what it is, in a paragraph")),
        "sources": Field(ListOf(_SOURCE, least=0), Said("依据", "what it rests on")),
        "valid": Field(
            Record(
                {
                    "from": Field(DAY, Said("从哪一天起", "from which day"), required=True),
                    "to": Field(DAY, Said("到哪一天止", "to which day")),
                }
            ),
            Said("有效期", "from when to when it holds"),
            required=True,
        ),
        "builds_on": Field(
            ListOf(
                Record(
                    {
                        "pack": Field(ID, Said("项目包编号", "id of a pack"), required=True),
                        "version": Field(
                            VERSION, Said("最低版本", "the oldest version that will do"), required=True
                        ),
                    }
                )
            ),
            Said("使用哪些项目包的事实、时段和口径", "packs whose facts, slots and measures it uses"),
        ),
    }
)


def make(found: Checked) -> Head:
    return Head(
        id=found["id"],
        name=make_words(found["name"]),
        version=found["version"],
        year=found["year"],
        kind=found["kind"],
        areas=tuple(found["areas"]),
        since=found["valid"]["from"],
        until=found["valid"].get("to"),
        summary=maybe_words(found.get("summary")),
        sources=tuple(_reference(source) for source in found.get("sources", ())),
        built_on=tuple(BuiltOn(base["pack"], base["version"]) for base in found.get("builds_on", ())),
    )


def _reference(found: Checked) -> Reference:
    return Reference(
        id=found["id"],
        title=make_words(found["title"]),
        number=found.get("number", ""),
        issued_by=found.get("issued_by", ""),
        dated=found.get("dated"),
        in_force=found.get("in_force"),
        note=found.get("note", ""),
    )
