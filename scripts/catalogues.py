"""The catalogues: gather the messages of the code, check their translation, compile it.

    python scripts/catalogues.py update [app …]    write the messages of the code into the catalogues
    python scripts/catalogues.py check             fail on what is missing, fuzzy, left over or ill-formed
    python scripts/catalogues.py compile           make the .mo files, and zh-Hant from zh-Hans

Source strings are English. Each app keeps `locale/zh_Hans/LC_MESSAGES/django.po`; what stands outside an app
(settings, addresses) goes into the kernel's. No gettext programs are needed.
"""

import argparse
import ast
import difflib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import opencc
import polib
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "gongjian"
KEEPER = "kernel"  # holds the messages of files that belong to no app
NOT_TRANSLATED = {"engines", "packs", "migrations", "static", "locale", "__pycache__"}

# Which argument is which, by the bare name of the function; `_lazy` and `_noop` are cut off before.
SHAPES: dict[str, tuple[str, ...]] = {
    "_": ("id",),
    "gettext": ("id",),
    "ngettext": ("id", "plural"),
    "pgettext": ("context", "id"),
    "npgettext": ("context", "id", "plural"),
    "say": ("id",),
    "say_many": ("id", "plural"),
}
IN_TEMPLATE = re.compile(r"(?<!\w)(?:n?p?gettext|_)\(")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
ALIKE = 0.75  # from here on a changed message is taken for the old one, to be looked at again


@dataclass(frozen=True, slots=True)
class Message:
    """One message and the file, relative to the package, where it was seen."""

    id: str
    plural: str = ""
    context: str | None = None
    file: str = ""

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.id


# --- Gathering --------------------------------------------------------------------------------------------
def of_call(call: ast.Call, file: str) -> Message | None:
    """The message of a call of a translation function; None for any other call, or without a literal."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    shape = SHAPES.get(name.removesuffix("_lazy").removesuffix("_noop"))
    if shape is None or len(call.args) < len(shape):
        return None
    words = [arg.value if isinstance(arg, ast.Constant) else None for arg in call.args[: len(shape)]]
    given = {part: word for part, word in zip(shape, words, strict=True) if isinstance(word, str)}
    return Message(**given, file=file) if len(given) == len(shape) else None


def of_python(path: Path, file: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
        if isinstance(node, ast.Call) and (message := of_call(node, file)):
            yield message


def of_template(path: Path, file: str) -> Iterator[Message]:
    """Django turns a template into calls between blanked-out text; each call is read as Python."""
    text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for start in (match.start() for match in IN_TEMPLATE.finditer(text)):
        end = start
        while (end := text.find(")", end) + 1) > 0:
            try:
                call = ast.parse(text[start:end], mode="eval").body
            except SyntaxError:
                continue  # the bracket was inside the words
            if isinstance(call, ast.Call) and (message := of_call(call, file)):
                yield message
            break


def apps() -> list[str]:
    return sorted(path.parent.name for path in PACKAGE.glob("*/apps.py"))


def gather(names: list[str] | None = None) -> dict[str, dict[tuple[str | None, str], list[Message]]]:
    """The messages of every app, or of `names` alone, in the order of file and place."""
    found: dict[str, dict[tuple[str | None, str], list[Message]]] = {app: {} for app in apps()}
    for path in sorted(PACKAGE.rglob("*")):
        parts = path.relative_to(PACKAGE).parts
        if path.suffix not in {".py", ".html", ".txt"} or NOT_TRANSLATED & set(parts):
            continue
        if path.suffix == ".txt" and "templates" not in parts:
            continue
        read = of_python if path.suffix == ".py" else of_template
        app = parts[0] if parts[0] in found else KEEPER
        if names and app not in names:
            continue  # whatever state it is in
        for message in read(path, "/".join(parts)):
            found[app].setdefault(message.key, []).append(message)
    return found


# --- Catalogues -------------------------------------------------------------------------------------------
def catalogue_path(app: str) -> Path:
    return PACKAGE / app / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def empty(language: str) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Project-Id-Version": "gongjian",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return catalogue


def opened(app: str) -> polib.POFile:
    path = catalogue_path(app)
    return polib.pofile(str(path), wrapwidth=110) if path.exists() else empty("zh_Hans")


def words_of(entry: polib.POEntry) -> str:
    return str(entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr)


def entry_for(messages: list[Message], words: str, *, was: str = "") -> polib.POEntry:
    """The catalogue's entry for a message seen in one or more places; `was` makes it one to look at again."""
    plural = next((m.plural for m in messages if m.plural), "")
    marked = "%" in "".join(PLACEHOLDER.findall(messages[0].id + plural))
    return polib.POEntry(
        msgid=messages[0].id,
        msgid_plural=plural,
        msgctxt=messages[0].context,
        msgstr="" if plural else words,
        msgstr_plural={0: words} if plural else {},
        occurrences=[(file, "") for file in dict.fromkeys(m.file for m in messages)],
        flags=(["fuzzy"] if was else []) + (["python-format"] if marked else []),
        previous_msgid=was or None,
    )


def update(names: list[str]) -> int:
    """Write what the code says into the catalogues of `names`; all of them when there are none."""
    unknown = sorted(set(names) - set(apps()))
    if unknown:
        print(f"No such app: {', '.join(unknown)}. There are {', '.join(apps())}.")
        return 2
    found = gather(names)
    elsewhere = {(e.msgctxt, e.msgid): words_of(e) for app in apps() for e in opened(app) if not e.fuzzy}
    for app in names or apps():
        old = {(e.msgctxt, e.msgid): e for e in opened(app) if not e.obsolete}
        gone = {key: words_of(e) for key, e in old.items() if key not in found[app] and words_of(e)}
        new = empty("zh_Hans")
        for key, messages in found[app].items():
            if key in old:
                kept = old[key]
                new.append(entry_for(messages, words_of(kept), was=kept.previous_msgid or ""))
            elif elsewhere.get(key):
                new.append(entry_for(messages, elsewhere[key]))
            else:
                was = nearest(key, gone)
                new.append(entry_for(messages, gone.get((key[0], was), ""), was=was))
        if new or old:
            catalogue_path(app).parent.mkdir(parents=True, exist_ok=True)
            new.save(str(catalogue_path(app)))
        todo = sum(not words_of(e) or e.fuzzy for e in new)
        print(f"{app}: {len(new)} messages, {todo} to translate, {len(gone)} gone")
        for (_context, message), words in gone.items():
            print(f"  gone: {message!r} ({words})")
    return 0


def nearest(key: tuple[str | None, str], gone: dict[tuple[str | None, str], str]) -> str:
    """The message that went away and reads almost like the new one; empty when none does."""
    near = [message for context, message in gone if context == key[0]]
    return next(iter(difflib.get_close_matches(key[1], near, n=1, cutoff=ALIKE)), "")


# --- Checking ---------------------------------------------------------------------------------------------
def faults_of(app: str, found: dict[tuple[str | None, str], list[Message]]) -> Iterator[str]:
    entries = {(e.msgctxt, e.msgid): e for e in opened(app) if not e.obsolete}
    for key, messages in found.items():
        if key not in entries:
            yield f"{app}: not in the catalogue: {key[1]!r} ({messages[0].file})"
    for key, entry in entries.items():
        if key not in found:
            yield f"{app}: left over: {key[1]!r}"
        elif not words_of(entry).strip():
            yield f"{app}: not translated: {key[1]!r}"
        elif entry.fuzzy:
            yield f"{app}: to be looked at again (fuzzy): {key[1]!r}"
        elif fault := ill_formed(entry):
            yield f"{app}: {fault}: {key[1]!r} → {words_of(entry)!r}"
    if any(e.obsolete for e in opened(app)):
        yield f"{app}: the catalogue keeps obsolete entries"


def ill_formed(entry: polib.POEntry) -> str:
    source, words = entry.msgid_plural or entry.msgid, words_of(entry)
    asked, given = sorted(set(PLACEHOLDER.findall(source))), sorted(set(PLACEHOLDER.findall(words)))
    if asked != given:
        return f"placeholders differ, {', '.join(asked) or 'none'} became {', '.join(given) or 'none'}"
    if source.endswith("\n") != words.endswith("\n") or source.startswith("\n") != words.startswith("\n"):
        return "line breaks at the ends differ"
    return ""


def contradictions() -> Iterator[str]:
    """One message, two translations: Django merges the catalogues, so one of them would be lost."""
    seen: dict[tuple[str | None, str], tuple[str, str]] = {}
    for app in apps():
        for entry in opened(app):
            if entry.obsolete or entry.fuzzy or not words_of(entry):
                continue
            first, words = seen.setdefault((entry.msgctxt, entry.msgid), (app, words_of(entry)))
            if words != words_of(entry):
                yield (
                    f"{entry.msgid!r} is {words!r} in {first} and {words_of(entry)!r} in {app}: "
                    "agree on one, or tell them apart with pgettext"
                )


def check() -> int:
    found = gather()
    faults = [fault for app in apps() for fault in faults_of(app, found[app])] + list(contradictions())
    for fault in faults:
        print(fault)
    if faults:
        print(f"{len(faults)} faults. `make messages` brings the catalogues up to the code; then translate.")
        return 1
    print(f"Catalogues complete: {sum(len(messages) for messages in found.values())} messages.")
    return 0


# --- Compiling --------------------------------------------------------------------------------------------
def compile_all() -> int:
    """Make the .mo files that are missing or older than their catalogue."""
    converter: opencc.OpenCC | None = None
    for app in apps():
        source = catalogue_path(app)
        if not source.exists():
            continue
        for language in ("zh_Hans", "zh_Hant"):
            target = PACKAGE / app / "locale" / language / "LC_MESSAGES" / "django.mo"
            if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            catalogue = opened(app)
            if language == "zh_Hant":
                converter = converter or opencc.OpenCC("s2t")
                traditional(catalogue, converter)
            # Written aside, so that a server that starts meanwhile never reads half of it.
            beside = target.with_suffix(".new")
            catalogue.save_as_mofile(str(beside))
            beside.replace(target)
    return 0


def traditional(catalogue: polib.POFile, converter: opencc.OpenCC) -> None:
    catalogue.metadata["Language"] = "zh_Hant"
    for entry in catalogue:
        entry.msgstr = converter.convert(entry.msgstr)
        entry.msgstr_plural = {n: converter.convert(words) for n, words in entry.msgstr_plural.items()}


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("action", choices=["update", "check", "compile"])
    parser.add_argument("app", nargs="*", help="with update: only these")
    asked = parser.parse_args(argv)
    if asked.action == "update":
        return update(asked.app)
    return check() if asked.action == "check" else compile_all()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
