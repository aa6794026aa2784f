"""SQI: the quality index of every e-class and of every form.

The index lies between 0 and 1 and is the product of three shares: economy, the cost of the best form known over the
form's own; accuracy, the share of the mantissa that rounding leaves right; trust, 1 where a proof was checked.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rewriting.columns import Ids
from rewriting.egraph import EGraph
from rewriting.extract import Cost, Extraction, Veto

__all__ = ["ClassQuality", "class_quality", "quality_index"]


@dataclass(frozen=True)
class ClassQuality:
    """For each class (`classes`, ascending): the cost of its cheapest allowed form, its e-nodes, and the index.

    The index of a class is the share of its e-nodes' cheapest cost in their mean: 1 where all its forms are equally
    good, near 0 where the best is far ahead of the rest; 0 where no form is allowed.
    """

    classes: Ids
    cost: NDArray[np.float64]
    size: NDArray[np.int64]
    index: NDArray[np.float64]


def class_quality(egraph: EGraph, cost: Cost, veto: Veto = None) -> ClassQuality:
    """The quality of every class of the graph as it is now, in whole columns.

    The loop it replaces: for each class, min, count and mean over its e-nodes of own cost plus children's cheapest.
    """
    extraction = Extraction(egraph, cost, veto)
    classes = egraph.classes()
    totals = extraction.totals()
    finite = np.isfinite(totals)
    place = np.searchsorted(classes, extraction.classes[finite])
    size = np.bincount(place, minlength=classes.size)
    total = np.bincount(place, weights=totals[finite], minlength=classes.size)
    cheapest = extraction.cheapest.take(classes)
    # A class whose forms are all free has mean 0 and nothing to choose: index 1; one without forms has index 0.
    index = (size > 0).astype(np.float64)
    mean = np.divide(total, size, out=np.zeros(classes.size), where=size > 0)
    np.divide(cheapest, mean, out=index, where=mean > 0)
    return ClassQuality(classes, cheapest, size, np.minimum(index, 1.0))


def quality_index(cost: float, best: float, drift: float | None, mantissa: int, proved: bool) -> float:
    """The index of one form: economy · accuracy · trust, each from 0 to 1.

    `cost` and `best` are operations, `drift` bits of rounding error (None: not measured, counted as half the
    mantissa), `mantissa` the bits of the floating-point type (24 for float32). A form without proof has trust 1/2.
    """
    economy = (1.0 + best) / (1.0 + max(cost, best))
    lost = mantissa / 2 if drift is None else min(max(drift, 0.0), float(mantissa))
    return economy * (1.0 - lost / mantissa) * (1.0 if proved else 0.5)
