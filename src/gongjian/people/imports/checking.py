"""A list of accounts against what there is: what would be issued, and what has to be corrected first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gongjian.kernel import paths
from gongjian.people import queries, rules, usernames
from gongjian.people.imports.headings import COLUMNS, NEEDED, day_of, field_of, role_of
from gongjian.people.models import Department, Grant, Person
from gongjian.people.phones import PHONE
from gongjian.people.reach import Reach, standing
from gongjian.people.roles import Role
from gongjian.people.terms import Terms
from gongjian.places.imports.sheets import HEADING_WITHIN, UnreadableSheetError, letter, sheets
from gongjian.places.models import Area
from gongjian.places.names import tidy

MOST_ROWS = 500
WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class UnreadableListError(Exception):
    """A file that is no list of accounts, with a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Written:
    """The cells of one row by field, as text; `row` as the spreadsheet counts, from 1."""

    row: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WrittenList:
    """The rows of a list, and which column each field stands in."""

    columns: Mapping[str, int]
    rows: tuple[Written, ...]

    def as_json(self) -> dict[str, Any]:
        return {"columns": dict(self.columns), "rows": [[row.row, dict(row.cells)] for row in self.rows]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "WrittenList":
        return cls(data["columns"], tuple(Written(row, cells) for row, cells in data["rows"]))


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one cell; an error keeps the list from being issued, a doubt does not."""

    row: int
    column: str
    heading: str
    sentence: str
    is_error: bool = True


@dataclass(frozen=True, slots=True)
class Planned:
    """An account that would be issued."""

    row: int
    name: str
    username: str
    post: str
    phone: str
    terms: Terms


@dataclass(slots=True)
class Checked:
    """What would come of a list; nothing may be issued while there are errors."""

    planned: list[Planned] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_error]


# --- Reading ----------------------------------------------------------------------------------------------
def read(content: bytes) -> WrittenList:
    """The first sheet that has the columns of a list of accounts.

    raises   UnreadableListError for what is no such list.
    """
    if not content.strip():
        raise UnreadableListError(_("The file is empty. Fill in the form and upload it again."))
    try:
        found = list(sheets(content))
    except UnreadableSheetError as error:
        if content.startswith(WORKBOOK):
            raise UnreadableListError(str(error)) from error
        raise UnreadableListError(
            _("This is no workbook. Save the list as .xlsx; the form shows the columns.")
        ) from error
    for sheet in found:
        for index, cells in enumerate(sheet.rows[:HEADING_WITHIN]):
            columns = _columns(cells)
            if all(name in columns for name in NEEDED):
                return _rows(columns, sheet.rows[index + 1 :], index + 2)
    raise UnreadableListError(
        _("The columns for name, role and area were not found. Use the form, or name the columns as it does.")
    )


def _columns(cells: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for index, cell in enumerate(cells):
        name = field_of(cell)
        if name is not None:
            columns.setdefault(name, index)
    return columns


def _rows(columns: Mapping[str, int], rows: Sequence[Sequence[str]], first: int) -> WrittenList:
    written = []
    for number, cells in enumerate(rows, start=first):
        row = {name: cells[column].strip() for name, column in columns.items() if column < len(cells)}
        if any(row.values()):
            written.append(Written(number, row))
    if not written:
        raise UnreadableListError(_("The list has no rows. Fill in one person a row and upload it again."))
    if len(written) > MOST_ROWS:
        raise UnreadableListError(
            _(
                "The list has %(have)d people; at most %(most)d go in at once. Split it, one subdistrict a file."
            )
            % {"have": len(written), "most": MOST_ROWS}
        )
    return WrittenList(columns, tuple(written))


# --- Checking ---------------------------------------------------------------------------------------------
def check(written: WrittenList, *, reach: Reach, today: date) -> Checked:
    """What would be issued today by someone with `reach`. Six queries at most, however long the list."""
    return _Check(written, reach, today).run()


class _Check:
    """One look at a list: what it names is read at once, then row by row is judged."""

    def __init__(self, written: WrittenList, reach: Reach, today: date) -> None:
        self.written, self.reach, self.today = written, reach, today
        self.checked = Checked()
        self.areas = _Areas(reach, [row.cells.get("area", "") for row in written.rows])
        self.departments = _departments(reach)
        self.taken = set(Person.objects.values_list("username", flat=True))
        self.rows_of: dict[str, int] = {}

    def run(self) -> Checked:
        for row in self.written.rows:
            planned = self._row(row)
            if planned is not None:
                self.checked.planned.append(planned)
        self._doubt_namesakes()
        self.checked.findings.sort(key=lambda finding: (finding.row, finding.column))
        return self.checked

    def _say(self, row: int, name: str, sentence: str, *, is_error: bool = True) -> None:
        column = self.written.columns.get(name)
        place = "" if column is None else letter(column)
        self.checked.findings.append(Finding(row, place, str(COLUMNS[name][0]), sentence, is_error))

    def _row(self, row: Written) -> Planned | None:
        before = len(self.checked.findings)
        cells = row.cells
        name = " ".join(cells.get("name", "").split())
        if not name or len(name) > 40:
            self._say(row.row, "name", _("Write the person's name, at most 40 characters."))
        if len(cells.get("post", "")) > 60:
            self._say(row.row, "post", _("The post has more than 60 characters."))
        phone = cells.get("phone", "")
        if phone:
            try:
                PHONE(phone)
            except ValidationError as error:
                self._say(row.row, "phone", error.messages[0])
        username = self._username(row, name)
        terms = self._terms(row)
        if len(self.checked.findings) > before or terms is None:
            return None
        person = Person(username=username, name=name)
        if refusal := rules.why_not_grant(person, [], terms, reach=self.reach, today=self.today):
            self._say(row.row, COLUMN_OF.get(refusal.code, "role"), str(refusal))
            return None
        return Planned(row.row, name, username, cells.get("post", ""), phone, terms)

    def _username(self, row: Written, name: str) -> str:
        username = usernames.normalise(row.cells.get("username", ""))
        if not username:
            username = usernames.suggest(name, self.taken)
        else:
            try:
                Person._meta.get_field("username").run_validators(username)
            except ValidationError as error:
                self._say(row.row, "username", error.messages[0])
            if username in self.rows_of:
                self._say(
                    row.row,
                    "username",
                    _(
                        "The account %(username)s stands already in row %(row)d. "
                        "A second role is given on the person's page."
                    )
                    % {"username": username, "row": self.rows_of[username]},
                )
            elif username in self.taken:
                self._say(
                    row.row,
                    "username",
                    _("The account %(username)s exists already. Leave the cell empty to have one made.")
                    % {"username": username},
                )
        self.taken.add(username)
        self.rows_of.setdefault(username, row.row)
        return username

    def _terms(self, row: Written) -> Terms | None:
        role = self._role(row)
        area = self._area(row)
        department = self._department(row, area)
        starts = self._day(row, "starts") or self.today
        ends = self._day(row, "ends")
        if role is None or area is None:
            return None
        return Terms(role, area, department if role == Role.DEPARTMENT_OFFICER else None, starts, ends)

    def _role(self, row: Written) -> Role | None:
        text = row.cells.get("role", "")
        role = role_of(text)
        if role is None:
            known = "、".join(str(role.label) for role in rules.grantable_roles(self.reach))
            sentence = _("“%(text)s” is no role. Write one of: %(roles)s.") % {"text": text, "roles": known}
            self._say(row.row, "role", sentence)
        return role

    def _area(self, row: Written) -> Area | None:
        text = row.cells.get("area", "")
        meant = self.areas.meant(text)
        if len(meant) == 1:
            return meant[0]
        if meant:
            sentence = _(
                "%(number)d areas are called “%(text)s”. Write the one above it too, like %(example)s, or its code."
            ) % {"number": len(meant), "text": text, "example": self.areas.example(meant[0])}
        elif text:
            sentence = _("You administer no area called “%(text)s”.") % {"text": text}
        else:
            sentence = _("Write the area: its name or its code.")
        self._say(row.row, "area", sentence)
        return None

    def _department(self, row: Written, area: Area | None) -> Department | None:
        text = tidy(row.cells.get("department", ""))
        if not text or area is None:
            return None
        found = self.departments.get((area.pk, text))
        if found is None:
            self._say(
                row.row,
                "department",
                _("%(area)s has no department called “%(text)s”. Add it first.")
                % {"area": area.name, "text": text},
            )
        return found

    def _day(self, row: Written, name: str) -> date | None:
        try:
            return day_of(row.cells.get(name, ""))
        except ValueError:
            sentence = _("“%(text)s” is no day. Write it like 2026-03-10.") % {"text": row.cells[name]}
            self._say(row.row, name, sentence)
            return None

    def _doubt_namesakes(self) -> None:
        """Somebody of this name works there already: perhaps the same person. One query."""
        planned = self.checked.planned
        held = Grant.objects.filter(
            standing(self.today),
            person__name__in={one.name for one in planned},
            area__in={one.terms.area.pk for one in planned},
        ).values_list("person__name", "area", "person__username")
        there: dict[tuple[str, int], str] = {(name, area): username for name, area, username in held}
        for one in planned:
            username = there.get((one.name, one.terms.area.pk))
            if username:
                sentence = _("%(name)s already has the account %(username)s there. Is this another person?")
                names = {"name": one.name, "username": username}
                self._say(one.row, "name", sentence % names, is_error=False)


# Which column a refusal of the rules is about.
COLUMN_OF = {
    "outside_reach": "area",
    "area_ended": "area",
    "too_high": "area",
    "no_department": "department",
    "other_department": "department",
    "ends_first": "ends",
    "over": "ends",
}


class _Areas:
    """The administered areas that a list names: by code, by name, or by names from above like 望江街道/幸福里社区."""

    def __init__(self, reach: Reach, texts: Iterable[str]) -> None:
        wanted = {part for text in texts for part in (_names(text)[-1:] or [""])}
        areas = queries.areas_administered(reach)
        found = list(areas.filter(name__in=wanted)) + list(areas.filter(code__in=wanted - {""}))
        self.by_word: dict[str, dict[int, Area]] = defaultdict(dict)
        for area in found:
            for word in (area.name, area.code):
                if word:
                    self.by_word[word][area.pk] = area
        above = {path for area in found for path in paths.ancestors(area.path)}
        self.name_at = dict(Area.objects.filter(path__in=above).values_list("path", "name"))

    def meant(self, text: str) -> list[Area]:
        names = _names(text)
        if not names:
            return []
        fitting = [
            area for area in self.by_word.get(names[-1], {}).values() if self._stands(area, names[:-1])
        ]
        return sorted(fitting, key=lambda area: area.path)

    def example(self, area: Area) -> str:
        upper = self.name_at.get(paths.parent(area.path))
        return f"{upper}/{area.name}" if upper else area.name

    def _stands(self, area: Area, uppers: Sequence[str]) -> bool:
        """Whether `uppers` occur above the area, in their order."""
        above = iter(self.name_at.get(path, "") for path in paths.ancestors(area.path))
        return all(name in above for name in uppers)


def _names(text: str) -> list[str]:
    return [name for name in map(tidy, text.replace("／", "/").replace("\\", "/").split("/")) if name]


def _departments(reach: Reach) -> dict[tuple[int, str], Department]:
    """The departments that may be named, by area and each of their names."""
    return {
        (department.area_id, name): department
        for department in queries.departments_administered(reach)
        for name in (department.name, *department.alias_list)
    }
