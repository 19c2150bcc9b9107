"""What the demo district consists of. Every name is made up; likenesses are chance."""

from dataclasses import dataclass, field

from gongjian.people.roles import Role
from gongjian.places.kinds import Kind


@dataclass(frozen=True, slots=True)
class Place:
    kind: str
    name: str
    below: tuple["Place", ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Bureau:
    """A department of the district and how plan documents call it."""

    name: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """Someone with an account.

    place    the names from the district down, "/" between: where the role is granted.
    tells    what this account is good for in a demonstration, in Chinese and English; empty for the others.
    """

    username: str
    name: str
    post: str
    role: str
    place: str
    bureau: str = ""
    chinese: str = ""
    english: str = ""


def community(name: str, grids: int, buildings: int = 0, kind: str = Kind.COMMUNITY) -> Place:
    """A community with its grids; the first grid has the buildings."""
    numbers = ("一", "二", "三", "四")
    houses = tuple(Place(Kind.BUILDING, f"{number}号楼") for number in range(1, buildings + 1))
    below = tuple(
        Place(Kind.GRID, f"第{numbers[place]}网格", houses if place == 0 else ()) for place in range(grids)
    )
    return Place(kind, name, below)


DISTRICT = Place(
    Kind.DISTRICT,
    "清河区",
    (
        Place(
            Kind.SUBDISTRICT,
            "望江街道",
            (
                community("幸福里社区", 3, 6),
                community("滨河社区", 3, 4),
                community("朝阳社区", 2, 3),
                community("书院社区", 2),
            ),
        ),
        Place(
            Kind.SUBDISTRICT,
            "和平街道",
            (community("和平里社区", 3, 4), community("东风社区", 2), community("光明社区", 2)),
        ),
        Place(
            Kind.TOWNSHIP,
            "松林镇",
            (
                community("柳溪村", 2, kind=Kind.VILLAGE),
                community("松林村", 2, kind=Kind.VILLAGE),
                community("石桥社区", 2, 2),
            ),
        ),
    ),
)
NEXT_DISTRICT = Place(
    Kind.DISTRICT, "明山区", (Place(Kind.SUBDISTRICT, "古塔街道", (community("北门社区", 2),)),)
)
CITY = Place(Kind.CITY, "云州市", (DISTRICT, NEXT_DISTRICT))

BUREAUS = (
    Bureau("区委办公室", ("区委办",)),
    Bureau("区政府办公室", ("区政府办", "区府办")),
    Bureau("区纪委监委", ("区纪委", "区监委")),
    Bureau("区委组织部", ("组织部",)),
    Bureau("区委宣传部", ("宣传部", "区宣传部")),
    Bureau("区委政法委", ("政法委", "区政法委")),
    Bureau("区文明办", ("文明办", "区精神文明建设办公室")),
    Bureau("区发展和改革局", ("区发改局", "发改局", "区发改委")),
    Bureau("区教育局", ("教育局",)),
    Bureau("区公安分局", ("公安分局", "区公安局", "清河公安分局")),
    Bureau("区民政局", ("民政局", "区民政")),
    Bureau("区司法局", ("司法局",)),
    Bureau("区财政局", ("财政局",)),
    Bureau("区人力资源和社会保障局", ("区人社局", "人社局")),
    Bureau("区自然资源局", ("自然资源局",)),
    Bureau("区生态环境分局", ("区环保局", "生态环境分局", "区生态环境局")),
    Bureau("区住房和城乡建设局", ("区住建局", "住建局", "区住建委")),
    Bureau("区城市管理局", ("区城管局", "城管局", "区城管执法局")),
    Bureau("区交通运输局", ("区交通局", "交通局")),
    Bureau("区农业农村局", ("农业农村局",)),
    Bureau("区商务局", ("商务局",)),
    Bureau("区文化和旅游局", ("区文旅局", "文旅局", "区文广旅局")),
    Bureau("区卫生健康局", ("区卫健局", "卫健局", "区卫健委")),
    Bureau("区退役军人事务局", ("退役军人局",)),
    Bureau("区应急管理局", ("区应急局", "应急局")),
    Bureau("区市场监督管理局", ("区市场监管局", "市场监管局", "区工商局")),
    Bureau("区信访局", ("信访局",)),
    Bureau("区医疗保障局", ("区医保局", "医保局")),
    Bureau("区总工会", ("总工会",)),
    Bureau("团区委", ("共青团清河区委",)),
    Bureau("区妇女联合会", ("区妇联", "妇联")),
    Bureau("区残疾人联合会", ("区残联", "残联")),
    Bureau("区消防救援大队", ("消防大队", "区消防大队")),
)

PASSWORD = "qinghe-2026"  # noqa: S105 - of a district that does not exist
OPERATOR = "admin"

ACCOUNTS = (
    Account(
        "lin", "林静", "区创建办主任", Role.DISTRICT_ADMINISTRATOR, "清河区",
        chinese="全区：上传方案、启动创建活动、管理人员和区域",
        english="the whole district: read plans, start campaigns, manage people and areas",
    ),
    Account(
        "hemin", "何敏", "区民政局科长", Role.DEPARTMENT_OFFICER, "清河区", "区民政局",
        chinese="部门：牵头任务、审批延期",
        english="a department: leads tasks, approves extensions",
    ),
    Account(
        "sun", "孙强", "望江街道社区办主任", Role.SUBDISTRICT_OFFICER, "清河区/望江街道",
        chinese="街道：看各社区进度，分派任务，确认或退回；也可为本街道上传方案",
        english="a subdistrict: hands on, confirms or returns tasks; may read plans for it too",
    ),
    Account(
        "mei", "梅芳", "幸福里社区工作者", Role.COMMUNITY_WORKER, "清河区/望江街道/幸福里社区",
        chinese="社区：办任务、传佐证、做自查",
        english="a community: does tasks, adds evidence, checks itself",
    ),
    Account(
        "gao", "高远", "幸福里社区网格员", Role.GRID_WORKER, "清河区/望江街道/幸福里社区/第一网格",
        chinese="网格：手机上办自己的任务",
        english="a grid: own tasks on the phone",
    ),
    Account(
        "xuyan", "徐岩", "区创建办督查员", Role.INSPECTOR, "清河区",
        chinese="督查：查看全区，复核自查",
        english="inspects the district, reviews self-checks",
    ),
    Account(
        "anning", "安宁", "区档案管理员", Role.ARCHIVIST, "清河区",
        chinese="档案：查看全区资料",
        english="archives: looks at the district's papers",
    ),
    Account(
        "wuyue", "吴越", "区审计专员", Role.AUDITOR, "清河区",
        chinese="审计：查操作历史，不改任何东西",
        english="audits the history, changes nothing",
    ),
    Account(
        "zhou", "周平", "北门社区工作者", Role.COMMUNITY_WORKER, "明山区/古塔街道/北门社区",
        chinese="外区：看不到清河区的任何内容",
        english="of another district: sees nothing of this one",
    ),
    # The others, so that tasks have someone to go to.
    Account("wangtao", "王涛", "区文明办副主任", Role.DEPARTMENT_OFFICER, "清河区", "区文明办"),
    Account("liuyang", "刘洋", "区公安分局民警", Role.DEPARTMENT_OFFICER, "清河区", "区公安分局"),
    Account("zhaoli", "赵莉", "区住建局科员", Role.DEPARTMENT_OFFICER, "清河区", "区住房和城乡建设局"),
    Account("huangbo", "黄波", "区城管局科长", Role.DEPARTMENT_OFFICER, "清河区", "区城市管理局"),
    Account("tangli", "唐莉", "和平街道办副主任", Role.SUBDISTRICT_OFFICER, "清河区/和平街道"),
    Account("songjie", "宋杰", "松林镇社会事务办主任", Role.SUBDISTRICT_OFFICER, "清河区/松林镇"),
    Account("chen", "陈晨", "滨河社区工作者", Role.COMMUNITY_WORKER, "清河区/望江街道/滨河社区"),
    Account("luxia", "陆霞", "朝阳社区工作者", Role.COMMUNITY_WORKER, "清河区/望江街道/朝阳社区"),
    Account("fanwei", "范伟", "书院社区工作者", Role.COMMUNITY_WORKER, "清河区/望江街道/书院社区"),
    Account("guoying", "郭颖", "和平里社区工作者", Role.COMMUNITY_WORKER, "清河区/和平街道/和平里社区"),
    Account("dengfei", "邓飞", "东风社区工作者", Role.COMMUNITY_WORKER, "清河区/和平街道/东风社区"),
    Account("renhong", "任红", "光明社区工作者", Role.COMMUNITY_WORKER, "清河区/和平街道/光明社区"),
    Account("liuxiao", "柳晓", "柳溪村干部", Role.COMMUNITY_WORKER, "清河区/松林镇/柳溪村"),
    Account("shigang", "石刚", "松林村干部", Role.COMMUNITY_WORKER, "清河区/松林镇/松林村"),
    Account("qiaoyun", "乔云", "石桥社区工作者", Role.COMMUNITY_WORKER, "清河区/松林镇/石桥社区"),
)  # fmt: skip
