"""The cast: two districts, and people who stand in every relation to what a test makes.

Lin owns. Mei helps. Chen is a neighbour: sees what is asked of the whole district, and nothing of Mei's.
Wu may look at all of the district and touch nothing. Zhou is a stranger from the district next door.

    云州市 ─ 清河区 ─ 望江街道 ─ 幸福里社区 ─ 第一网格      Lin  清河区    district administrator
           │        │          └ 滨河社区               Sun  望江街道   subdistrict officer
           │        └ 松林镇   ─ 柳溪村                  Mei  幸福里社区 community worker
           └ 明山区 ─ 古塔街道 ─ 北门社区                 Gao  第一网格   grid worker
                                                       Chen 滨河社区   community worker
                                                       He   区民政局   department officer
                                                       Wu   清河区     auditor
                                                       Zhou 北门社区   community worker
"""

from dataclasses import dataclass

from django.test import Client

from factories.people import DepartmentFactory, GrantFactory, PersonFactory
from factories.places import AreaFactory
from gongjian.people.models import Department, Person
from gongjian.people.roles import Role
from gongjian.places.models import Area, Kind


@dataclass(frozen=True, slots=True)
class Cast:
    city: Area
    district: Area
    subdistrict: Area
    community: Area
    grid: Area
    next_community: Area
    township: Area
    village: Area
    next_district: Area
    next_subdistrict: Area
    far_community: Area
    civil_affairs: Department
    lin: Person
    sun: Person
    mei: Person
    gao: Person
    chen: Person
    he: Person
    wu: Person
    zhou: Person

    def client(self, person: Person) -> Client:
        """A browser in which `person` is signed in."""
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client


def assemble() -> Cast:
    city = AreaFactory(kind=Kind.CITY, name="云州市", parent=None)
    district = AreaFactory(kind=Kind.DISTRICT, name="清河区", parent=city)
    subdistrict = AreaFactory(kind=Kind.SUBDISTRICT, name="望江街道", parent=district)
    community = AreaFactory(kind=Kind.COMMUNITY, name="幸福里社区", parent=subdistrict)
    grid = AreaFactory(kind=Kind.GRID, name="第一网格", parent=community)
    next_community = AreaFactory(kind=Kind.COMMUNITY, name="滨河社区", parent=subdistrict)
    township = AreaFactory(kind=Kind.TOWNSHIP, name="松林镇", parent=district)
    village = AreaFactory(kind=Kind.VILLAGE, name="柳溪村", parent=township)
    next_district = AreaFactory(kind=Kind.DISTRICT, name="明山区", parent=city)
    next_subdistrict = AreaFactory(kind=Kind.SUBDISTRICT, name="古塔街道", parent=next_district)
    far_community = AreaFactory(kind=Kind.COMMUNITY, name="北门社区", parent=next_subdistrict)
    civil_affairs = DepartmentFactory(area=district, name="区民政局", aliases="民政局\n区民政")
    return Cast(
        city=city,
        district=district,
        subdistrict=subdistrict,
        community=community,
        grid=grid,
        next_community=next_community,
        township=township,
        village=village,
        next_district=next_district,
        next_subdistrict=next_subdistrict,
        far_community=far_community,
        civil_affairs=civil_affairs,
        lin=holding("lin", "林静", Role.DISTRICT_ADMINISTRATOR, district),
        sun=holding("sun", "孙强", Role.SUBDISTRICT_OFFICER, subdistrict),
        mei=holding("mei", "梅芳", Role.COMMUNITY_WORKER, community),
        gao=holding("gao", "高远", Role.GRID_WORKER, grid),
        chen=holding("chen", "陈晨", Role.COMMUNITY_WORKER, next_community),
        he=holding("he-min", "何敏", Role.DEPARTMENT_OFFICER, district, civil_affairs),
        wu=holding("wu-yue", "吴越", Role.AUDITOR, district),
        zhou=holding("zhou", "周平", Role.COMMUNITY_WORKER, far_community),
    )


def holding(username: str, name: str, role: str, area: Area, department: Department | None = None) -> Person:
    """A person with one grant."""
    person: Person = PersonFactory(username=username, name=name)
    GrantFactory(person=person, role=role, area=area, department=department)
    return person
