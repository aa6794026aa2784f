"""The records that leave a run: frozen classes, strict readers, canonical writers, published schemas."""

from backends.contracts.beam import BeamEvent as BeamEvent
from backends.contracts.collapse import CollapseTrace as CollapseTrace
from backends.contracts.collapse import DreamPack as DreamPack
from backends.contracts.collapse import Hologram as Hologram
from backends.contracts.collapse import SignatureBlock as SignatureBlock
from backends.contracts.contract import Record as Record
from backends.contracts.entanglement import EntanglementLink as EntanglementLink
from backends.contracts.entanglement import EntanglementMap as EntanglementMap
from backends.contracts.errors import ContractError as ContractError
from backends.contracts.errors import Problem as Problem
from backends.contracts.glyph_execution import GlyphCost as GlyphCost
from backends.contracts.glyph_execution import GlyphExecution as GlyphExecution
from backends.contracts.glyph_execution import GlyphPayload as GlyphPayload
from backends.contracts.json_text import Json as Json
from backends.contracts.json_text import JsonObject as JsonObject
from backends.contracts.json_text import canonical_json as canonical_json
from backends.contracts.json_text import content_hash as content_hash
from backends.contracts.json_text import parse_json as parse_json
from backends.contracts.kinds import RECORDS as RECORDS
from backends.contracts.mutation import DnaMutation as DnaMutation
from backends.contracts.mutation import MutationMetadata as MutationMetadata
from backends.contracts.mutation import MutationSide as MutationSide
from backends.contracts.naming import beam_id as beam_id
from backends.contracts.naming import entanglement_id as entanglement_id
from backends.contracts.naming import new_run_id as new_run_id
from backends.contracts.naming import utc_now as utc_now
from backends.contracts.reading import from_data as from_data
from backends.contracts.reading import from_json as from_json
from backends.contracts.reading import to_json as to_json
from backends.contracts.run import RunEnd as RunEnd
from backends.contracts.run import RunManifest as RunManifest
from backends.contracts.schema import schema_of as schema_of
from backends.contracts.schema import schema_problems as schema_problems
from backends.contracts.sqi_score import SqiScore as SqiScore

__all__ = [
    "RECORDS",
    "BeamEvent",
    "CollapseTrace",
    "ContractError",
    "DnaMutation",
    "DreamPack",
    "EntanglementLink",
    "EntanglementMap",
    "GlyphCost",
    "GlyphExecution",
    "GlyphPayload",
    "Hologram",
    "Json",
    "JsonObject",
    "MutationMetadata",
    "MutationSide",
    "Problem",
    "Record",
    "RunEnd",
    "RunManifest",
    "SignatureBlock",
    "SqiScore",
    "beam_id",
    "canonical_json",
    "content_hash",
    "entanglement_id",
    "from_data",
    "from_json",
    "new_run_id",
    "parse_json",
    "schema_of",
    "schema_problems",
    "to_json",
    "utc_now",
]
