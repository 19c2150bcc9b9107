import pytest

from gongjian.engines.plans.model import UnreadableError
from gongjian.engines.plans.readers.encodings import Decoded, decode, plausibility, tidy

PLAN = "社区平安建设工作实施方案\n一、加强领导，落实责任。\n"
TRADITIONAL = "社區平安建設工作實施方案\n一、加強領導，落實責任。\n"


@pytest.mark.parametrize(
    ("codec", "mark", "name"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8"),
        ("gbk", b"", "gb18030"),
        ("gb18030", b"", "gb18030"),
        ("hz", b"", "hz-gb-2312"),
        ("utf-16le", b"\xff\xfe", "utf-16le"),
        ("utf-16be", b"\xfe\xff", "utf-16be"),
        ("utf-16le", b"", "utf-16le"),
        ("utf-16be", b"", "utf-16be"),
        ("utf-32le", b"\xff\xfe\0\0", "utf-32le"),
        ("utf-32be", b"\0\0\xfe\xff", "utf-32be"),
        ("utf-32le", b"", "utf-32le"),
        ("utf-32be", b"", "utf-32be"),
    ],
)
def test_simplified_text_is_read_in_every_encoding(codec, mark, name):
    assert decode(mark + PLAN.encode(codec)) == Decoded(PLAN, name)


@pytest.mark.parametrize("codec", ["utf-8", "cp950", "gb18030", "utf-16le"])
def test_traditional_text_is_read_in_every_encoding(codec):
    assert decode(TRADITIONAL.encode(codec)).text == TRADITIONAL


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "cp950"])
def test_a_dozen_characters_tell_the_encoding(codec):
    text = TRADITIONAL[:12] if codec == "cp950" else PLAN[:12]

    assert decode(text.encode(codec)).text == text


@pytest.mark.parametrize(
    ("data", "text", "name"),
    [
        (b"plain words only", "plain words only", "utf-8"),
        ("plain".encode("utf-16le"), "plain", "utf-16le"),
        (b"a ~{ b", "a ~{ b", "utf-8"),  # no HZ, though it looks like it
        ("“引号”与①".encode(), "“引号”与①", "utf-8"),
        (
            "日本語のテキストです。これはテストです。".encode("shift_jis"),
            "日本語のテキストです。これはテストです。",
            "cp932",
        ),
    ],
)
def test_other_texts_are_taken_for_what_they_are(data, text, name):
    assert decode(data) == Decoded(text, name)


def test_a_text_cut_in_the_middle_of_a_character_is_read_to_there():
    assert decode(PLAN.encode()[:-3]).text == PLAN[:-2] + "\ufffd"
    assert decode(PLAN.encode("gb18030")[:-2]).text == PLAN[:-2] + "\ufffd"


def test_a_long_page_of_script_before_the_text_does_not_hide_the_encoding():
    script = b"<script>" + b"var a = 1;\n" * 20_000 + b"</script>"

    decoded = decode(script + PLAN.encode("gbk"))

    assert decoded == Decoded(script.decode() + PLAN, "gb18030")


@pytest.mark.parametrize("data", [bytes(range(256)) * 4, b"\0" * 100, b"\xff\xfe" + b"\1\0" * 50])
def test_bytes_that_are_no_text_are_refused(data):
    with pytest.raises(UnreadableError) as caught:
        decode(data)

    assert caught.value.code == "binary"


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("甲\r\n乙\r丙\n丁", "甲\n乙\n丙\n丁"),
        ("甲\x0b乙\x0c丙\u2028丁", "甲\n乙\n丙\n丁"),
        ("甲\0乙\x1a", "甲乙"),
        ("甲\t乙　丙", "甲\t乙　丙"),
        ("\ufeff甲\ufeff", "甲\ufeff"),
        ("甲\ud800乙", "甲乙"),
    ],
)
def test_line_ends_are_one_kind_and_controls_are_gone(text, tidied):
    assert tidy(text) == tidied


def test_plausibility_is_the_share_of_common_characters_outside_ascii():
    assert plausibility("abc") == 0.0
    assert plausibility("社区，ab") == 1.0
    assert plausibility("社区鏂囦") == 0.5
