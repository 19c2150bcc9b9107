import pytest

from gongjian.engines.plans.readers.numbering import Counter, Definition, Level, Lists, WordList, number_text

OUTLINE = {
    0: Level(format="chineseCounting", pattern="%1、", suffix="nothing"),
    1: Level(format="chineseCounting", pattern="（%2）", suffix="nothing"),
    2: Level(format="decimal", pattern="%3.", suffix="tab"),
}


def labels(lists: Lists, *steps: tuple[str, int]) -> list[str]:
    counter = Counter(lists)
    return [counter.label(list_id, level) for list_id, level in steps]


def one_list(levels: dict[int, Level]) -> Lists:
    return Lists({"0": Definition(levels)}, {"1": WordList("0")})


def test_levels_count_on_and_begin_anew_under_a_new_parent():
    steps = [("1", 0), ("1", 1), ("1", 2), ("1", 2), ("1", 1), ("1", 2), ("1", 0), ("1", 1)]

    assert labels(one_list(OUTLINE), *steps) == [
        "一、",
        "（一）",
        "1.",
        "2.",
        "（二）",
        "1.",
        "二、",
        "（一）",
    ]


def test_a_level_that_never_restarts_counts_on():
    levels = {0: OUTLINE[0], 1: Level(pattern="%2.", restart=0)}

    assert labels(one_list(levels), ("1", 0), ("1", 1), ("1", 0), ("1", 1)) == ["一、", "1.", "二、", "2."]


def test_a_level_restarts_only_after_the_level_it_names():
    levels = {0: OUTLINE[0], 1: OUTLINE[1], 2: Level(pattern="%3.", restart=1)}
    steps = [("1", 0), ("1", 1), ("1", 2), ("1", 1), ("1", 2), ("1", 0), ("1", 2)]

    assert labels(one_list(levels), *steps) == ["一、", "（一）", "1.", "（二）", "2.", "二、", "1."]


def test_a_pattern_may_show_the_levels_above_it():
    levels = {0: Level(format="chineseCounting", pattern="%1、"), 1: Level(pattern="%1.%2", is_legal=True)}

    assert labels(one_list(levels), ("1", 0), ("1", 0), ("1", 1)) == ["一、", "二、", "2.1 "]


def test_a_level_above_that_was_never_used_shows_its_start():
    levels = {0: Level(start=3), 1: Level(pattern="%1.%2.")}

    assert labels(one_list(levels), ("1", 1), ("1", 1)) == ["3.1.", "3.2."]


def test_lists_of_one_definition_count_on_together():
    lists = Lists({"0": Definition(OUTLINE)}, {"1": WordList("0"), "2": WordList("0")})

    assert labels(lists, ("1", 0), ("2", 0), ("1", 0)) == ["一、", "二、", "三、"]


def test_a_start_override_begins_anew_once():
    lists = Lists({"0": Definition(OUTLINE)}, {"1": WordList("0"), "2": WordList("0", starts={0: 1})})

    assert labels(lists, ("1", 0), ("1", 0), ("2", 0), ("2", 0)) == ["一、", "二、", "一、", "二、"]


def test_a_level_override_takes_the_place_of_the_level():
    lists = Lists({"0": Definition(OUTLINE)}, {"1": WordList("0", levels={0: Level(pattern="第%1条")})})

    assert labels(lists, ("1", 0), ("1", 0)) == ["第1条 ", "第2条 "]


def test_a_definition_may_stand_in_a_numbering_style():
    lists = Lists(
        {"0": Definition(style="Plan"), "9": Definition(OUTLINE)},
        {"1": WordList("0"), "2": WordList("9")},
        {"Plan": "2"},
    )

    assert labels(lists, ("1", 0), ("1", 0)) == ["一、", "二、"]


def test_links_in_a_circle_give_no_label():
    lists = Lists({"0": Definition(style="A")}, {"1": WordList("0")}, {"A": "1"})

    assert labels(lists, ("1", 0)) == [""]


@pytest.mark.parametrize("step", [("0", 0), ("7", 0), ("1", 5), ("1", -1), ("1", 99)])
def test_what_is_not_numbered_has_no_label(step):
    assert labels(one_list(OUTLINE), step) == [""]


def test_bullets_have_no_label():
    assert labels(one_list({0: Level(format="bullet", pattern="\uf0b7")}), ("1", 0)) == [""]


@pytest.mark.parametrize(
    ("style", "numbers", "texts"),
    [
        ("decimal", [1, 12], ["1", "12"]),
        ("chineseCounting", [1, 10, 11, 20, 21, 99], ["一", "十", "十一", "二十", "二十一", "九十九"]),
        (
            "chineseCountingThousand",
            [100, 105, 110, 123, 1001],
            ["一百", "一百〇五", "一百一十", "一百二十三", "一千〇一"],
        ),
        ("japaneseCounting", [7, 10], ["七", "十"]),
        ("ideographDigital", [3, 10], ["三", "一〇"]),
        ("chineseLegalSimplified", [1, 10, 12], ["壹", "壹拾", "壹拾贰"]),
        ("ideographTraditional", [1, 10, 11], ["甲", "癸", "甲"]),
        ("ideographZodiac", [1, 12], ["子", "亥"]),
        ("decimalEnclosedCircleChinese", [1, 20, 21, 36, 50, 51], ["①", "⑳", "㉑", "㊱", "㊿", "51"]),
        ("decimalEnclosedParen", [1, 21], ["⑴", "21"]),
        ("decimalEnclosedFullstop", [2], ["⒉"]),
        ("ideographEnclosedCircle", [10], ["㊉"]),
        ("decimalFullWidth", [12], ["１２"]),
        ("decimalZero", [3, 12], ["03", "12"]),
        ("lowerLetter", [1, 26, 27], ["a", "z", "aa"]),
        ("upperLetter", [2], ["B"]),
        ("lowerRoman", [4, 9], ["iv", "ix"]),
        ("upperRoman", [14], ["XIV"]),
        ("none", [1], [""]),
        ("hebrew1", [5], ["5"]),
    ],
)
def test_number_formats(style, numbers, texts):
    assert [number_text(number, style) for number in numbers] == texts


@pytest.mark.parametrize(
    "style", ["chineseCounting", "ideographTraditional", "lowerLetter", "upperRoman", "decimalEnclosedCircle"]
)
@pytest.mark.parametrize("number", [0, -3, 10**6])
def test_numbers_a_format_cannot_write_are_decimal(style, number):
    written = number_text(number, style)

    assert written == str(number) or (style == "ideographTraditional" and number > 0)
