"""`gongjian plan read FILE [FILE…] [--json]`."""

import hashlib
import json
import os
import stat
import sys
from dataclasses import asdict, fields
from pathlib import Path
from typing import IO, Any

from gongjian.engines.commands import Parser, say
from gongjian.engines.plans.files import read_file
from gongjian.engines.plans.model import FORMAT, Reading, UnreadableError
from gongjian.engines.plans.readers import limits

UNREADABLE = 2

_STDIN = "-"


def main(arguments: list[str]) -> int:
    """Runs the sub-command: 0 when every file was read, 2 when one was not."""
    asked = _parser().parse_args(arguments)
    code = 0
    for place, path in enumerate(asked.files):
        try:
            _show(_read(path), as_json=asked.json, is_first=place == 0)
        except _Unread as unread:
            code = UNREADABLE
            if asked.json:
                _print_json(unread.as_json())
            # The sentence must not overtake what was printed before it.
            sys.stdout.flush()
            print(unread.sentence(is_alone=len(asked.files) == 1), file=sys.stderr)
    return code


class _Unread(Exception):
    """A file that gave nothing, and what is known of it."""

    def __init__(self, name: str, data: bytes | None, error: UnreadableError) -> None:
        super().__init__(str(error))
        self.name, self.data, self.error = name, data, error

    def as_json(self) -> dict[str, Any]:
        digest = None if self.data is None else hashlib.sha256(self.data).hexdigest()
        return {
            "format": FORMAT,
            "source": {"file": self.name, "sha256": digest, "media": None, "encoding": None, "repairs": None},
            "error": {"code": self.error.code, "message": str(self.error)},
        }

    def sentence(self, *, is_alone: bool) -> str:
        return str(self.error) if is_alone else f"{self.name}：{self.error}"


def _read(path: str) -> Reading:
    name = path if path == _STDIN else Path(path).name or path
    data = None
    try:
        data = _bytes(path)
        return read_file(name, data)
    except UnreadableError as error:
        raise _Unread(name, data, error) from error


def _bytes(path: str) -> bytes:
    """The whole file; one over the limit is refused by its size, unread."""
    if path == _STDIN:
        return _at_most(sys.stdin.buffer)
    try:
        with Path(path).open("rb") as file:
            status = os.fstat(file.fileno())
            if stat.S_ISREG(status.st_mode):
                limits.check_file_size(status.st_size)
            return _at_most(file)
    except FileNotFoundError as error:
        raise UnreadableError("not-found", "找不到这个文件。请核对路径和文件名。") from error
    except IsADirectoryError as error:
        raise UnreadableError("not-a-file", "这是文件夹，不是文件。请指定其中的方案文件。") from error
    except OSError as error:
        raise UnreadableError("no-access", "打不开这个文件。请核对文件的读取权限。") from error


def _at_most(stream: IO[bytes]) -> bytes:
    data = stream.read(limits.FILE_BYTES + 1)
    limits.check_file_size(len(data))
    return data


def _show(reading: Reading, *, as_json: bool, is_first: bool) -> None:
    if as_json:
        _print_reading(reading)
        return
    from gongjian.engines.plans.summary import summary

    print(("" if is_first else "\n\n") + summary(reading))


def _print_reading(reading: Reading) -> None:
    """The same as printing `reading.as_json()`, entry by entry, since a long reading as one is large."""
    write = sys.stdout.write
    write(f'{{"format": {_json(FORMAT)}, "source": {_json(asdict(reading.source))}, "plans": [')
    for number, plan in enumerate(reading.plans):
        write(", {" if number else "{")
        for place, field in enumerate(fields(plan)):
            write(f'{", " if place else ""}"{field.name}": ')
            value = getattr(plan, field.name)
            if isinstance(value, str):
                write(_json(value))
                continue
            write("[")
            for position, entry in enumerate(value):
                write((", " if position else "") + _json(entry if isinstance(entry, str) else asdict(entry)))
            write("]")
        write("}")
    write("]}\n")


def _print_json(value: dict[str, Any]) -> None:
    print(_json(value))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


# What may be asked


def _parser() -> Parser:
    parser = Parser(prog="gongjian plan", description=say("方案文件", "Plan documents"))
    actions = parser.add_subparsers(required=True, metavar="read", dest="action")
    read = actions.add_parser(
        "read",
        help=say(
            "读出方案的条目、阶段、指标、频次、期限和责任",
            "read items, phases, targets, cadences, deadlines, duties",
        ),
        description=say(
            "读取方案文件（.txt .docx .html .pdf，装有 LibreOffice 时还有 .doc .wps），不需要数据库和网络。",
            "Reads plan documents (.txt .docx .html .pdf; .doc .wps with LibreOffice). Needs no database, no network.",
        ),
    )
    read.add_argument(
        "files", nargs="+", metavar="FILE", help=say("文件；- 表示标准输入", "files; - is standard input")
    )
    read.add_argument(
        "--json",
        action="store_true",
        help=say("每个文件输出一行 JSON（gongjian-plan/1）", "one line of JSON a file"),
    )
    return parser
