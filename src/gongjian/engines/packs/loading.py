"""A folder of YAML to a pack: everything that is wrong with it, or the frozen definitions."""

import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from gongjian.engines.packs import checks, yaml_tree
from gongjian.engines.packs.draft import Draft
from gongjian.engines.packs.faults import Fault, Mark, Severity, in_order, nearest
from gongjian.engines.packs.files import FILES
from gongjian.engines.packs.files.pack import VERSION
from gongjian.engines.packs.model import Pack, version_key

# The packs that come with the platform.
SHIPPED = Path(__file__).resolve().parents[2] / "packs"

# Of a pack that has a standard these must be there; a vocabulary has neither standard nor measures.
_NEEDED = ("pack.yaml",)


@dataclass(frozen=True, slots=True)
class Loaded:
    """`pack` is None if anything is wrong; `faults` are in the order of files and lines, warnings among them."""

    pack: Pack | None
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.severity is Severity.WARNING)


# Gives a pack that another is built on, by id; None if there is none of that id.
Shelf = Callable[[str], Loaded | None]


def load(folder: Path) -> Loaded:
    """The pack in `folder`. What it is built on is looked for beside it, then among the shipped packs."""
    return _load(folder, ())


def place_of(name: str, folder: Path) -> Path | None:
    """The folder of the pack `name` that the pack in `folder` is built on: beside it, else among the shipped ones."""
    places = (place / name for place in (folder.resolve().parent, SHIPPED))
    return next((place for place in places if (place / "pack.yaml").is_file()), None)


def _load(folder: Path, above: tuple[str, ...]) -> Loaded:
    if not folder.is_dir():
        return Loaded(None, (Fault(str(folder), Mark(), "no-folder", found=folder.name),))
    data, faults = _read(folder)

    def shelf(name: str) -> Loaded | None:
        place = place_of(name, folder)
        return _load(place, (*above, folder.resolve().name)) if place else None

    loaded = load_files(data, shelf, above=(*above, folder.resolve().name))
    if loaded.pack and loaded.pack.head.id != folder.resolve().name:
        found, id = folder.resolve().name, loaded.pack.head.id
        fault = Fault("pack.yaml", Mark(), "folder-name", Severity.WARNING, found, more={"id": id})
        faults.append(fault)
    all_faults = in_order((*faults, *loaded.faults))
    has_error = any(fault.severity is Severity.ERROR for fault in all_faults)
    return Loaded(None if has_error else loaded.pack, all_faults)


def _read(folder: Path) -> tuple[dict[str, bytes | None], list[Fault]]:
    """The files of a pack. Others that are YAML are told of: a misspelt name must not pass unseen."""
    data: dict[str, bytes | None] = {}
    faults: list[Fault] = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in (".yaml", ".yml"):
            continue
        if path.name not in FILES:
            expected = tuple(FILES)
            meant = nearest(path.name, expected)
            faults.append(
                Fault(path.name, Mark(), "unknown-file", Severity.ERROR, path.name, expected, meant)
            )
            continue
        try:
            # A pipe or a device would be waited for.
            if not stat.S_ISREG(path.stat().st_mode):
                raise OSError("no plain file")
            with path.open("rb") as file:
                data[path.name] = file.read(yaml_tree.MOST_BYTES + 1)
        except OSError:
            faults.append(Fault(path.name, Mark(), "unreadable-file", found=path.name))
            data[path.name] = None
    return data, faults


def load_files(data: Mapping[str, bytes | None], shelf: Shelf, above: tuple[str, ...] = ()) -> Loaded:
    """The pack of these files, by name.

    data    None for a file that is there and could not be read.
    above   the packs that are being loaded and are built on this one, itself last: to find circles.
    """
    draft, faults = Draft(), []
    for name in _NEEDED:
        if name not in data:
            faults.append(Fault(name, Mark(), "missing-file", found=name))
    for name in FILES:
        content = data.get(name)
        tree, told = (None, ()) if content is None else yaml_tree.read(name, content)
        faults += told
        if tree is not None:
            draft.take(tree)
        elif name in data:
            draft.unread.add(name)
    _add_bases(draft, shelf, above)
    checks.check(draft)
    found = in_order((*faults, *draft.faults))
    is_whole = draft.head is not None and all(fault.severity is Severity.WARNING for fault in found)
    return Loaded(_made(draft) if is_whole else None, found)


def _made(draft: Draft) -> Pack:
    assert draft.head is not None  # noqa: S101 - the caller has seen it
    return Pack(
        head=draft.head,
        facts=tuple(entry.made for entry in draft.facts),
        reminders=tuple(entry.made for entry in draft.reminders),
        slots=tuple(entry.made for entry in draft.slots),
        measures=tuple(entry.made for entry in draft.measures),
        standard=draft.standard,
        bases=draft.bases,
    )


def _add_bases(draft: Draft, shelf: Shelf, above: tuple[str, ...]) -> None:
    if "pack.yaml" in draft.unread:
        draft.has_all_bases = False
    bases: dict[str, Pack] = {}
    for path, base in draft.written("pack.yaml", "builds_on"):
        name, version = base.get("pack"), base.get("version")
        if not isinstance(name, str):
            continue
        notes = draft.notes["pack.yaml"]
        if name in above:
            circle = " → ".join((*above[above.index(name) :], name))
            notes.value((*path, "pack"), "packs-in-a-circle", found=circle)
            loaded = None
        else:
            loaded = shelf(name)
            if loaded is None:
                notes.value((*path, "pack"), "unknown-pack", found=name)
            elif loaded.pack is None:
                notes.value((*path, "pack"), "pack-has-faults", found=name)
        if loaded is None or loaded.pack is None:
            draft.has_all_bases = False
            continue
        is_ = loaded.pack.head.version
        is_version = isinstance(version, str) and re.fullmatch(VERSION.pattern, version)
        if is_version and version_key(is_) < version_key(str(version)):
            notes.value((*path, "version"), "pack-too-old", found=name, is_=is_, wanted=version)
        for pack in (loaded.pack, *loaded.pack.bases):
            bases.setdefault(pack.head.id, pack)
    draft.bases = tuple(bases.values())
