"""Which files are taken, and who may open one."""

from pathlib import PurePath

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from gongjian.files import kinds
from gongjian.files.models import StoredFile
from gongjian.kernel.collect import offers
from gongjian.kernel.refusal import Refusal
from gongjian.people.reach import Reach

BROKEN = Refusal(
    "file_broken", _("This file is damaged and cannot be opened. Please save it anew and upload it again.")
)
MACROS = Refusal(
    "file_macros", _("This file carries macros. Please save it without macros and upload it again.")
)
LOCKED = Refusal(
    "file_locked", _("This file is locked with a password. Please take the password off and upload it again.")
)
BOMB = Refusal(
    "file_bomb", _("This file would unpack to an enormous size. Please save it anew and upload it again.")
)
MOVING = Refusal("file_moving", _("Moving pictures are not taken. Please upload a still picture."))
INFECTED = Refusal(
    "file_infected", _("The virus scanner found something harmful in this file. It was not kept.")
)
SCANNER_AWAY = Refusal(
    "file_scanner_away", _("The virus scanner does not answer. Please try again in a few minutes.")
)
UNSAFE = {"broken": BROKEN, "macros": MACROS, "locked": LOCKED, "bomb": BOMB}


def why_not_size(size: int) -> Refusal | None:
    if size == 0:
        return Refusal("file_empty", _("This file is empty. Please choose another one."))
    if size > settings.UPLOAD_MAX_BYTES:
        text = _("This file has %(size)s; %(limit)s are taken at most. Please make it smaller.") % {
            "size": filesizeformat(size),
            "limit": filesizeformat(settings.UPLOAD_MAX_BYTES),
        }
        return Refusal("file_large", text)
    return None


def why_not_kind(media: str | None, allowed: frozenset[str], name: str = "") -> Refusal | None:
    """Whether a file of this kind is taken; one that only bears the `name` of such a kind is damaged."""
    if media == kinds.HEIC:
        return Refusal(
            "file_heic",
            _(
                "Pictures in HEIC format cannot be opened by everyone. On the iPhone choose Settings › Camera › "
                "Formats › Most Compatible, or send the picture as JPEG."
            ),
        )
    if media is None or media not in allowed:
        if media is None and PurePath(name).suffix.lower() in kinds.marked(allowed):
            return BROKEN
        suffixes = kinds.called(allowed)
        text = _("This kind of file is not taken here. These are: %(kinds)s.") % {
            "kinds": ", ".join(suffixes)
        }
        return Refusal("file_kind", text)
    return None


def why_not_picture(code: str) -> Refusal:
    if code == "large":
        text = _("This picture has more than %(limit)s million pixels. Please make it smaller.") % {
            "limit": settings.UPLOAD_MAX_PIXELS // 1_000_000
        }
        return Refusal("file_pixels", text)
    return MOVING if code == "moving" else BROKEN


def may_see(file: StoredFile, reach: Reach) -> bool:
    """Whether the person may open `file`: where any record that uses it says so.

    An app whose records hold files says it in `<app>/file_access.py` with
    `may_see(file: StoredFile, reach: Reach) -> bool`, by one query on its own rows. A file that nothing uses
    yet is seen by the one who uploaded it.
    """
    if reach.is_operator or any(answer(file, reach) for answer in offers("file_access", "may_see")):
        return True
    return file.uploaded_by_id == reach.person_id and not is_used(file)


def is_used(file: StoredFile) -> bool:
    """Whether any record, of whatever app, points to the file."""
    return any(rows.filter(**{column: file}).exists() for rows, column in StoredFile.users())
