"""All names nobody is bound to yet, and whom each means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongjian.campaigns.actions.names import Meaning
from gongjian.campaigns.forms.fields import LABELS, grouped
from gongjian.campaigns.models import Everyone
from gongjian.campaigns.queries.guesses import OFFICE, likely
from gongjian.campaigns.queries.names import Names
from gongjian.campaigns.queries.parts import OpenName
from gongjian.campaigns.queries.units import Option

EVERYONE = "everyone-"


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name with the choice that stands beside it; `is_guess` when nobody has chosen it yet."""

    number: int
    open_name: OpenName
    chosen: str
    is_guess: bool
    many: int

    @property
    def may_be_added(self) -> bool:
        """Whether the name is one of an office, so that a department could be added for it."""
        return not self.chosen and bool(OFFICE.search(self.open_name.name))


class NamesForm:
    """`name-<n>` and `means-<n>` for each of them; an empty choice leaves the name as it is.

    Names that are no longer open when the form is sent are in `gone`, with their choice.
    """

    def __init__(
        self,
        open_names: Sequence[OpenName],
        options: Mapping[str, Sequence[Option]],
        names: Names,
        data: Mapping[str, Any] | None,
    ) -> None:
        self.choices = [
            (LABELS["everyone"], [(f"{EVERYONE}{code}", label) for code, label in Everyone.choices]),
            *grouped(options, "departments", "areas", "people"),
        ]
        self._units = {option.code: option.unit for group in options.values() for option in group}
        sent = _sent(data) if data is not None else {}
        self.rows = [self._row(n, one, options, names, sent) for n, one in enumerate(open_names)]
        waiting = {one.name for one in open_names}
        self.gone = [name for name, code in sent.items() if code and name not in waiting]
        self.meanings = [
            meaning
            for name, code in sent.items()
            if name in waiting and (meaning := self._meaning(name, code))
        ]

    def _row(
        self,
        number: int,
        one: OpenName,
        options: Mapping[str, Sequence[Option]],
        names: Names,
        sent: Mapping[str, str],
    ) -> NameRow:
        found = names.all(one.name)
        if one.name in sent:
            return NameRow(number, one, sent[one.name], is_guess=False, many=len(found))
        code = ""
        if len(found) == 1:
            code = f"{EVERYONE}{found[0].everyone}" if found[0].everyone else found[0].code
        elif not found:
            code = likely(one.name, options)
        known = code in self._units or code.startswith(EVERYONE)
        return NameRow(number, one, code if known else "", is_guess=known, many=len(found))

    def _meaning(self, name: str, code: str) -> Meaning | None:
        if code.removeprefix(EVERYONE) in Everyone.values and code.startswith(EVERYONE):
            return Meaning(name, everyone=code.removeprefix(EVERYONE))
        unit = self._units.get(code)
        return Meaning(name, unit=unit) if unit else None


def _sent(data: Mapping[str, Any]) -> dict[str, str]:
    """What was chosen for each name that was sent."""
    numbers = [key.removeprefix("name-") for key in data if key.startswith("name-")]
    return {str(data[f"name-{n}"]): str(data.get(f"means-{n}", "")) for n in numbers}
