"""YAML to values with places: what is refused, and that every value's place is where it was written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.packs import yaml_tree
from gongjian.engines.packs.faults import Mark

# --- Values -----------------------------------------------------------------------------------------------
SCALARS = [
    ("12", 12),
    ("-3", -3),
    ("+3", 3),
    ("0x1f", 31),
    ("0o17", 15),
    ("010", 10),
    ("1.50", Decimal("1.50")),
    ("1.", Decimal("1")),
    (".5", Decimal("0.5")),
    ("1e3", Decimal("1e3")),
    ("true", True),
    ("FALSE", False),
    ("null", None),
    ("~", None),
    ("", None),
    ("no", "no"),
    ("on", "on"),
    ("2026-01-01", "2026-01-01"),
    ("1.0.0", "1.0.0"),
    ("12:30", "12:30"),
    ("1_000", "1_000"),
    ("=", "="),
    ("'12'", "12"),
    ('"true"', "true"),
    ("居民 会议", "居民 会议"),
]


@pytest.mark.parametrize(("written", "value"), SCALARS)
def test_a_scalar_reads_as_in_yaml_1_2(written, value):
    tree, faults = yaml_tree.read("a.yaml", f"- {written}\n- 1".encode())

    assert faults == ()
    assert tree.value == [value, 1]
    assert type(tree.value[0]) is type(value)


def test_a_folded_text_has_no_blank_between_chinese_characters():
    text = "a: >-\n  甲乙，\n  丙丁 and\n  more\nb: 甲 乙\n"

    tree, _ = yaml_tree.read("a.yaml", text.encode())

    assert tree.value == {"a": "甲乙，丙丁 and more", "b": "甲 乙"}


def test_a_byte_order_mark_and_windows_line_ends_do_not_move_places():
    tree, faults = yaml_tree.read("a.yaml", b"\xef\xbb\xbfa: 1\r\nb:\r\n  - x\r\n")

    assert faults == ()
    assert (tree.value, tree.keys[("a",)], tree.values[("b", 0)]) == (
        {"a": 1, "b": ["x"]},
        Mark(1, 1),
        Mark(3, 5),
    )


# --- Refusals ---------------------------------------------------------------------------------------------
BOMB = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n"
REFUSED = [
    ("an anchor, before any alias is followed", BOMB.encode(), "anchor", "&a", Mark(1, 4)),
    ("an alias", b"a: 1\nb: *a\n", "alias", "*a", Mark(2, 4)),
    ("a merge key", b"a:\n  <<: {b: 1}\n", "merge-key", "<<", Mark(2, 3)),
    (
        "a tag",
        b"a: !!python/name:os.system x\n",
        "tag",
        "tag:yaml.org,2002:python/name:os.system",
        Mark(1, 4),
    ),
    ("a tag of one's own", b"a: !b x\n", "tag", "!b", Mark(1, 4)),
    ("two documents", b"a: 1\n---\nb: 2\n", "several-documents", "", Mark(2, 1)),
    ("a list as a key", b"? [a]\n: 1\n", "key-is-no-word", "", Mark(1, 3)),
    ("another encoding", "a: 1\n名: 1\n".encode("gb18030"), "not-utf-8", "C3", Mark(2, 1)),
    ("UTF-16", "a: 1".encode("utf-16"), "not-utf-8", "FF", Mark(1, 1)),
    ("a control character", b"a: 1\nb: x\x07y\n", "unprintable", "U+0007", Mark(2, 5)),
    ("nothing", b"", "empty-file", "", Mark(1, 1)),
    ("a comment alone", b"# a\n", "empty-file", "", Mark(1, 1)),
    ("not a number", b"a: .nan\n", "no-number", ".nan", Mark(1, 4)),
    ("an endless number", b"a: " + b"9" * 5000, "no-number", "9" * 30, Mark(1, 4)),
    ("a number that would not fit anywhere", b"a: 1e999999\n", "no-number", "1e999999", Mark(1, 4)),
    ("a tab", b"a:\n\tb: 1\n", "syntax", "", Mark(2, 1)),
    ("a colon too many", b"a: b: c\n", "syntax", "", Mark(1, 5)),
    ("a quote without partner", b'a: "b\n', "syntax", "", Mark(2, 1)),
    ("a sign that needs quotes", b"a: >= 1\n", "syntax", "", Mark(1, 5)),
]


@pytest.mark.parametrize(("what", "data", "code", "found", "mark"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_a_pack_may_not_hold_is_refused_with_its_place(what, data, code, found, mark):
    tree, faults = yaml_tree.read("a.yaml", data)

    assert tree is None
    assert [(fault.code, fault.found, fault.mark) for fault in faults] == [(code, found, mark)]


def test_deep_nesting_is_refused_without_reading_on():
    # The parser itself looks ahead inside brackets, and gives up at a depth of its own.
    for data in (b"[" * 200_000, b"- " * 40 + b"a", b"[" * 31 + b"]" * 31):
        tree, (fault,) = yaml_tree.read("a.yaml", data)

        assert (tree, fault.code, fault.more) == (None, "too-deep", {"limit": yaml_tree.MOST_DEPTH})


def test_a_huge_file_is_refused_unread():
    tree, (fault,) = yaml_tree.read("a.yaml", b"#" * (yaml_tree.MOST_BYTES + 1))

    assert (tree, fault.code, fault.text("en")) == (
        None,
        "too-large",
        "The file is over 1024 KB. Split or shorten it.",
    )


@pytest.mark.slow
def test_very_many_values_are_refused():
    tree, (fault,) = yaml_tree.read("a.yaml", b"[" + b"1," * (yaml_tree.MOST_NODES + 1) + b"]")

    assert (tree, fault.code) == (None, "too-many-values")


def test_a_doubled_key_is_told_and_the_first_one_stands():
    text = "a: {b: 1}\nc: 2\na:\n  b: 9\n  d: 9\n  d: 8\n"

    tree, faults = yaml_tree.read("x.yaml", text.encode())

    assert tree.value == {"a": {"b": 1}, "c": 2}
    assert tree.values[("a", "b")] == Mark(1, 8)
    assert [(fault.mark, fault.found, fault.more["line"]) for fault in faults] == [
        (Mark(3, 1), "a", 1),
        (Mark(6, 3), "d", 1),
    ]


def test_the_place_of_what_is_missing_is_the_nearest_thing_around_it():
    tree, _ = yaml_tree.read("a.yaml", b"a:\n  - b: 1\n")

    assert (tree.at(("a", 0, "c", "d")), tree.at_key(("a", 0, "c"))) == (Mark(2, 5), Mark(2, 5))


# --- Places -----------------------------------------------------------------------------------------------
KEYS = st.text("abc名称", min_size=1, max_size=4)
WORDS = st.text("xyz会议，。-", min_size=1, max_size=6).filter(lambda text: text.strip("-") != "")
VALUES = st.recursive(
    st.integers(-99, 99) | WORDS | st.booleans(),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4) | st.dictionaries(KEYS, inner, min_size=1, max_size=4)
    ),
    max_leaves=12,
)


class Writer:
    """Writes values as YAML by hand, noting where each begins."""

    def __init__(self) -> None:
        self.text, self.values, self.keys = "", {}, {}

    def here(self) -> Mark:
        last = self.text.rfind("\n")
        return Mark(self.text.count("\n") + 1, len(self.text) - last)

    def write(self, value, path=(), indent=0):
        if isinstance(value, (dict, list)):
            entries = value.items() if isinstance(value, dict) else enumerate(value)
            for number, (name, entry) in enumerate(entries):
                self.text += " " * indent
                if number == 0:
                    self.values[path] = self.here()
                if isinstance(value, dict):
                    self.keys[(*path, name)] = self.here()
                    self.text += f"{name}:"
                else:
                    self.text += "-"
                self.after(entry, (*path, name), indent)
        else:
            self.values[path] = self.here()
            self.text += self.scalar(value) + "\n"

    def after(self, entry, path, indent):
        if isinstance(entry, (dict, list)):
            self.text += " # 注\n"
            self.write(entry, path, indent + 3)
        else:
            self.text += "  "
            self.write(entry, path)

    def scalar(self, value):
        if isinstance(value, bool):
            return "true" if value else "false"
        return f'"{value}"' if isinstance(value, str) else str(value)


@pytest.mark.slow
@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4) | st.lists(VALUES, min_size=1, max_size=4))
def test_every_value_is_read_back_with_the_place_where_it_was_written(value):
    writer = Writer()
    writer.write(value)

    tree, faults = yaml_tree.read("a.yaml", writer.text.encode())

    assert faults == ()
    assert (tree.value, tree.values, tree.keys) == (value, writer.values, writer.keys)


@pytest.mark.slow
@given(st.binary(max_size=60) | st.text(":-[]{}&*!|>'\"# \n\tab1", max_size=40).map(str.encode))
def test_any_bytes_give_a_tree_or_a_sentence(data):
    tree, faults = yaml_tree.read("a.yaml", data)

    assert (tree is not None) or faults
    assert all(fault.text("zh") and fault.text("en") for fault in faults)
