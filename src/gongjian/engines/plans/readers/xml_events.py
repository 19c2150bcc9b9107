"""XML as a stream of events, so that memory does not grow with the file, and safe from strangers.

A document type is refused outright: without one there are neither entities to blow up nor external
files to fetch, and no office program writes one.
"""

from typing import IO, Protocol
from xml.parsers import expat

from gongjian.engines.plans.readers.refusals import corrupt

_CHUNK = 64 * 1024
_LONGEST_TOKEN = 1024 * 1024

_OFFICE = "schemas.openxmlformats.org"
_STRICT = "purl.oclc.org"


class Handler(Protocol):
    """Names come without their namespace, except `m:…` for formulas and `mc:…` for alternatives."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, data: str) -> None: ...


def parse(stream: IO[bytes], handler: Handler) -> None:
    """Runs `stream` through `handler`. Raises UnreadableError `corrupt` when it is not well-formed XML."""
    names = _Names()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda name, attributes: handler.start(
        names[name], {names[key]: value for key, value in attributes.items()}
    )
    parser.EndElementHandler = lambda name: handler.end(names[name])
    parser.CharacterDataHandler = handler.text
    try:
        _feed(parser, stream)
    # LookupError and ValueError: an encoding declaration that Python does not know or cannot use.
    except (expat.ExpatError, LookupError, ValueError) as damage:
        raise corrupt() from damage


def _feed(parser: expat.XMLParserType, stream: IO[bytes]) -> None:
    fed = 0
    while chunk := stream.read(_CHUNK):
        parser.Parse(chunk, False)
        fed += len(chunk)
        # Expat starts a token over with each chunk; one of megabytes would take it hours.
        if fed - parser.CurrentByteIndex > _LONGEST_TOKEN:
            raise corrupt()
    parser.Parse(b"", True)


def _refuse(*_: object) -> None:
    raise corrupt()


class _Names(dict[str, str]):
    """From `namespace local` to the short name a handler sees, each worked out once."""

    def __missing__(self, name: str) -> str:
        namespace, _, local = name.rpartition(" ")
        if namespace.endswith("/math"):
            local = f"m:{local}"
        elif "markup-compatibility" in namespace:
            local = f"mc:{local}"
        elif namespace and _OFFICE not in namespace and _STRICT not in namespace:
            local = f"?:{local}"
        self[name] = local
        return local
