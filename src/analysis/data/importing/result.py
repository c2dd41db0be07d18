"""What an import did, or would do, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from analysis.data.descriptor import RECORDED
from analysis.data.importing.comparison import Comparison, Row, Span
from analysis.data.records import Records
from analysis.errors import counted

MOST_SHOWN = 12


@dataclass(frozen=True)
class ImportResult:
    """What an import read, left out, and added or would add; ``summary()`` says it in words."""

    records: Records
    recorded_on: date
    comparison: Comparison
    read: int
    unit: str
    source: str
    span: Span
    left_out: Mapping[str, int]
    notes: tuple[str, ...] = ()
    dry_run: bool = False

    def summary(self) -> str:
        """Say what changed: counts first, then the rows themselves, as far as they fit on a screen."""
        found = self.comparison
        counts = [counted(len(found.new), "new row"), counted(len(found.revised), "revised row")]
        counts += [f"{counted(len(found.withdrawn), 'row')} retracted"] if found.withdrawn else []
        verb = "would gain" if self.dry_run else "has gained"
        lines = [
            f"{self.records.place} {verb} {', '.join(counts)}; {counted(found.unchanged, 'row')} unchanged",
            f"read {counted(self.read, self.unit)} in {self.source}; recorded on {self.recorded_on}",
        ]
        if found.passed_over:
            lines.append(
                f"warning: the file ends on {self.span.last}, the record on {found.record_ends}: "
                f"{counted(found.passed_over, 'row')} that differ did not enter; "
                "--allow-older takes an older file at its word"
            )
        if found.uncovered:
            days = f"{self.span.first} to {self.span.last}"
            lines.append(
                f"of other days than {days}, and left as they are: {counted(found.uncovered, 'row')}"
            )
        lines += [
            f"left out: {counted(count, self.unit)} {why}" for why, count in sorted(self.left_out.items())
        ]
        if found.kept_retracted:
            lines.append(f"retracted on record and left so: {counted(found.kept_retracted, 'row')}")
        lines += _listed("revised", [f"{self._name(now)}: {_moves(was, now)}" for was, now in found.revised])
        lines += _listed(
            "retracted, as the file has it no more", [self._name(row) for row, _ in found.withdrawn]
        )
        lines += _listed("new", [f"{self._name(row)}: {self._figures(row)}" for row in found.new])
        lines += self.notes
        return "\n".join([*lines, "dry run: nothing was written"] if self.dry_run else lines)

    def __str__(self) -> str:
        return self.summary()

    def _name(self, row: Row) -> str:
        return " ".join(row[name] for name in self.records.table.key)

    def _figures(self, row: Row) -> str:
        numbers = [one.name for one in self.records.table.fields if one.type in ("integer", "number")]
        return ", ".join(f"{name} {row[name]}" for name in numbers if row[name])


def _listed(title: str, entries: list[str]) -> list[str]:
    shown = [f"  {entry}" for entry in entries[:MOST_SHOWN]]
    left = len(entries) - len(shown)
    return [f"{title}:", *shown, *([f"  and {left:,} more"] if left else [])] if entries else []


def _moves(was: Row, now: Row) -> str:
    moved = [name for name in now if name != RECORDED and was[name] != now[name]]
    return "; ".join(f"{name} {was[name] or 'blank'} → {now[name] or 'blank'}" for name in moved)
