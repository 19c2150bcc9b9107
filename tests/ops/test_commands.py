"""The operator's commands as they are typed."""

import json

import pytest

from houses import House

pytestmark = pytest.mark.slow


def test_loading_the_demo_a_second_time_changes_nothing(house: House):
    assert house.run("demo", "load") == "演示区已在，沿用。\n"


def test_an_account_is_issued_with_a_password_from_the_standard_input(house: House):
    told = house.run(
        "admin",
        "create",
        "--username",
        "lijing",
        "--name",
        "李静",
        "--password-stdin",
        typed="东河-2026-开工\n",
    )

    assert told == "账号 lijing 已签发给李静。\n"


def test_a_drawn_password_is_shown_once(house: House):
    told = house.run("admin", "create", "--username", "lijing", "--name", "李静", "--generate").splitlines()

    assert told[0] == "账号 lijing 已签发给李静。"
    assert told[1].startswith("初始密码（首次登录须修改）：")


@pytest.mark.parametrize(
    ("username", "password", "sentence"),
    [
        ("lin", "东河-2026-开工", "账号名 lin 已被使用"),
        ("李静", "东河-2026-开工", "小写字母"),
        ("lijing", "short1", "10"),
        ("lijing", "lijing-lijing", "数字"),
        ("lijing", "", "10"),
    ],
)
def test_a_bad_account_is_refused_in_one_line(house: House, username: str, password: str, sentence: str):
    done = house.try_run(
        "admin", "create", "--username", username, "--name", "李静", "--password-stdin", typed=f"{password}\n"
    )

    assert done.returncode == 2
    assert done.stdout == ""
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


def test_without_a_terminal_nothing_is_asked(house: House):
    done = house.try_run("admin", "create", "--username", "lijing", "--name", "李静")

    assert (done.returncode, done.stderr) == (
        2,
        "gongjian: 没有终端可供输入：请用 --password-stdin 或 --generate。\n",
    )


def test_health_of_an_installation_without_a_worker(house: House):
    done = house.try_run("healthcheck")

    assert done.returncode == 1
    assert json.loads(done.stdout) == {
        "status": "failing",
        "database": "ok",
        "migrations": "ok",
        "worker": {"status": "silent", "beat_seconds": None},
    }


def test_serving_waits_for_the_migrations_of_this_version(tmp_path):
    empty = House(tmp_path, "sqlite:///" + str(tmp_path / "empty.sqlite3"))

    done = empty.try_run("serve")

    assert (done.returncode, done.stderr) == (
        2,
        "gongjian: 本安装尚未按此版本准备好：请先运行 gongjian migrate。\n",
    )


def test_a_misspelt_setting_stops_the_start(house: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(
        House, "environment", lambda self: {"GONGJIAN_VARR": "x", "GONGJIAN_ENV": "", "PATH": ""}
    )

    done = house.try_run("healthcheck")

    assert done.returncode == 2
    assert done.stderr == (
        "gongjian: Unknown settings in the environment: GONGJIAN_VARR. See .env.example for those there are.\n"
    )


def test_the_demo_does_not_touch_another_installation(tmp_path):
    real = House(tmp_path, "sqlite:///" + str(tmp_path / "real.sqlite3"))
    real.run("migrate")
    real.run("admin", "create", "--username", "lijing", "--name", "李静", "--generate")

    done = real.try_run("demo", "load")

    assert (done.returncode, done.stderr) == (
        2,
        "gongjian: 这个数据库里有别的数据，演示区需要单独的数据库：请用 GONGJIAN_VAR 另指一个文件夹。\n",
    )
    assert real.try_run("demo", "reset").returncode == 2


def test_resetting_the_demo_begins_anew(house: House):
    house.run("admin", "create", "--username", "lijing", "--name", "李静", "--generate")
    (house.var / "files").mkdir(exist_ok=True)
    (house.var / "files" / "old").write_text("old")

    assert house.run("demo", "reset") == "演示区已载入。\n"

    house.run("admin", "create", "--username", "lijing", "--name", "李静", "--generate")
    assert not (house.var / "files" / "old").exists()
