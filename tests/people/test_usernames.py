"""Account names made from people's names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.people.devices import in_words
from gongjian.people.models import Person
from gongjian.people.usernames import normalise, suggest


@pytest.mark.parametrize(
    ("name", "username"),
    [
        ("王建国", "wang.jianguo"),
        ("李", "li001"),
        ("欧阳修", "ouyang.xiu"),
        ("单田芳", "shan.tianfang"),
        ("曾国藩", "zeng.guofan"),
        ("仇英", "qiu.ying"),
        ("尉迟恭", "yuchi.gong"),
        ("吕布", "lv.bu"),
        ("王 建 国", "wang.jianguo"),
        ("阿依古丽·吐尔逊", "ayiguli.tuerxun"),
        ("John Smith", "john.smith"),
        ("José Núñez", "jose.nunez"),
        ("", "user"),
        ("…", "user"),
    ],
)
def test_name_is_spelt_as_people_type_it(name: str, username: str):
    assert suggest(name) == username


def test_taken_names_are_numbered_on():
    assert suggest("王建国", {"wang.jianguo", "wang.jianguo2"}) == "wang.jianguo3"
    assert suggest("李", {"li001"}) == "li002"


@pytest.mark.slow
@given(st.text(max_size=40), st.sets(st.integers(1, 30), max_size=10))
def test_every_name_gives_an_account_name_that_the_field_takes(name: str, numbers: set[int]):
    base = suggest(name)
    taken = {base, *(f"{base}{number}" for number in numbers)}

    username = suggest(name, taken)

    assert username not in taken
    assert len(username) <= 40
    Person._meta.get_field("username").run_validators(username)


@pytest.mark.parametrize(
    ("typed", "kept"), [(" Wang.JianGuo ", "wang.jianguo"), ("ｗａｎｇ", "wang"), ("\tmei\n", "mei")]
)
def test_account_name_is_taken_however_it_is_typed(typed: str, kept: str):
    assert normalise(typed) == kept


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/120 Safari/537",
            "Chrome on Windows",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Safari/604", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 13) Chrome/111 Mobile MicroMessenger/8.0", "WeChat on Android phone"),
        ("Mozilla/5.0 (Linux; Android 13) wxwork/4.1 MicroMessenger/7.0", "WeCom on Android phone"),
        ("Mozilla/5.0 (Phone; OpenHarmony 5.0) HuaweiBrowser/5.0", "Huawei browser on HarmonyOS"),
        ("Mozilla/5.0 (X11; Linux x86_64) Firefox/115", "Firefox on Linux"),
        ("curl/8.0", "unknown device"),
        ("", "unknown device"),
    ],
)
def test_device_is_told_in_two_words(agent: str, words: str):
    from django.utils import translation

    with translation.override("en"):
        assert in_words(agent) == words
