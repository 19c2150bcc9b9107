from typing import Any

import factory
from factory.django import DjangoModelFactory

from gongjian.facts.kinds import Spec
from gongjian.facts.models import Kind


class KindFactory(DjangoModelFactory[Kind]):
    """A kind whose facts carry nothing, unless `says` tells otherwise."""

    class Meta:
        model = Kind
        exclude = ["says"]

    code = factory.Sequence(lambda n: f"thing-{n}.happened")
    title = factory.Sequence(lambda n: f"{n}号事")
    says: Any = Spec()
    spec = factory.LazyAttribute(lambda kind: kind.says.as_json())
