"""What a snapshot holds of an e-graph, and the e-graph made of it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rewriting.analysis import Analysis
from rewriting.canonical.theory import Normalisation
from rewriting.egraph import EGraph
from rewriting.encoding import Encoding, EncodingError, TermReader, TermWriter
from rewriting.evidence import Evidence
from rewriting.history import ASSERTED, CONGRUENCE
from rewriting.proof import Computation
from rewriting.rule import Rule
from rewriting.rule_data import read_rule, write_rule
from rewriting.ruleset import compile_rule
from rewriting.saving.snapshot_evidence import evidence_of
from rewriting.table import LEAF

__all__ = ["COLUMN_TYPES", "Content", "content_of", "graph_of"]

COLUMN_TYPES: dict[str, type[np.generic]] = {
    "functor": np.int16,
    "original": np.int32,
    "parent": np.int32,
    "live": np.uint8,
    "batches": np.int64,
    "left": np.int32,
    "right": np.int32,
    "reason": np.int32,
    "record": np.int64,
    "pool": np.int32,
}
"""The columns and the types of their entries."""

LIVE, PRUNED = 1, 2
"""Entries of the column `live`; 0 stands for a row that another one has superseded."""


@dataclass(frozen=True, slots=True)
class Content:
    """JSON data and arrays by name; see rewriting.saving.snapshot for their meaning."""

    header: dict[str, Any]
    arrays: dict[str, NDArray[Any]]


def content_of(egraph: EGraph, encoding: Encoding) -> Content:
    """The content of an e-graph. Raises EncodingError for an operator that the encoding cannot write."""
    egraph.rebuild()
    table, history = egraph.table, egraph.history
    rows, edges = table.count, history.count
    terms = TermWriter(encoding)
    rules = [rule.name if isinstance(rule, Computation) else write_rule(rule, terms) for rule in egraph.rules]
    assertions = [write_rule(rule, terms) for rule in egraph.assertions]
    evidence = evidence_of(egraph)
    header: dict[str, Any] = {
        "functors": [[*encoding.op(op), arity] for op, arity in table.functors[LEAF + 1 :]],
        "leaves": [[row, *encoding.op(op)] for row, op in sorted(table.leaf_ops.items())],
        "rules": rules,
        "assertions": assertions,
        "ops": terms.ops,
        "nodes": terms.nodes,
        "evidence": evidence.to_json(),
    }
    if grounds := evidence.grounds_to_json():
        header["grounds"] = grounds
    columns = [column[:rows] for column in table.original]
    original = np.stack(columns) if columns else np.zeros((0, rows), dtype=np.int32)
    arrays: dict[str, NDArray[Any]] = {
        "functor": table.functor[:rows],
        "original": _only_operands(egraph, original),
        "parent": table.sets.parent[:rows],
        "live": _standing(egraph),
        "batches": np.array(table.batches),
        "left": history.left[:edges],
        "right": history.right[:edges],
        "reason": history.reason[:edges],
        "record": history.record[:edges],
        "pool": history.pool[: history.pool_count],
    }
    return Content(header, {name: array.astype(COLUMN_TYPES[name]) for name, array in arrays.items()})


def graph_of(
    content: Content, analyses: Sequence[Analysis], computations: Sequence[Computation], encoding: Encoding
) -> EGraph:
    """The e-graph of a content. Raises EncodingError for content that is not one's."""
    header, arrays = content.header, content.arrays
    _check_shapes(arrays)
    terms = TermReader(encoding, header["ops"], header["nodes"])
    graph = EGraph(analyses)
    known = {computation.name: computation for computation in computations}
    for data in header["rules"]:
        graph.rule_number(_computation(data, known) if isinstance(data, str) else read_rule(data, terms))
    graph.assertions.restore(read_rule(data, terms) for data in header["assertions"])
    functors = [(encoding.read_op(data[:2]), int(data[2])) for data in header["functors"]]
    leaves = {int(data[0]): encoding.read_op(data[1:]) for data in header["leaves"]}
    _check_rows(arrays, [arity for _, arity in functors], leaves)
    _check_history(arrays, graph.rules, len(graph.assertions))
    graph.table.restore(functors, leaves, arrays["functor"], list(arrays["original"]), arrays["batches"].tolist())
    graph.announce()
    _unite(graph, arrays)
    graph.restored = Evidence.from_json(header["evidence"], header.get("grounds", ()), graph.table.count)
    for analysis in graph.analyses:
        analysis.settled(graph.table)
    return graph


def _standing(egraph: EGraph) -> NDArray[np.uint8]:
    """For each row whether it is live, pruned, or neither."""
    standing: NDArray[np.uint8] = np.zeros(egraph.table.count, dtype=np.uint8)
    standing[egraph.table.keyed_rows()] = PRUNED
    standing[egraph.table.live_rows()] = LIVE
    return standing


def _only_operands(egraph: EGraph, original: NDArray[Any]) -> NDArray[Any]:
    """The rows that rows were inserted on, 0 where a row has fewer operands: what lies there otherwise is chance."""
    arities = np.array([arity for _, arity in egraph.table.functors])
    arity = arities.take(egraph.table.functor[: original.shape[1]])
    return np.where(np.arange(len(original))[:, None] < arity, original, 0)


def _unite(graph: EGraph, arrays: dict[str, NDArray[Any]]) -> None:
    """Tell the history again: unions made by rules and by congruence in turn, as they came."""
    table, history = graph.table, graph.history
    left, right, reason = arrays["left"], arrays["right"], arrays["reason"]
    congruence = reason == CONGRUENCE
    cuts = (np.flatnonzero(congruence[1:] != congruence[:-1]) + 1).tolist() if graph.analyses else []
    made = 0
    for start, stop in pairwise([0, *cuts, left.size] if left.size else []):
        needed, gone = table.sets.union(left[start:stop], right[start:stop])
        made += needed.size
        for analysis in graph.analyses:
            analysis.merged(table, gone, by_congruence=bool(congruence[start]))
    table.sets.flatten()
    if made < left.size or not np.array_equal(table.sets.parent[: table.count], arrays["parent"]):
        raise EncodingError("its history does not lead to its classes")
    history.restore(left, right, reason, arrays["record"], arrays["pool"])
    standing = arrays["live"]
    live, pruned = (np.flatnonzero(standing == kind).astype(np.int32) for kind in (LIVE, PRUNED))
    if not table.revive(live, pruned):
        raise EncodingError("two of its e-nodes are congruent and not in one class")


def _check_shapes(arrays: dict[str, NDArray[Any]]) -> None:
    rows, edges = arrays["functor"].size, arrays["left"].size
    expected = {"functor": (rows,), "parent": (rows,), "live": (rows,), "original": (len(arrays["original"]), rows)}
    expected |= dict.fromkeys(("left", "right", "reason", "record"), (edges,))
    expected |= {name: (arrays[name].size,) for name in ("batches", "pool")}
    for name, shape in expected.items():
        if arrays[name].shape != shape:
            raise EncodingError(f"column {name} has shape {arrays[name].shape}, not {shape}")


def _check_rows(arrays: dict[str, NDArray[Any]], arities: list[int], leaves: dict[int, Any]) -> None:
    functor, original, parent = arrays["functor"], arrays["original"], arrays["parent"]
    everyone = np.arange(functor.size, dtype=np.int32)
    if np.any((functor < 0) | (functor > len(arities))) or any(not 1 <= arity <= len(original) for arity in arities):
        raise EncodingError("a row has an operator that is not listed")
    if sorted(leaves) != np.flatnonzero(functor == LEAF).tolist() or len(set(leaves.values())) != len(leaves):
        raise EncodingError("the leaves listed are not those of its rows")
    if np.any((original < 0) | ((original >= everyone) & (original != 0))):
        raise EncodingError("a row stands on one that is not older")
    standing = arrays["live"]
    if np.any((standing > PRUNED) | ((standing == PRUNED) & (functor == LEAF))):
        raise EncodingError("a row is neither live, nor pruned, nor superseded")
    if np.any((parent < 0) | (parent > everyone)):
        raise EncodingError("a row's class is not one of the rows up to it")


def _check_history(arrays: dict[str, NDArray[Any]], rules: Sequence[Rule | Computation], assertions: int) -> None:
    rows, pool, reason, record = arrays["functor"].size, arrays["pool"], arrays["reason"], arrays["record"]
    for name in ("left", "right"):
        if np.any((arrays[name] < 0) | (arrays[name] >= rows)):
            raise EncodingError(f"column {name} speaks of rows that are not there")
    if np.any((reason >= len(rules)) | (reason < ASSERTED - assertions + 1)):
        raise EncodingError("the history cites a rule that is not listed")
    if np.any((record < 0) | (record > pool.size)):
        raise EncodingError("the history speaks of matches that are not there")
    counts, evidence = np.zeros((2, pool.size), dtype=np.bool_)
    for number, rule in enumerate(rules):
        starts = record[reason == number]
        if isinstance(rule, Normalisation):
            counts[_places(starts, range(2), pool.size)] = True
        elif isinstance(rule, Rule) and rule.conditions:
            compiled = compile_rule(rule)
            first = compiled.matched_rows - 1
            evidence[_places(starts, range(first, first + len(compiled.asked)), pool.size)] = True
    # A normalisation's record begins with two counts; −1 stands where a condition asks for no evidence.
    if np.any((pool < np.where(evidence, -1, 0)) | ((pool >= rows) & ~counts)):
        raise EncodingError("column pool speaks of rows that are not there")


def _places(starts: NDArray[Any], offsets: range, size: int) -> NDArray[Any]:
    """The places at these offsets from each start, as far as they are in a column of this size."""
    places: NDArray[Any] = np.add.outer(starts, np.array(offsets, dtype=np.int64)).reshape(-1)
    return places[places < size]


def _computation(name: str, known: dict[str, Computation]) -> Computation:
    if name not in known:
        raise EncodingError(f"the graph was grown with the computation {name}: pass it in `computations`")
    return known[name]
