"""The year a plan is for, where it says so: in its title, its own document number, or its opening.

    《…2019年工作方案》                         the title
    发表时间：2012/3/16, before a speech's first words     its date line; or the date it is signed with
    某发〔2011〕12号, on a line of its own      the number under the title
    现就2020年全镇…工作制定本方案               the opening sentence
    决定从2006年10月起在全街道开展              the opening sentence

What the opening cites (a regulation's number, a standard, another document's title) and what it tells as history
(截至2021年末, 2015年以来, 2019年被评为) say nothing of this plan. Two years are none.
"""

import re

_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
# The number of the document itself: nothing else on its line.
_OWN_NUMBER = re.compile(
    r"^[\u4e00-\u9fff]{2,12}[〔\[(]((?:19|20)\d\d)[〕\])](?:第)?\d{0,4}号$", re.MULTILINE
)
# The day a speech was given or a letter signed: nothing else on its line.
_DATE_LINE = re.compile(
    r"^[ ?]*(?:\(|发表时间:|时间:|日期:)?[ ]*((?:19|20)\d\d)(?:[/.-]\d{1,2}[/.-]\d{1,2}(?:[ ]+[\d:]+)?"
    r"|年[ ]*\d{1,2}[ ]*月[ ]*\d{1,2}[ ]*日)[ ]*\)?[ ]*$",
    re.MULTILINE,
)
_CITED = re.compile(r"《[^《》\n]{0,80}》|[〔\[(](?:19|20)\d\d[〕\])]\s*\d*\s*号?")
_HISTORY_BEFORE = re.compile(r"(?:截至|截止|自|早在|继|于|经过|其中|近|到|至|建于|始建于)\s*$")
_HISTORY_AFTER = re.compile(
    r"\s*(?:\d{1,2}\s*月\s*)?(?:\d{1,2}\s*[日号]\s*)?"
    r"(?:以来|以前|之前|前|来|起至今|至今|末|底|被|荣获|获|成立|建成|通过|先后|全年共|共发生|[\-—~至])"
)


def stated_year(title: str, opening: str, closing: str = "") -> str | None:
    """The one year that the title, else the document's own number, else the opening names; else None.

    Where none of them does, the line that dates it, in the opening or the closing, does.

    opening   the folded text (half-width marks) before the first item, the title not needed in it.
    """
    dated = set(_DATE_LINE.findall(opening)) | set(_DATE_LINE.findall(closing))
    # The date a text bears says nothing of the year another sentence names.
    undated = _DATE_LINE.sub("", opening)
    for years in (set(_YEAR.findall(title)), set(_OWN_NUMBER.findall(opening)), _told(undated), dated):
        if years:
            return years.pop() if len(years) == 1 else None
    return None


def _told(opening: str) -> set[str]:
    text = _CITED.sub("", opening)
    return {
        found[1]
        for found in _YEAR.finditer(text)
        if not _HISTORY_BEFORE.search(text, max(found.start() - 6, 0), found.start())
        and not _HISTORY_AFTER.match(text, found.end())
    }
