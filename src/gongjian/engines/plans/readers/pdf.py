"""Reads .pdf with a text layer: its lines are put together into paragraphs again."""

import json
import logging
import os
import subprocess
import sys
from typing import Any

from gongjian.engines.plans.model import UnreadableError
from gongjian.engines.plans.readers import limits, pdf_pages
from gongjian.engines.plans.readers.encodings import plausibility
from gongjian.engines.plans.readers.page_lines import paragraphs
from gongjian.engines.plans.readers.page_pieces import Page, Piece, Rule
from gongjian.engines.plans.readers.refusals import bomb, corrupt, encrypted

logger = logging.getLogger(__name__)

_SECONDS = 90

# A scanning app writes its own name on each page; that is no text.
_FEW_CHARACTERS = 20

# Chinese text has 0.7 and more; a font without a way back to characters gives random ones.
_GARBLED = 0.2


def read_pdf(data: bytes) -> str:
    """The text of a PDF.

    costs   a process of its own, some 0.2 s, with at most 400 MB (see `pdf_pages`).
    raises  UnreadableError `corrupt`, `encrypted`, `zip-bomb`, `too-long`, `no-text`.
    """
    return text_of(_run(data))


def text_of(answer: dict[str, Any]) -> str:
    """The text from what `pdf_pages` answered. Raises as `read_pdf` does."""
    if error := answer.get("error"):
        raise _refusal(error)
    pages = [
        Page([Piece(*piece) for piece in page["pieces"]], [Rule(*rule) for rule in page["rules"]])
        for page in answer["pages"]
    ]
    text = "\n".join(paragraphs(pages))
    if not text.strip() or (answer["pictures"] and len(text) < _FEW_CHARACTERS * len(pages)):
        raise UnreadableError(
            "no-text", "这份 PDF 是扫描的图片，里面没有文字。请先做文字识别（OCR），或换成 Word 原件再试。"
        )
    if any(character > "\u2e7f" for character in text[:10_000]) and plausibility(text[:10_000]) < _GARBLED:
        raise UnreadableError(
            "no-text",
            "这份 PDF 的字体没有带上文字编码，读出来是乱码。请换成 Word 原件，或做文字识别（OCR）后再试。",
        )
    return text


def _run(data: bytes) -> dict[str, Any]:
    # By its path and without site packages it starts fastest; the paths it needs are handed on.
    most = pdf_pages.Most(limits.PDF_PAGES, limits.CHARACTERS, limits.PDF_PIECES)
    command = [sys.executable, "-S", "-P", pdf_pages.__file__, *map(str, most)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    try:
        done = subprocess.run(  # noqa: S603 -- our own program
            command, input=data, capture_output=True, env=environment, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as slow:
        raise bomb() from slow
    if done.returncode < 0:
        # Ended by a limit, or by the library itself when it was given no more memory.
        raise bomb()
    if done.returncode:
        logger.warning("pdf reader failed: %s", done.stderr.decode(errors="replace")[-300:])
        raise corrupt()
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _refusal(error: str) -> UnreadableError:
    if error == "encrypted":
        return encrypted()
    if error == "too-long":
        return UnreadableError("too-long", "这份 PDF 太长，超过了上限。请拆成几份再试。")
    return bomb() if error == "too-much" else corrupt()
