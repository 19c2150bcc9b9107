"""Starting a campaign from a plan: first what it is, then what each row of the proposal becomes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.campaigns.actions.start import Basics
from gongjian.campaigns.forms.fields import AreaField, DayField, see_own
from gongjian.campaigns.models import Campaign, Everyone
from gongjian.campaigns.proposals import Decision, Make, Proposal, Row, without_past
from gongjian.kernel.paths import above, depth, within
from gongjian.people.reach import Reach
from gongjian.people.roles import Capability
from gongjian.places.models import Area, Kind
from gongjian.programmes.models import Programme, Standard

PLANNED_FOR = (
    Kind.CITY,
    Kind.DISTRICT,
    Kind.SUBDISTRICT,
    Kind.TOWNSHIP,
    Kind.COMMUNITY,
    Kind.VILLAGE,
)


class BasicsForm(forms.Form):
    """What the campaign is. The areas are those the person plans for and the plan is meant for."""

    title = forms.CharField(label=_("Title of the campaign"), max_length=200)
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("Programme"), required=False, empty_label=_("A new one")
    )
    new_programme = forms.CharField(
        label=_("Name of the new programme"),
        max_length=60,
        required=False,
        help_text=_("What is pursued again and again, without a year: 文明社区, 平安社区."),
    )
    area = AreaField(Area.objects.none(), label=_("Area"))
    starts = DayField(label=_("First day"), help_text=_("Dates of the plan without a year follow this one."))
    ends = DayField(label=_("Last day"))
    standard = forms.ModelChoiceField(
        Standard.objects.none(),
        label=_("Standard"),
        required=False,
        empty_label=_("The standard items of this plan, if it has any"),
    )
    taking_part = forms.ChoiceField(
        label=_("Who takes part"), choices=Campaign.TakingPart.choices, initial=Campaign.TakingPart.ALL
    )
    everyone = forms.ChoiceField(
        label=_("Tasks nobody is named for"),
        required=False,
        choices=[
            ("", pgettext_lazy("tasks nobody is named for", "go to nobody yet")),
            (Everyone.BOTH, pgettext_lazy("tasks nobody is named for", "go to every community and village")),
            (
                Everyone.STREETS,
                pgettext_lazy("tasks nobody is named for", "go to every subdistrict and township"),
            ),
        ],
    )

    again = forms.BooleanField(label=_("Start another campaign from this plan"))

    def __init__(self, *args: Any, reach: Reach, near: str, is_another: bool = False, **kwargs: Any) -> None:
        """`is_another` when the plan has a campaign already: one more must be asked for."""
        super().__init__(*args, **kwargs)
        if not is_another:
            del self.fields["again"]
        see_own(self, reach)
        field = self.fields["area"]
        assert isinstance(field, AreaField)  # noqa: S101 - declared above
        roots = reach.roots(Capability.PLAN)
        field.queryset = Area.objects.filter(
            reach.down(Capability.PLAN, "path"),
            within(near, "path") | above(near, "path"),
            kind__in=PLANNED_FOR,
            valid_to=None,
        ).order_by("path")
        field.top = min((depth(root) for root in roots), default=1) or 1

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        starts, ends = values.get("starts"), values.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("The campaign must not end before it starts."))
        if not values.get("programme") and not values.get("new_programme", "").strip():
            self.add_error("new_programme", _("Choose a programme above, or name a new one here."))
        standard = values.get("standard")
        if standard and values.get("programme") != standard.programme:
            self.add_error(
                "standard", _("This standard belongs to another programme. Choose its programme too.")
            )
        return values

    @property
    def basics(self) -> Basics:
        """The arguments of the action, of a form that is valid."""
        values = self.cleaned_data
        return Basics(
            programme=values["programme"] or values["new_programme"].strip(),
            title=values["title"],
            area=values["area"],
            starts=values["starts"],
            ends=values["ends"],
            standard=values["standard"],
            taking_part=values["taking_part"],
            everyone=values["everyone"],
        )


class PastForm(forms.Form):
    """What becomes of the tasks whose day has passed before the campaign is started."""

    KEEP, MOVE, OPEN, LEAVE = "keep", "move", "open", "leave"

    past = forms.ChoiceField(
        label=_("What becomes of them"),
        required=False,
        initial=KEEP,
        widget=forms.RadioSelect,
        choices=[
            (KEEP, pgettext_lazy("tasks of the past", "keep their day; they are overdue at once")),
            (MOVE, pgettext_lazy("tasks of the past", "all get a new day")),
            (OPEN, pgettext_lazy("tasks of the past", "have no day for now; it can be given later")),
            (LEAVE, pgettext_lazy("tasks of the past", "are not made, only listed")),
        ],
    )
    past_day = DayField(label=_("New day"), required=False)

    def __init__(self, *args: Any, today: date, last: date, **kwargs: Any) -> None:
        """`last` is the campaign's last day."""
        super().__init__(*args, **kwargs)
        self.today, self.last = today, last

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        day = values.get("past_day")
        if values.get("past") == self.MOVE and not self.errors.get("past_day"):
            if self.last < self.today:
                text = _("The campaign itself is over by today. Give it a later last day in step 1.")
                self.add_error("past_day", text)
            elif day is None or not self.today <= day <= self.last:
                text = _("Choose a day from today to the last one of the campaign, %(last)s.")
                self.add_error("past_day", text % {"last": self.last})
        return values

    def applied(self, decisions: dict[str, Decision], keys: Sequence[str]) -> dict[str, Decision]:
        """The decisions, those on the rows of `keys` as was chosen here; of a form that is valid."""
        chosen = self.cleaned_data["past"]
        if chosen in ("", self.KEEP):
            return decisions
        day = self.cleaned_data["past_day"] if chosen == self.MOVE else None
        return without_past(decisions, keys, day=day, is_made=chosen != self.LEAVE)


class DecisionsForm:
    """What a person decided about every row: `make-<key>`, `title-<key>`, `starts-<key>`, `ends-<key>`.

    Fields that were not sent leave the row as `settled` has it, so that a script may leave out what nobody
    touched. `decisions` are the ones to make when there are no errors; `shown` is what the page fills in.
    """

    def __init__(
        self, proposal: Proposal, settled: Mapping[str, Decision], data: Mapping[str, Any] | None
    ) -> None:
        self.errors: dict[str, str] = {}
        self.is_bound = data is not None
        self.decisions: dict[str, Decision] = {}
        self.shown: dict[str, dict[str, str]] = {}
        self._day = DayField(required=False)
        for row in proposal.rows:
            before = settled[row.key]
            self.decisions[row.key] = self._read(row, before, data or {})

    def is_valid(self) -> bool:
        return self.is_bound and not self.errors

    def _read(self, row: Row, before: Decision, data: Mapping[str, Any]) -> Decision:
        made = str(data.get(f"make-{row.key}", before.make))
        title = str(data.get(f"title-{row.key}", before.title)).strip()
        starts, ends = self._days(row, before, data)
        self.shown[row.key] = {
            "title": title,
            "starts": str(data.get(f"starts-{row.key}", before.starts or "")),
            "ends": str(data.get(f"ends-{row.key}", before.ends or "")),
        }
        if made not in row.may:
            self.errors[row.key] = str(_("Choose what is to be made of this."))
            made = before.make
        elif not title:
            self.errors[row.key] = str(_("Give it a title."))
        elif starts and ends and ends < starts and made in (Make.PHASE, Make.BATCH):
            self.errors[row.key] = str(_("It must not end before it starts."))
        return Decision(Make(made), title[:200], starts, ends)

    def _days(self, row: Row, before: Decision, data: Mapping[str, Any]) -> tuple[date | None, date | None]:
        found = []
        for name, day in (("starts", before.starts), ("ends", before.ends)):
            text = data.get(f"{name}-{row.key}")
            if text is None:
                found.append(day)
                continue
            try:
                found.append(self._day.clean(str(text).strip()))
            except forms.ValidationError:
                self.errors[row.key] = str(_("Write days as 2026-03-01."))
                found.append(None)
        return found[0], found[1]
