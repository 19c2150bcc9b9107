import pytest

from gongjian.places.kinds import Kind, kinds_under, may_stand_under, same_rank
from gongjian.places.names import initials, tidy


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("幸福里社区", "幸福里社区"),
        ("  幸福里社区\u3000", "幸福里社区"),
        ("幸 福 里 社 区", "幸福里社区"),
        ("\ufeff幸福里\u200b社区", "幸福里社区"),
        ("第１网格", "第1网格"),
        ("Ａ区３号楼", "A区3号楼"),
        ("望江街道（筹）", "望江街道（筹）"),
        ("Block  A  幸福", "Block A 幸福"),
        ("幸福里\n社区", "幸福里社区"),
        ("", ""),
        (" \u3000 ", ""),
    ],
)
def test_a_name_is_tidied_and_its_brackets_left(written, kept):
    assert tidy(written) == kept


@pytest.mark.slow  # the dictionary is read once
@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("幸福里社区", "xflsq"),
        ("重庆路街道", "cqljd"),
        ("长安社区", "casq"),
        ("3号楼", "3hl"),
        ("A区第12网格", "aqd12wg"),
        ("（筹）", "c"),
        ("🙂", ""),
        ("长" * 60, "c" * 60),
    ],
)
def test_initials_are_what_people_type(name, letters):
    assert initials(name) == letters


def test_what_may_stand_under_what():
    assert {kind: kinds_under(kind) for kind in Kind.values} == {
        "province": ["city", "district"],
        "city": ["district", "subdistrict", "township"],
        "district": ["subdistrict", "township", "community", "village"],
        "subdistrict": ["community", "village", "grid"],
        "township": ["community", "village", "grid"],
        "community": ["grid", "building"],
        "village": ["grid", "building"],
        "grid": ["grid", "building"],
        "building": [],
    }
    assert kinds_under(None) == [
        "province",
        "city",
        "district",
        "subdistrict",
        "township",
        "community",
        "village",
    ]
    assert may_stand_under(Kind.GRID, Kind.GRID)


def test_kinds_of_one_rank_replace_each_other():
    assert same_rank(Kind.VILLAGE) == ["community", "village"]
    assert same_rank(Kind.GRID) == ["grid"]
