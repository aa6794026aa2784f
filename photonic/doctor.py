"""doctor: versions, settings, the ledger, and what is not as it should be."""

from __future__ import annotations

from attrs import fields

from backends.ledger import LedgerError
from backends.ledger.wal_safety import wal_safety
from photonic.codex.manifest import versions
from photonic.errors import PhotonicError
from photonic.settings import Settings, settings

__all__ = ["report"]


def report() -> tuple[list[str], bool]:
    """The lines of the report, and whether all is well."""
    lines = ["versions"]
    lines += [f"  {name:<14} {number}" for name, number in versions().items()]
    lines += ["settings"]
    current = settings()
    for attribute in fields(Settings):
        variable, value = attribute.metadata["variable"], getattr(current, attribute.name)
        lines.append(f"  {variable:<22} {value!s:<36} {attribute.metadata['meaning']}")
    version, safe, reason = wal_safety()
    lines += ["ledger", f"  SQLite {version}: write-ahead log {'safe' if safe else 'not used'}; {reason}"]
    try:
        lines += _ledger(current)
    except PhotonicError as error:
        return [*lines, f"  problem: {error}"], False
    missing = [name for name, number in versions().items() if number == "not installed"]
    if missing:
        return [*lines, f"problem: not installed: {', '.join(missing)}"], False
    return [*lines, "all is well"], True


def _ledger(current: Settings) -> list[str]:
    from photonic.session import open_recorded

    with open_recorded(current.ledger) as ledger:
        try:
            checked = ledger.verify()
        except LedgerError as error:
            raise PhotonicError(str(error)) from None
        runs = ledger.runs()
        lines = [f"  {current.ledger}: {len(runs)} runs, {checked} records, every seal checked"]
        said = wal_safety()[2]
        lines += [f"  {notice}" for notice in ledger.notices if said not in notice]
        stale = [run.run_id for run in runs if run.status == "running"]
    if stale:
        count = "1 run was" if len(stale) == 1 else f"{len(stale)} runs were"
        lines.append(f"  {count} never finished (killed, or still running): {', '.join(stale[-3:])}")
    return lines
