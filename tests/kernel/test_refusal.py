"""A refusal carries a code for programs and a sentence for people."""

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from gongjian.kernel.refusal import Refusal, Refused


def test_refused_tells_the_sentence_in_the_language_of_the_moment():
    refusal = Refusal("over", _("This role is no longer held."))

    with translation.override("en"):
        assert str(refusal) == "This role is no longer held."
    with translation.override("zh-hans"):
        assert str(refusal) == "该角色已经失效。"


def test_exception_keeps_the_refusal():
    refusal = Refusal("over", "It is over.")

    error = Refused(refusal)

    assert (error.refusal, str(error)) == (refusal, "It is over.")
