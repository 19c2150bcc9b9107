"""The words of what the history says about itself."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.history.words import Field

HISTORY_VERBS = {
    "sealed.opened": _("opened a sealed field"),
    "list.exported": _("exported the list"),
}
HISTORY_FIELDS = {
    "field": Field(_("field"), [("phone", _("telephone"))]),
    "rows": Field(_("rows")),
    "q": Field(_("narrowed by words")),
    "show": Field(_("shown")),
    "street": Field(_("subdistrict")),
    "text": Field(pgettext_lazy("history", "words")),
    "state": Field(_("state")),
    "person": Field(_("person")),
    "area": Field(_("area")),
    "verb": Field(_("action")),
    "kind": Field(_("kind of record")),
    "record": Field(pgettext_lazy("history", "record")),
    "number": Field(_("record number")),
    "since": Field(pgettext_lazy("period", "from")),
    "until": Field(pgettext_lazy("period", "until")),
}
