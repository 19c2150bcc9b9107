import os
import subprocess
import sys

import pytest

from gongjian import cli


@pytest.fixture(autouse=True)
def _no_language(monkeypatch):
    for name in ("GONGJIAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    yield
    os.environ.pop("GONGJIAN_LANG", None)


@pytest.fixture
def noted(monkeypatch):
    """A command that notes its arguments and returns 7."""
    seen = []
    monkeypatch.setitem(cli.COMMANDS, "note", cli.Command("json:loads", "记", "note"))
    monkeypatch.setattr(cli, "_function", lambda command: lambda arguments: seen.append(arguments) or 7)
    return seen


def test_a_command_gets_the_rest_of_the_line_and_gives_the_exit_code(noted):
    assert cli.main(["note", "a", "--b", "c"]) == 7
    assert noted == [["a", "--b", "c"]]


@pytest.mark.parametrize(
    ("arguments", "chinese"),
    [
        ([], True),
        (["--help"], True),
        (["--lang", "en"], False),
        (["--lang=en", "-h"], False),
        (["--lang", "zh"], True),
    ],
)
def test_help_lists_the_commands_in_either_language(capsys, arguments, chinese):
    assert cli.main(arguments) == 0

    out = capsys.readouterr().out
    assert ("用法：" in out, "Usage:" in out) == (chinese, not chinese)
    assert all(name in out for name in cli.COMMANDS)


@pytest.mark.parametrize(
    ("locale", "word"), [("en_US.UTF-8", "Usage"), ("zh_CN.UTF-8", "用法"), ("C", "用法"), ("", "用法")]
)
def test_the_locale_chooses_the_language(capsys, monkeypatch, locale, word):
    monkeypatch.setenv("LANG", locale)

    cli.main([])

    assert word in capsys.readouterr().out


def test_an_unknown_command_is_answered_by_one_sentence(capsys):
    assert cli.main(["plna"]) == 2

    assert capsys.readouterr().err == f"没有“plna”这个命令。可用的命令：{'、'.join(cli.COMMANDS)}。\n"


def test_the_version_is_told(capsys):
    assert cli.main(["--version"]) == 0

    assert capsys.readouterr().out.startswith("gongjian ")


def test_an_interrupt_is_quiet(monkeypatch, noted):
    def interrupt(command):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_function", interrupt)

    assert cli.main(["note"]) == 130


@pytest.mark.slow
def test_every_command_can_be_loaded():
    targets = [command.target.partition(":") for command in cli.COMMANDS.values()]
    code = "import importlib, sys\n" + "".join(
        f"assert callable(importlib.import_module({module!r}).{function})\n"
        for module, _, function in targets
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")
