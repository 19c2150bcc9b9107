"""A file name that is safe to keep and to hand out."""

import re
import unicodedata
from pathlib import PurePosixPath

from gongjian.files.kinds import SUFFIXES

MAX_LENGTH = 120
# What no file system and no header should carry, and the marks that turn the writing direction round
# (`photo‮gpj.exe` shows as `photoexe.jpg`).
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f"<>|?*:\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')


def tidy_name(name: str, media: str) -> str:
    """The last part of `name` without what could mislead or do harm, ending as its kind does.

    A suffix that belongs to another kind stays in front of the right one: `报告.jpg` that is a PDF becomes
    `报告.jpg.pdf`.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    last = re.sub(r"\s+", " ", _FORBIDDEN.sub("", last)).strip(" .")
    suffixes = SUFFIXES[media]
    suffix = PurePosixPath(last.lower()).suffix
    stem = last[: -len(suffix)].rstrip(" .") if suffix in suffixes else last
    if suffix not in suffixes:
        suffix = suffixes[0]
    return (stem or "file")[: MAX_LENGTH - len(suffix)] + suffix
