import pytest

from factories.uploads import EXCEL, WORD, compound, package, picture
from gongjian.files import kinds
from gongjian.files.names import tidy_name
from gongjian.files.sniffing import UnsafeError, media_of

GB18030 = "社区平安建设工作方案".encode("gb18030")


@pytest.mark.parametrize(
    ("name", "data", "media"),
    [
        ("a.jpg", picture("JPEG"), kinds.JPEG),
        ("a.png", picture("PNG"), kinds.PNG),
        ("a.webp", picture("WEBP"), kinds.WEBP),
        ("a.jpg", picture("PNG"), kinds.PNG),  # the bytes decide, not the suffix
        ("a.heic", b"\0\0\0\x18ftypheic" + bytes(20), kinds.HEIC),
        ("a.pdf", b"%PDF-1.7\n", kinds.PDF),
        ("a.docx", package("[Content_Types].xml", WORD), kinds.DOCX),
        ("a.xlsx", package(EXCEL), kinds.XLSX),
        ("a.ofd", package("OFD.xml"), kinds.OFD),
        ("a.odt", package("mimetype", "content.xml"), kinds.ODT),
        ("a.zip", package("readme.txt"), None),
        ("a.doc", compound("WordDocument"), kinds.DOC),
        ("a.et", compound("Workbook"), kinds.XLS),
        ("a.msi", compound("Installer"), None),
        ("a.rtf", b"{\\rtf1 }", kinds.RTF),
        ("a.txt", GB18030, kinds.TEXT),
        ("a.txt", "社区".encode("utf-16"), kinds.TEXT),
        ("a.csv", b"a,b\n", kinds.CSV),
        ("a.txt", b"<!doctype html><script>", kinds.HTML),
        ("a.txt", b"<svg onload=x>", None),
        ("a.exe", b"MZ\x90\0\x03", None),
        ("a.mp4", b"\0\0\0\x18ftypisom" + bytes(20), None),
    ],
)
def test_the_bytes_say_what_a_file_is(name: str, data: bytes, media: str | None) -> None:
    assert media_of(name, data) == media


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (package(WORD, "word/vbaProject.bin"), "macros"),
        (compound("EncryptedPackage"), "locked"),
        (package(WORD)[:60], "broken"),
    ],
)
def test_a_file_that_could_do_harm_is_named(data: bytes, code: str) -> None:
    with pytest.raises(UnsafeError) as unsafe:
        media_of("a.docx", data)

    assert unsafe.value.code == code


@pytest.mark.slow
def test_a_package_that_would_unpack_to_an_enormous_size_is_a_bomb() -> None:
    with pytest.raises(UnsafeError) as unsafe:
        media_of("a.docx", package(WORD, *(f"{n}.xml" for n in range(42)), size=10 * 1024 * 1024))

    assert unsafe.value.code == "bomb"


@pytest.mark.parametrize(
    ("name", "media", "tidy"),
    [
        ("方案.docx", kinds.DOCX, "方案.docx"),
        ("方案.wps", kinds.DOC, "方案.wps"),
        ("照片.JPG", kinds.JPEG, "照片.jpg"),
        ("../../etc/passwd", kinds.TEXT, "passwd.txt"),
        ("C:\\temp\\方案.txt", kinds.TEXT, "方案.txt"),
        ("报告.jpg", kinds.PDF, "报告.jpg.pdf"),
        ("photo\u202egpj.exe", kinds.PNG, "photogpj.exe.png"),
        ("a\r\nSet-Cookie: x.txt", kinds.TEXT, "aSet-Cookie x.txt"),
        ("", kinds.PDF, "file.pdf"),
        (".txt", kinds.TEXT, "txt.txt"),
        ("长" * 300 + ".txt", kinds.TEXT, "长" * 116 + ".txt"),
    ],
)
def test_a_name_is_kept_without_what_could_mislead(name: str, media: str, tidy: str) -> None:
    assert tidy_name(name, media) == tidy
