"""Pictures as they are kept: upright, of a bearable size, without what the camera noted beside them."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from PIL import ExifTags, Image, ImageOps

from gongjian.files import kinds

THUMBNAIL_SIZE: Final = (480, 480)
_FORMATS: Final = {kinds.JPEG: "JPEG", kinds.PNG: "PNG", kinds.WEBP: "WEBP"}
# Near enough to the original that evidence stays legible; the metadata never survives the writing anew.
_OPTIONS: Final[dict[str, dict[str, Any]]] = {
    "JPEG": {"quality": 90},
    "PNG": {},
    "WEBP": {"quality": 90, "method": 3},
}
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class PictureError(Exception):
    """The picture cannot be kept; `code` is one of broken, large, moving."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Picture:
    data: bytes
    thumbnail: bytes
    width: int
    height: int


def clean(data: bytes, media: str, *, max_pixels: int, keep_location: bool) -> Picture:
    """The picture written anew, turned upright, with its thumbnail (WebP, at most 480 px a side).

    keep_location  keep where and when it was taken; everything else the camera noted goes in any case.
    costs          about 7 bytes of memory a pixel while it works.
    raises         PictureError: broken when it cannot be decoded, large when it has more than `max_pixels`,
                   moving when it has several frames.
    """
    try:
        with Image.open(BytesIO(data), formats=[_FORMATS[media]]) as image:
            return _clean(image, _FORMATS[media], max_pixels, keep_location)
    except _BOMBS as error:
        raise PictureError("large") from error
    except PictureError:
        raise
    except Exception as error:  # a damaged picture makes the decoders raise nearly anything
        raise PictureError("broken") from error


def _clean(image: Image.Image, name: str, max_pixels: int, keep_location: bool) -> Picture:
    if image.width * image.height > max_pixels:
        raise PictureError("large")
    # Telephones write a preview behind the picture (MPO): the first frame is the picture.
    if getattr(image, "n_frames", 1) > 1 and image.format != "MPO":
        raise PictureError("moving")
    kept = _where_and_when(image) if keep_location else None
    profile = image.info.get("icc_profile")
    image.load()
    ImageOps.exif_transpose(image, in_place=True)
    image.info.clear()
    out = BytesIO()
    options = dict(_OPTIONS[name])
    if profile:
        options["icc_profile"] = profile
    if kept is not None:
        options["exif"] = kept
    image.save(out, name, **options)
    return Picture(out.getvalue(), _thumbnail(image), image.width, image.height)


def _where_and_when(image: Image.Image) -> bytes:
    """Only the place and the moment of taking, of all that EXIF may hold."""
    exif, kept = image.getexif(), Image.Exif()
    kept.get_ifd(ExifTags.IFD.GPSInfo).update(exif.get_ifd(ExifTags.IFD.GPSInfo))
    taken = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
    if taken:
        kept[ExifTags.Base.DateTime] = taken
    return kept.tobytes()


def _thumbnail(image: Image.Image) -> bytes:
    small = image if image.mode in ("RGB", "RGBA") else image.convert("RGBA" if "A" in image.mode else "RGB")
    small = ImageOps.contain(small, THUMBNAIL_SIZE) if max(small.size) > max(THUMBNAIL_SIZE) else small
    out = BytesIO()
    small.save(out, "WEBP", quality=78, method=3)
    return out.getvalue()
