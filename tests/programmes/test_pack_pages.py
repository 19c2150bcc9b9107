"""The pages of packs: what there is, how a pack reads, and installing one."""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongjian.engines.packs.loading import SHIPPED
from gongjian.programmes import definitions
from gongjian.programmes.actions.packs import install, offered
from gongjian.programmes.models import Pack

from .test_packs import AT, COMMITTEE

LIST = reverse("programmes:packs")
SHIPPED_PAGE = reverse("programmes:shipped", args=[COMMITTEE])
INSTALL = reverse("programmes:install", args=[COMMITTEE])


def test_a_keeper_of_the_district_installs_a_pack_after_reading_it(as_lin: Client) -> None:
    offer = as_lin.get(LIST).content.decode()
    read = as_lin.get(SHIPPED_PAGE).content.decode()
    done = as_lin.post(INSTALL)

    pack = Pack.objects.get(code=COMMITTEE)
    assert (SHIPPED_PAGE in offer, INSTALL in offer, INSTALL in read) == (True, True, True)
    assert "居民代表会议每半年至少一次" in read
    assert (done.status_code, done["Location"]) == (302, pack.get_absolute_url())
    assert SHIPPED_PAGE not in as_lin.get(LIST).content.decode()


def test_others_read_packs_and_install_none(as_mei: Client) -> None:
    offer = as_mei.get(LIST).content.decode()

    assert (SHIPPED_PAGE in offer, INSTALL in offer) == (True, False)
    assert INSTALL not in as_mei.get(SHIPPED_PAGE).content.decode()
    assert (as_mei.post(INSTALL).status_code, Pack.objects.count()) == (404, 0)


def test_what_does_not_come_with_the_program_is_not_there(as_lin: Client) -> None:
    for name in ("none", "base"):  # a vocabulary comes with the packs that are built on it
        assert as_lin.get(reverse("programmes:shipped", args=[name])).status_code == 404
        assert as_lin.post(reverse("programmes:install", args=[name])).status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_shipped_pack_reads_well(as_mei: Client, language: str) -> None:
    for folder in sorted(path.parent for path in SHIPPED.glob("*/pack.yaml")):
        pack = install(offered(folder), by=None, at=AT)

        page = as_mei.get(pack.get_absolute_url(), headers={"accept-language": language})

        assert page.status_code == 200
        assert definitions.of(pack).head.name.in_(language[:2]) in unescape(page.content.decode())


def test_the_pages_ask_the_same_whatever_is_installed(as_mei: Client, django_assert_num_queries: Any) -> None:
    first = install(offered(SHIPPED / COMMITTEE), by=None, at=AT)
    as_mei.get(first.get_absolute_url())
    for _round in range(2):
        with django_assert_num_queries(6):
            as_mei.get(LIST)
        with django_assert_num_queries(6):
            as_mei.get(first.get_absolute_url())
        for name in ("villagers-committee", "safe-and-civilised"):
            install(offered(SHIPPED / name), by=None, at=AT)
