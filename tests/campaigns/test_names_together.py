"""All names of a plan that nobody is bound to yet, bound on one page."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from cast import Cast
from factories.campaigns import CampaignFactory, TaskFactory
from gongjian.campaigns.models import Campaign, Duty
from gongjian.campaigns.queries.guesses import likely
from gongjian.campaigns.queries.units import Option, Unit
from gongjian.inbox.models import Message

AT = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
NAMES = ["民政部门", "区民政", "王立新", "各社区居委"]


@pytest.fixture(autouse=True)
def _on_that_day():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    campaign: Campaign = CampaignFactory(area=cast.district, title="2026年文明社区创建")
    for number, name in enumerate(NAMES):
        task = TaskFactory(campaign=campaign, due=date(2026, 4, 1))
        Duty.objects.create(campaign=campaign, task=task, role="责任单位", name=name, ordinal=number)
    return campaign


def address(campaign: Campaign) -> str:
    return reverse("campaigns:names", args=[campaign.pk])


def answers(**means: str) -> dict[str, str]:
    """What the form sends for these names."""
    sent: dict[str, str] = {}
    for number, (name, code) in enumerate(means.items()):
        sent |= {f"name-{number}": name, f"means-{number}": code}
    return sent


def test_each_name_has_a_choice_and_a_likely_one_is_a_guess(as_lin, campaign, cast):
    page = as_lin.get(address(campaign))

    rows = {row.open_name.name: (row.chosen, row.is_guess) for row in page.context["form"].rows}
    civil = f"department-{cast.civil_affairs.pk}"
    assert rows == {
        "区民政": (civil, True),
        "民政部门": (civil, True),
        "王立新": ("", False),
        "各社区居委": ("everyone-both", True),
    }
    assert Duty.objects.filter(department=None, everyone="").count() == len(NAMES)


def test_all_are_bound_at_once_and_each_person_is_told_once(as_lin, campaign, cast):
    civil = f"department-{cast.civil_affairs.pk}"

    response = as_lin.post(
        address(campaign), answers(民政部门=civil, 区民政=civil, 王立新="", 各社区居委="everyone-communities")
    )

    assert response["Location"] == address(campaign)
    assert [d.bound_label for d in Duty.objects.order_by("ordinal")] == [
        "区民政局",
        "区民政局",
        "",
        "全部社区",
    ]
    assert campaign.assignments.count() == 4
    told = [(message.to.name, message.text) for message in Message.objects.order_by("to__name")]
    assert told == [(name, "2026年文明社区创建") for name in sorted({"何敏", "梅芳", "陈晨"})]


def test_what_another_bound_meanwhile_is_told_and_the_rest_is_saved(as_lin, campaign, cast):
    civil = f"department-{cast.civil_affairs.pk}"
    Duty.objects.filter(name="区民政").update(department=cast.civil_affairs)

    response = as_lin.post(address(campaign), answers(区民政=civil, 民政部门=civil), follow=True)

    assert Duty.objects.get(name="民政部门").department == cast.civil_affairs
    assert any("区民政" in str(message) for message in response.context["messages"])


WRONG = ["nonsense", "department-0", "everyone-nobody", "person-999999"]


@pytest.mark.parametrize("code", WRONG)
def test_a_choice_that_was_not_offered_binds_nothing(as_lin, campaign, code):
    as_lin.post(address(campaign), answers(王立新=code))

    assert not Duty.objects.exclude(person=None, area=None, department=None, everyone="").exists()


def test_a_neighbour_reads_why_not_and_a_stranger_finds_nothing(as_mei, as_zhou, campaign):
    assert as_mei.get(address(campaign)).status_code == 403
    assert as_zhou.get(address(campaign)).status_code == 404
    assert as_mei.post(address(campaign), answers(王立新="")).status_code == 403


@pytest.mark.parametrize("more", [0, 5])
def test_the_number_of_queries_does_not_grow(as_lin, campaign, more, django_assert_num_queries):
    for number in range(more):
        Duty.objects.create(campaign=campaign, role="责任单位", name=f"某单位{number}", ordinal=50 + number)

    with django_assert_num_queries(14):
        as_lin.get(address(campaign))


def options(*departments: str, people: tuple[str, ...] = ()):
    return {
        "departments": [
            Option(f"department-{n}", name, Unit("", department=n)) for n, name in enumerate(departments)
        ],
        "areas": [Option("area-1", "\u3000望江街道", Unit("", area=1))],
        "people": [
            Option(f"person-{n}", f"{name}(清河区)", Unit("", person=n)) for n, name in enumerate(people)
        ],
    }


OFFICES = options(
    "区住房和城乡建设局", "区卫生健康局", "区城市管理局", "区文化和旅游局", people=("王立军", "李明", "李明")
)
LIKELY = [
    ("住建局", "department-0"),
    ("清河区住建局", "department-0"),
    ("区卫健委", "department-1"),
    ("区文旅局", "department-3"),
    ("望江街道党工委", "area-1"),
    ("区公安分局", ""),
    ("王立新", ""),
    ("王立军", "person-0"),
    ("李明", ""),
    ("物业服务企业", ""),
]


@pytest.mark.parametrize(("name", "code"), LIKELY)
def test_a_name_cut_short_is_recognised_and_a_person_only_by_the_very_name(name, code):
    assert likely(name, OFFICES) == code


def test_a_missing_office_is_added_from_here_and_leads_back(as_lin, campaign, cast):
    Duty.objects.create(campaign=campaign, role="责任单位", name="区水务局", ordinal=60)
    page = as_lin.get(address(campaign))
    added = {row.open_name.name for row in page.context["form"].rows if row.may_be_added}
    back = f"{reverse('people:department-add')}?name=区水务局&next={address(campaign)}"

    form = as_lin.get(back)
    response = as_lin.post(back, {"area": cast.district.pk, "name": "区水务局", "aliases": ""})

    assert added == {"区水务局"}
    assert form.context["form"]["name"].value() == "区水务局"
    assert response["Location"] == address(campaign)
    rows = {row.open_name.name: row for row in as_lin.get(address(campaign)).context["form"].rows}
    assert rows["区水务局"].chosen.startswith("department-")


def test_adding_a_department_leads_to_no_foreign_page(as_lin, cast):
    response = as_lin.post(
        f"{reverse('people:department-add')}?next=https://example.org/",
        {"area": cast.district.pk, "name": "区水务局", "aliases": ""},
    )

    assert response["Location"].startswith("/")
    assert "example" not in response["Location"]
