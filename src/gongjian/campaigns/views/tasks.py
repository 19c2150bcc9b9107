"""The tasks of a campaign, changing them, and giving them to units."""

from functools import partial

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongjian.campaigns.actions import phases as phase_actions
from gongjian.campaigns.actions import tasks as actions
from gongjian.campaigns.forms.editing import (
    AssignForm,
    FromLeftoverForm,
    NewTaskForm,
    PhaseForm,
    ReasonForm,
    TaskForm,
)
from gongjian.campaigns.models import Assignment, Leftover, Phase, Task
from gongjian.campaigns.queries import tasks as queries
from gongjian.campaigns.queries import visible
from gongjian.campaigns.rules import steering as rules
from gongjian.campaigns.views.shared import (
    SAVED,
    edit_page,
    fetch,
    form_page,
    look_and_send,
    may_not,
    page,
    sent,
)
from gongjian.kernel.refusal import Refusal
from gongjian.kernel.request import Request
from gongjian.people.roles import Capability


@require_safe
def tasks(request: Request, pk: int) -> HttpResponse:
    campaign = fetch(request, pk)
    asked = request.GET
    phase, unit = asked.get("phase", ""), asked.get("unit", "")
    unit_name = queries.unit_name(unit)
    filters = queries.Filters(
        phase=int(phase) if phase.isdigit() else None,
        unit=unit if unit_name else "",
        state=asked.get("state", ""),
        text=asked.get("q", "").strip()[:100],
    )
    context = {
        "rows": queries.rows(campaign, request.reach, timezone.localdate(), filters),
        "filters": filters,
        "unit": unit_name,
        "phases": list(campaign.phases.all()),
        "may_assign": campaign.is_running and request.reach.may_anywhere(Capability.PLAN),
    }
    return page(request, campaign, "tasks", context)


def _task(request: Request, pk: int) -> Task:
    return get_object_or_404(visible.tasks(request.reach).select_related("phase"), pk=pk)


@look_and_send
def add(request: Request, pk: int) -> HttpResponseBase:
    campaign = fetch(request, pk)
    return edit_page(
        request,
        campaign,
        NewTaskForm(sent(request), campaign=campaign, initial={"parent": request.GET.get("parent")}),
        partial(actions.add, campaign),
        title=_("New task"),
        back=reverse("campaigns:tasks", args=[campaign.pk]),
        done=gettext_lazy("The task is added. Give it to units on its page."),
    )


@look_and_send
def edit(request: Request, pk: int) -> HttpResponseBase:
    task = _task(request, pk)
    return edit_page(
        request,
        task.campaign,
        TaskForm(sent(request), campaign=task.campaign, initial=TaskForm.initial_of(task)),
        partial(actions.edit, task),
        title=_("Change the task"),
        note=_(
            "A new date goes to every unit that still owes the task, except those that were given more time."
        ),
        back=task.get_absolute_url(),
        done=SAVED,
        quote=task.quote,
    )


@look_and_send
def cancel(request: Request, pk: int) -> HttpResponseBase:
    task = _task(request, pk)
    return edit_page(
        request,
        task.campaign,
        ReasonForm(sent(request)),
        partial(actions.cancel, task),
        title=_("Cancel the task “%(task)s”") % {"task": task.title},
        note=_("Nobody has to do it any more, nor its steps. What was done stays readable."),
        button=_("Cancel the task"),
        back=task.get_absolute_url(),
        done=gettext_lazy("The task is cancelled."),
        danger=True,
    )


@look_and_send
def restore(request: Request, pk: int) -> HttpResponseBase:
    task = _task(request, pk)
    return edit_page(
        request,
        task.campaign,
        forms.Form(sent(request)),
        partial(actions.restore, task),
        title=_("Take up the task “%(task)s” again") % {"task": task.title},
        button=_("Take it up again"),
        back=task.get_absolute_url(),
        done=SAVED,
    )


@look_and_send
def assign(request: Request, pk: int) -> HttpResponseBase:
    """Give the task to units: all communities of a street at once, or those that are ticked."""
    task = _task(request, pk)
    reach = request.reach
    if not reach.may_anywhere(Capability.PLAN):
        return may_not(
            request,
            task.campaign,
            Refusal("not_planner", _("You can give tasks only to units of the areas you plan for.")),
        )
    return form_page(
        request,
        task.campaign,
        AssignForm(sent(request), task=task, reach=reach, on=timezone.localdate()),
        partial(actions.assign, task),
        title=_("Give “%(task)s” to units") % {"task": task.title},
        note=_("Units that have it already keep it as it is."),
        button=_("Give it to them"),
        back=task.get_absolute_url(),
        done=gettext_lazy("The task is given. Those of the units find it under Today."),
        quote=task.quote,
    )


@look_and_send
def unassign(request: Request, pk: int) -> HttpResponseBase:
    owed = visible.assignments(request.reach).select_related("task__campaign", "area", "department", "person")
    assignment = get_object_or_404(owed, pk=pk)
    campaign = assignment.task.campaign
    refusal = rules.why_not_assign(assignment.task, assignment.area_path, reach=request.reach)
    if refusal:
        return may_not(request, campaign, refusal)
    return form_page(
        request,
        campaign,
        forms.Form(sent(request)),
        partial(actions.unassign, assignment),
        title=_("Take “%(task)s” away from %(unit)s")
        % {"task": assignment.task.title, "unit": assignment.unit},
        note=_("What was begun is kept as cancelled; otherwise nothing remains of it."),
        button=_("Take it away"),
        back=assignment.task.get_absolute_url(),
        done=gettext_lazy("The unit does not owe the task any more."),
        danger=assignment.state != Assignment.State.TODO,
    )


@look_and_send
def use_leftover(request: Request, pk: int) -> HttpResponseBase:
    """Make a task of what was left of the plan."""
    seen = visible.campaigns(request.reach).values("pk")
    leftover = get_object_or_404(Leftover.objects.select_related("campaign"), pk=pk, campaign__in=seen)
    return edit_page(
        request,
        leftover.campaign,
        FromLeftoverForm(sent(request), initial={"title": leftover.head}),
        partial(actions.make_of, leftover),
        title=_("Make a task of it"),
        back=reverse("campaigns:from-plan", args=[leftover.campaign_id]),
        done=gettext_lazy("The task is added. Give it to units on its page."),
        quote=leftover.quote,
    )


# --- Phases -----------------------------------------------------------------------------------------------
def _phase(request: Request, pk: int) -> Phase:
    seen = visible.campaigns(request.reach).values("pk")
    return get_object_or_404(Phase.objects.select_related("campaign"), pk=pk, campaign__in=seen)


@look_and_send
def add_phase(request: Request, pk: int) -> HttpResponseBase:
    campaign = fetch(request, pk)
    return edit_page(
        request,
        campaign,
        PhaseForm(sent(request)),
        partial(phase_actions.add, campaign),
        title=_("New phase"),
        back=campaign.get_absolute_url(),
        done=SAVED,
    )


@look_and_send
def edit_phase(request: Request, pk: int) -> HttpResponseBase:
    phase = _phase(request, pk)
    return edit_page(
        request,
        phase.campaign,
        PhaseForm(sent(request), initial=PhaseForm.initial_of(phase)),
        partial(phase_actions.edit, phase),
        title=_("Change the phase"),
        note=_("Tasks that were due on its last day move with it."),
        back=phase.campaign.get_absolute_url(),
        done=SAVED,
        quote=phase.quote,
    )


@look_and_send
def remove_phase(request: Request, pk: int) -> HttpResponseBase:
    phase = _phase(request, pk)
    return edit_page(
        request,
        phase.campaign,
        forms.Form(sent(request)),
        partial(phase_actions.remove, phase),
        title=_("Remove the phase “%(phase)s”") % {"phase": phase.name},
        note=_("Its tasks stay with the campaign."),
        button=_("Remove it"),
        back=phase.campaign.get_absolute_url(),
        done=SAVED,
        danger=True,
    )
