"""The self-check: a community's own word on each item."""

from collections import Counter
from collections.abc import Iterator
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.utils import translation

from cast import Cast, assemble
from factories.campaigns import ItemCheckFactory, StandardItemFactory, standard_of
from factories.places import AreaFactory
from factories.work import AT, code, reach, running
from gongjian.campaigns.actions.checks import answer
from gongjian.campaigns.models import Batch, BatchArea, Campaign, ItemCheck
from gongjian.campaigns.queries import check_matrix, checks
from gongjian.campaigns.rules import work as rules
from gongjian.history.models import Entry
from gongjian.kernel.refusal import Refused
from gongjian.programmes.models import StandardItem


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return running(cast, standard=standard_of("楼道无杂物", "垃圾日产日清"))


def leaf(campaign: Campaign, number: int = 1) -> StandardItem:
    assert campaign.standard is not None
    return campaign.standard.items.get(label=f"一/{number}")


def say(campaign: Campaign, cast: Cast, **given) -> ItemCheck:
    whole = {"state": "met", "by": cast.mei, "at": AT} | given
    return answer(campaign, whole.pop("item", leaf(campaign)), whole.pop("area", cast.community), **whole)


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("lin", "-"),
        ("sun", "-"),
        ("mei", "-"),
        ("gao", "not_your_community"),
        ("chen", "not_your_community"),
        ("he", "not_your_community"),
        ("wu", "not_your_community"),
        ("zhou", "not_your_community"),
    ],
)
def test_who_fills_in_a_communitys_check(cast: Cast, campaign: Campaign, who: str, why: str):
    assert code(rules.why_not_check(campaign, cast.community, reach=reach(getattr(cast, who)))) == why


@pytest.mark.parametrize("state", ["draft", "closed", "cancelled"])
def test_nobody_answers_in_a_campaign_that_does_not_run(cast: Cast, campaign: Campaign, state: str):
    campaign.state = state

    assert code(rules.why_not_check(campaign, cast.community, reach=reach(cast.mei))) == "not_running"


def test_the_first_answer(cast: Cast, campaign: Campaign):
    check = say(campaign, cast, state="short", remark=" 缺两个灭火器。 ")

    assert (check.state, check.remark, check.version, check.by, check.area_path) == (
        "short",
        "缺两个灭火器。",
        1,
        cast.mei,
        cast.community.path,
    )
    entry = Entry.objects.get()
    assert (entry.verb, entry.before, entry.after) == (
        "item.checked",
        {"state": "", "remark": ""},
        {"state": "short", "remark": "缺两个灭火器。"},
    )


def test_a_new_answer_keeps_the_remark_and_counts_on(cast: Cast, campaign: Campaign):
    say(campaign, cast, state="short", remark="缺两个灭火器。")

    check = say(campaign, cast, state="met", version=1)

    assert (check.state, check.remark, check.version) == ("met", "缺两个灭火器。", 2)
    assert Entry.objects.latest("pk").after == {"state": "met"}


def test_the_same_answer_again_changes_nothing(cast: Cast, campaign: Campaign):
    say(campaign, cast)

    check = say(campaign, cast, version=1, by=cast.sun)

    assert (check.version, check.by, Entry.objects.count()) == (1, cast.mei, 1)


def test_the_same_answer_sent_twice_is_taken_once(cast: Cast, campaign: Campaign):
    """A page that is left while an answer is under way sends it again."""
    first = say(campaign, cast, version=0)

    again = say(campaign, cast, version=0)

    assert (again, again.version, Entry.objects.count()) == (first, 1, 1)


@pytest.mark.parametrize("version", [0, 2])
def test_an_answer_on_a_stale_page_is_told_and_changes_nothing(cast: Cast, campaign: Campaign, version: int):
    say(campaign, cast, state="short")

    with pytest.raises(Refused) as refused:
        say(campaign, cast, state="met", version=version)

    assert refused.value.refusal.code == "answered_meanwhile"
    assert (ItemCheck.objects.get().state, Entry.objects.count()) == ("short", 1)


def test_what_is_not_judged_here_is_not_answered(cast: Cast, campaign: Campaign):
    heading = campaign.standard.items.get(is_leaf=False)
    elsewhere = standard_of("别的").items.get(is_leaf=True)

    for item in (heading, elsewhere):
        with pytest.raises(Refused) as refused:
            say(campaign, cast, item=item)
        assert refused.value.refusal.code == "no_item"


def test_who_takes_no_part_does_not_answer(cast: Cast, campaign: Campaign):
    campaign.taking_part = Campaign.TakingPart.BATCHES
    campaign.save()

    with pytest.raises(Refused) as refused:
        say(campaign, cast)
    batch = Batch.objects.create(campaign=campaign, ordinal=1, name="试点")
    BatchArea.objects.create(batch=batch, area=cast.community, area_path=cast.community.path)
    say(campaign, cast)

    assert (refused.value.refusal.code, ItemCheck.objects.count()) == ("takes_no_part", 1)


def test_an_ended_community_answers_no_more(cast: Cast, campaign: Campaign):
    cast.community.valid_to = AT.date()
    cast.community.save()

    with pytest.raises(Refused) as refused:
        say(campaign, cast)

    assert refused.value.refusal.code == "ended"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_first_answers_at_once_one_is_told():
    cast = assemble()
    campaign = running(cast, standard=standard_of("楼道无杂物"))
    barrier, outcomes = Barrier(2), []

    def press(state: str) -> None:
        barrier.wait()
        try:
            say(campaign, cast, state=state)
            outcomes.append("done")
        except Refused as refused:
            outcomes.append(refused.refusal.code)
        finally:
            connections.close_all()

    threads = [Thread(target=press, args=[state]) for state in ("met", "short")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["answered_meanwhile", "done"]
    assert (ItemCheck.objects.count(), Entry.objects.count()) == (1, 1)


# --- Reading ----------------------------------------------------------------------------------------------
def test_a_sheet_holds_headings_and_answers_in_order(cast: Cast, campaign: Campaign):
    say(campaign, cast, item=leaf(campaign, 2), state="not-yet")

    lines = checks.sheet(campaign, cast.community)

    assert [(line.item.label, line.state, line.version, line.evidence) for line in lines] == [
        ("一", "none", 0, 0),
        ("一/1", "none", 0, 0),
        ("一/2", "not-yet", 1, 0),
    ]
    assert checks.progress(lines) == checks.Progress(2, Counter({"none": 1, "not-yet": 1}))


def test_how_far_a_sheet_is():
    progress = checks.Progress(6, Counter({"met": 2, "not-applicable": 1, "short": 1, "none": 2}))

    assert (progress.answered, progress.unanswered, progress.met, progress.asked) == (4, 2, 2, 5)


def cells(matrix: check_matrix.Matrix) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(row.name, row.street, row.states) for row in matrix.rows]


def test_the_matrix_shows_the_communities_one_sees(cast: Cast, campaign: Campaign):
    say(campaign, cast)
    say(campaign, cast, area=cast.next_community, by=cast.chen, item=leaf(campaign, 2), state="short")

    assert cells(check_matrix.matrix(campaign, reach(cast.lin))) == [
        ("幸福里社区", "望江街道", ("met", "none")),
        ("滨河社区", "望江街道", ("none", "short")),
        ("柳溪村", "松林镇", ("none", "none")),
    ]
    assert cells(check_matrix.matrix(campaign, reach(cast.mei))) == [
        ("幸福里社区", "望江街道", ("met", "none"))
    ]
    assert cells(check_matrix.matrix(campaign, reach(cast.zhou))) == []


def test_the_matrix_counts_what_it_shows(cast: Cast, campaign: Campaign):
    say(campaign, cast)

    matrix = check_matrix.matrix(campaign, reach(cast.sun))

    assert [progress.met for progress in matrix.column_progress] == [1, 0]
    assert (matrix.progress.total, matrix.progress.answered) == (4, 1)
    assert matrix.rows[0].signs == [("met", "✓"), ("none", "·")]
    assert [(item.head, progress.met) for item, progress in matrix.heads] == [
        ("楼道无杂物", 1),
        ("垃圾日产日清", 0),
    ]


def test_the_matrix_is_narrowed_by_answer_and_by_street(cast: Cast, campaign: Campaign):
    say(campaign, cast, state="short")
    lin = reach(cast.lin)

    assert [row.pk for row in check_matrix.matrix(campaign, lin, showing="short").rows] == [cast.community.pk]
    of_town = check_matrix.matrix(campaign, lin, street=cast.township.pk)
    assert [row.pk for row in of_town.rows] == [cast.village.pk]
    assert check_matrix.matrix(campaign, lin, showing="met").rows == ()
    assert of_town.streets == {cast.subdistrict.pk: "望江街道", cast.township.pk: "松林镇"}
    assert of_town.street == cast.township.pk


def test_a_campaign_without_a_standard_has_an_empty_matrix(cast: Cast):
    campaign = running(cast)

    matrix = check_matrix.matrix(campaign, reach(cast.lin))

    assert (matrix.columns, [row.states for row in matrix.rows]) == ((), [(), (), ()])
    assert checks.sheet(campaign, cast.community) == []


@pytest.mark.parametrize("more", [0, 12])
def test_the_matrix_takes_five_queries_for_three_communities_as_for_many(
    cast: Cast, campaign: Campaign, django_assert_num_queries, more: int
):
    lin = reach(cast.lin)
    for area in [AreaFactory(parent=cast.subdistrict) for _ in range(more)]:
        ItemCheckFactory(campaign=campaign, item=leaf(campaign), area=area)

    with django_assert_num_queries(5):
        matrix = check_matrix.matrix(campaign, lin)

    assert len(matrix.rows) == 3 + more


# --- What is still to be answered -------------------------------------------------------------------------
def test_to_answer_counts_what_each_community_has_left(cast: Cast, campaign: Campaign):
    say(campaign, cast)
    running(cast)  # without a standard
    running(cast, standard=standard_of("一项"), state=Campaign.State.CLOSED)
    running(cast, standard=standard_of("一项"), area=cast.next_district)
    paths = [cast.community.path, cast.next_community.path, cast.subdistrict.path]

    assert list(checks.to_answer(paths)) == [
        (campaign, cast.community, 1),
        (campaign, cast.next_community, 2),
    ]
    say(campaign, cast, item=leaf(campaign, 2))
    assert list(checks.to_answer([cast.community.path])) == []


def test_to_answer_leaves_out_who_is_in_no_batch(cast: Cast, campaign: Campaign):
    campaign.taking_part = Campaign.TakingPart.BATCHES
    campaign.save()
    batch = Batch.objects.create(campaign=campaign, ordinal=1, name="试点")
    BatchArea.objects.create(batch=batch, area=cast.community, area_path=cast.community.path)

    assert list(checks.to_answer([cast.community.path, cast.next_community.path])) == [
        (campaign, cast.community, 2)
    ]


@pytest.mark.parametrize(
    ("head", "text", "further"),
    [
        ("楼道无杂物", "", ""),
        ("楼道无杂物", "楼道无杂物", ""),
        ("楼道无杂物", "1、楼道无杂物\uff1b", ""),
        ("楼道无杂物", "\uff08一\uff09楼道无杂物。", ""),
        ("楼道无杂物", "(1) 楼道无杂物", ""),
        ("楼道无杂物", "1、楼道无杂物,消防通道畅通。", "楼道无杂物,消防通道畅通。"),
        ("200名志愿者", "200名志愿者登记在册", "200名志愿者登记在册"),
    ],
)
def test_the_text_of_an_item_is_told_where_it_says_more_than_its_head(head: str, text: str, further: str):
    assert checks.further_text(StandardItem(head=head, text=text)) == further


def test_the_matrix_has_its_headings_over_the_columns(cast: Cast, campaign: Campaign):
    assert check_matrix.matrix(campaign, reach(cast.lin)).groups == (("一 环境整洁", 2),)
    flat = running(cast, standard=standard_of())
    StandardItemFactory(standard=flat.standard, ordinal=9, label="9", parent=None)
    assert check_matrix.matrix(flat, reach(cast.lin)).groups == ()
