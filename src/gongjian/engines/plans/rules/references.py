"""Document numbers and standards: `清政法〔2024〕12号`, `某发20xx号`, `AQ/T9001-2006`, `GB/T 26376-2010`.

A number or code makes a reference; a title alone, a motion (`第1号议案`) or a bibliography is none.
Placeholders and brackets stay as written; standard codes are given in capitals.
"""

import re
from collections.abc import Iterator

from gongjian.engines.plans.draft import Draft

_YEAR = r"(?:(?:19|20)\d\d|20[xX×*]{2}|[xX×*]{4})"
_NUMBER = r"(?:\d{1,4}|[xX×*]{1,4})"
_NUMBERED = re.compile(
    rf"\s*[〔\[【(﹝]\s*{_YEAR}\s*[〕\]】)﹞]\s*(?:第?\s*{_NUMBER}\s*)?号"
    rf"|(?<=[发字办函令文]){_YEAR}\s*(?:年?第?{_NUMBER})?号"
)
_OFFICE = re.compile(r"[㐀-鿿A-Za-z×*]{1,16}$")
# What stands before an office's own characters in a sentence.
_LEADING = re.compile(
    r"^.*(?:根据|按照|又|另见|参见|依据|依照|遵照|落实|贯彻|执行|印发|转发|下发|的|和|与|及|文件|通知|意见|方案|办法|精神)(?=.)"
)
# A body named before its own characters: 省民政厅江民函〔2016〕108号 is 江民函〔2016〕108号.
_BODY = re.compile(
    r"^.*(?:厅|局|办公室|人民政府|办公厅|委员会|组织部|宣传部|办事处|党工委|联席会议|领导小组|等[一二三四五六七八九十\d]+部[委门])(?=[㐀-鿿A-Za-z×*]{2,}$)(?![办发函字令文联])"
)
_STANDARD = re.compile(
    r"(?<![A-Za-z])(?P<series>[A-Za-z]{1,4})\d{0,6}(?:\s*/\s*[A-Za-z]{1,6})?"
    r"\s*\d{1,6}(?:\.\d{1,2})?(?:\s*[-—]\s*(?:(?:19|20)\d\d|20[xX×*]{2}|[xX×*]{4}|\d\d(?![xX×*])))(?!\d)"
)
_SERIES = re.compile("GB[JZ]?|DBJ?|AQ|GA|JGJ?|CJJ?|HJ|WS|MZ|SB|NY|TY|WB|YY|JTG?|XF|RB|LY|T", re.IGNORECASE)


def references(draft: Draft) -> tuple[str, ...]:
    """Each reference once, in the order of its first mention."""
    found = sorted([*_documents(draft), *_standards(draft)])
    return tuple(dict.fromkeys(written for _, written in found))


def _documents(draft: Draft) -> Iterator[tuple[int, str]]:
    text = draft.wording.folded
    for match in _NUMBERED.finditer(text):
        before = text[max(0, match.start() - 16) : match.start()]
        if office := _OFFICE.search(before):
            skipped = _LEADING.match(office[0])
            own = office[0][skipped.end() if skipped else 0 :]
            body = _BODY.match(own)
            start = match.start() - len(own) + (body.end() if body else 0)
            yield start, draft.wording.text[start : match.end()].strip()


def _standards(draft: Draft) -> Iterator[tuple[int, str]]:
    for match in _STANDARD.finditer(draft.wording.folded):
        # A standard of a society is T/…; T20-30 is something else.
        if _SERIES.fullmatch(match["series"]) and (len(match["series"]) > 1 or "/" in match[0]):
            written = draft.wording.text[match.start() : match.end()].strip()
            # A year that is only a placeholder stays as it is written.
            yield match.start(), written if "x" in written[-4:] else written.upper()
