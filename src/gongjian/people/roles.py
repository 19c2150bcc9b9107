"""The roles, and what each may do on the areas it is granted on.

Data, not code: a view asks for a capability, never for a role.
"""

from django.db import models
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    DISTRICT_ADMINISTRATOR = "district-administrator", pgettext_lazy("role", "District administrator")
    DEPARTMENT_OFFICER = "department-officer", pgettext_lazy("role", "Department officer")
    SUBDISTRICT_OFFICER = "subdistrict-officer", pgettext_lazy("role", "Subdistrict officer")
    COMMUNITY_WORKER = "community-worker", pgettext_lazy("role", "Community worker")
    GRID_WORKER = "grid-worker", pgettext_lazy("role", "Grid worker")
    INSPECTOR = "inspector", pgettext_lazy("role", "Inspector")
    ARCHIVIST = "archivist", pgettext_lazy("role", "Archivist")
    AUDITOR = "auditor", pgettext_lazy("role", "Auditor")


class Capability(models.TextChoices):
    """What one may do. Looking is a capability like any other."""

    VIEW = "view", pgettext_lazy("capability", "Look at the work of the area")
    WORK = "work", pgettext_lazy("capability", "Do tasks, record, add evidence")
    PLAN = "plan", pgettext_lazy("capability", "Read plans, start and steer campaigns")
    APPROVE = "approve", pgettext_lazy("capability", "Approve extensions and hand-overs")
    ASSESS = "assess", pgettext_lazy("capability", "Inspect and judge")
    ARCHIVE = "archive", pgettext_lazy("capability", "File, lend and transfer archives")
    AUDIT = "audit", pgettext_lazy("capability", "Search the history")
    MANAGE_AREAS = "manage-areas", pgettext_lazy("capability", "Change the area tree")
    MANAGE_PEOPLE = "manage-people", pgettext_lazy("capability", "Issue accounts and roles")


MAY: dict[str, frozenset[str]] = {
    Role.DISTRICT_ADMINISTRATOR: frozenset(Capability) - {Capability.AUDIT},
    Role.DEPARTMENT_OFFICER: frozenset(
        {Capability.VIEW, Capability.WORK, Capability.PLAN, Capability.APPROVE, Capability.ASSESS}
    ),
    Role.SUBDISTRICT_OFFICER: frozenset(
        {Capability.VIEW, Capability.WORK, Capability.PLAN, Capability.APPROVE, Capability.ASSESS}
    ),
    Role.COMMUNITY_WORKER: frozenset({Capability.VIEW, Capability.WORK}),
    Role.GRID_WORKER: frozenset({Capability.VIEW, Capability.WORK}),
    Role.INSPECTOR: frozenset({Capability.VIEW, Capability.ASSESS}),
    Role.ARCHIVIST: frozenset({Capability.VIEW, Capability.ARCHIVE}),
    Role.AUDITOR: frozenset({Capability.VIEW, Capability.AUDIT}),
}


def roles_with(capability: str) -> list[str]:
    """The roles that carry `capability`, in the order of `Role`."""
    return [role for role in Role.values if capability in MAY[role]]
