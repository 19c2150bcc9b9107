"""What the commands of engines share: they start without Django, and speak two languages without its catalogues."""

import argparse
import os
from typing import NoReturn

WRONG = 2


def language() -> str:
    """`zh`, or `en` where the command line asks for it."""
    return "en" if os.environ.get("GONGJIAN_LANG") == "en" else "zh"


def say(chinese: str, english: str) -> str:
    return english if language() == "en" else chinese


class Parser(argparse.ArgumentParser):
    """Answers a wrong line with one sentence and the usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG, f"{say('参数不对', 'Wrong arguments')}：{message}\n{self.format_usage()}")
