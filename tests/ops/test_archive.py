"""Backup and restore: what went in comes out, and nothing happens by halves."""

import io
import json
import shutil
import tarfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from houses import House

pytestmark = pytest.mark.slow


def keep_file(house: House, name: str, text: str) -> Path:
    path = house.var / "files" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def contents(house: House) -> dict[str, bytes]:
    """Every file that is kept, by its name."""
    root = house.var / "files"
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def issue(house: House, username: str) -> int:
    """Exit code of issuing an account: 0 when it was not there, 2 when it was."""
    return house.try_run("admin", "create", "--username", username, "--name", "李静", "--generate").returncode


def test_a_backup_brings_back_database_and_files(house: House, tmp_path: Path):
    keep_file(house, "blobs/ab/abc", "kept")
    there = contents(house)
    assert issue(house, "before") == 0
    house.run("backup", str(tmp_path / "b.tar.gz"))
    assert issue(house, "after") == 0
    keep_file(house, "blobs/cd/cde", "later")

    told = house.run("restore", "--force", str(tmp_path / "b.tar.gz"))

    assert "文件仍保留在" in told
    assert contents(house) == there
    assert [p.read_text() for p in sorted(house.var.glob("files.before-*/blobs/cd/*"))] == ["later"]
    assert issue(house, "after") == 0
    assert issue(house, "before") == 2


def test_a_backup_goes_into_an_empty_installation_with_the_secrets_put_back(
    house: House, new_house: Callable[[], House], tmp_path: Path
):
    keep_file(house, "blobs/ab/abc", "kept")
    house.run("backup", str(tmp_path / "b.tar.gz"))
    empty = new_house()
    empty.run("demo", "reset")  # makes sure there is an engine of the same kind to be emptied
    (empty.var / "secrets.env").unlink()

    refused = empty.try_run("restore", "--force", str(tmp_path / "b.tar.gz"))
    shutil.copy(house.var / "secrets.env", empty.var / "secrets.env")
    empty.run("restore", "--force", str(tmp_path / "b.tar.gz"))

    assert refused.returncode == 2
    assert "密钥" in refused.stderr
    assert (empty.var / "files/blobs/ab/abc").read_text() == "kept"


def test_secrets_travel_only_when_asked_for(house: House, new_house: Callable[[], House], tmp_path: Path):
    house.run("backup", "--with-secrets", str(tmp_path / "b.tar.gz"))
    other = new_house()
    (other.var / "secrets.env").unlink()

    other.run("restore", "--force", str(tmp_path / "b.tar.gz"))

    assert (other.var / "secrets.env").read_text() == (house.var / "secrets.env").read_text()
    assert (other.var / "secrets.env").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "b.tar.gz").stat().st_mode & 0o777 == 0o600


def test_what_is_here_is_not_replaced_unasked(house: House, tmp_path: Path):
    keep_file(house, "one", "here")
    house.run("backup", str(tmp_path / "b.tar.gz"))

    done = house.try_run("restore", str(tmp_path / "b.tar.gz"))

    assert (done.returncode, done.stderr) == (
        2,
        "gongjian: 这里已有数据，恢复会全部替换；如确要如此，请加 --force。\n",
    )
    assert (house.var / "files" / "one").read_text() == "here"
    assert list(house.var.glob("restore-*")) == []


def test_a_backup_does_not_overwrite_a_file(house: House, tmp_path: Path):
    (tmp_path / "b.tar.gz").write_text("dear to someone")

    done = house.try_run("backup", str(tmp_path / "b.tar.gz"))

    assert done.returncode == 2
    assert (tmp_path / "b.tar.gz").read_text() == "dear to someone"


def test_without_a_name_the_archive_is_dated_in_the_data_folder(house: House, tmp_path: Path):
    today = timezone.localdate()
    backups = house.var / "backups"
    backups.mkdir()
    days = {n: backups / f"gongjian-{(today - timedelta(days=n)).isoformat()}.tar.gz" for n in (1, 14, 15)}
    for path in [*days.values(), backups / "gongjian-before-the-move.tar.gz"]:
        path.write_text("older")

    house.run("backup", "--keep-days", "14")

    left = {path.name for path in backups.iterdir()}
    assert left == {
        f"gongjian-{today.isoformat()}.tar.gz", days[1].name, days[14].name, "gongjian-before-the-move.tar.gz",
    }  # fmt: skip


def test_an_archive_of_an_older_version_is_brought_up_to_date(
    house: House, new_house: Callable[[], House], tmp_path: Path
):
    house.run("manage", "migrate", "-v", "0", "facts", "zero")
    house.run("backup", "--with-secrets", str(tmp_path / "old.tar.gz"))
    newer = new_house()

    newer.run("restore", "--force", str(tmp_path / "old.tar.gz"))
    pending = newer.try_run("migrate", "--check").returncode
    newer.run("migrate")

    assert (pending, newer.try_run("migrate", "--check").returncode) == (1, 0)


def change(archive: Path, name: str, content: bytes | None) -> None:
    """Rewrite an archive with one member changed, or left out."""
    with tarfile.open(archive) as tar:
        members = [(m, tar.extractfile(m).read()) for m in tar]  # type: ignore[union-attr]
    with tarfile.open(archive, "w:gz") as tar:
        for member, old in members:
            if member.name == name and content is None:
                continue
            new = content if member.name == name and content is not None else old
            member.size = len(new)
            tar.addfile(member, io.BytesIO(new))


def head_with(archive: Path, **changes: object) -> bytes:
    with tarfile.open(archive) as tar:
        head = json.load(tar.extractfile("head.json"))  # type: ignore[arg-type]
    return json.dumps({**head, **changes}).encode()


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (lambda a: a.write_bytes(b"not an archive"), "无法读取"),
        (lambda a: a.write_bytes(a.read_bytes()[:-200]), "无法读取"),
        (lambda a: change(a, "files/one", b"altered"), "已损坏"),
        (lambda a: change(a, "files/one", None), "已损坏"),
        (lambda a: change(a, "hashes.json", None), "已损坏"),
        (lambda a: change(a, "head.json", head_with(a, format="gongjian-backup/9")), "gongjian-backup/9"),
        (lambda a: change(a, "head.json", b"{}"), "不是共建的备份"),
        (lambda a: a.unlink(), "没有"),
    ],
    ids=["text", "cut off", "altered", "file missing", "no hashes", "later format", "no head", "no file"],
)
def test_a_damaged_archive_changes_nothing(
    house: House, tmp_path: Path, harm: Callable[[Path], object], sentence: str
):
    keep_file(house, "one", "here")
    archive = tmp_path / "b.tar.gz"
    house.run("backup", str(archive))
    harm(archive)

    done = house.try_run("restore", "--force", str(archive))

    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
    assert (house.var / "files" / "one").read_text() == "here"
    assert list(house.var.glob("restore-*")) == []


def test_an_archive_cannot_write_outside_its_folder(house: House, tmp_path: Path):
    archive = tmp_path / "b.tar.gz"
    house.run("backup", str(archive))
    with tarfile.open(archive) as tar:
        head = tar.extractfile("head.json").read()  # type: ignore[union-attr]
    with tarfile.open(archive, "w:gz") as tar:
        for name, content in (("head.json", head), ("files/../../escaped", b"x")):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))

    done = house.try_run("restore", "--force", str(archive))

    assert done.returncode == 2
    assert not (house.var / "escaped").exists()
    assert not (house.var.parent / "escaped").exists()


def test_a_newer_version_is_refused(house: House, tmp_path: Path):
    archive = tmp_path / "b.tar.gz"
    house.run("backup", str(archive))
    with tarfile.open(archive) as tar:
        hashes = json.load(tar.extractfile("hashes.json"))  # type: ignore[arg-type]
        head = json.load(tar.extractfile("head.json"))  # type: ignore[arg-type]
    new = json.dumps(
        {**head, "version": "9.0", "migrations": [*head["migrations"], "people.9999_later"]}
    ).encode()
    import hashlib

    change(archive, "head.json", new)
    change(
        archive, "hashes.json", json.dumps({**hashes, "head.json": hashlib.sha256(new).hexdigest()}).encode()
    )

    done = house.try_run("restore", "--force", str(archive))

    assert done.returncode == 2
    assert "9.0" in done.stderr
