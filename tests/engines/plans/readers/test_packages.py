import zipfile
from io import BytesIO

import pytest

from engines.plans.readers.making import package, word
from gongjian.engines.plans.model import UnreadableError
from gongjian.engines.plans.readers import limits
from gongjian.engines.plans.readers.packages import Package
from gongjian.engines.plans.readers.word import read_word


def code_of(data: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_word(data)
    return caught.value.code


def test_parts_are_found_whatever_their_case():
    opened = Package(package({"Word/Document.xml": "<x/>"}))

    assert opened.has("word/document.xml")
    assert opened.word_part() == "word/document.xml"


def test_a_part_larger_than_allowed_is_a_bomb(monkeypatch):
    monkeypatch.setattr(limits, "PART_BYTES", 50)

    assert code_of(word("<w:p/>")) == "zip-bomb"


def test_parts_that_are_too_much_together_are_a_bomb(monkeypatch):
    monkeypatch.setattr(limits, "PACKAGE_BYTES", 50)

    assert code_of(word("<w:p/>")) == "zip-bomb"


def test_too_many_parts_are_a_bomb(monkeypatch):
    monkeypatch.setattr(limits, "PACKAGE_PARTS", 1)

    assert code_of(word("<w:p/>")) == "zip-bomb"


@pytest.mark.slow
def test_a_real_bomb_of_two_gigabytes_is_refused_by_its_directory():
    stream = BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
        target.open("word/document.xml", "w") as file,
    ):
        for _ in range(300):
            file.write(b" " * limits.MEGABYTE)

    assert len(stream.getvalue()) < limits.MEGABYTE
    assert code_of(stream.getvalue()) == "zip-bomb"


def test_a_part_that_holds_more_than_it_declares_is_damaged():
    data = word("<w:p><w:r><w:t>甲</w:t></w:r></w:p>" * 100)
    with zipfile.ZipFile(BytesIO(data)) as opened:
        true_size = opened.getinfo("word/document.xml").file_size
    lie = data.replace(true_size.to_bytes(4, "little"), (100).to_bytes(4, "little"))

    assert lie != data
    assert code_of(lie) == "corrupt"


def test_an_encrypted_part_asks_for_the_password_to_be_taken_off():
    data = bytearray(package({"word/document.xml": "<x/>"}))
    directory = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[directory + 8] |= 1

    assert code_of(bytes(data)) == "encrypted"


def test_a_method_of_packing_that_word_does_not_use_is_refused():
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as target:
        target.writestr("word/document.xml", "<x/>")

    assert code_of(stream.getvalue()) == "corrupt"


def test_a_package_without_a_document_is_damaged():
    assert code_of(package({"a.txt": "x"})) == "corrupt"
