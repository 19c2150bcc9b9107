"""The template tags."""

from datetime import date

import pytest
from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from gongjian.places.models import Area

TODAY = date(2026, 3, 10)


def shown(template: str, **variables: object) -> str:
    return Template(template).render(Context(variables))


def test_an_icon_is_decoration_unless_it_is_named():
    plain, named = shown('{% icon "bell" %}'), shown('{% icon "bell" label=text size="sm" %}', text="<消息>")

    assert (
        plain == '<svg class="icon" aria-hidden="true"><use href="/static/vendor/icons.svg#bell"></use></svg>'
    )
    assert named.startswith('<svg class="icon icon-sm" role="img" aria-label="&lt;消息&gt;">')


def test_a_state_says_itself_in_words():
    assert (
        shown('{% status "met" "达标" "ok" %}') == '<span class="state state-ok" data-state="met">达标</span>'
    )
    with pytest.raises(ValueError, match="no tone 'green'"):
        shown('{% status "met" "达标" "green" %}')


@pytest.mark.parametrize(
    ("day", "tone", "words"),
    [
        (date(2026, 3, 8), "late", "2 days overdue"),
        (date(2026, 3, 9), "late", "1 day overdue"),
        (date(2026, 3, 10), "soon", "due today"),
        (date(2026, 3, 11), "soon", "in 1 day"),
        (date(2026, 3, 13), "soon", "in 3 days"),
        (date(2026, 3, 14), "calm", "in 4 days"),
    ],
)
def test_a_due_date_says_how_far_it_is(day: date, tone: str, words: str):
    with override("en"):
        text = shown("{% due day today %}", day=day, today=TODAY)

    assert f'class="due due-{tone}"' in text
    assert f'<span class="due-far">{words}</span>' in text


def test_no_due_date_says_so():
    with override("en"):
        assert "no date" in shown("{% due day today %}", day=None, today=TODAY)


def test_query_with_keeps_what_it_is_not_told_to_change():
    request = RequestFactory().get("/x/?q=社区&page=3&state=late")

    assert (
        shown("{% query_with page=None state='done' %}", request=request)
        == "?q=%E7%A4%BE%E5%8C%BA&amp;state=done"
    )
    assert shown("{% query_with page=2 %}") == "?page=2"


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(0, 0, 0), (199, 200, 99), (200, 200, 100), (1, 3, 33)]
)
def test_percent_is_a_hundred_only_when_all_is_there(part: int, whole: int, expected: int):
    assert shown("{{ part|percent:whole }}", part=part, whole=whole) == str(expected)


class Chosen(forms.Form):
    kind = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("a", "甲")], required=False)
    level = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("b", "乙")])
    own = forms.ChoiceField(choices=[("", "不限"), ("c", "丙")])


@pytest.mark.parametrize(("name", "words"), [("kind", "无"), ("level", "请选择"), ("own", "不限")])
def test_choosing_nothing_is_said_in_words(name: str, words: str):
    with override("zh-hans"):
        text = shown("{% control field %}", field=Chosen()[name])

    assert f'<option value="" selected>{words}</option>' in text
    assert "---" not in text


@pytest.mark.django_db
def test_choosing_no_record_is_said_in_words():
    areas = forms.ModelChoiceField(Area.objects.all(), required=False)
    form = type("AreaForm", (forms.Form,), {"area": areas})()

    with override("zh-hans"):
        text = shown("{% control field %}", field=form["area"])

    assert '<option value="" selected>无</option>' in text


def test_a_date_in_a_sentence_is_not_broken():
    told = '{% blocktranslate with day=day|date:"Y-m-d"|unbroken %}by {{ day }}{% endblocktranslate %}'
    template = "{% load i18n %}" + told
    with override("en"):
        text = shown(template, day=TODAY)

    assert text == 'by <span class="text-nowrap">2026-03-10</span>'
