"""The script that keeps the catalogues."""

from pathlib import Path
from types import ModuleType

import polib
import pytest

from ops.scripts import load


@pytest.fixture
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, on a package of two apps of its own."""
    module = load("catalogues")
    monkeypatch.setattr(module, "PACKAGE", tmp_path)
    for app in ("kernel", "matters"):
        (tmp_path / app).mkdir()
        (tmp_path / app / "apps.py").write_text("")
    return module


CODE = """
from django.utils.translation import gettext as _, ngettext, npgettext, pgettext_lazy
A = _("Close")
B = pgettext_lazy("matter", "Open")
C = ngettext("%(n)s matter", "%(n)s matters", n) % {"n": n}
D = npgettext("short", "day", "days", n)
E = _("two "
      "parts")
F = _(variable)
G = other("not ours")
"""
TEMPLATE = """
{% load i18n %}{% translate "Close" %}{% translate 'Board' context "page" %}
{% blocktranslate trimmed with name=x.y count n=x %}
  {{ name }} has {{ n }} matter (open)
{% plural %}
  {{ name }} has {{ n }} matters (open)
{% endblocktranslate %}
{% include "a.html" with title=_("Title (short)") only %}{{ _("In a variable") }}
{% comment %}{% translate "Hidden" %}{% endcomment %}
"""


def test_every_way_to_mark_a_message_is_found(catalogues: ModuleType, tmp_path: Path):
    (tmp_path / "settings.py").write_text("from x import gettext_lazy as _\nL = _('English')\n")
    (tmp_path / "matters" / "views.py").write_text(CODE)
    (tmp_path / "matters" / "templates").mkdir()
    (tmp_path / "matters" / "templates" / "a.html").write_text(TEMPLATE)

    found = catalogues.gather()

    assert [(k, ms[0].plural) for k, ms in found["kernel"].items()] == [((None, "English"), "")]
    assert {(*key, messages[0].plural) for key, messages in found["matters"].items()} == {
        (None, "Close", ""),
        ("matter", "Open", ""),
        (None, "%(n)s matter", "%(n)s matters"),
        ("short", "day", "days"),
        (None, "two parts", ""),
        ("page", "Board", ""),
        (None, "%(name)s has %(n)s matter (open)", "%(name)s has %(n)s matters (open)"),
        (None, "Title (short)", ""),
        (None, "In a variable", ""),
    }


def write(tmp_path: Path, code: str) -> None:
    (tmp_path / "matters" / "views.py").write_text(code)


def translate(catalogues: ModuleType, **words: str) -> None:
    catalogue = catalogues.opened("matters")
    for entry in catalogue:
        if entry.msgid in words:
            entry.msgstr = words[entry.msgid]
    catalogue.save(str(catalogues.catalogue_path("matters")))


def faults(catalogues: ModuleType) -> list[str]:
    found = catalogues.gather()
    return [*catalogues.faults_of("matters", found["matters"]), *catalogues.contradictions()]


def test_an_update_keeps_what_is_translated(catalogues: ModuleType, tmp_path: Path):
    write(tmp_path, "_('Close'); _('Open')")
    catalogues.update([])
    translate(catalogues, Close="关闭")
    write(tmp_path, "_('Close'); _('Reopen it')")

    catalogues.update(["matters"])

    assert [(e.msgid, e.msgstr) for e in catalogues.opened("matters")] == [
        ("Close", "关闭"),
        ("Reopen it", ""),
    ]


def test_a_sentence_that_changed_is_to_be_looked_at_again(catalogues: ModuleType, tmp_path: Path):
    write(tmp_path, "_('This matter is closed.')")
    catalogues.update([])
    translate(catalogues, **{"This matter is closed.": "该事项已关闭。"})
    write(tmp_path, "_('This matter was closed.')")

    catalogues.update([])

    assert faults(catalogues) == ["matters: to be looked at again (fuzzy): 'This matter was closed.'"]
    assert [e.msgstr for e in catalogues.opened("matters")] == ["该事项已关闭。"]


@pytest.mark.parametrize(
    ("code", "words", "fault"),
    [
        ("_('Close')", {"Close": "关闭"}, []),
        ("_('Close')", {}, ["matters: not translated: 'Close'"]),
        (
            "_('%(a)s of %(b)s')",
            {"%(a)s of %(b)s": "%(a)s"},
            ["matters: placeholders differ, %(a)s, %(b)s became %(a)s: '%(a)s of %(b)s' → '%(a)s'"],
        ),
        ("_('%(a)s of %(b)s')", {"%(a)s of %(b)s": "%(b)s 之 %(a)s"}, []),
    ],
)
def test_the_check_finds(
    catalogues: ModuleType, tmp_path: Path, code: str, words: dict[str, str], fault: list[str]
):
    write(tmp_path, code)
    catalogues.update([])
    translate(catalogues, **words)

    assert faults(catalogues) == fault


def test_what_the_code_no_longer_says_is_left_over(catalogues: ModuleType, tmp_path: Path):
    write(tmp_path, "_('Close')")
    catalogues.update([])
    translate(catalogues, Close="关闭")
    write(tmp_path, "")

    assert faults(catalogues) == ["matters: left over: 'Close'"]


def test_one_message_with_two_translations_is_a_contradiction(catalogues: ModuleType, tmp_path: Path):
    write(tmp_path, "_('Close')")
    (tmp_path / "kernel" / "a.py").write_text("_('Close')")
    catalogues.update([])
    translate(catalogues, Close="关闭")
    kernel = catalogues.opened("kernel")
    kernel[0].msgstr = "结束"
    kernel.save(str(catalogues.catalogue_path("kernel")))

    assert faults(catalogues) == [
        "'Close' is '结束' in kernel and '关闭' in matters: agree on one, or tell them apart with pgettext"
    ]


def test_compiling_makes_both_scripts(catalogues: ModuleType, tmp_path: Path):
    write(tmp_path, "_('Close')")
    catalogues.update([])
    translate(catalogues, Close="关闭网络")

    catalogues.compile_all()

    folder = tmp_path / "matters" / "locale"
    made = [polib.mofile(str(folder / name / "LC_MESSAGES" / "django.mo")) for name in ("zh_Hans", "zh_Hant")]
    assert [(mo[0].msgstr, mo.metadata["Language"]) for mo in made] == [
        ("关闭网络", "zh_Hans"),
        ("關閉網絡", "zh_Hant"),
    ]
