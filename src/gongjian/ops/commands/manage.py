"""`gongjian manage …`: Django's own commands, for those who know them."""

from collections.abc import Sequence

from django.core.management import execute_from_command_line


def main(argv: Sequence[str]) -> int:
    execute_from_command_line(["gongjian manage", *argv])
    return 0
