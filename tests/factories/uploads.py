"""Files as people bring them, good and bad, made on the spot."""

import zipfile
from io import BytesIO

from PIL import ExifTags, Image

WORD = "word/document.xml"
EXCEL = "xl/workbook.xml"


def package(*parts: str, size: int = 10) -> bytes:
    """A zip with these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.writestr(part, b"x" * size)
    return out.getvalue()


def compound(stream: str) -> bytes:
    """The beginning of an OLE container with one named stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + stream.encode("utf-16le") + bytes(2)


def picture(
    form: str = "JPEG",
    size: tuple[int, int] = (80, 40),
    *,
    orientation: int = 1,
    located: bool = False,
    mode: str = "RGB",
) -> bytes:
    """A picture, lying on its side or knowing where it was taken if asked."""
    image = Image.new(mode, size, 128 if mode in ("L", "I;16") else "steelblue")
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "Camera of Mei"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:03:02 09:00:00"
    if located:
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        gps[ExifTags.GPS.GPSLatitudeRef] = "N"
        gps[ExifTags.GPS.GPSLatitude] = (31.0, 14.0, 9.0)
    out = BytesIO()
    image.save(out, form, exif=exif)
    return out.getvalue()
