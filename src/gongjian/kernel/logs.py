"""Log lines for operators: what failed and where, without what people wrote."""

import logging
import re
from types import TracebackType

# PostgreSQL quotes the row that offended: `DETAIL:  Key (username)=(zhangsan) already exists.` psycopg adds it to
# the message, on lines of its own.
QUOTED_ROW = re.compile(r"^DETAIL:.*\n?", re.MULTILINE)

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Formatter(logging.Formatter):
    """As the standard one; leaves out the lines in which a database quotes a row."""

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - the standard library's name
        return QUOTED_ROW.sub("", super().formatException(ei)).rstrip("\n")
