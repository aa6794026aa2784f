"""The kinds of record by name."""

from backends.contracts.beam import BeamEvent
from backends.contracts.collapse import CollapseTrace
from backends.contracts.contract import Record
from backends.contracts.entanglement import EntanglementLink, EntanglementMap
from backends.contracts.glyph_execution import GlyphExecution
from backends.contracts.mutation import DnaMutation
from backends.contracts.run import RunEnd, RunManifest
from backends.contracts.sqi_score import SqiScore

__all__ = ["RECORDS"]

RECORDS: dict[str, type[Record]] = {
    record.kind: record
    for record in (
        BeamEvent,
        EntanglementLink,
        EntanglementMap,
        GlyphExecution,
        SqiScore,
        DnaMutation,
        CollapseTrace,
        RunManifest,
        RunEnd,
    )
}
"""Every class of record under its `kind`, the name that ledgers and schema files use."""
