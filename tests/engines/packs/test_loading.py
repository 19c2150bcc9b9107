"""From folders: what lies there, what a pack is built on, and what is no pack."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gongjian.engines.packs
from engines.packs.folders import PACK, SOUND
from engines.packs.mutants import STRANGE, at, places
from gongjian.engines.packs import yaml_tree
from gongjian.engines.packs.loading import load, load_files
from gongjian.engines.packs.wording import SENTENCES


def write(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def codes(folder: Path) -> list[tuple[str, str]]:
    return [(fault.file, fault.code) for fault in load(folder).faults]


def test_a_folder_is_loaded_and_other_files_in_it_are_let_be(tmp_path):
    folder = write(tmp_path / "sound", {**SOUND, "README.md": "…", "photo.png": "…"})

    loaded = load(folder)

    assert loaded.faults == ()
    assert (loaded.pack.head.id, len(loaded.pack.standard.leaves)) == ("sound", 2)


def test_a_folder_that_is_not_there_is_told(tmp_path):
    (fault,) = load(tmp_path / "nothing").faults

    assert fault.text("zh") == "找不到项目包文件夹“nothing”。请核对路径。"


def test_a_misspelt_file_is_no_file_of_the_pack(tmp_path):
    files = dict(SOUND) | {"slot.yaml": SOUND["slots.yaml"]}

    (fault,) = load(write(tmp_path / "sound", files)).faults

    assert (fault.file, fault.code, fault.suggestion) == ("slot.yaml", "unknown-file", "slots.yaml")


@pytest.mark.parametrize("kind", ["folder", "pipe", "closed"])
def test_what_is_no_plain_file_is_told_and_not_waited_for(tmp_path, kind):
    folder = write(tmp_path / "sound", {"pack.yaml": PACK})
    slots = folder / "slots.yaml"
    if kind == "folder":
        slots.mkdir()
    elif kind == "pipe":
        os.mkfifo(slots)
    elif os.geteuid() == 0:
        pytest.skip("root may open every file")
    else:
        slots.touch(0)

    assert codes(folder) == [("slots.yaml", "unreadable-file")]


def test_a_folder_of_another_name_would_not_be_found(tmp_path):
    (fault,) = load(write(tmp_path / "copy", dict(SOUND))).faults

    assert (fault.code, fault.severity) == ("folder-name", "warning")
    assert load(tmp_path / "copy").pack is not None


def test_a_base_beside_the_pack_goes_before_the_shipped_one(tmp_path):
    needs = PACK.replace("valid:", "builds_on: [{pack: base, version: 1.0.0}]\nvalid:")
    folder = write(tmp_path / "sound", {"pack.yaml": needs})

    shipped = load(folder).pack.bases
    write(tmp_path / "base", {"pack.yaml": PACK.replace("id: sound", "id: base").replace("1.0.0", "7.0.0")})
    own = load(folder).pack.bases

    assert [(base.head.id, base.head.version) for base in (*shipped, *own)] == [
        ("base", "1.0.0"),
        ("base", "7.0.0"),
    ]


def test_packs_built_on_each_other_are_refused_and_the_circle_is_named(tmp_path):
    for id, other in (("one", "two"), ("two", "one")):
        text = PACK.replace("id: sound", f"id: {id}")
        write(
            tmp_path / id,
            {"pack.yaml": text.replace("valid:", f"builds_on: [{{pack: {other}, version: 1.0.0}}]\nvalid:")},
        )

    assert codes(tmp_path / "one") == [("pack.yaml", "pack-has-faults")]


def test_a_pack_built_on_itself_is_refused(tmp_path):
    text = PACK.replace("valid:", "builds_on: [{pack: sound, version: 1.0.0}]\nvalid:")

    (fault,) = load(write(tmp_path / "sound", {"pack.yaml": text})).faults

    assert (fault.code, fault.found) == ("packs-in-a-circle", "sound → sound")


@pytest.mark.slow
@given(st.sampled_from(sorted(SOUND)), st.data())
def test_whatever_stands_anywhere_gives_a_pack_or_faults_with_places(file, data):
    value = yaml_tree.read(file, SOUND[file].encode())[0].value
    path = data.draw(st.sampled_from([path for path in places(value) if path]))
    at(value, path[:-1])[path[-1]] = data.draw(st.sampled_from(STRANGE))
    written = json.dumps(value, default=float, ensure_ascii=False)

    loaded = load_files(
        {**{name: text.encode() for name, text in SOUND.items()}, file: written.encode()}, {}.get
    )

    assert (loaded.pack is None) is bool(loaded.errors)
    for fault in loaded.faults:
        assert fault.text("zh")
        assert fault.text("en")
        assert fault.file in SOUND
        assert fault.file != file or fault.mark.line == 1
        assert fault.mark.column <= len(written) or fault.file != file


def test_no_sentence_is_kept_that_nothing_says():
    sources = Path(gongjian.engines.packs.__file__).parent.rglob("*.py")
    code = "".join(path.read_text(encoding="utf-8") for path in sources if path.name != "wording.py")

    assert [name for name in SENTENCES if f'"{name}"' not in code] == []
