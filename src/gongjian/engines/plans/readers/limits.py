"""How much a reader takes in, so that no file, however made, costs more than its share of memory."""

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

# The text of one document. The longest collections of plans we know have some 300,000 characters.
CHARACTERS = 8_000_000

# Cells and rows of all tables of a document.
CELLS = 400_000

PDF_PAGES = 2000


def check_file_size(size: int) -> None:
    """Raises UnreadableError when a file of `size` bytes is over the limit."""
    if size > FILE_BYTES:
        raise UnreadableError(
            "too-large",
            f"文件有 {size / MEGABYTE:.0f} MB，超过了 20 MB 的上限。请压缩或删去其中的图片，或拆成几份再试。",
        )


def check_length(characters: int) -> None:
    """Raises UnreadableError when a text of so many characters is over the limit."""
    if characters > CHARACTERS:
        raise UnreadableError(
            "too-long",
            f"文件的文字超过了 {CHARACTERS // 10_000} 万字的上限。请拆成几份再试。",
        )


def check_cells(cells: int) -> None:
    """Raises UnreadableError when the tables of a document are over the limit."""
    if cells > CELLS:
        raise UnreadableError("too-long", f"文件的表格超过了 {CELLS // 10_000} 万格的上限。请拆成几份再试。")
