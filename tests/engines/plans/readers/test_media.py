import pytest

from engines.plans.readers.making import package, word
from gongjian.engines.plans.model import UnreadableError
from gongjian.engines.plans.readers import media

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def stream_name(name: str) -> bytes:
    return name.encode("utf-16le") + b"\0\0"


def word_97(flags: int) -> bytes:
    """An OLE container as Word writes it: the information block comes right after the header."""
    block = b"\xec\xa5\xc1\0" + b"\0" * 6 + flags.to_bytes(2, "little")
    return OLE + block.ljust(512, b"\0") + stream_name("WordDocument")


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", "一、甲".encode(), media.TEXT),
        ("a.docx", "一、甲".encode(), media.TEXT),  # the bytes decide
        ("a.txt", b"<!DOCTYPE html><p>1", media.HTML),
        ("a.txt", b"\xef\xbb\xbf \n<!-- saved --><html>", media.HTML),
        ("a.doc", b"<html xmlns:o='urn'><head>", media.HTML),
        ("a.html", "先有几个字<p>再有标签".encode(), media.HTML),
        ("a.txt", "先有几个字<p>再有标签".encode(), media.TEXT),
        ("a.html", "没有标签的文字".encode(), media.TEXT),
        ("a.htm", "<html><p>甲".encode("utf-16"), media.HTML),
        ("a", b"%PDF-1.7", media.PDF),
        ("a.txt", b"\n\n%PDF-1.4", media.PDF),
        ("a.pdf", word("<w:p/>"), media.DOCX),
        ("a.doc", word_97(0), media.DOC),
        ("a.WPS", word_97(0), media.WPS),
        ("a.doc", b"{\\rtf1", media.RTF),
        ("a.odt", package({"mimetype": media.ODT, "content.xml": "<x/>"}), media.ODT),
    ],
)  # fmt: skip
def test_the_bytes_tell_the_kind(name, data, kind):
    assert media.media_of(name, data) == kind


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 broken", "corrupt"),
        (b"PK\x05\x06" + b"\0" * 18, "unsupported"),
        (package({"a.txt": "x"}), "unsupported"),
        (package({"xl/workbook.xml": "<x/>"}), "unsupported"),
        (package({"ppt/presentation.xml": "<x/>"}), "unsupported"),
        (package({"OFD.xml": "<x/>"}), "unsupported"),
        (OLE + stream_name("EncryptedPackage"), "encrypted"),
        (word_97(0x0100), "encrypted"),
        (OLE + stream_name("Workbook"), "unsupported"),
        (OLE + stream_name("PowerPoint Document"), "unsupported"),
        (OLE, "corrupt"),
        (b'<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">', "unsupported"),
        (b"\x89PNG\r\n", "unsupported"),
        (b"\xff\xd8\xff\xe0", "unsupported"),
        (b"RIFF\0\0\0\0WEBP", "unsupported"),
        (b"Rar!\x1a\x07", "unsupported"),
        (b"7z\xbc\xaf\x27\x1c", "unsupported"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "unsupported"),
    ],
)
def test_what_cannot_be_read_is_refused(data, code):
    with pytest.raises(UnreadableError) as caught:
        media.media_of("a.docx", data)

    assert caught.value.code == code


def test_every_refusal_is_a_sentence_that_says_what_to_do():
    sentences = []
    for data in (
        b"",
        b"PK\x03\x04",
        OLE,
        OLE + stream_name("EncryptedPackage"),
        b"\x89PNG",
        package({"a": "x"}),
    ):
        with pytest.raises(UnreadableError) as caught:
            media.media_of("a", data)
        sentences.append(str(caught.value))

    assert [sentence for sentence in sentences if "请" not in sentence or not sentence.endswith("。")] == []
