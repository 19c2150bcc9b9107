"""Whether a sentence tells what is or was, rather than what is to be done.

`上半年共开展排查27次`, `现有居民小区9个`, `目前7名…已落实`: nothing in them is asked for. Chinese verbs
have no tense; what gives a report away are words such as 共开展, 现有, 目前, 以来, and 了 behind a verb.
"""

import re

_TOLD = re.compile(
    r"(?<![为除])了(?!解|然|如指掌)|以来|曾经?|已(?!建|被|经(?:建|批))经?|已(?:经)?建成(?!的|区|小区|项目|设施)|(?<![比较])去年|(?<![比较])上年|往年|近年|近几年|近[两二三四五\d]年来"
    r"|目前|现有|原有|现已|现共|截至(?!\d|20|目标)|仅有?\d|上半年[,，]|辖区(?:内)?(?:现)?(?:共)?有|(?<!没)(?<!所)拥有"
    r"|共(?:有|收到|收|接|受理|开展|发放|排查|化解|调处|发生|查处|处理|投入|组织|计|设|辖|查)|下辖|地处|位于|占地"
    r"|(?:常住|流动|户籍|总)人口\d|人口占|占(?:总|常住|户籍|辖区|全[市区县镇乡街村])[㐀-鿿]{0,4}(?:人口|人数|总数|户数)的?\d(?![\d.]*%(?:及)?以[上下])|成立于|前身"
)
_ASKED = re.compile(
    r"(?:由|从)[^,。;]{1,16}(?:提高|提升|上升|增加|下降|降低|减少|压缩|降)(?:到|至)|力争|确保|争取|要求?(?:达到|实现|完成)|计划(?!生育)|拟|将(?!军)|应(?!急|对|用|当地)|须|必须|不得|今年(?:再|还)|要(?:再|新增|新建|建成|达到|完成|实现|做到)"
)
_COMPARED = re.compile(r"不(?:得|能|应|可|宜|准|许)?(?:低于|少于|小于|短于|高于|超过|大于|多于)|至少")
_DONE = re.compile(
    r"(?<![为除])了(?!解|然|如指掌)|(?:今年|本年度?|去年|上半年|\d月|以来)[^,。;:\d]{0,8}(?<!公)共(?:计)?(?:发生|开展|收到|接|受理|排查|查处|化解|调处|处理|发放)"
)


def is_told(sentence: str, clause: str) -> bool:
    """Whether the clause of the sentence reports.

    A clause that tells and does not ask is told. Elsewhere words that ask for something in the sentence, or
    compare in the clause, outweigh all but 了 in the clause.
    """
    if not _TOLD.search(sentence):
        return False
    if _TOLD.search(clause) and not (_ASKED.search(clause) or _COMPARED.search(clause)):
        return True
    return bool(_DONE.search(clause)) or not (_ASKED.search(sentence) or _COMPARED.search(clause))


def tells_the_past(sentence: str) -> bool:
    """Whether the sentence reports something done, for dates: `于3月21日召开会议，进行了审议`."""
    return bool(
        _DONE.search(sentence)
        or re.search(
            r"以来|曾经?|共(?:收到|收|接|受理|开展)|截至目前|被(?:评为|命名|授予)(?![^,。;]{0,20}的)|荣获",
            sentence,
        )
    )
