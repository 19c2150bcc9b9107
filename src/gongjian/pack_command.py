"""`gongjian pack …`: what looks at folders alone starts without Django, what asks the installation with it."""

from collections.abc import Sequence

WITHOUT_DATABASE = {"check", "schema"}


def main(argv: Sequence[str]) -> int:
    if argv and argv[0] in WITHOUT_DATABASE:
        from gongjian.engines.packs.command import main as look

        return look(list(argv))
    from gongjian.ops.command import operator_command

    return operator_command("pack")(argv)
