"""Plans without a chapter of tasks or standards: what is to be done stands under their goals.

`三、工作目标和步骤 1、建立打击传销互动机制…` tells deeds, `三、任务目标 (1)社区环境整洁优美…` a state to be reached.
"""

import re
from collections.abc import Sequence

from gongjian.campaigns.proposals.tree import Node, top
from gongjian.campaigns.proposals.values import Make

# The chapters that are asked in turn, where none of tasks, duties or standards says anything.
CHAPTERS = ("goals", "other", "procedure", "safeguards")
DEED = re.compile(
    r"^(?:要|应|须|将|切实|认真|积极|大力|深入|全面|进一步|不断|继续|着力|定期|及时|广泛|严格|扎实)*"
    r"(?:建立|成立|组建|健全|完善|开展|组织|举办|实施|落实|制定|制订|签[定订]|加强|加大|加快|强化|推进|推动|推行|深化|抓好|"
    r"抓住|做好|搞好|整治|治理|清理|规范|宣传|培训|排查|检查|督查|召开|发放|设立|设置|配备|建设|创新|拓展|收集|上报|报送|"
    r"监督|督促|动员|营造|明确|打造|提升|提高|优化|改善|解决|以|通过|制作)"
)


def instead(nodes: Sequence[Node]) -> dict[str, Make]:
    """What becomes of the items of the first chapter that has some below it, by their keys.

    They are tasks where at least half of those right below the chapters begin with a deed, standard items
    otherwise. Chapters of one role count as one.
    """
    for role in CHAPTERS:
        inside = [node for node in nodes if top(node).role == role and node.parent is not None]
        if inside:
            first = [node for node in inside if node.parent is top(node)]
            deeds = sum(bool(DEED.match(node.head)) for node in first)
            make = Make.TASK if 2 * deeds >= len(first) else Make.ITEM
            return {node.key: make for node in inside}
    return {}
