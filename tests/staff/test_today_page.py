"""The head of the day: in the order of the reader's language."""

from datetime import UTC, datetime

import pytest
import time_machine

from cast import Cast


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Wednesday, 25 November 2026"), ("zh-hans", "2026年11月25日 星期三")]
)
def test_the_day_is_written_as_the_language_writes_it(cast: Cast, language: str, words: str):
    with time_machine.travel(datetime(2026, 11, 25, 1, 0, tzinfo=UTC), tick=False):
        client = cast.client(cast.mei)
        client.cookies["language"] = language
        page = client.get("/today/").content.decode()

    assert words in page
