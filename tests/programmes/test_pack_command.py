"""`gongjian pack` on an installation."""

from pathlib import Path

import pytest

from gongjian.kernel.refusal import Refused
from gongjian.ops.commands import pack
from gongjian.ops.errors import OperatorError

pytestmark = pytest.mark.django_db


def test_what_comes_with_the_program_is_listed_until_it_is_installed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert pack.main(["list"]) == 0
    before = capsys.readouterr().out.splitlines()

    assert pack.main(["install", "residents-committee"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert pack.main(["list"]) == 0
    after = capsys.readouterr().out.splitlines()

    line = "residents-committee 1.0.0  居民委员会法定事项"
    assert f"{line}  (未安装)" in before
    assert told == ["居民委员会法定事项 1.0.0 已安装。"]
    assert (line in after, f"{line}  (未安装)" in after) == (True, False)


def test_an_installed_pack_is_shown_as_a_list_of_its_indicators(capsys: pytest.CaptureFixture[str]) -> None:
    pack.main(["install", "residents-committee"])
    capsys.readouterr()

    assert pack.main(["show", "residents-committee"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "居民委员会法定事项 1.0.0"
    assert len(lines) > 20


def test_what_there_is_not_is_said(tmp_path: Path) -> None:
    for words in (["show", "none"], ["install", "none"]):
        with pytest.raises(OperatorError, match="none"):
            pack.main(words)
    with pytest.raises(Refused):
        pack.main(["install", str(tmp_path)])
