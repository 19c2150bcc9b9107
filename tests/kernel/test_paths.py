"""Area paths: a subtree is a range, and nothing else lies in it."""

import pytest
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from gongjian.kernel import paths

SEGMENTS = st.integers(0, 36**paths.WIDTH - 1).map(paths.segment)
PATHS = st.lists(SEGMENTS, min_size=1, max_size=paths.MAX_DEPTH).map("".join)


@pytest.mark.parametrize(
    ("number", "segment"), [(0, "0000"), (1, "0001"), (35, "000Z"), (36, "0010"), (36**4 - 1, "ZZZZ")]
)
def test_segment_counts_in_thirty_six_digits(number: int, segment: str):
    assert paths.segment(number) == segment
    assert paths.number(segment) == number
    assert paths.number("0001" + segment) == number


@pytest.mark.parametrize("number", [-1, 36**4])
def test_number_without_a_segment_is_an_error(number: int):
    with pytest.raises(ValueError, match="no segment"):
        paths.segment(number)


@given(st.integers(0, 36**4 - 2))
def test_segments_sort_as_their_numbers(number: int):
    assert paths.segment(number) < paths.segment(number + 1)


@pytest.mark.slow
@given(PATHS, PATHS)
def test_range_holds_the_subtree_and_nothing_else(top: str, other: str):
    in_range = top <= other < paths.after(top)

    assert in_range == other.startswith(top)


@given(PATHS)
def test_path_is_put_together_from_its_parts(path: str):
    assert paths.parent(path) + path[-paths.WIDTH :] == path
    assert paths.ancestors(path) == [path[: paths.WIDTH * n] for n in range(1, paths.depth(path))]
    assert paths.depth(path) == len(path) // paths.WIDTH


def test_top_has_nobody_above():
    assert paths.parent("0001") == paths.ROOT
    assert paths.ancestors("0001") == []
    assert paths.depth("0001") == 1


def test_conditions_are_ranges_and_equalities():
    assert paths.within("00010002", "area_path") == Q(area_path__gte="00010002", area_path__lt="00010003")
    assert paths.within("000Z", "p") == Q(p__gte="000Z", p__lt="000[")
    assert paths.within(paths.ROOT) == Q()
    assert paths.above("000100020003") == Q(path__in=["0001", "00010002", "000100020003"])


def test_field_that_keeps_the_path_as_then_says_so_in_migrations():
    as_now, as_then = paths.AreaPathField(), paths.AreaPathField(follows=False)

    assert "follows" not in as_now.deconstruct()[3]
    assert as_then.deconstruct()[3]["follows"] is False
    assert as_now.deconstruct()[3]["max_length"] == 64


@pytest.mark.django_db
def test_paths_compare_as_bytes_in_the_database(cast):
    """A linguistic collation would put digits, letters and "[" in another order."""
    from gongjian.places.models import Area

    for index, path in enumerate(["ZZZZ", "000Z", "0010", "000A"]):
        Area.objects.create(kind="city", name=f"市{index}", path=path, valid_from="2026-01-01")

    found = Area.objects.filter(paths.within("000Z") | Q(path__in=["0010", "000A", "ZZZZ"])).order_by("path")
    assert [area.path for area in found] == ["000A", "000Z", "0010", "ZZZZ"]
