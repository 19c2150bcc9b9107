"""The shapes that values of a pack may have. One description checks a file and makes its JSON Schema.

`check` returns the value made clean, or INVALID after it told why; an entry that is INVALID is left out of what
holds it, so that the rest can still be looked at.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, Protocol, TypeGuard

from gongjian.engines.packs.faults import Fault, Severity, nearest
from gongjian.engines.packs.wording import Said
from gongjian.engines.packs.yaml_tree import Path, Tree

Schema = dict[str, Any]

_TEXT = Said("文字", "text")
_WORD = Said("一个词", "a word")
_NUMBER = Said("数", "a number")
_WHOLE = Said("整数", "a whole number")
_FLAG = Said("true或false", "true or false")
_LIST = Said("列表（每项以“- ”开头）", "a list (each entry begins with “- ”)")
_GROUP = Said("一组“名称: 值”", "a group of “name: value”")


class _Invalid:
    def __repr__(self) -> str:
        return "INVALID"


INVALID: Final = _Invalid()


class Checked(dict[str, Any]):
    """A record made clean, with where it stood."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path


@dataclass(slots=True)
class Notes:
    """The faults of one file, told by path."""

    tree: Tree
    faults: list[Fault] = field(default_factory=list)

    def value(self, path: Path, code: str, found: str = "", **more: Any) -> None:
        """Something is wrong with the value at `path`."""
        self.faults.append(_fault(self.tree, path, code, found, more, at_key=False))

    def key(self, path: Path, code: str, found: str = "", **more: Any) -> None:
        """Something is wrong with the name at `path`."""
        self.faults.append(_fault(self.tree, path, code, found, more, at_key=True))


def _fault(tree: Tree, path: Path, code: str, found: str, more: Mapping[str, Any], *, at_key: bool) -> Fault:
    rest = dict(more)
    expected = tuple(rest.pop("expected", ()))
    return Fault(
        tree.file,
        tree.at_key(path) if at_key else tree.at(path),
        code,
        rest.pop("severity", Severity.ERROR),
        found,
        expected,
        nearest(found, expected) if expected else "",
        rest,
    )


class Shape(Protocol):
    @property
    def wanted(self) -> Said:
        """What is expected, for a sentence."""
        ...

    def check(self, value: object, path: Path, notes: Notes) -> Any: ...

    def schema(self) -> Schema: ...

    def takes(self, value: object) -> bool:
        """Whether a value of this type is meant for this shape at all."""
        ...


# --- Scalars ----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Text:
    """Some words; blank ones are none."""

    most: int = 200
    wanted: Said = _TEXT

    def takes(self, value: object) -> bool:
        return isinstance(value, str)

    def check(self, value: object, path: Path, notes: Notes) -> Any:
        if not isinstance(value, str):
            return not_text(value, path, notes)
        if not value.strip():
            notes.value(path, "blank")
            return INVALID
        if len(value) > self.most:
            notes.value(path, "too-long", found=_short(value), length=len(value), most=self.most)
            return INVALID
        return value.strip()

    def schema(self) -> Schema:
        return {"type": "string", "pattern": r"\S", "maxLength": self.most}


@dataclass(frozen=True, slots=True)
class Matching:
    """A string of one form: `pattern` in the part of regular expressions that Python and ECMAScript share."""

    pattern: str
    wanted: Said
    most: int = 100

    def takes(self, value: object) -> bool:
        return isinstance(value, str)

    def check(self, value: object, path: Path, notes: Notes) -> Any:
        if not isinstance(value, str):
            return not_text(value, path, notes)
        if len(value) > self.most or not re.fullmatch(self.pattern, value):
            notes.value(path, "wrong-form", found=_short(value), wanted=self.wanted)
            return INVALID
        return value

    def schema(self) -> Schema:
        return {"type": "string", "pattern": f"^(?:{self.pattern})$", "maxLength": self.most}


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of some words, each with what it means."""

    words: Mapping[str, Said]
    wanted: Said = _WORD

    def takes(self, value: object) -> bool:
        return isinstance(value, str)

    def check(self, value: object, path: Path, notes: Notes) -> Any:
        if isinstance(value, str) and value in self.words:
            return value
        if isinstance(value, (dict, list)):
            return wrong_type(self, value, path, notes)
        notes.value(path, "not-a-word", found=written(value), expected=tuple(self.words))
        return INVALID

    def schema(self) -> Schema:
        # One branch a word, so that editors show what each means.
        return {"oneOf": [{"const": word, "title": said.zh} for word, said in self.words.items()]}


def is_number(value: object) -> TypeGuard[int | Decimal]:
    """YAML's true and false are no numbers, though Python's are."""
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


@dataclass(frozen=True, slots=True)
class Number:
    """An exact decimal."""

    least: int | None = None
    most: int | None = None
    wanted: Said = _NUMBER

    def takes(self, value: object) -> bool:
        return is_number(value)

    def check(self, value: object, path: Path, notes: Notes) -> Any:
        if not is_number(value):
            return wrong_type(self, value, path, notes)
        return _within(Decimal(value), self.least, self.most, path, notes)

    def schema(self) -> Schema:
        return {"type": "number"} | _bounds(self.least, self.most)


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number; 3.0 is one too, as it is in JSON."""

    least: int | None = None
    most: int | None = None
    wanted: Said = _WHOLE

    def takes(self, value: object) -> bool:
        return is_number(value)

    def check(self, value: object, path: Path, notes: Notes) -> Any:
        if not is_number(value) or value != int(value):
            return wrong_type(self, value, path, notes)
        return _within(int(value), self.least, self.most, path, notes)

    def schema(self) -> Schema:
        return {"type": "integer"} | _bounds(self.least, self.most)


@dataclass(frozen=True, slots=True)
class Flag:
    wanted: Said = _FLAG

    def takes(self, value: object) -> bool:
        return isinstance(value, bool)

    def check(self, value: object, path: Path, notes: Notes) -> Any:
        return value if isinstance(value, bool) else wrong_type(self, value, path, notes)

    def schema(self) -> Schema:
        return {"type": "boolean"}


# --- What holds others ------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ListOf:
    """Entries of one shape; `distinct` ones may not be repeated."""

    item: Shape
    least: int = 1
    most: int = 2000
    distinct: bool = False
    wanted: Said = _LIST

    def takes(self, value: object) -> bool:
        return isinstance(value, list)

    def check(self, value: object, path: Path, notes: Notes) -> Any:
        if not isinstance(value, list):
            return wrong_type(self, value, path, notes)
        if len(value) < self.least:
            notes.value(path, "too-few", least=self.least)
            return INVALID
        if len(value) > self.most:
            notes.value(path, "too-many", found=str(len(value)), most=self.most)
            return INVALID
        if self.distinct:
            self._check_distinct(value, path, notes)
        clean = [self.item.check(entry, (*path, place), notes) for place, entry in enumerate(value)]
        sound = [entry for entry in clean if entry is not INVALID]
        return sound if len(sound) >= self.least else INVALID

    def _check_distinct(self, value: list[object], path: Path, notes: Notes) -> None:
        seen: list[object] = []
        for place, entry in enumerate(value):
            if entry in seen:
                notes.value((*path, place), "repeated-entry", found=written(entry))
            seen.append(entry)

    def schema(self) -> Schema:
        found: Schema = {"type": "array", "items": self.item.schema(), "maxItems": self.most}
        if self.least:
            found["minItems"] = self.least
        if self.distinct:
            found["uniqueItems"] = True
        return found


@dataclass(frozen=True, slots=True)
class MapOf:
    """Names of one form, each with a value of one shape."""

    name: Matching
    item: Shape
    wanted: Said = _GROUP

    def takes(self, value: object) -> bool:
        return isinstance(value, dict)

    def check(self, value: object, path: Path, notes: Notes) -> Any:
        if not isinstance(value, dict):
            return wrong_type(self, value, path, notes)
        if not value:
            notes.value(path, "too-few", least=1)
            return INVALID
        clean = Checked(path)
        for name, entry in value.items():
            if not re.fullmatch(self.name.pattern, name) or len(name) > self.name.most:
                notes.key((*path, name), "wrong-form", found=_short(name), wanted=self.name.wanted)
                continue
            made = self.item.check(entry, (*path, name), notes)
            if made is not INVALID:
                clean[name] = made
        return clean or INVALID

    def schema(self) -> Schema:
        return {
            "type": "object",
            "minProperties": 1,
            "propertyNames": self.name.schema(),
            "additionalProperties": self.item.schema(),
        }


@dataclass(frozen=True, slots=True)
class Field:
    shape: Shape
    what: Said
    required: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """Named fields.

    one_of      groups of fields of which exactly one must be given.
    at_most     groups of fields of which no two may be given.
    goes_with   field → (other, value): given where `other` has that value, and only there.
    """

    fields: Mapping[str, Field]
    one_of: tuple[tuple[str, ...], ...] = ()
    at_most: tuple[tuple[str, ...], ...] = ()
    goes_with: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    wanted: Said = _GROUP

    def takes(self, value: object) -> bool:
        return isinstance(value, dict)

    def check(self, value: object, path: Path, notes: Notes) -> Any:
        if not isinstance(value, dict):
            return wrong_type(self, value, path, notes)
        clean, is_complete = self.look(value, path, notes)
        return clean if is_complete else INVALID

    def look(self, value: Mapping[str, object], path: Path, notes: Notes) -> tuple[Checked, bool]:
        """The fields that are right, and whether they are all that is needed."""
        self._check_names(value, path, notes)
        self._check_groups(value, path, notes)
        clean = Checked(path)
        for name, entry in value.items():
            if name in self.fields:
                made = self.fields[name].shape.check(entry, (*path, name), notes)
                if made is not INVALID:
                    clean[name] = made
        return clean, self._is_complete(clean)

    def _is_complete(self, clean: Mapping[str, object]) -> bool:
        """Whether something can be made of it. A name too many spoils nothing, a field too few does."""
        return (
            all(name in clean for name, part in self.fields.items() if part.required)
            and all(sum(name in clean for name in group) == 1 for group in self.one_of)
            and all(
                (name in clean) is (clean.get(other) == wanted)
                for name, (other, wanted) in self.goes_with.items()
            )
        )

    def _check_names(self, value: Mapping[str, object], path: Path, notes: Notes) -> None:
        for name in value:
            if name not in self.fields:
                left = tuple(known for known in self.fields if known not in value)
                notes.key((*path, name), "unknown-field", found=_short(name), expected=left)
        for name, part in self.fields.items():
            if part.required and name not in value:
                notes.value(path, "missing-field", field=name, what=part.what)

    def _check_groups(self, value: Mapping[str, object], path: Path, notes: Notes) -> None:
        for group in self.one_of:
            given = [name for name in group if name in value]
            if not given:
                notes.value(path, "none-of-fields", expected=group)
            elif len(given) > 1:
                notes.key((*path, given[1]), "one-of-fields", found=str(len(given)), expected=group)
        for group in self.at_most:
            given = [name for name in group if name in value]
            if len(given) > 1:
                notes.key((*path, given[1]), "only-one-field", found=" / ".join(given))
        for name, (other, wanted) in self.goes_with.items():
            if (name in value) is not (value.get(other) == wanted):
                place = (*path, name) if name in value else (*path, other)
                notes.key(place, "field-needs", field=name, other=other, value=wanted)

    def schema(self) -> Schema:
        found: Schema = {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                name: part.shape.schema() | {"description": f"{part.what.zh}\n\n{part.what.en}"}
                for name, part in self.fields.items()
            },
        }
        if required := [name for name, part in self.fields.items() if part.required]:
            found["required"] = required
        if more := [*self._one_of_schemas(), *self._at_most_schemas(), *self._goes_with_schemas()]:
            found["allOf"] = more
        return found

    def _one_of_schemas(self) -> list[Schema]:
        return [{"oneOf": [{"required": [name]} for name in group]} for group in self.one_of]

    def _at_most_schemas(self) -> list[Schema]:
        return [
            {"not": {"required": [first, second]}}
            for group in self.at_most
            for place, first in enumerate(group)
            for second in group[place + 1 :]
        ]

    def _goes_with_schemas(self) -> list[Schema]:
        return [
            {
                "if": {"properties": {other: {"const": wanted}}, "required": [other]},
                "then": {"required": [name]},
                "else": {"not": {"required": [name]}},
            }
            for name, (other, wanted) in self.goes_with.items()
        ]


@dataclass(frozen=True, slots=True)
class Either:
    """One of several shapes that differ in their type; the type chooses."""

    shapes: tuple[Shape, ...]
    wanted: Said

    def takes(self, value: object) -> bool:
        return any(shape.takes(value) for shape in self.shapes)

    def check(self, value: object, path: Path, notes: Notes) -> Any:
        for shape in self.shapes:
            if shape.takes(value):
                return shape.check(value, path, notes)
        return wrong_type(self, value, path, notes)

    def schema(self) -> Schema:
        return {"anyOf": [shape.schema() for shape in self.shapes]}


@dataclass(frozen=True, slots=True)
class Named:
    """A shape that stands in the schema once, under a name; what holds itself needs it."""

    name: str
    make: Callable[[], Shape]
    wanted: Said = _GROUP

    def takes(self, value: object) -> bool:
        return self.make().takes(value)

    def check(self, value: object, path: Path, notes: Notes) -> Any:
        return self.make().check(value, path, notes)

    def schema(self) -> Schema:
        return {"$ref": f"#/$defs/{self.name}"}


# --- Saying what stands there -----------------------------------------------------------------------------
def wrong_type(shape: Shape, value: object, path: Path, notes: Notes) -> _Invalid:
    notes.value(path, "wrong-type", found=written(value), wanted=shape.wanted, is_=type_of(value))
    return INVALID


def not_text(value: object, path: Path, notes: Notes) -> _Invalid:
    if isinstance(value, (bool, int, Decimal)):
        notes.value(path, "needs-quotes", found=written(value), is_=type_of(value))
    elif value is None:
        notes.value(path, "blank")
    else:
        notes.value(path, "wrong-type", wanted=_TEXT, is_=type_of(value))
    return INVALID


def type_of(value: object) -> Said:
    if value is None:
        return Said("空的", "nothing")
    if isinstance(value, bool):
        return _FLAG
    if isinstance(value, (int, Decimal)):
        return Said(f"数{value}", f"the number {value}")
    if isinstance(value, str):
        return Said(f"文字“{_short(value)}”", f"the text “{_short(value)}”")
    if isinstance(value, list):
        return Said("列表", "a list")
    return _GROUP


def written(value: object) -> str:
    """A scalar about as it stands in the file; empty for what holds others."""
    if value is None or isinstance(value, (dict, list)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _short(str(value))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 40 else flat[:39] + "…"


def _within(number: Any, least: int | None, most: int | None, path: Path, notes: Notes) -> Any:
    if least is not None and number < least:
        notes.value(path, "too-small", found=str(number), least=least)
        return INVALID
    if most is not None and number > most:
        notes.value(path, "too-big", found=str(number), most=most)
        return INVALID
    return number


def _bounds(least: int | None, most: int | None) -> Schema:
    bounds = {"minimum": least, "maximum": most}
    return {name: bound for name, bound in bounds.items() if bound is not None}
