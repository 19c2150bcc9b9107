"""How much a reader takes in, so that no file, however made, costs more than its share of memory and time."""

from gongjian.engines.plans.model import UnreadableError

MEGABYTE = 1024 * 1024

# The file as uploaded.
FILE_BYTES = 20 * MEGABYTE

# What is read of one part of a package (`word/document.xml`), unpacked.
PART_BYTES = 48 * MEGABYTE

# The parts that say how it is set: styles, numbering, content types. They are kept in memory.
SETTINGS_BYTES = 12 * MEGABYTE

# All parts of a package together, unpacked, as its directory declares them.
PACKAGE_BYTES = 256 * MEGABYTE
PACKAGE_PARTS = 5000

# The text of one document. The longest collections of plans we know have some 300,000 characters in
# 10,000 lines.
CHARACTERS = 3_000_000
LINES = 400_000

# Cells and rows of all tables of a document.
CELLS = 400_000

# Tags of a web page, and how deep they stand in each other (pages forget to close some).
TAGS = 1_500_000
DEPTH = 5_000

PDF_PAGES = 2000

# Runs of characters on one line of a PDF; each is kept with its place.
PDF_PIECES = 300_000


def check_file_size(size: int) -> None:
    """Raises UnreadableError when a file of `size` bytes is over the limit."""
    if size > FILE_BYTES:
        raise UnreadableError(
            "too-large",
            f"文件有 {size / MEGABYTE:.0f} MB，超过了 20 MB 的上限。请压缩或删去其中的图片，或拆成几份再试。",
        )


def check_text(text: str) -> None:
    """Raises UnreadableError when a text has too many characters or lines."""
    meter = Meter()
    meter.add_characters(len(text))
    meter.add_lines(text.count("\n"))


class Meter:
    """Counts along with a reader; each method raises UnreadableError `too-long` once its limit is passed."""

    def __init__(self) -> None:
        self._characters = self._lines = self._cells = self._tags = 0

    def add_characters(self, count: int) -> None:
        self._characters += count
        _refuse(self._characters > CHARACTERS, f"文字有 {CHARACTERS // 10_000} 万字以上")

    def add_lines(self, count: int) -> None:
        self._lines += count
        _refuse(self._lines > LINES, f"文字有 {LINES // 10_000} 万行以上")

    def add_cell(self) -> None:
        self._cells += 1
        _refuse(self._cells > CELLS, f"表格有 {CELLS // 10_000} 万格以上")

    def add_tag(self) -> None:
        self._tags += 1
        _refuse(self._tags > TAGS, f"网页标签有 {TAGS // 10_000} 万个以上")


def _refuse(is_over: bool, what: str) -> None:
    if is_over:
        raise UnreadableError("too-long", f"文件的{what}，超过了上限。请拆成几份再试。")
