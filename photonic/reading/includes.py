"""Includes: the scope of a scroll with all that it includes, each included scroll once."""

from __future__ import annotations

from attrs import define, field

from photonic.errors import Place, ScrollError
from photonic.reading.equations import equations_in, refuse_twins
from photonic.reading.names import Overrides, with_names
from photonic.reading.outline import Outline, outline_of
from photonic.reading.scope import Scope
from photonic.reading.sources import Sources, key_of

__all__ = ["Reading"]

DEEPEST = 50


@define
class Reading:
    """The reading of one scroll. `texts` holds what it included, by key, when it is done.

    What is included is what is said there, not what is done there: names, hypotheses and the dimension, no goals and
    no runs. Each included scroll is read by itself, so it means the same wherever it is included.
    """

    sources: Sources
    overrides: Overrides = field(factory=dict)
    texts: dict[str, str] = field(factory=dict)
    _done: dict[str, Scope] = field(factory=dict)

    def scope(self, outline: Outline, key: str, chain: tuple[str, ...] = ()) -> Scope:
        """The scope of a scroll whose key is `key` and which stands at the end of a chain of includes.

        Raises ScrollError for circles, missing scrolls and clashes, with the place of the include.
        """
        chain = (*chain, key)
        scope = Scope(dimension=outline.dimension)
        for entry in outline.includes:
            scope = scope.merged(self._included(key_of(entry, key), chain, entry.place), entry.place)
        for kinds in (("let", "parameter"), ("define",)):
            for block in outline.of(*kinds):
                scope = with_names(scope, block, self.overrides)
        own = [equation for block in outline.of("given") for equation in equations_in(block, scope.pair)]
        refuse_twins([*scope.hypotheses, *own])
        return Scope(scope.names, (*scope.hypotheses, *own), scope.dimension)

    def _included(self, key: str, chain: tuple[str, ...], place: Place) -> Scope:
        if key in chain:
            circle = " → ".join((*chain[chain.index(key) :], key))
            raise ScrollError(f"scrolls include each other in a circle, {circle}: remove one of these includes", place)
        if len(chain) > DEEPEST:
            raise ScrollError(f"more than {DEEPEST} scrolls include one another: include fewer levels", place)
        if key not in self._done:
            text, source = self.sources.text(key, place)
            self.texts[key] = text
            self._done[key] = self.scope(outline_of(text, source), key, chain)
        return self._done[key]
