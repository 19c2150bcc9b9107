"""Sample plans of our own writing, about places that do not exist: for the demo, the tests and the bench.

Each plan is a .txt; some also come as .docx, .html or .pdf, made from it by `scripts/make_samples.py`.
"""

from pathlib import Path

FOLDER = Path(__file__).parent


def texts() -> list[Path]:
    """The plans as .txt, by name."""
    return sorted(FOLDER.glob("*.txt"))
