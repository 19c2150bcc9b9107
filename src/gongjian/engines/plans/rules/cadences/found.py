"""What a rule of this folder finds: where the period and the count stand, and what they say."""

from dataclasses import dataclass

from gongjian.engines.plans.model import Op, Per, Span


@dataclass(frozen=True, slots=True)
class Found:
    """`times` `op` `per`, said in text[clause]; the period begins at `at`, `count` is where the number is."""

    at: int
    period_end: int
    clause: Span
    times: float
    op: Op
    per: Per
    count: Span | None = None

    @property
    def count_at(self) -> int | None:
        return self.count[0] if self.count else None
