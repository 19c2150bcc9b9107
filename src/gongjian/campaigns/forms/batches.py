"""Batches: what they ask, which communities they take, and who got there."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.campaigns.forms.fields import CommunitiesField, DayField, in_order, long_text
from gongjian.campaigns.models import Batch, Campaign


class BatchForm(forms.Form):
    """What a batch is and asks; which communities are in it is changed in a form of its own."""

    name = forms.CharField(label=_("Name"), max_length=120)
    is_pilot = forms.BooleanField(label=_("This is the pilot"), required=False)
    starts = DayField(label=_("First day"), required=False)
    ends = DayField(label=_("Last day"), required=False)
    share = forms.DecimalField(
        label=_("Share to be reached"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        initial=Decimal(100),
        help_text=_("Percent of the batch's communities."),
    )
    text = forms.CharField(label=_("What it asks"), required=False, widget=long_text())

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        in_order(self, values)
        return values

    @staticmethod
    def initial_of(batch: Batch) -> dict[str, Any]:
        return {
            name: getattr(batch, name) for name in ("name", "is_pilot", "starts", "ends", "share", "text")
        }


class NewBatchForm(BatchForm):
    """A batch with its communities."""

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"] = CommunitiesField(
            campaign, help_text=_("None need be chosen now; more can be added later.")
        )


class CommunitiesForm(forms.Form):
    """The communities of a batch."""

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"] = CommunitiesField(campaign)


class ReachForm(forms.Form):
    on = DayField(label=_("Got there on"), required=False, help_text=_("Empty takes the date back."))
