"""Plans as a reviewer leaves them, written out: a text, and entries found in it by their words."""

from datetime import UTC, datetime
from typing import Any

from factories.people import PersonFactory
from gongjian.campaigns.proposals import Source
from gongjian.files.models import StoredFile
from gongjian.people.models import Person
from gongjian.places.models import Area
from gongjian.plans.models import Entry, EntryState, Plan, PlanDocument

WIDE = str.maketrans(",;:()", "，；：（）")


def wide(text: str) -> str:
    """The text with the punctuation that documents have; the tests write it narrow."""
    return text.translate(WIDE)


UPLOADED = datetime(2026, 2, 2, 1, 0, tzinfo=UTC)

TITLE = "清河区创建文明社区实施方案"
TEXT = wide("""清河区创建文明社区实施方案
为提升社区文明程度,制定本方案。
一、指导思想
坚持以人为本。
二、创建目标
三年内90%以上的社区达到区级标准。
三、组织领导
成立区文明社区创建领导小组,组长:林静;副组长:何敏;成员:区民政局、各街道、镇。领导小组下设办公室,办公室主任由王立新兼任。
四、主要任务
(一)整治环境。清理背街小巷,每周开展一次大扫除,3月底前完成摸底。牵头单位:区民政局;责任单位:各社区、村。
1、清理楼道。
2、规范停车。
(二)壮大志愿服务队伍,志愿者达到200人。责任人:梅芳、韩涛。
五、创建标准
(一)环境整洁
1、楼道无杂物;
2、垃圾日产日清。
(二)秩序良好
六、实施步骤
(一)试点示范阶段(3月至5月)。选择幸福里社区试点,30%的社区达标。召开动员会。
(二)全面推广阶段(6月至10月)。于9月20日前报区创建办汇总。
1、全面自查。
七、保障措施
区领导挂点:林静挂点望江街道,区民政局包联柳溪村。
""")


def found(
    text: str, kind: str, words: str, until: str = "", **data: Any
) -> tuple[str, tuple[int, int], dict[str, Any]]:
    """An entry whose span begins at `words` and ends with them, or where `until` begins."""
    words, until = wide(words), wide(until)
    start = text.index(words)
    end = text.index(until, start + 1) if until else start + len(words)
    said = {name: wide(value) if name in ("head", "quote") else value for name, value in data.items()}
    return kind, (start, end), said


def _item(path: str, head: str, opening: str, until: str, role: str | None = None) -> Any:
    return found(TEXT, "item", opening, until, path=path, head=head, role=role)


def said(kind: str, quote: str, **data: Any) -> Any:
    """An entry that has the words it stands in as its quote."""
    return found(TEXT, kind, quote, quote=quote, **data)


ENTRIES = [
    _item("一", "指导思想", "一、指导", "二、创建", "guiding"),
    _item("二", "创建目标", "二、创建", "三、组织", "goals"),
    _item("三", "组织领导", "三、组织", "四、主要", "organisation"),
    _item("四", "主要任务", "四、主要", "五、创建", "tasks"),
    _item("四/(一)", "整治环境", "(一)整治", "(二)壮大"),
    _item("四/(一)/1", "清理楼道", "1、清理", "2、规范"),
    _item("四/(一)/2", "规范停车", "2、规范", "(二)壮大"),
    _item("四/(二)", "壮大志愿服务队伍,志愿者达到200人", "(二)壮大", "五、创建"),
    _item("五", "创建标准", "五、创建", "六、实施", "standards"),
    _item("五/(一)", "环境整洁", "(一)环境", "(二)秩序"),
    _item("五/(一)/1", "楼道无杂物", "1、楼道", "2、垃圾"),
    _item("五/(一)/2", "垃圾日产日清", "2、垃圾", "(二)秩序"),
    _item("五/(二)", "秩序良好", "(二)秩序", "六、实施"),
    _item("六", "实施步骤", "六、实施", "七、保障", "phases"),
    _item("六/(一)", "试点示范阶段(3月至5月)", "(一)试点", "(二)全面"),
    _item("六/(二)", "全面推广阶段(6月至10月)", "(二)全面", "七、保障"),
    _item("六/(二)/1", "全面自查", "1、全面", "七、保障"),
    (lambda start: ("item", (start, len(TEXT)), {"path": "七", "head": "保障措施", "role": "safeguards"}))(
        TEXT.index("七、保障")
    ),
    found(TEXT, "phase", "(一)试点示范阶段", name="试点示范阶段", start="XXXX-03", end="XXXX-05"),
    found(TEXT, "phase", "(二)全面推广阶段", name="全面推广阶段", start="XXXX-06", end="XXXX-10"),
    said("target", "90%以上的社区达到区级标准", subject="社区", op=">=", value=90, unit="%"),
    said("target", "志愿者达到200人", subject="志愿者", op=">=", value=200, unit="人"),
    said("target", "30%的社区达标", subject="社区", op="=", value=30, unit="%"),
    said("cadence", "每周开展一次大扫除", activity="大扫除", times=1, op="=", per="week"),
    said("cadence", "垃圾日产日清", activity="垃圾日产日清", times=1, op="=", per="day"),
    said("deadline", "3月底前完成摸底", date="XXXX-03-31"),
    said("deadline", "于9月20日前报区创建办汇总", date="XXXX-09-20"),
    said("duty", "组长:林静", role="组长", names=["林静"]),
    said("duty", "副组长:何敏", role="副组长", names=["何敏"]),
    said("duty", "成员:区民政局、各街道、镇", role="成员", names=["区民政局", "各街道", "镇"]),
    said("duty", "办公室主任由王立新兼任", role="主任", names=["王立新"]),
    said("duty", "牵头单位:区民政局", role="牵头单位", names=["区民政局"]),
    said("duty", "责任单位:各社区、村", role="责任单位", names=["各社区", "村"]),
    said("duty", "责任人:梅芳、韩涛", role="责任人", names=["梅芳", "韩涛"]),
]  # fmt: skip


def sources() -> list[Source]:
    """The entries as the proposals take them."""
    return [Source(number, kind, data, span) for number, (kind, span, data) in enumerate(ENTRIES, start=1)]


def plan_by_hand(
    area: Area, *, title: str = TITLE, text: str = TEXT, entries: Any = None, by: Person | None = None
) -> Plan:
    """The plan stored for `area`, every entry accepted."""
    by = by or PersonFactory()
    sha = f"{PlanDocument.objects.count():064d}"
    file = StoredFile.objects.create(
        sha256=sha,
        original_sha256=sha,
        name=f"{title}.txt",
        media="text/plain",
        size=len(text),
        uploaded_by=by,
        uploaded_at=UPLOADED,
        area_path=area.path,
    )
    document = PlanDocument.objects.create(
        title=title,
        file=file,
        sha256=sha,
        area=area,
        area_path=area.path,
        uploaded_by=by,
        uploaded_at=UPLOADED,
        state="read",
    )
    plan = Plan.objects.create(document=document, position=1, title=title, text=text, area_path=area.path)
    Entry.objects.bulk_create(
        Entry(plan=plan, kind=kind, data=data, start=span[0], end=span[1], state=EntryState.ACCEPTED)
        for kind, span, data in (ENTRIES if entries is None else entries)
    )
    return plan
