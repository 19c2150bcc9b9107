"""The words of what the history says about itself."""

from django.utils.translation import gettext_lazy as _

from gongjian.history.words import Field

HISTORY_VERBS = {
    "sealed.opened": _("opened a sealed field of"),
    "list.exported": _("exported the list"),
}
HISTORY_FIELDS = {
    "field": Field(_("field"), [("phone", _("telephone"))]),
    "rows": Field(_("rows")),
    "q": Field(_("words")),
    "text": Field(_("words")),
    "state": Field(_("state")),
    "person": Field(_("person")),
    "area": Field(_("area")),
    "verb": Field(_("action")),
    "kind": Field(_("kind of record")),
    "record": Field(_("record")),
    "number": Field(_("record number")),
    "since": Field(_("from")),
    "until": Field(_("until")),
}
