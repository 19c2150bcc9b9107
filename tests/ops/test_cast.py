from datetime import date

import pytest

from cast import Cast
from gongjian.people.reach import reach_of
from gongjian.people.roles import Capability

ON = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("name", "may_work_in"),
    [
        ("lin", ["district", "community", "next_community", "village"]),
        ("sun", ["community", "next_community"]),
        ("mei", ["community"]),
        ("gao", []),
        ("chen", ["next_community"]),
        ("he", ["district", "community", "next_community", "village"]),
        ("wu", []),
        ("zhou", ["far_community"]),
    ],
)
def test_each_of_the_cast_may_work_where_they_belong(cast: Cast, name: str, may_work_in: list[str]):
    reach = reach_of(getattr(cast, name), on=ON)

    places = ["district", "community", "next_community", "village", "far_community"]
    assert [p for p in places if reach.may(Capability.WORK, getattr(cast, p).path)] == may_work_in
