"""Asking a ClamAV daemon whether a file carries malware: its INSTREAM command.

https://docs.clamav.net/manual/Usage/Scanning.html#clamd: the bytes go in chunks, each behind its length as
four bytes, an empty chunk ends; the answer is `stream: OK` or `stream: <name> FOUND`.
"""

import socket
from collections.abc import Iterator
from contextlib import closing

CHUNK = 64 * 1024
SECONDS = 30


class ScannerAwayError(Exception):
    """The daemon did not answer: the file is not taken, for nobody knows what it carries."""


def is_infected(data: bytes, address: str) -> bool:
    """Whether the daemon at `address` (host:port, or the path of its socket) finds malware in `data`.

    raises   ScannerAwayError when there is no usable answer.
    """
    try:
        with closing(_connect(address)) as connection:
            return ask(connection, data)
    except (OSError, ValueError) as error:
        raise ScannerAwayError(str(error)) from error


def ask(connection: socket.socket, data: bytes) -> bool:
    """Send `data` on an open connection and read the verdict.

    raises   ValueError for an answer that is neither yes nor no.
    """
    for part in _parts(data):
        connection.sendall(part)
    answer = b""
    while not answer.endswith(b"\0"):
        more = connection.recv(CHUNK)
        if not more:
            break
        answer += more
    verdict = answer.rstrip(b"\0").decode(errors="replace")
    if verdict.endswith("FOUND"):
        return True
    if verdict == "stream: OK":
        return False
    raise ValueError(f"clamd answered {verdict[:80]!r}")


def _parts(data: bytes) -> Iterator[bytes]:
    yield b"zINSTREAM\0"
    for start in range(0, len(data), CHUNK):
        chunk = data[start : start + CHUNK]
        yield len(chunk).to_bytes(4, "big") + chunk
    yield bytes(4)


def _connect(address: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    if port.isdigit() and host:
        return socket.create_connection((host, int(port)), timeout=SECONDS)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(SECONDS)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection
