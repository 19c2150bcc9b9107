"""A list as it is written: from bytes to items, before the tree is asked."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongjian.places.imports.findings import Finding
from gongjian.places.imports.headings import Layout, layout_of
from gongjian.places.imports.items import Item, items_of
from gongjian.places.imports.sheets import MOST_ROWS, Sheet, UnreadableSheetError, refuse_length, sheets


@dataclass(slots=True)
class Written:
    """A list as it is written, before it is held against the tree."""

    sheet: Sheet
    layout: Layout
    items: list[Item]
    findings: list[Finding]


def read(content: bytes) -> Written:
    """The first sheet that reads as a list of areas.

    raises   UnreadableSheetError when there is none.
    """
    found = next(((sheet, layout) for sheet in sheets(content) if (layout := layout_of(sheet))), None)
    if found is None:
        raise UnreadableSheetError(
            _(
                "No row with headings such as 名称 or 街道 | 社区 | 网格 was found. The template shows the columns."
            )
        )
    findings: list[Finding] = []
    items = items_of(*found, findings)
    if len(items) > MOST_ROWS:
        refuse_length()
    if not items and not findings:
        raise UnreadableSheetError(
            _("There is no area under the headings. Fill in the list and upload it again.")
        )
    return Written(*found, items, findings)
