"""Changing a campaign: each form gives the keywords of one action."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.campaigns.forms.fields import (
    AreaField,
    DayField,
    UnitField,
    UnitsField,
    code_of,
    in_order,
    long_text,
    see_own,
)
from gongjian.campaigns.models import (
    Assignment,
    Batch,
    Body,
    Cadence,
    Campaign,
    Everyone,
    Membership,
    Op,
    Pairing,
    Per,
    Phase,
    Target,
    Task,
)
from gongjian.campaigns.queries import units
from gongjian.campaigns.queries.units import Unit, everyone_of
from gongjian.kernel.paths import depth, within
from gongjian.people.reach import Reach
from gongjian.people.roles import Capability
from gongjian.places.models import Area
from gongjian.programmes.models import Programme, Standard

NOT_CHOSEN = _("not said")


class DraftForm(forms.Form):
    """A campaign made by hand."""

    title = forms.CharField(label=_("Title of the campaign"), max_length=200)
    programme = forms.ModelChoiceField(Programme.objects.none(), label=_("Programme"))
    area = AreaField(Area.objects.none(), label=_("Area"))
    starts = DayField(label=_("First day"))
    ends = DayField(label=_("Last day"))
    standard = forms.ModelChoiceField(
        Standard.objects.none(),
        label=_("Standard"),
        required=False,
        empty_label=_("none"),
    )
    taking_part = forms.ChoiceField(label=_("Who takes part"), choices=Campaign.TakingPart.choices)

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        see_own(self, reach)
        field = self.fields["area"]
        assert isinstance(field, AreaField)  # noqa: S101 - declared above
        field.queryset = Area.objects.filter(
            reach.down(Capability.PLAN, "path"), kind__in=units.OWING_KINDS[:-1], valid_to=None
        ).order_by("path")
        field.top = min((depth(root) for root in reach.roots(Capability.PLAN)), default=1) or 1

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        in_order(self, values)
        standard = values.get("standard")
        if standard and values.get("programme") != standard.programme:
            self.add_error(
                "standard", _("This standard belongs to another programme. Choose its programme too.")
            )
        return values


class CampaignForm(forms.Form):
    title = forms.CharField(label=_("Title of the campaign"), max_length=200)
    starts = DayField(label=_("First day"))
    ends = DayField(label=_("Last day"))
    taking_part = forms.ChoiceField(label=_("Who takes part"), choices=Campaign.TakingPart.choices)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        in_order(self, values)
        return values

    @staticmethod
    def initial_of(campaign: Campaign) -> dict[str, Any]:
        return {name: getattr(campaign, name) for name in ("title", "starts", "ends", "taking_part")}


class PhaseForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    starts = DayField(label=_("First day"), required=False)
    ends = DayField(label=_("Last day"), required=False)
    text = forms.CharField(label=_("What is to be done"), required=False, widget=long_text())

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        in_order(self, values)
        return values

    @staticmethod
    def initial_of(phase: Phase) -> dict[str, Any]:
        return {name: getattr(phase, name) for name in ("name", "starts", "ends", "text")}


class TaskForm(forms.Form):
    title = forms.CharField(label=_("Task"), max_length=200)
    text = forms.CharField(label=_("What is to be done"), required=False, widget=long_text())
    phase = forms.ModelChoiceField(
        Phase.objects.none(), label=_("Phase"), required=False, empty_label=_("the whole campaign")
    )
    due = DayField(label=_("Due"), required=False)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _limit(self, "phase", Phase.objects.filter(campaign=campaign))

    @staticmethod
    def initial_of(task: Task) -> dict[str, Any]:
        return {name: getattr(task, name) for name in ("title", "text", "phase", "due")}


def _limit(form: forms.Form, name: str, queryset: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared so
    field.queryset = queryset


class NewTaskForm(TaskForm):
    """A task of its own or a step of another."""

    parent = forms.ModelChoiceField(
        Task.objects.none(), label=_("Step of"), required=False, empty_label=_("a task of its own")
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, campaign=campaign, **kwargs)
        _limit(self, "parent", Task.objects.filter(campaign=campaign, is_cancelled=False))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class FromLeftoverForm(forms.Form):
    title = forms.CharField(label=_("Task"), max_length=200)
    due = DayField(label=_("Due"), required=False)


class AssignForm(forms.Form):
    """Units to give a task to: all areas of a kind, or those that are ticked.

    Someone who plans for a part of the campaign's area is offered that part.
    """

    everyone = forms.ChoiceField(
        label=_("All at once"),
        required=False,
        choices=[("", _("only those ticked below")), *Everyone.choices],
    )
    units = UnitsField(label=_("Units"), required=False)
    part = forms.ChoiceField(label=_("Part"), choices=Assignment.Part.choices, initial=Assignment.Part.OWES)
    due = DayField(
        label=_("Due"), required=False, help_text=_("For these units alone; empty takes the task's own date.")
    )

    def __init__(self, *args: Any, task: Task, reach: Reach, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign = task.campaign
        steers = reach.may(Capability.PLAN, self.campaign.area_path)
        self.roots = None if steers else reach.roots(Capability.PLAN)
        field = self.fields["units"]
        assert isinstance(field, UnitsField)  # noqa: S101 - declared above
        found = units.options(self.campaign, on=on, within_paths=self.roots)
        field.offer(found, "areas", "departments", "people")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        chosen: list[Unit] = list(values.get("units") or [])
        if everyone := values.pop("everyone", ""):
            every = everyone_of(self.campaign, Everyone(everyone))
            chosen += [
                unit for unit in every if self.roots is None or unit.path.startswith(tuple(self.roots))
            ]
        if not chosen and not self.errors:
            self.add_error("units", _("Tick at least one unit, or choose all at once above."))
        values["units"] = chosen
        return values


class BindForm(forms.Form):
    """Whom a name means: one unit, or all areas of a kind."""

    unit = UnitField(label=_("It means"), required=False, empty=_("choose…"))
    everyone = forms.ChoiceField(
        label=_("or all areas of a kind"), required=False, choices=[("", "—"), *Everyone.choices]
    )

    def __init__(self, *args: Any, campaign: Campaign, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, UnitField)  # noqa: S101 - declared above
        field.offer(units.options(campaign, on=on), "departments", "areas", "people")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if bool(values.get("unit")) == bool(values.get("everyone")) and not self.errors:
            self.add_error("unit", _("Choose one of the two."))
        return values


class BodyForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=Body.Kind.choices)
    parent = forms.ModelChoiceField(
        Body.objects.none(), label=_("Belongs to"), required=False, empty_label=_("no other body")
    )
    text = forms.CharField(label=_("What it does"), required=False, widget=long_text())

    def __init__(self, *args: Any, campaign: Campaign, body: Body | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Body.objects.filter(campaign=campaign)
        _limit(self, "parent", others.exclude(pk=body.pk) if body else others)

    @staticmethod
    def initial_of(body: Body) -> dict[str, Any]:
        return {name: getattr(body, name) for name in ("name", "kind", "parent", "text")}


class SeatForm(forms.Form):
    """A seat in a body. The name is kept as written; the unit says whom it means."""

    role = forms.CharField(label=_("Role"), max_length=40, help_text=_("组长, 副组长, 成员, 联络员…"))
    name = forms.CharField(label=_("Name"), max_length=200)
    unit = UnitField(label=_("That is"), required=False, empty=_("nobody with an account, or not known yet"))
    post = forms.CharField(label=_("Post"), max_length=100, required=False)
    is_liaison = forms.BooleanField(label=_("Liaison officer"), required=False)
    starts = DayField(label=_("From"))
    ends = DayField(label=_("Until"), required=False)

    def __init__(self, *args: Any, campaign: Campaign, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, UnitField)  # noqa: S101 - declared above
        field.offer(units.options(campaign, on=on), "people", "departments", "areas")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        in_order(self, values)
        return values

    @staticmethod
    def initial_of(seat: Membership) -> dict[str, Any]:
        names = ("role", "name", "post", "is_liaison", "starts", "ends")
        return {name: getattr(seat, name) for name in names} | {"unit": code_of(seat)}


class SucceedForm(forms.Form):
    """Who takes a seat over, and from which day on."""

    name = forms.CharField(label=_("Name"), max_length=200)
    unit = UnitField(label=_("That is"), required=False, empty=_("nobody with an account, or not known yet"))
    on = DayField(label=_("From"))

    def __init__(self, *args: Any, campaign: Campaign, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, UnitField)  # noqa: S101 - declared above
        field.offer(units.options(campaign, on=on), "people", "departments", "areas")


class EndForm(forms.Form):
    ends = DayField(label=_("Held until"))


class PairingForm(forms.Form):
    """Who answers for which place."""

    name = forms.CharField(label=_("Leader or department"), max_length=200)
    unit = UnitField(label=_("That is"), required=False, empty=_("nobody with an account, or not known yet"))
    role = forms.CharField(label=_("Role"), max_length=40, initial="挂点领导")
    area = AreaField(Area.objects.none(), label=_("Place"))
    starts = DayField(label=_("From"))
    ends = DayField(label=_("Until"), required=False)

    def __init__(self, *args: Any, campaign: Campaign, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit, area = self.fields["unit"], self.fields["area"]
        assert isinstance(unit, UnitField)  # noqa: S101 - declared above
        assert isinstance(area, AreaField)  # noqa: S101 - declared above
        unit.offer(units.options(campaign, on=on), "people", "departments")
        area.queryset = Area.objects.filter(
            within(campaign.area_path), kind__in=units.OWING_KINDS, valid_to=None
        ).order_by("path")
        area.top = depth(campaign.area_path)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        in_order(self, values)
        return values

    @staticmethod
    def initial_of(pairing: Pairing) -> dict[str, Any]:
        names = ("name", "role", "area", "starts", "ends")
        return {name: getattr(pairing, name) for name in names} | {"unit": code_of(pairing)}


class VisitForm(forms.Form):
    """A visit; each line of `problems` is one problem."""

    on = DayField(label=_("Day of the visit"))
    note = forms.CharField(label=_("What was seen and done"), required=False, widget=long_text())
    problems = forms.CharField(
        label=_("Problems raised"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line. They stay open until someone says how they were solved."),
    )

    def clean_problems(self) -> list[str]:
        return [line.strip()[:300] for line in self.cleaned_data["problems"].splitlines() if line.strip()]


class SolveForm(forms.Form):
    on = DayField(label=_("Solved on"))
    solution = forms.CharField(
        label=_("How it was solved"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class TargetForm(forms.Form):
    subject = forms.CharField(label=_("What"), max_length=200)
    op = forms.ChoiceField(label=_("Comparison"), choices=Op.choices, initial=Op.AT_LEAST)
    low = forms.DecimalField(label=_("Value"), max_digits=16, decimal_places=4)
    high = forms.DecimalField(
        label=_("Up to"), max_digits=16, decimal_places=4, required=False, help_text=_("For a range only.")
    )
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False, help_text=_("个, 人, %…"))
    due = DayField(label=_("To be reached by"), required=False)
    task = forms.ModelChoiceField(
        Task.objects.none(), label=_("Task"), required=False, empty_label=NOT_CHOSEN
    )
    phase = forms.ModelChoiceField(
        Phase.objects.none(), label=_("Phase"), required=False, empty_label=NOT_CHOSEN
    )
    batch = forms.ModelChoiceField(
        Batch.objects.none(), label=_("Batch"), required=False, empty_label=NOT_CHOSEN
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _limit(self, "task", Task.objects.filter(campaign=campaign))
        _limit(self, "phase", Phase.objects.filter(campaign=campaign))
        _limit(self, "batch", Batch.objects.filter(campaign=campaign))

    @staticmethod
    def initial_of(target: Target) -> dict[str, Any]:
        names = ("subject", "op", "low", "high", "unit", "due", "task", "phase", "batch")
        return {name: getattr(target, name) for name in names}


class TallyForm(forms.Form):
    value = forms.DecimalField(label=_("It stands at"), max_digits=16, decimal_places=4)
    on = DayField(label=_("on"))
    note = forms.CharField(label=_("How it was counted"), max_length=300, required=False)


class CadenceForm(forms.Form):
    activity = forms.CharField(label=_("Activity"), max_length=200)
    op = forms.ChoiceField(
        label=_("Comparison"),
        choices=[choice for choice in Op.choices if choice[0] != Op.BETWEEN],
        initial=Op.AT_LEAST,
    )
    times = forms.DecimalField(
        label=_("How often"), min_value=Decimal("0.01"), max_digits=8, decimal_places=2
    )
    per = forms.ChoiceField(label=_("in each"), choices=Per.choices, initial=Per.MONTH)
    task = forms.ModelChoiceField(
        Task.objects.none(), label=_("Task"), required=False, empty_label=NOT_CHOSEN
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _limit(self, "task", Task.objects.filter(campaign=campaign))

    @staticmethod
    def initial_of(cadence: Cadence) -> dict[str, Any]:
        return {name: getattr(cadence, name) for name in ("activity", "op", "times", "per", "task")}
