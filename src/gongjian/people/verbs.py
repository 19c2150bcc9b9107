"""The words of what happens to people, for the history."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.history.words import Field
from gongjian.people.forms.accounts import STATES
from gongjian.people.roles import Role

HISTORY_VERBS = {
    "person.issued": _("issued the account"),
    "person.edited": _("changed the account"),
    "person.closed": _("closed the account"),
    "person.reopened": _("reopened the account"),
    "person.locked": _("locked the account"),
    "person.unlocked": _("unlocked the account"),
    "person.password-changed": _("changed the password"),
    "person.password-reset": _("gave a new first password"),
    "person.sessions-ended": _("ended all sessions"),
    "role.granted": _("gave a role"),
    "role.revoked": _("took a role back"),
    "role.inherited": _("moved a role as areas were reorganised"),
    "department.added": _("added the department"),
    "department.edited": _("changed the department"),
    "department.moved": _("moved the department as areas were reorganised"),
    "department.closed": _("closed the department"),
    "department.reopened": _("reopened the department"),
}
HISTORY_FIELDS = {
    "people.person.state": Field(_("state"), STATES),
    "people.person.role": Field(_("role"), Role.choices),
    "people.person.area": Field(_("area")),
    "people.person.department": Field(_("department")),
    "people.person.starts": Field(pgettext_lazy("period", "from")),
    "people.person.ends": Field(pgettext_lazy("period", "until")),
    "role": Field(_("role"), Role.choices),
}
