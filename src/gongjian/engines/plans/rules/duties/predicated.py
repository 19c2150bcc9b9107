"""`组长为书记张三`, `牵头单位是区民政局`, `责任单位为甲局、乙局`: the role first, then who fills it.

The other way round (`甲为组长`) is an appointment; where both ends are roles (`网格长为责任人`) it is one too.
"""

import re
from collections.abc import Iterator

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.model import Duty
from gongjian.engines.plans.rules.duties.names import names
from gongjian.engines.plans.rules.duties.roles import FILLED_ROLE, ROLE, SINGULAR

_FILLED = re.compile(
    rf"(?<![㐀-鿿])(?P<before>[㐀-鿿]{{0,10}}?)(?P<role>{ROLE})(?:为|是|有)(?P<names>[^,。;:\n\t]{{2,80}})(?=[,。;\n\t]|$)"
)
_FILLED_ROLE = re.compile(FILLED_ROLE)
_IS_ROLE = re.compile(rf"^(?:{FILLED_ROLE})|(?:{FILLED_ROLE})$|^(?:{ROLE})$")
_SENTENCE = re.compile(
    r"要(?!素)|应(?!急)|须|必须|负责(?!人|同志)|开展|落实|加强|做好|进行|可以|确保|之一|的$|主体|关键|群众|服务$|着想|表率|本单位|由"
)


def find(draft: Draft) -> Iterator[Duty]:
    for match in _FILLED.finditer(draft.wording.folded):
        written = match["names"]
        if not _FILLED_ROLE.fullmatch(match["role"]) or _IS_ROLE.search(written) or _SENTENCE.search(written):
            continue
        if found := names(written, one_person=bool(SINGULAR.fullmatch(match["role"]))):
            start = max(match.start(), draft.label_end(match.start("role")))
            span = draft.wording.trimmed(start, match.end())
            yield Duty(draft.wording.quote(span), match["role"], found, span)
