"""What a run's records tell together: a graph of cells, beams, forms and e-classes; PROV and GraphML made from it."""

from backends.knowledge.graph import build_graph as build_graph
from backends.knowledge.graph import entangled_with as entangled_with
from backends.knowledge.graph import members as members
from backends.knowledge.graphml import to_graphml as to_graphml
from backends.knowledge.provenance import to_prov as to_prov
from backends.knowledge.provenance import to_prov_json as to_prov_json
from backends.knowledge.provenance import to_prov_jsonld as to_prov_jsonld

__all__ = ["build_graph", "entangled_with", "members", "to_graphml", "to_prov", "to_prov_json", "to_prov_jsonld"]
