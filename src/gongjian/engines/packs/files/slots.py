"""slots.yaml: named stretches of each year, such as before the Spring Festival."""

from gongjian.engines.packs.files.common import DAY, ID, WORDS, make_words
from gongjian.engines.packs.model import NamedSlot, SlotList
from gongjian.engines.packs.shapes import Checked, Field, ListOf, Record, Text, Whole
from gongjian.engines.packs.wording import Said

_SLOT = Record(
    {
        "name": Field(Text(40), Said("名称", "name"), required=True),
        "from": Field(DAY, Said("第一天", "first day"), required=True),
        "to": Field(DAY, Said("最后一天", "last day"), required=True),
    }
)
FILE: Record = Record(
    {
        "slots": Field(
            ListOf(
                Record(
                    {
                        "id": Field(ID, Said("编号", "id"), required=True),
                        "name": Field(WORDS, Said("名称", "name"), required=True),
                        "years": Field(
                            ListOf(
                                Record(
                                    {
                                        "year": Field(Whole(1949, 2200), Said("年份", "year"), required=True),
                                        "slots": Field(
                                            ListOf(_SLOT, most=400), Said("时段", "stretches"), required=True
                                        ),
                                    }
                                )
                            ),
                            Said("各年的时段", "the stretches of each year"),
                            required=True,
                        ),
                    }
                )
            ),
            Said("时段表", "lists of slots"),
            required=True,
        )
    }
)


def make(found: Checked) -> SlotList:
    slots = (
        NamedSlot(slot["name"], slot["from"], slot["to"]) for year in found["years"] for slot in year["slots"]
    )
    return SlotList(
        found["id"], make_words(found["name"]), tuple(sorted(slots, key=lambda slot: (slot.start, slot.end)))
    )
