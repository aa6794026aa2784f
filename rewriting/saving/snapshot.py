"""Snapshots: an e-graph with its history as one file, named by the hash of what it holds.

    rewriting-egraph 1 <sha-256 of the body>      one line of ASCII
    <body, compressed by zlib>                    one line of JSON, then the columns one after another, little-endian

Nothing in a file is executed. The JSON has the operators, the rules that the history cites, the evidence for their
conditions, and the shape of each column; the columns, in alphabetical order, are

    functor, original   a row's operator (a place in `functors`; 0 for a leaf) and the rows it was inserted on
    parent, live        its class and whether it is a live e-node (1), a pruned one (2) or superseded (0)
    batches             where batches of rows begin
    left, right, reason, record, pool    the history, see rewriting.history

Equal graphs that were grown alike have equal hashes, whatever the machine and the day.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rewriting.analysis import Analysis
from rewriting.egraph import EGraph
from rewriting.encoding import Encoding, EncodingError
from rewriting.proof import Computation
from rewriting.rule import RuleError
from rewriting.saving.snapshot_content import COLUMN_TYPES, Content, content_of, graph_of

__all__ = ["SnapshotError", "content_hash", "dump", "load", "parse", "save"]

FORMAT, VERSION = "rewriting-egraph", 1


class SnapshotError(ValueError):
    """A file that is not a snapshot, is one of a version unknown here, or has been changed since it was written."""


def save(egraph: EGraph, path: str | Path, encoding: Encoding | None = None) -> str:
    """Write an e-graph to a file and return its content hash, 64 hexadecimal digits.

    Raises EncodingError for an operator whose payload the encoding cannot write; nothing is written then.
    """
    data, name = _packed(egraph, encoding or Encoding())
    Path(path).write_bytes(data)
    return name


def load(
    path: str | Path,
    *,
    analyses: Sequence[Analysis] = (),
    computations: Sequence[Computation] = (),
    encoding: Encoding | None = None,
) -> EGraph:
    """The e-graph that a file holds; see `parse`."""
    return parse(Path(path).read_bytes(), analyses=analyses, computations=computations, encoding=encoding)


def dump(egraph: EGraph, encoding: Encoding | None = None) -> bytes:
    """What `save` writes."""
    return _packed(egraph, encoding or Encoding())[0]


def content_hash(egraph: EGraph, encoding: Encoding | None = None) -> str:
    """The hash by which a snapshot of the e-graph is known."""
    return hashlib.sha256(_written(content_of(egraph, encoding or Encoding()))).hexdigest()


def parse(
    data: bytes,
    *,
    analyses: Sequence[Analysis] = (),
    computations: Sequence[Computation] = (),
    encoding: Encoding | None = None,
) -> EGraph:
    """The e-graph in a snapshot: row ids, classes and counts are the same, and every equality can be explained.

    Analyses are not stored: those given, new ones, are told the history from the beginning. `computations` must hold
    those that the graph was grown with. Raises SnapshotError for data that is damaged, changed or of another version.
    """
    body = _body(data)
    try:
        return graph_of(_content(body), analyses, computations, encoding or Encoding())
    except (EncodingError, RuleError, KeyError, TypeError, ValueError) as error:
        raise SnapshotError(f"the snapshot cannot be read: {error}") from error


def _packed(egraph: EGraph, encoding: Encoding) -> tuple[bytes, str]:
    body = _written(content_of(egraph, encoding))
    name = hashlib.sha256(body).hexdigest()
    return f"{FORMAT} {VERSION} {name}\n".encode() + zlib.compress(body, 6), name


def _written(content: Content) -> bytes:
    """The body of a file."""
    shapes = {name: list(array.shape) for name, array in content.arrays.items()}
    text = json.dumps({**content.header, "shapes": shapes}, sort_keys=True, separators=(",", ":"))
    columns = [np.ascontiguousarray(array, dtype=_stored(name)) for name, array in sorted(content.arrays.items())]
    return b"\n".join([text.encode(), b"".join(column.tobytes() for column in columns)])


def _body(data: bytes) -> bytes:
    """The body of a file, once it is sure to be what the first line names."""
    first, _, packed = data.partition(b"\n")
    marks = first.decode("ascii", "replace").split(" ")
    if len(marks) != 3 or marks[0] != FORMAT:
        raise SnapshotError(
            f"this is not a snapshot of an e-graph: it does not begin with {FORMAT!r}, or it is damaged"
        )
    if marks[1] != str(VERSION):
        raise SnapshotError(f"a snapshot of version {marks[1]} cannot be read; this program reads version {VERSION}")
    try:
        body = zlib.decompress(packed)
    except zlib.error as error:
        raise SnapshotError(f"the snapshot is damaged: {error}") from error
    if hashlib.sha256(body).hexdigest() != marks[2]:
        raise SnapshotError("the snapshot does not have the content that its hash names: it was changed or damaged")
    return body


def _content(body: bytes) -> Content:
    text, _, columns = body.partition(b"\n")
    header: dict[str, Any] = json.loads(text)
    arrays: dict[str, NDArray[Any]] = {}
    start = 0
    for name in sorted(COLUMN_TYPES):
        shape = [int(extent) for extent in header["shapes"][name]]
        count, stored = prod(shape), _stored(name)
        stop = start + count * stored.itemsize
        if min(shape) < 0 or stop > len(columns):
            raise EncodingError(f"column {name} is not complete")
        arrays[name] = np.frombuffer(columns, stored, count, start).astype(COLUMN_TYPES[name]).reshape(shape)
        start = stop
    if start != len(columns):
        raise EncodingError("there is more behind its last column")
    return Content(header, arrays)


def _stored(name: str) -> np.dtype[Any]:
    return np.dtype(COLUMN_TYPES[name]).newbyteorder("<")
