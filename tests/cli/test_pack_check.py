"""`gongjian pack`, inside this process and as the program people start."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gongjian import cli
from gongjian.engines.packs.loading import SHIPPED

PLANTED = Path(__file__).parents[1] / "engines" / "packs" / "planted"


@pytest.fixture(autouse=True)
def _chinese(monkeypatch):
    monkeypatch.setenv("GONGJIAN_LANG", "zh")


def pack(*arguments: str | Path) -> int:
    return cli.main(["pack", *map(str, arguments)])


@pytest.mark.slow
def test_a_sound_pack_is_told_in_one_line(capsys):
    assert pack("check", SHIPPED / "base") == 0

    out = capsys.readouterr()
    assert out.out.startswith("基层工作公共词汇 1.0.0：没有错误，0处提醒。")
    assert (out.out.count("\n"), out.err) == (1, "")


def test_faults_are_lines_that_an_editor_can_follow_and_the_code_is_2(capsys):
    assert pack("check", PLANTED) == 2

    out = capsys.readouterr()
    assert f"{PLANTED}/pack.yaml:6:7: 错误：不认得“campain”。" in out.out
    assert (
        out.err
        == f"{PLANTED}：{out.out.count('错误：')}处错误，{out.out.count('提醒：')}处提醒。改正后再检查一次。\n"
    )


def test_the_language_may_be_english(capsys, monkeypatch):
    monkeypatch.setenv("GONGJIAN_LANG", "en")

    assert pack("check", PLANTED) == 2

    assert "pack.yaml:6:7: error: campain is not known." in capsys.readouterr().out


@pytest.mark.slow
def test_json_is_one_line_a_folder(capsys):
    assert pack("check", "--json", PLANTED, SHIPPED / "base") == 2

    faulty, sound = map(json.loads, capsys.readouterr().out.splitlines())
    assert (faulty["pack"], faulty["errors"] + faulty["warnings"]) == (None, len(faulty["faults"]))
    assert {"file", "line", "column", "code", "found", "expected", "message"} <= set(faulty["faults"][0])
    assert sound == {
        "folder": str(SHIPPED / "base"),
        "pack": {"id": "base", "version": "1.0.0", "year": 2026},
        "errors": 0,
        "warnings": 0,
        "faults": [],
    }


def test_warnings_alone_are_no_failure(capsys, tmp_path):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "pack.yaml").write_text(
        "{format: gongjian-pack/1, id: here, name: 此, version: 1.0.0, year: 2026, kind: vocabulary,"
        " areas: [community], valid: {from: 2026-01-01}}",
        encoding="utf-8",
    )

    assert pack("check", folder) == 0

    assert "提醒：文件夹叫“elsewhere”" in capsys.readouterr().out


def test_the_schema_of_a_file_is_printed(capsys):
    assert pack("schema", "slots.yaml") == 0

    assert json.loads(capsys.readouterr().out)["title"] == "gongjian-pack/1 slots.yaml"


@pytest.mark.parametrize("arguments", [["check"], ["schema", "slot.yaml"], ["check", "--jsn", "a"]])
def test_a_wrong_line_is_answered_by_a_sentence(capsys, arguments):
    with pytest.raises(SystemExit) as left:
        pack(*arguments)

    assert left.value.code == 2
    assert capsys.readouterr().err.startswith("参数不对：")


@pytest.mark.slow
def test_checking_loads_neither_django_nor_the_network():
    code = (
        "import sys; from gongjian import cli; code = cli.main(['pack', 'check', sys.argv[1]]);"
        "print(code, sorted({'django', 'socket', 'sqlite3'} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(SHIPPED / "base")], capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "0 []"
