"""What the history's verbs of programmes say to people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.history.words import Field

HISTORY_VERBS: dict[str, str | Promise] = {
    "programme.created": pgettext_lazy("history", "added a programme"),
    "pack.installed": pgettext_lazy("history", "installed a pack"),
    "standard.added": pgettext_lazy("history", "added a version of a standard"),
}
HISTORY_FIELDS = {"programmes.standard.items": Field(_("standard items"))}
