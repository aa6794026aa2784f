"""Entanglement: which cells share an e-class, by the class's eid."""

from typing import ClassVar, Literal

from attrs import field, frozen

from backends.contracts.contract import Record, meaning
from backends.contracts.naming import CELL_ID, EID

__all__ = ["EntanglementLink", "EntanglementMap"]

_CELLS = meaning("the cells whose expressions fall in this class", items=CELL_ID, minItems=1, uniqueItems=True)


@frozen(kw_only=True)
class EntanglementLink(Record):
    """One e-class and the cells whose expressions fall in it. Links of one eid add up."""

    kind: ClassVar[str] = "entanglement_link"

    schema_version: Literal[1] = 1
    eid: str = field(metadata=meaning(**EID))
    cells: tuple[str, ...] = field(metadata=_CELLS)


@frozen(kw_only=True)
class EntanglementMap(Record):
    """All entanglements of a run: eid → cells."""

    kind: ClassVar[str] = "entanglement_map"

    schema_version: Literal[1] = 1
    links: dict[str, tuple[str, ...]] = field(
        metadata=meaning(
            "the cells of each entangled class",
            propertyNames=EID,
            additionalProperties={"items": CELL_ID, "minItems": 1, "uniqueItems": True},
        )
    )

    def members(self, eid: str) -> tuple[str, ...]:
        """The cells in the class, in the order in which they joined; none for an eid that is not here."""
        return self.links.get(eid, ())

    def entangled_with(self, cell: str) -> tuple[str, ...]:
        """The other cells that share a class with `cell`, each once."""
        groups = (cells for cells in self.links.values() if cell in cells)
        return tuple(dict.fromkeys(other for cells in groups for other in cells if other != cell))

    def as_links(self) -> tuple[EntanglementLink, ...]:
        """The map as one link per eid, the form in which a ledger keeps it."""
        return tuple(EntanglementLink(eid=eid, cells=cells) for eid, cells in self.links.items())
