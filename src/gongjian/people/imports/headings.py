"""The columns of a list of accounts, and what may stand in them."""

import re
import unicodedata
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.people.roles import Role

# The order is that of the form to fill in.
COLUMNS: dict[str, tuple[str | Promise, frozenset[str]]] = {
    "name": (pgettext_lazy("person", "Name"), frozenset({"姓名", "名字", "人员姓名", "name"})),
    "username": (_("Account"), frozenset({"账号", "帐号", "用户名", "登录名", "account", "username"})),
    "post": (_("Post"), frozenset({"职务", "岗位", "职位", "post", "title"})),
    "phone": (
        _("Telephone"),
        frozenset({"电话", "手机", "手机号", "手机号码", "联系电话", "联系方式", "telephone", "phone"}),
    ),
    "role": (pgettext_lazy("role", "Role"), frozenset({"角色", "权限", "身份", "role"})),
    "area": (
        _("Area"),
        frozenset({"区域", "所属区域", "所在区域", "辖区", "单位", "所属单位", "area"}),
    ),
    "department": (_("Department"), frozenset({"部门", "所属部门", "科室", "department"})),
    "starts": (_("From"), frozenset({"开始", "开始日期", "起始日期", "生效日期", "任职日期", "from", "starts"})),
    "ends": (_("Until"), frozenset({"结束", "结束日期", "截止", "截止日期", "失效日期", "until", "ends"})),
}  # fmt: skip
NEEDED = ("name", "role", "area")
ROLE_WORDS: dict[str, Role] = {
    **dict.fromkeys(["区级管理员", "区管理员", "管理员", "系统管理员"], Role.DISTRICT_ADMINISTRATOR),
    **dict.fromkeys(["部门人员", "部门干部", "部门工作人员"], Role.DEPARTMENT_OFFICER),
    **dict.fromkeys(
        ["街道干部", "乡镇干部", "镇干部", "街道乡镇干部", "街道工作人员", "街道人员", "乡镇人员"],
        Role.SUBDISTRICT_OFFICER,
    ),
    **dict.fromkeys(
        ["社区工作者", "社区工作人员", "社区干部", "社工", "村干部", "社区人员"], Role.COMMUNITY_WORKER
    ),
    **dict.fromkeys(["网格员", "网格长", "专职网格员", "兼职网格员"], Role.GRID_WORKER),
    **dict.fromkeys(["督查员", "检查员", "督导员", "督查人员", "测评员"], Role.INSPECTOR),
    **dict.fromkeys(["档案员", "档案管理员"], Role.ARCHIVIST),
    **dict.fromkeys(["审计员", "审计人员", "安全审计员"], Role.AUDITOR),
}
SIGNS = re.compile(r"[\s*:：()（）\[\]【】/／]+")
BRACKETED = re.compile(r"[（(【\[].*?[)）】\]]")
DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")


def field_of(heading: str) -> str | None:
    """Which column a heading names: `*姓名（必填）` is the name."""
    plain = _plain(BRACKETED.sub("", heading)) or _plain(heading)
    for field, (label, words) in COLUMNS.items():
        if plain in words or plain == _plain(str(label)):
            return field
    return None


def role_of(text: str) -> Role | None:
    """The role a cell means, in the words of the interface or as offices say it."""
    plain = _plain(text)
    for role in Role:
        if plain in (role.value, _plain(str(role.label))):
            return role
    return ROLE_WORDS.get(plain)


def day_of(text: str) -> date | None:
    """A day as it is typed: 2026-03-10, 2026/3/10, 2026年3月10日, or a cell with a date.

    raises   ValueError for anything else.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        return None
    if match := DAY.match(text):
        return date(*map(int, match.groups()))
    return datetime.fromisoformat(text).date()


def _plain(text: str) -> str:
    return SIGNS.sub("", unicodedata.normalize("NFKC", text)).casefold()
