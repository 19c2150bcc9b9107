"""What is wrong with a pack: where, what was found, what was expected. In Chinese and in English."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gongjian.engines.packs.wording import SENTENCES, Said, say

# More of the words that would have been right nobody reads.
_SHOWN = 12


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file; lines and columns begin with 1, and columns count characters."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to put right.

    found       what stands there, as written; empty where something is missing.
    expected    words that would have been right; empty where the sentence says it.
    suggestion  the word that was probably meant; empty where none is near.
    more        what else the sentence names.
    """

    file: str
    mark: Mark
    code: str
    severity: Severity = Severity.ERROR
    found: str = ""
    expected: tuple[str, ...] = ()
    suggestion: str = ""
    more: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """The sentence in `zh` or `en`."""
        words = {name: say(value, language) for name, value in self.more.items()}
        sentence = SENTENCES[self.code].in_(language).format(found=self.found, **words)
        return sentence + self._allowed(language) + self._meant(language)

    def line(self, language: str) -> str:
        """`file:line:column: …`, as editors and terminals know to jump to it."""
        kind = say(_KIND[self.severity], language)
        return f"{self.file}:{self.mark.line}:{self.mark.column}: {kind}{self.text(language)}"

    def as_json(self) -> dict[str, object]:
        return {
            "file": self.file,
            "line": self.mark.line,
            "column": self.mark.column,
            "severity": self.severity.value,
            "code": self.code,
            "found": self.found,
            "expected": list(self.expected),
            "suggestion": self.suggestion,
            "message": {"zh": self.text("zh"), "en": self.text("en")},
        }

    def _allowed(self, language: str) -> str:
        if not self.expected:
            return ""
        shown = self.expected[:_SHOWN]
        if language == "en":
            rest = f" … ({len(self.expected)} in all)" if len(self.expected) > _SHOWN else ""
            return f" Allowed: {', '.join(shown)}{rest}."
        rest = f"等{len(self.expected)}个" if len(self.expected) > _SHOWN else ""
        return f"可用：{'、'.join(shown)}{rest}。"

    def _meant(self, language: str) -> str:
        if not self.suggestion:
            return ""
        return f" Did you mean {self.suggestion}?" if language == "en" else f"是不是想写“{self.suggestion}”？"


_KIND = {Severity.ERROR: Said("错误：", "error: "), Severity.WARNING: Said("提醒：", "warning: ")}


def nearest(word: str, words: Iterable[str]) -> str:
    """The one of `words` that was probably meant by `word`; empty if none is near."""
    near = difflib.get_close_matches(word[:80], list(words), n=1, cutoff=0.6)
    return near[0] if near else ""


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Without repetition, by file and place; errors before warnings of the same place."""
    seen = {(fault.file, fault.mark, fault.code, fault.found, fault.text("zh")): fault for fault in faults}
    return tuple(sorted(seen.values(), key=lambda it: (it.file, it.mark, it.severity, it.code, it.found)))
