"""What the pages need of other people's styles and scripts, cut from their npm packages.

    python scripts/copy_assets.py copy NODE_MODULES   take styles, scripts, licences; keep the icons aside
    python scripts/copy_assets.py icons               cut the icon sprite anew when our pages name other icons

The result lies in `src/gongjian/staff/static/vendor/`, which is not kept in the repository. All icons are
kept in `.tools/icons.zip`, so that a new icon on a page needs no Node.
"""

import json
import re
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "gongjian"
VENDOR = PACKAGE / "staff" / "static" / "vendor"
ICONS = ROOT / ".tools" / "icons.zip"
AXE = ROOT / ".tools" / "axe.min.js"
SPRITE = VENDOR / "icons.svg"

FILES = {
    "@tabler/core/dist/css/tabler.min.css": VENDOR / "tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js": VENDOR / "tabler.min.js",
    "echarts/dist/echarts.min.js": VENDOR / "echarts.min.js",
    "axe-core/axe.min.js": AXE,  # for the browser tests alone
}
LICENCES = ("LICENSE", "LICENSE.md", "LICENSE.txt", "NOTICE")
OUTLINE = "@tabler/icons/icons/outline"

# Where our pages name icons. Any literal of a Python file that deals in icons counts when an icon has that
# name: a few too many weigh less than one that is missing.
IN_TEMPLATE = re.compile(
    r"""\{%\s*icon\s+["']([\w-]+)["']|\bicon=["']([\w-]+)["']|data-icon=["']([\w-]+)["']"""
)
IN_CODE = re.compile(r"""["']([a-z][a-z0-9-]+)["']""")
DEALS_IN_ICONS = re.compile(r"\bicon\b|NavEntry\(|DueItem\(|Hit\(|ICONS?\b")
IN_SPRITE = re.compile(r'<symbol id="([\w-]+)"')


def copy(modules: Path) -> None:
    """Take the files and licences out of `modules`; everything is written before anything is replaced."""
    new = VENDOR.with_name("vendor.new")
    shutil.rmtree(new, ignore_errors=True)
    (new / "licences").mkdir(parents=True)
    ICONS.parent.mkdir(exist_ok=True)
    for source, target in FILES.items():
        text = (modules / source).read_text(encoding="utf-8")
        # The maps are not taken along, and a comment that points to one stops collectstatic.
        text = re.sub(r"\n?(/\*|//)# sourceMappingURL=[^\n]*", "", text)
        if target.name == "tabler.min.css":
            # Rules of a folded sidebar that we do not have; the browser tries them at every change of focus.
            text = re.sub(r"[^{}]*:has\(:focus-visible\)[^{}]*\{[^{}]*\}", "", text)
        (new / target.name if target.parent == VENDOR else target).write_text(text, encoding="utf-8")
    for source in sorted(
        {"/".join(name.split("/")[: 2 if name[0] == "@" else 1]) for name in [*FILES, OUTLINE]}
    ):
        keep_licence(modules / source, new / "licences")
    with zipfile.ZipFile(ICONS.with_suffix(".new"), "w", zipfile.ZIP_DEFLATED) as archive:
        for icon in sorted((modules / OUTLINE).glob("*.svg")):
            archive.write(icon, icon.name)
    ICONS.with_suffix(".new").replace(ICONS)
    shutil.rmtree(VENDOR, ignore_errors=True)
    new.rename(VENDOR)


def keep_licence(package: Path, folder: Path) -> None:
    """The licence texts of a package and one line that says what it is; some packages ship the line alone."""
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    text = f"{about['name']} {about['version']}, licence {about['license']}\n"
    for name in LICENCES:
        if (package / name).exists():
            text += f"\n{(package / name).read_text(encoding='utf-8')}"
    (folder / f"{about['name'].replace('/', '-').removeprefix('@')}.txt").write_text(text, encoding="utf-8")


# --- Icons ------------------------------------------------------------------------------------------------
def named() -> dict[str, str]:
    """Every word of our pages and code that may be an icon, and a file that says it."""
    words: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in {".html", ".py", ".js"} and "vendor" not in path.parts:
            for word in words_of(path):
                words.setdefault(word, str(path.relative_to(PACKAGE)))
    return words


def words_of(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        yield from ("".join(groups) for groups in IN_TEMPLATE.findall(text))
    if path.suffix != ".html" and DEALS_IN_ICONS.search(text):
        yield from IN_CODE.findall(text)
    elif "|default:" in text or "icon=" in text:
        # {% include … with icon=x|default:"home" %}, {% icon link.icon|default:'dot' %}
        yield from re.findall(r"""icon[^%{}]*default:["']([\w-]+)["']""", text)


def cut() -> int:
    """Write the sprite when it holds other icons than our pages name."""
    words = named()
    with zipfile.ZipFile(ICONS) as archive:
        there = {name.removesuffix(".svg") for name in archive.namelist()}
        wanted = sorted(set(words) & there)
        if SPRITE.exists() and IN_SPRITE.findall(SPRITE.read_text(encoding="utf-8")) == wanted:
            return 0
        symbols = [symbol(name, archive.read(f"{name}.svg").decode()) for name in wanted]
    SPRITE.with_suffix(".new").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n", encoding="utf-8"
    )
    SPRITE.with_suffix(".new").replace(SPRITE)
    print(f"Icons: {len(wanted)} in the sprite.")
    return 0


def symbol(name: str, svg: str) -> str:
    inside = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    inside = inside.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "")  # draws nothing
    return f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(inside.split())}</symbol>'


def main(argv: list[str]) -> int:
    match argv:
        case ["copy", modules]:
            copy(Path(modules))
            return cut()
        case ["icons"]:
            return cut()
        case _:
            print(__doc__)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
