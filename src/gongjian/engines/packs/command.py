"""`gongjian pack check DIR [--json]`, `gongjian pack schema FILE`."""

import json
import sys
from pathlib import Path

from gongjian.engines.commands import WRONG, Parser, language, say
from gongjian.engines.packs import schemas
from gongjian.engines.packs.faults import Fault
from gongjian.engines.packs.files import FILES
from gongjian.engines.packs.loading import Loaded, load


def main(arguments: list[str]) -> int:
    """Runs the sub-command: 0 if nothing is wrong (warnings or not), 2 otherwise."""
    asked = _parser().parse_args(arguments)
    if asked.action == "schema":
        print(schemas.text(asked.file), end="")
        return 0
    code = 0
    for folder in asked.folders:
        loaded = load(Path(folder))
        code = max(code, WRONG if loaded.errors else 0)
        _show(folder, loaded, as_json=asked.json)
    return code


def _show(folder: str, loaded: Loaded, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(_report(folder, loaded), ensure_ascii=False))
        return
    for fault in loaded.faults:
        print(_in_folder(folder, fault).line(language()))
    sys.stdout.flush()
    print(_summary(folder, loaded), file=sys.stderr if loaded.errors else sys.stdout)


def _report(folder: str, loaded: Loaded) -> dict[str, object]:
    head = loaded.pack.head if loaded.pack else None
    return {
        "folder": folder,
        "pack": head and {"id": head.id, "version": head.version, "year": head.year},
        "errors": len(loaded.errors),
        "warnings": len(loaded.warnings),
        "faults": [fault.as_json() for fault in loaded.faults],
    }


def _in_folder(folder: str, fault: Fault) -> Fault:
    """With the path as the shell was given it, so that a terminal can jump there."""
    path = fault.file if fault.code == "no-folder" else str(Path(folder) / fault.file)
    return Fault(
        path,
        fault.mark,
        fault.code,
        fault.severity,
        fault.found,
        fault.expected,
        fault.suggestion,
        fault.more,
    )


def _summary(folder: str, loaded: Loaded) -> str:
    errors, warnings = len(loaded.errors), len(loaded.warnings)
    if errors:
        return say(
            f"{folder}：{errors}处错误，{warnings}处提醒。改正后再检查一次。",
            f"{folder}: {errors} errors, {warnings} warnings. Put them right and check again.",
        )
    assert loaded.pack is not None  # noqa: S101 - nothing is wrong
    head, standard = loaded.pack.head, loaded.pack.standard
    count = len([leaf for leaf in standard.leaves if not leaf.repealed]) if standard else 0
    return say(
        f"{head.name.zh} {head.version}：没有错误，{warnings}处提醒。"
        f"{count}项指标，{len(loaded.pack.measures)}个口径，{len(loaded.pack.facts)}种事实。",
        f"{head.name.in_('en')} {head.version}: no errors, {warnings} warnings. "
        f"{count} indicators, {len(loaded.pack.measures)} measures, {len(loaded.pack.facts)} kinds of fact.",
    )


# What may be asked


def _parser() -> Parser:
    parser = Parser(prog="gongjian pack", description=say("项目包", "Packs"))
    actions = parser.add_subparsers(required=True, metavar="check|schema", dest="action")
    check = actions.add_parser(
        "check",
        help=say("检查项目包，一次说出全部问题", "check packs, naming every fault at once"),
        description=say(
            "检查项目包文件夹，逐处写明文件、行、列和应当怎样写。不需要数据库和网络。",
            "Checks folders of packs; names file, line, column and what was expected. No database, no network.",
        ),
    )
    check.add_argument("folders", nargs="+", metavar="DIR", help=say("项目包文件夹", "folders of packs"))
    check.add_argument(
        "--json",
        action="store_true",
        help=say("每个文件夹输出一行JSON", "one line of JSON a folder"),
    )
    schema = actions.add_parser(
        "schema",
        help=say("输出文件的JSON Schema，供编辑器使用", "print the JSON Schema of a file, for editors"),
    )
    schema.add_argument("file", choices=list(FILES), metavar="FILE", help="、".join(FILES))
    return parser
