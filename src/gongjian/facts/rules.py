"""Whether a fact may stand as it is given."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from gongjian.engines.measures.facts import TAKEN_BACK
from gongjian.facts.kinds import Spec
from gongjian.facts.models import SUBJECT_LENGTH, Fact, Kind
from gongjian.kernel.refusal import Refusal

LONGEST_ATTRIBUTE = 80
# Devices run a little fast or slow.
TOLERANCE = timedelta(minutes=5)
LARGEST = Decimal(10) ** 14


def why_not_record(
    kind: Kind,
    spec: Spec,
    *,
    happened_at: datetime,
    subject: str,
    value: Decimal | None,
    attrs: Mapping[str, str],
    at: datetime,
) -> Refusal | None:
    """`spec` is `kind.says`, read once by whoever records many."""
    if happened_at > at + TOLERANCE:
        return Refusal("not_yet", _("This has not happened yet. Give a time that has passed."))
    return _why_not_value(spec, value) or _why_not_subject(spec, subject) or why_not_attributes(spec, attrs)


def _why_not_value(spec: Spec, value: Decimal | None) -> Refusal | None:
    if value is None:
        if spec.value == "required":
            return Refusal("no_value", _("Enter a number."))
        return None
    if spec.value == "none":
        return Refusal("value", _("This kind of record has no number. Leave it empty."))
    if not value.is_finite() or abs(value) >= LARGEST:
        return Refusal("value_too_large", _("This number is too large."))
    if value != round(value, spec.decimals):
        return Refusal(
            "too_fine",
            _("At most %(places)d digits behind the point.") % {"places": spec.decimals}
            if spec.decimals
            else _("Enter a whole number."),
        )
    return None


def _why_not_subject(spec: Spec, subject: str) -> Refusal | None:
    if not subject:
        return (
            Refusal("no_subject", _("Say whom or what this is about."))
            if spec.subject == "required"
            else None
        )
    if spec.subject == "none":
        return Refusal("subject", _("This kind of record is about nobody in particular. Leave it empty."))
    if len(subject) > SUBJECT_LENGTH:
        return Refusal("subject_too_long", _("The subject is too long."))
    return None


def why_not_attributes(spec: Spec, attrs: Mapping[str, str]) -> Refusal | None:
    for name, value in attrs.items():
        allowed = spec.attributes.get(name)
        if allowed is None:
            return Refusal("unknown_attribute", _("“%(name)s” is not asked for here.") % {"name": name})
        if len(value) > LONGEST_ATTRIBUTE:
            return Refusal("attribute_too_long", _("“%(name)s” is too long.") % {"name": name})
        if allowed and value not in allowed:
            return Refusal(
                "attribute_value",
                _("“%(value)s” cannot stand for “%(name)s”. Choose one of: %(allowed)s.")
                % {"value": value, "name": name, "allowed": "、".join(allowed)},
            )
    missing = sorted(name for name in spec.required if not attrs.get(name))
    if missing:
        return Refusal("missing_attribute", _("“%(name)s” is still missing.") % {"name": missing[0]})
    return None


def why_not_take_back(fact: Fact) -> Refusal | None:
    if fact.kind.code == TAKEN_BACK:
        return Refusal("takes_back", _("This only takes another record back; record anew what holds."))
    if Fact.objects.filter(voids=fact).exists():
        return Refusal("taken_back", _("This record was already taken back."))
    return None
