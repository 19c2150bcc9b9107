"""`gongjian key`: new keys for what is encrypted in the database."""

import argparse
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongjian.kernel import crypto
from gongjian.ops import rekey
from gongjian.ops.errors import OperatorError


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="gongjian key", description=_("Keys of the encrypted fields."))
    words = parser.add_subparsers(dest="word", required=True)
    words.add_parser("new", help=_("print a fresh key, for GONGJIAN_KEYS"))
    words.add_parser("status", help=_("which keys there are, and how many rows the newest has not sealed"))
    rotate = words.add_parser("rotate", help=_("put a new key first and seal everything with it"))
    rotate.add_argument(
        "--continue",
        dest="go_on",
        action="store_true",
        help=_("add no key: finish a rotation that was stopped"),
    )
    rotate.add_argument(
        "--drop-old", action="store_true", help=_("remove the older keys when nothing needs them any more")
    )
    asked = parser.parse_args(argv)
    if asked.word == "new":
        print(crypto.new_key(rekey.next_number()))
        return 0
    if asked.word == "status":
        return _status()
    return _rotate(add=not asked.go_on, drop=asked.drop_old)


def _status() -> int:
    in_force = crypto.keys()
    numbers = ", ".join(str(key.number) for key in in_force)
    print(_("Keys, the sealing one first: %(numbers)s.") % {"numbers": numbers})
    left = rekey.count_outdated()
    print(_("Rows sealed with an older key: %(count)s.") % {"count": left})
    return 0


def _rotate(*, add: bool, drop: bool) -> int:
    in_environment = rekey.keys_file() is None
    if in_environment and (add or drop):
        raise OperatorError(
            _(
                "The keys come from GONGJIAN_KEYS in the environment. Put a pair from `gongjian key new` in front "
                "of it, restart the servers, then run `gongjian key rotate --continue`; take the older pairs out "
                "when `gongjian key status` counts no row."
            )
        )
    if add:
        print(_("Key %(number)s seals from now on.") % {"number": rekey.put_new_key_first()})
    done = rekey.reseal(lambda so_far: print(_("Sealed anew: %(count)s") % {"count": so_far}))
    print(ngettext("%(count)s row sealed anew.", "%(count)s rows sealed anew.", done) % {"count": done})
    if drop:
        _drop()
    elif len(crypto.keys()) > 1:
        print(
            _(
                "The older keys are kept. Backups made before today need them; so keep a copy if you drop them."
            )
        )
    return 0


def _drop() -> None:
    if left := rekey.count_outdated():
        raise OperatorError(
            _("%(count)s rows still need an older key; run `gongjian key rotate --continue` again.")
            % {"count": left}
        )
    print(_("Older keys removed: %(count)s.") % {"count": rekey.drop_old_keys()})
