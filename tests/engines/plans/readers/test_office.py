"""Old office formats, by the real LibreOffice."""

import subprocess
from pathlib import Path

import pytest

from engines.plans.readers.making import sample_maker
from gongjian import samples
from gongjian.engines.plans.files import text_of
from gongjian.engines.plans.model import UnreadableError
from gongjian.engines.plans.readers import media, office
from gongjian.engines.plans.readers.word import read_word

needs_office = pytest.mark.skipif(
    office.program() is None, reason="LibreOffice is not installed (apt-get install libreoffice-writer)"
)
PLAN = samples.FOLDER / "epidemic-free.docx"


def converted(folder: Path, suffix: str, source: Path = PLAN) -> bytes:
    program = office.program()
    assert program is not None
    subprocess.run(
        [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", suffix,
         "--outdir", str(folder), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / f"{source.stem}.{suffix}").read_bytes()


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize(
    ("made_as", "name", "kind"),
    [("doc", "a.doc", media.DOC), ("doc", "a.wps", media.WPS), ("odt", "a.odt", media.ODT)],
)
def test_old_formats_keep_their_text_and_their_numbers(tmp_path, made_as, name, kind):
    data = converted(tmp_path, made_as)

    assert media.media_of(name, data) == kind
    assert text_of(data, kind) == (read_word(PLAN.read_bytes()), None)


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("plan", samples.texts(), ids=lambda path: path.stem)
def test_a_plan_printed_by_a_word_processor_reads_like_its_text(tmp_path, plan):
    source = tmp_path / f"{plan.stem}.docx"
    source.write_bytes(sample_maker().word(plan.read_text(encoding="utf-8")))

    printed, _ = text_of(converted(tmp_path, "pdf", source), media.PDF)

    assert without_spaces(printed) == without_spaces(plan.read_text(encoding="utf-8"))


def without_spaces(text: str) -> list[str]:
    return [line.replace(" ", "") for line in text.splitlines() if line.strip()]


@needs_office
@pytest.mark.slow
def test_a_file_that_is_none_is_called_damaged():
    with pytest.raises(UnreadableError) as caught:
        office.to_word(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\1" * 2000, *media.CONVERTED[media.DOC])

    assert caught.value.code == "corrupt"


def test_where_it_is_not_installed_the_sentence_says_so(monkeypatch):
    monkeypatch.setattr(office, "_PROGRAMS", ())
    monkeypatch.setattr(office, "_PLACES", ())

    with pytest.raises(UnreadableError, match="LibreOffice") as caught:
        office.to_word(b"", *media.CONVERTED[media.DOC])

    assert caught.value.code == "needs-libreoffice"


@pytest.mark.slow
def test_a_program_that_hangs_is_ended_with_all_it_started(tmp_path, monkeypatch):
    hanging = tmp_path / "soffice"
    hanging.write_text(f"#!/bin/sh\nsleep 300 &\necho $! > {tmp_path}/child\nwait\n")
    hanging.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(hanging))
    monkeypatch.setattr(office, "_SECONDS", 1)

    with pytest.raises(UnreadableError) as caught:
        office.to_word(b"", *media.CONVERTED[media.DOC])

    assert caught.value.code == "too-slow"
    child = int((tmp_path / "child").read_text())
    state = Path(f"/proc/{child}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"
