from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cast import Cast
from factories.inbox import MessageFactory
from gongjian.inbox import actions, unread
from gongjian.inbox.models import Kind, Message
from gongjian.jobs.actions import enqueue
from gongjian.jobs.worker import drain

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def test_everyone_is_told_once_and_closed_accounts_are_passed_over(cast: Cast) -> None:
    cast.gao.is_active = False

    actions.tell(
        [cast.mei, cast.lin, cast.mei, None, cast.gao],
        title="方案已读完",
        text="共3项",
        url="/plans/1/",
        at=AT,
    )

    assert set(
        Message.objects.values_list("to", "kind", "title", "text", "url", "created_at", "read_at")
    ) == {
        (person.pk, Kind.NEWS, "方案已读完", "共3项", "/plans/1/", AT, None)
        for person in (cast.mei, cast.lin)
    }


def test_nobody_is_told_of_what_was_rolled_back(cast: Cast) -> None:
    with transaction.atomic():
        actions.tell([cast.mei], title="方案已读完", at=AT)
        transaction.set_rollback(True)

    assert unread.count(cast.mei.pk) == 0


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_a_message_never_leads_elsewhere(cast: Cast, url: str) -> None:
    with pytest.raises(ValueError):
        actions.tell([cast.mei], title="x", url=url, at=AT)


def test_the_bell_counts_what_is_unread(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    MessageFactory.create_batch(3, to=cast.mei)
    MessageFactory(to=cast.mei, read_at=AT)
    MessageFactory(to=cast.lin)

    with django_assert_num_queries(1):
        assert unread.count(cast.mei.pk) == 3


def test_opening_a_message_leads_to_its_page_and_marks_it_read_once(cast: Cast, as_mei: Client) -> None:
    message = MessageFactory(to=cast.mei, url="/plans/")

    response = as_mei.get(reverse("inbox:open", args=[message.pk]))
    message.refresh_from_db()
    first = message.read_at
    as_mei.get(reverse("inbox:open", args=[message.pk]))
    message.refresh_from_db()

    assert (response.status_code, response["Location"]) == (302, "/plans/")
    assert first is not None
    assert message.read_at == first


def test_a_message_without_a_page_leads_to_the_inbox(cast: Cast, as_mei: Client) -> None:
    response = as_mei.get(reverse("inbox:open", args=[MessageFactory(to=cast.mei).pk]))

    assert response["Location"] == reverse("inbox:list")


def test_marking_one_read_gives_back_its_row_alone(cast: Cast, as_mei: Client) -> None:
    message = MessageFactory(to=cast.mei, title="任务已移交")

    response = as_mei.post(reverse("inbox:read", args=[message.pk]), headers={"HX-Request": "true"})

    assert "任务已移交" in response.content.decode()
    assert "<html" not in response.content.decode()
    assert "is-unread" not in response.content.decode()


def test_marking_one_read_without_script_leads_back(cast: Cast, as_mei: Client) -> None:
    response = as_mei.post(reverse("inbox:read", args=[MessageFactory(to=cast.mei).pk]))

    assert response["Location"] == reverse("inbox:list")


def test_all_read_leaves_what_comes_afterwards(cast: Cast, as_mei: Client) -> None:
    MessageFactory.create_batch(2, to=cast.mei)
    MessageFactory(to=cast.mei, created_at=timezone.now() + timedelta(hours=1))

    as_mei.post(reverse("inbox:read-all"))

    assert unread.count(cast.mei.pk) == 1


def test_a_message_is_called_by_its_title(cast: Cast) -> None:
    message = MessageFactory(to=cast.mei, title="任务已移交")

    assert (str(message), message.get_absolute_url()) == ("任务已移交", f"/inbox/{message.pk}/")


@pytest.mark.parametrize("name", ["open", "read"])
def test_the_message_of_another_person_does_not_exist(cast: Cast, as_lin: Client, name: str) -> None:
    message = MessageFactory(to=cast.mei)
    address = reverse(f"inbox:{name}", args=[message.pk])

    response = as_lin.get(address) if name == "open" else as_lin.post(address)

    message.refresh_from_db()
    assert (response.status_code, message.read_at) == (404, None)


@pytest.mark.parametrize("rows", [1, 25])
def test_the_inbox_takes_the_same_queries_whatever_stands_in_it(
    cast: Cast, as_mei: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    MessageFactory.create_batch(rows, to=cast.mei)

    # Session, person, grants; waiting, page count, page; the bell.
    with django_assert_num_queries(LIST_QUERIES):
        response = as_mei.get(reverse("inbox:list"))

    assert len(response.context["page"].object_list) == rows


LIST_QUERIES = 7


def test_only_unread_messages_are_listed_when_asked_for(cast: Cast, as_mei: Client) -> None:
    waiting = MessageFactory(to=cast.mei)
    MessageFactory(to=cast.mei, read_at=AT)

    response = as_mei.get(reverse("inbox:list"), {"show": "unread"})

    assert list(response.context["page"].object_list) == [waiting]


@pytest.mark.parametrize("query", [{}, {"show": "unread"}])
def test_an_empty_inbox_says_so(cast: Cast, as_mei: Client, query: dict[str, str]) -> None:
    response = as_mei.get(reverse("inbox:list"), query)

    assert "empty-state" in response.content.decode()


def test_old_messages_go_by_themselves(cast: Cast) -> None:
    MessageFactory(to=cast.mei, created_at=timezone.now() - timedelta(days=200))
    fresh = MessageFactory(to=cast.mei, created_at=timezone.now())

    enqueue("inbox.forget", {}, by=None, at=AT, title="清理")
    drain()

    assert list(Message.objects.all()) == [fresh]
