"""`gongjian plan read`, inside this process and as the program people start."""

import hashlib
import json
import os
import resource
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from gongjian import cli, samples
from gongjian.engines.plans.files import read_file
from gongjian.engines.plans.model import FORMAT

PLAN = samples.FOLDER / "peaceful.txt"


@pytest.fixture(autouse=True)
def _chinese(monkeypatch):
    monkeypatch.setenv("GONGJIAN_LANG", "zh")


def read(*arguments: str | Path) -> int:
    return cli.main(["plan", "read", *map(str, arguments)])


def program(*arguments: str | Path, **kwargs) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "gongjian", *map(str, arguments)], capture_output=True, check=False, **kwargs
    )


# JSON


def test_one_file_gives_one_object_as_the_format_says(capsys):
    assert read(PLAN, "--json") == 0

    printed = capsys.readouterr()
    reading = read_file(PLAN.name, PLAN.read_bytes())
    assert printed.out == json.dumps(reading.as_json(), ensure_ascii=False) + "\n"
    assert printed.err == ""
    written = json.loads(printed.out)
    assert (written["format"], written["source"]["file"]) == (FORMAT, "peaceful.txt")
    assert written["source"]["sha256"] == hashlib.sha256(PLAN.read_bytes()).hexdigest()


def test_several_files_give_a_line_each_in_their_order(capsys, tmp_path):
    bad = tmp_path / "b.docx"
    bad.write_bytes(b"PK\x03\x04 no package")
    paths = [samples.FOLDER / "safe.txt", bad, samples.FOLDER / "civilised.html"]

    assert read(*paths, "--json") == 2

    printed = capsys.readouterr()
    objects = [json.loads(line) for line in printed.out.splitlines()]
    assert [one["source"]["file"] for one in objects] == ["safe.txt", "b.docx", "civilised.html"]
    assert objects[1]["error"]["code"] == "corrupt"
    assert printed.err == f"b.docx：{objects[1]['error']['message']}\n"


def test_a_file_that_cannot_be_read_gives_the_error_and_the_same_sentence(capsys, tmp_path):
    scan = tmp_path / "扫描.pdf"
    scan.write_bytes(b"%PDF-1.4 nothing")

    assert read(scan, "--json") == 2

    printed = capsys.readouterr()
    assert json.loads(printed.out) == {
        "format": FORMAT,
        "source": {
            "file": "扫描.pdf",
            "sha256": hashlib.sha256(scan.read_bytes()).hexdigest(),
            "media": None,
            "encoding": None,
            "repairs": None,
        },
        "error": {"code": "corrupt", "message": printed.err.strip()},
    }


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: None, "not-found"),
        (lambda path: path.mkdir(), "not-a-file"),
        (lambda path: path.write_bytes(b""), "empty"),
        (lambda path: path.write_bytes(b" \n\t"), "empty"),
        (lambda path: path.write_bytes(bytes(range(256)) * 20), "binary"),
    ],
)
def test_each_trouble_with_a_file_has_its_code(capsys, tmp_path, make, code):
    make(tmp_path / "a.txt")

    assert read(tmp_path / "a.txt", "--json") == 2

    assert json.loads(capsys.readouterr().out)["error"]["code"] == code


def test_a_file_over_the_limit_is_refused_unread(capsys, tmp_path):
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(60 * 1024 * 1024)

    assert read(huge, "--json") == 2

    answer = json.loads(capsys.readouterr().out)
    assert (answer["error"]["code"], answer["source"]["sha256"]) == ("too-large", None)
    assert "60 MB" in answer["error"]["message"]


def test_text_without_any_number_is_read(capsys, tmp_path):
    plain = tmp_path / "a.txt"
    plain.write_text("社区环境整治方案\n各小区要做好保洁工作。\n", encoding="utf-8")

    assert read(plain, "--json") == 0
    assert json.loads(capsys.readouterr().out)["plans"][0]["items"] == []


# The page for people


def test_the_summary_tells_what_was_read(capsys):
    assert read(PLAN) == 0

    out = capsys.readouterr().out
    assert out.startswith("peaceful.txt（text/plain, utf-8）\n\n望江街道平安社区创建活动实施方案\n")
    assert "  2026-01-15  →  2026-02-28  部署启动阶段" in out
    assert "  副组长      何俊、马春霞" in out


def test_the_summary_of_a_bad_file_is_its_sentence(capsys, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"")

    assert read(tmp_path / "a.txt") == 2

    assert capsys.readouterr() == ("", "文件是空的，里面没有文字。请核对后重新选择文件。\n")


def test_a_wrong_line_is_answered_by_a_sentence_and_the_usage(capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(["plan", "read"])

    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("参数不对")


# As a program


@pytest.mark.slow
def test_output_is_utf8_whatever_the_locale():
    environment = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}

    done = program("plan", "read", PLAN, "--json", env=environment)

    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))["plans"][0]["title"] == "望江街道平安社区创建活动实施方案"


@pytest.mark.slow
def test_standard_input_may_be_read():
    done = program("plan", "read", "-", "--json", input=PLAN.read_bytes())

    assert done.returncode == 0
    assert json.loads(done.stdout)["source"]["file"] == "-"


@pytest.mark.slow
def test_a_reader_that_stops_listening_is_no_error():
    command = [sys.executable, "-m", "gongjian", "plan", "read", *([str(PLAN)] * 40), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        complaints = process.stderr.read()

    assert complaints == b""


@pytest.mark.slow
def test_a_file_name_in_another_encoding_is_no_error(tmp_path):
    path = tmp_path / os.fsdecode("方案.txt".encode("gbk"))
    try:
        path.write_bytes(PLAN.read_bytes())
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")

    done = program("plan", "read", path, "--json")

    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["source"]["file"] == path.name


@pytest.mark.slow
def test_reading_a_text_loads_neither_django_nor_the_readers_of_other_formats():
    code = (
        "import sys; from gongjian.cli import main; main(['plan', 'read', sys.argv[1], '--json']);"
        "big = {'django', 'lxml', 'docx', 'pypdfium2', 'charset_normalizer'};"
        "print(*sorted(big & set(sys.modules)), file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", code, PLAN], capture_output=True, text=True, check=True)

    assert done.stderr.strip() == ""


# Memory

MEGABYTE = 1024 * 1024


def packed(part: bytes, unit: bytes, end: bytes, path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target,
        target.open("word/document.xml", "w") as file,
    ):
        file.write(part)
        block = unit * (MEGABYTE // len(unit))
        for _ in range(45):
            file.write(block)
        file.write(end)


OPEN = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
CLOSE = b"</w:body></w:document>"


def pdf_of(unit: bytes, times: int) -> bytes:
    """A PDF of one page whose content is `unit` over and over, packed."""
    packer = zlib.compressobj(6)
    stream = packer.compress(b"BT /F 9 Tf ")
    for _ in range(times // 1000):
        stream += packer.compress(unit * 1000)
    stream += packer.flush()
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F<</Type/Font"
        b"/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n4 0 obj<</Filter/FlateDecode/Length %d>>stream\n%b\n"
        b"endstream endobj\ntrailer<</Root 1 0 R>>\n" % (len(stream), stream)
    )


HOSTILE = {
    "paragraphs.docx": lambda path: packed(OPEN, b"<w:p><w:r><w:t>ab</w:t></w:r></w:p>", CLOSE, path),
    "rows.docx": lambda path: packed(OPEN + b"<w:tbl>", b"<w:tr/>", b"</w:tbl>" + CLOSE, path),
    "words.docx": lambda path: packed(
        OPEN + b"<w:p><w:r><w:t>", "字".encode(), b"</w:t></w:r></w:p>" + CLOSE, path
    ),
    "value.docx": lambda path: packed(OPEN + b'<w:p w:x="', b"x", b'"/>' + CLOSE, path),
    "cells.html": lambda path: path.write_bytes(b"<html><table>" + b"<tr><td rowspan=999>abcdefgh" * 700_000),
    "depth.html": lambda path: path.write_bytes(b"<html>" + b"<b>" * 6_000_000),
    "lines.html": lambda path: path.write_bytes(b"<html>" + "<p>一、".encode() * 2_000_000),
    "items.txt": lambda path: path.write_text("1、甲；" * 100_000, encoding="utf-8"),
    "lines.txt": lambda path: path.write_text("1、甲，每月至少一次\n" * 20_000, encoding="utf-8"),
    "letters.pdf": lambda path: path.write_bytes(pdf_of(b"(abcdefghij) Tj ", 2_000_000)),
    "blanks.pdf": lambda path: path.write_bytes(pdf_of(b" " * 500, MEGABYTE)),
}
LIMIT = 500 * MEGABYTE


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_no_file_costs_more_than_500_megabytes(tmp_path, name):
    path = tmp_path / name
    HOSTILE[name](path)
    assert path.stat().st_size < 20 * MEGABYTE

    # The most that the program and what it starts may have at once; what is over it would fail loudly.
    done = program(
        "plan",
        "read",
        path,
        "--json",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT)),
    )

    error = json.loads(done.stdout).get("error", {"message": ""})["message"]
    assert (done.returncode, done.stderr.decode().strip()) == (2 if error else 0, error)
