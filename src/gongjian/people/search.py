"""What the search box finds of people: accounts for those who administer them, departments for all."""

from django.db.models import Q
from django.utils.translation import pgettext_lazy

from gongjian.kernel.search import Hit
from gongjian.people import queries
from gongjian.people.reach import Reach
from gongjian.people.roles import Capability

ACCOUNT = pgettext_lazy("kind of hit", "Accounts")
DEPARTMENT = pgettext_lazy("kind of hit", "Departments")


def find(text: str, reach: Reach, limit: int) -> list[Hit]:
    """By name, account name (which is the name in pinyin) or post; never by telephone. Two queries."""
    return [*_accounts(text, reach, limit), *_departments(text, reach, limit)]


def _accounts(text: str, reach: Reach, limit: int) -> list[Hit]:
    if not reach.may_anywhere(Capability.MANAGE_PEOPLE):
        return []
    words = Q(name__icontains=text) | Q(username__icontains=text) | Q(post__icontains=text)
    people = queries.manageable_by(reach).filter(words).order_by("-is_active", "username")[:limit]
    return [
        Hit(
            person.name,
            " · ".join(filter(None, [person.username, person.post])),
            person.get_absolute_url(),
            ACCOUNT,
            "user",
        )
        for person in people
    ]


def _departments(text: str, reach: Reach, limit: int) -> list[Hit]:
    words = Q(name__icontains=text) | Q(aliases__icontains=text)
    found = queries.departments_shown_to(reach).filter(words).order_by("-is_open", "area_path", "name")
    return [
        Hit(department.name, department.area.name, department.get_absolute_url(), DEPARTMENT, "building")
        for department in found[:limit]
    ]
