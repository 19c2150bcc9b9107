"""The command `gongjian`: finds the sub-command and hands it the rest of the line.

Nothing but the sub-command that was asked for is loaded, so that a small one starts at once.
"""

import importlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Command(NamedTuple):
    """A sub-command: `module:function`, taking its arguments and returning an exit code, and what it is for."""

    target: str
    chinese: str
    english: str


COMMANDS: dict[str, Command] = {
    "plan": Command("gongjian.engines.plans.command:main", "读取方案文件", "read plan documents"),
    "pack": Command("gongjian.pack_command:main", "项目包", "check and install packs"),
    "serve": Command("gongjian.ops.command:serve", "启动网站服务", "start the web server"),
    "worker": Command("gongjian.ops.command:worker", "执行后台任务", "do background work"),
    "migrate": Command(
        "gongjian.ops.command:migrate", "准备数据库和静态文件", "prepare database and static files"
    ),
    "admin": Command("gongjian.ops.command:admin", "签发管理员账号", "issue an operator's account"),
    "backup": Command("gongjian.ops.command:backup", "备份", "back up"),
    "restore": Command("gongjian.ops.command:restore", "恢复备份", "restore a backup"),
    "key": Command("gongjian.ops.command:key", "更换加密密钥", "change the keys of encrypted fields"),
    "healthcheck": Command("gongjian.ops.command:healthcheck", "检查运行状况", "say whether all is well"),
    "demo": Command("gongjian.ops.command:demo", "演示区", "the demo district"),
    "calendar": Command("gongjian.ops.command:calendar", "工作日历", "the working calendar"),
    "manage": Command("gongjian.ops.command:manage", "Django 自带命令", "Django's own commands"),
}

USAGE = 2
INTERRUPTED = 130
BROKEN_PIPE = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command line and returns its exit code; `argv` is without the program's name."""
    _write_utf8()
    try:
        code = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has seen enough (`| head`). What is left must not be flushed at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _run(arguments: list[str]) -> int:
    os.environ["GONGJIAN_LANG"] = language = _take_language(arguments)
    name = arguments.pop(0) if arguments else "--help"
    if name in ("-h", "--help", "help"):
        print(_help(language))
        return 0
    if name in ("-V", "--version"):
        print(f"gongjian {_version()}")
        return 0
    command = COMMANDS.get(name)
    if command is None:
        print(_unknown(name, language), file=sys.stderr)
        return USAGE
    return _function(command)(arguments)


def _function(command: Command) -> Callable[[list[str]], int]:
    module, _, function = command.target.partition(":")
    found: Callable[[list[str]], int] = getattr(importlib.import_module(module), function)
    return found


def _take_language(arguments: list[str]) -> str:
    """`zh` or `en`, from `--lang` before the sub-command, GONGJIAN_LANG or the locale; takes `--lang` out."""
    if arguments[:1] == ["--lang"]:
        wished = "".join(arguments[1:2])
        del arguments[:2]
    elif arguments and arguments[0].startswith("--lang="):
        wished = arguments.pop(0).partition("=")[2]
    else:
        names = ("GONGJIAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
        wished = next((value for name in names if (value := os.environ.get(name))), "")
    return "en" if wished.lower().startswith("en") else "zh"


def _help(language: str) -> str:
    is_english = language == "en"
    lines = [
        "Usage: gongjian [--lang zh|en] COMMAND …" if is_english else "用法：gongjian [--lang zh|en] 命令 …",
        "",
        *(
            f"  {name:<12}{command.english if is_english else command.chinese}"
            for name, command in COMMANDS.items()
        ),
        "",
        "gongjian COMMAND --help tells more." if is_english else "gongjian 命令 --help 查看详细用法。",
    ]
    return "\n".join(lines)


def _unknown(name: str, language: str) -> str:
    if language == "en":
        return f"There is no command {name}. Commands: {', '.join(COMMANDS)}."
    return f"没有“{name}”这个命令。可用的命令：{'、'.join(COMMANDS)}。"


def _version() -> str:
    from gongjian import __version__

    return __version__


def _write_utf8() -> None:
    """Whatever the locale, what we print is UTF-8; a file name that is none is shown escaped."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="backslashreplace")
