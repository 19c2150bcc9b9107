"""The sentences several readers say. Each tells what to do next."""

from gongjian.engines.plans.model import UnreadableError


def empty() -> UnreadableError:
    return UnreadableError("empty", "文件是空的，里面没有文字。请核对后重新选择文件。")


def binary() -> UnreadableError:
    return UnreadableError(
        "binary", "这不是文字文件，读不出内容。请换成 .docx、.pdf、.html 或 .txt 文件再试。"
    )


def encrypted() -> UnreadableError:
    return UnreadableError(
        "encrypted", "文件加了密码，无法读取。请用 Word、WPS 或 PDF 阅读器打开，取消密码后另存，再试一次。"
    )


def corrupt() -> UnreadableError:
    return UnreadableError(
        "corrupt", "文件已损坏，打不开。请用 Word 或 WPS 打开原件，重新另存为 .docx 再试。"
    )


def bomb() -> UnreadableError:
    return UnreadableError(
        "zip-bomb", "文件解开后异常地大，没有读取。请用 Word 或 WPS 打开原件，重新另存为 .docx 再试。"
    )


def unsupported(what: str) -> UnreadableError:
    return UnreadableError("unsupported", f"{what}。请另存为 .docx、.pdf、.html 或 .txt 再试。")
