"""Large pictures are written anew in a process of their own.

A picture of 48 million points takes 350 MB while it is turned and written. A web worker that did it itself would
keep part of that for good, and a decoder that a hostile picture brings down would take the worker with it.
"""

import json
import subprocess
import sys
from io import BytesIO

from PIL import Image

from gongjian.files import pictures
from gongjian.files.pictures import Picture, PictureError

# A screenshot of a telephone is done here: starting a process would take longer.
PIXELS_AT_HAND = 3_000_000
SECONDS = 60


def clean(data: bytes, media: str, *, max_pixels: int, keep_location: bool) -> Picture:
    """As `pictures.clean`, with little memory of this process.

    raises  PictureError, also `broken` where the other process gave up.
    """
    if _pixels(data) <= PIXELS_AT_HAND:
        return pictures.clean(data, media, max_pixels=max_pixels, keep_location=keep_location)
    words = [media, str(max_pixels), str(int(keep_location))]
    try:
        done = subprocess.run(  # noqa: S603 - our own words, and a media type we know
            [sys.executable, "-m", "gongjian.files.apart", *words],
            input=data, capture_output=True, timeout=SECONDS, check=True,
        )  # fmt: skip
    except subprocess.SubprocessError as error:
        raise PictureError("broken") from error
    head, _, rest = done.stdout.partition(b"\n")
    told = json.loads(head)
    if "code" in told:
        raise PictureError(told["code"])
    return Picture(rest[: told["size"]], rest[told["size"] :], told["width"], told["height"])


def _pixels(data: bytes) -> int:
    """How many points the head of the picture promises; 0 where it cannot be read, and others say why."""
    try:
        with Image.open(BytesIO(data)) as image:
            return image.width * image.height
    except Exception:  # a damaged head makes the readers raise nearly anything
        return 0


def main(words: list[str]) -> None:
    """The other process: a picture on standard input; on standard output a line of JSON, then its bytes."""
    media, max_pixels, keep_location = words
    data = sys.stdin.buffer.read()
    try:
        made = pictures.clean(data, media, max_pixels=int(max_pixels), keep_location=keep_location == "1")
    except PictureError as error:
        sys.stdout.buffer.write(json.dumps({"code": error.code}).encode() + b"\n")
        return
    head = {"size": len(made.data), "width": made.width, "height": made.height}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + made.data + made.thumbnail)


if __name__ == "__main__":
    main(sys.argv[1:])
