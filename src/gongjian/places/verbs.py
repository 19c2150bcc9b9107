"""The words of what happens to areas, for the history."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.history.words import Field
from gongjian.places.kinds import Kind

HISTORY_VERBS = {
    "area.created": _("added the area"),
    "area.amended": _("changed the area"),
    "area.corrected": _("corrected the area"),
    "area.closed": _("closed the area"),
    "area.merged": _("merged the area"),
    "area.split": _("split the area"),
    "area.moved": _("moved the area"),
    "areas.imported": _("imported the list of areas"),
}
HISTORY_FIELDS = {
    "places.area.show": Field(_("shown"), [*Kind.choices, ("ended", pgettext_lazy("area", "Ended"))]),
    "places.area.made": Field(pgettext_lazy("area change", "new areas")),
    "places.area.moves": Field(pgettext_lazy("area change", "moved")),
    "places.area.ends": Field(_("ended, and who inherits")),
    "places.area.areas_moved": Field(_("areas that moved, all levels")),
    "places.area.follow": Field(_("records that go along")),
    "places.area.ended": Field(_("areas that ended")),
    "places.importdraft.added": Field(pgettext_lazy("import", "added")),
    "places.importdraft.changed": Field(pgettext_lazy("import", "changed")),
    "places.importdraft.unchanged": Field(pgettext_lazy("import", "unchanged")),
    "places.importdraft.sha256": Field(_("fingerprint of the file")),
}
