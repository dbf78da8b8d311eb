"""Samples of a quantity, the mark it must keep, and how both are printed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """Samples of one quantity; `mark`, where there is one, is the most that may be."""

    name: str
    unit: str
    samples: Sequence[float]
    mark: float | None = None
    share: float = 0.5  # which sample `value` is: 0 the least, 1 the greatest

    @property
    def value(self) -> float:
        """Return the sample at `share` of the way from the least to the greatest, in order."""
        return sorted(self.samples)[round(self.share * (len(self.samples) - 1))]

    @property
    def verdict(self) -> str:
        """Say 达标 or 未达标, or — without a mark."""
        return "—" if self.mark is None else "达标" if self.value <= self.mark else "未达标"


def milliseconds(call: Callable[[Any], object], arguments: Sequence[Any]) -> list[float]:
    """Return the time of `call` on each of `arguments`, after one call that warms up."""
    call(arguments[0])
    runs = [(perf_counter(), call(argument), perf_counter()) for argument in arguments]
    return [(end - start) * 1000 for start, _, end in runs]


def table(figures: Sequence[Figure]) -> str:
    """Return `figures` as a markdown table, with the least and the greatest of the samples."""
    lines = ["| 项目 | 实测 | 标准 | 结论 | 最小–最大 |", "|---|---|---|---|---|"]
    for f in figures:
        mark = "—" if f.mark is None else f"≤ {f.mark:.2f} {f.unit}"
        ends = f"{min(f.samples):.2f}–{max(f.samples):.2f}" if len(f.samples) > 1 else "—"
        lines.append(f"| {f.name} | {f.value:.2f} {f.unit} | {mark} | {f.verdict} | {ends} |")
    return "\n".join(lines)
