"""SQL put together from pieces that carry their parameters, so that no value is ever written into the text."""

from collections.abc import Iterable
from dataclasses import dataclass
from string import Formatter

Parameter = int | str | list[int]

MARK = "?"  # what stands for a parameter until a dialect writes its own


@dataclass(frozen=True, slots=True)
class Piece:
    """SQL text with a mark for each parameter, in order."""

    text: str
    parameters: tuple[Parameter, ...] = ()


def sql(template: str, **parts: Piece | int | str) -> Piece:
    """`template` with each `{name}` replaced: by a piece, or by a mark for a value, which becomes a parameter."""
    text: list[str] = []
    parameters: list[Parameter] = []
    for literal, name, _format, _conversion in Formatter().parse(template):
        text.append(literal)
        if name is None:
            continue
        part = parts[name]
        if isinstance(part, Piece):
            text.append(part.text)
            parameters += part.parameters
        else:
            text.append(MARK)
            parameters.append(part)
    return Piece("".join(text), tuple(parameters))


def joined(separator: str, pieces: Iterable[Piece]) -> Piece:
    listed = list(pieces)
    return Piece(
        separator.join(piece.text for piece in listed),
        tuple(parameter for piece in listed for parameter in piece.parameters),
    )


def values(listed: Iterable[int | str]) -> Piece:
    """`(?, ?, ?)`"""
    parameters = tuple(listed)
    return Piece(f"({', '.join(MARK for _ in parameters)})", parameters)
