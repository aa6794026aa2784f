"""Terms: immutable trees of operators, one object for each distinct tree.

Terms are interned, so equality is identity, hashing is constant time and a shared subterm is stored once.
No function here recurses: a term may be deeper than Python's stack.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from math import isfinite
from typing import TypeVar

from rewriting.op import NUMBER, VARIABLE, Op

__all__ = ["Term", "fold", "number", "postorder", "replace_at", "substitute", "subterm_at", "variable", "variables"]

T = TypeVar("T")
_interned: dict[Op, dict[tuple[Term, ...], _Entry]] = {}
_interning = threading.RLock()  # a collection of garbage in the midst of interning forgets terms in the same thread


class Term:
    """An operator applied to terms. `Term(op, args)` returns the one object that stands for that tree.

    Raises TypeError, with the repair, where `op` is no operator, `args` is no tuple of terms, a payload cannot be
    hashed, or a number is not exact (a NaN, a float, a truth value).
    """

    __slots__ = ("__weakref__", "args", "op")
    op: Op
    args: tuple[Term, ...]

    def __new__(cls, op: Op, args: tuple[Term, ...] = ()) -> Term:
        with _interning:
            try:
                table = _interned.get(op)
                entry = None if table is None else table.get(args)
            except TypeError:
                entry = None
            known = None if entry is None else entry()
            if known is not None:
                if op.name == NUMBER and op.payload.__class__ is not known.op.payload.__class__:
                    _require_parts(op, args)  # True == 1, and 1.0 too
                return known
            _require_parts(op, args)
            term = object.__new__(cls)
            _set_op(term, op)
            _set_args(term, args)
            entry = _Entry(term, _forget)
            entry.op, entry.args = op, args
            _interned.setdefault(op, {})[args] = entry
        return term

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a term is immutable: cannot set {name!r}")

    def __deepcopy__(self, memo: dict[int, object]) -> Term:
        return self

    def __reduce__(self) -> tuple[Callable[..., Term], tuple[object, ...]]:
        return _rebuild, (_flatten(self),)

    def __repr__(self) -> str:
        return f"Term({self.op!r}, {self.args!r})" if self.args else f"Term({self.op!r})"

    def __str__(self) -> str:
        return fold(self, lambda op, args: f"({op} {' '.join(args)})" if args else str(op))


_set_op, _set_args = (vars(Term)[slot].__set__ for slot in ("op", "args"))


class _Entry(weakref.ref[Term]):
    """What the table keeps of a term, with where it is kept.

    A table for each operator, in which operands are the key, costs an object less for each term than pairs as keys do,
    and a collection of garbage takes as long as there are objects.
    """

    __slots__ = ("args", "op")
    op: Op
    args: tuple[Term, ...]


def _forget(entry: weakref.ref[Term]) -> None:
    """Take a term out of the table that is no more, unless an equal one has been made since."""
    assert isinstance(entry, _Entry)
    with _interning:
        table = _interned.get(entry.op, {})
        if table.get(entry.args) is entry:
            del table[entry.args]
            if not table:
                del _interned[entry.op]


def variable(name: str) -> Term:
    """A pattern variable."""
    return Term(Op(VARIABLE, name))


def number(value: Fraction | int) -> Term:
    """An exact rational constant. Raises TypeError for anything but an `int` or a `Fraction`: a NaN, say."""
    _require_exact("value", value)
    return Term(Op(NUMBER, value))


def _require_parts(op: object, args: object) -> None:
    """Raise TypeError unless these are an operator and a tuple of terms."""
    if not isinstance(op, Op):
        raise TypeError(f"op is {op!r}, a {type(op).__name__}: expected an operator, such as Op({str(op)!r})")
    if not isinstance(args, tuple):
        raise TypeError(
            f"args of {op} are {args!r}, a {type(args).__name__}: expected a tuple of terms, such as (x, y)"
        )
    for place, arg in enumerate(args):
        if not isinstance(arg, Term):
            repair = "number(…) makes a term of it" if isinstance(arg, int | Fraction) else "make a term of it"
            raise TypeError(f"args[{place}] of {op} is {arg!r}, a {type(arg).__name__}, and no term: {repair}")
    if op.name == NUMBER and args and op.payload is not None:
        raise TypeError(f"op is the number {op} and args are {args!r}: a number has no operands")
    if op.name == NUMBER and not args:
        _require_exact("the payload of number", op.payload)
    try:
        hash(op)
    except TypeError as error:
        raise TypeError(f"op is {op}: its payload cannot be hashed ({error}); use a tuple or a frozenset") from error


def _require_exact(what: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        exact = f", such as Fraction({str(value)!r})" if isinstance(value, float) and isfinite(value) else ""
        raise TypeError(f"{what} is {value!r}: a number is an int or a Fraction{exact}")


def postorder(term: Term) -> Iterator[Term]:
    """Each distinct subterm once, children before parents. Raises TypeError for what is no term."""
    if not isinstance(term, Term):
        raise TypeError(f"term is {term!r}, a {type(term).__name__}: expected a Term, such as parse_term('x + 1')")
    seen: set[Term] = set()
    stack = [(term, False)]
    while stack:
        node, ready = stack.pop()
        if node in seen:
            continue
        if ready or not node.args:
            seen.add(node)
            yield node
        else:
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node.args))


def fold(term: Term, combine: Callable[[Op, list[T]], T]) -> T:
    """`combine(op, values of the children)` from the leaves up; a shared subterm is combined once."""
    values: dict[Term, T] = {}
    for node in postorder(term):
        values[node] = combine(node.op, [values[child] for child in node.args])
    return values[term]


def substitute(pattern: Term, bindings: Mapping[str, Term]) -> Term:
    """The pattern with each variable replaced by its binding.

    Raises KeyError with the variable's name if one is unbound.
    """

    values: list[Term] = []
    for name, term, children in _plan(pattern):
        if name is not None:
            values.append(bindings[name])
        else:
            values.append(Term(term.op, tuple([values[k] for k in children])) if children else term)
    return values[-1]


@lru_cache(maxsize=1 << 12)
def _plan(pattern: Term) -> tuple[tuple[str | None, Term, tuple[int, ...]], ...]:
    """The distinct subterms of a pattern from the leaves up: a variable's name, or places of the children in this list.

    What has no variables in it stands there as it is.
    """
    rows: list[tuple[str | None, Term, tuple[int, ...]]] = []
    place: dict[Term, int] = {}
    for node in postorder(pattern):
        name = str(node.op.payload) if node.op.name == VARIABLE else None
        children = tuple(place[child] for child in node.args)
        ground = all(rows[k][0] is None and not rows[k][2] for k in children)
        place[node] = len(rows)
        rows.append((name, node, () if ground else children))
    return tuple(rows)


@lru_cache(maxsize=1 << 12)
def variables(pattern: Term) -> tuple[str, ...]:
    """Names of the pattern's variables in order of first appearance."""
    return tuple(dict.fromkeys(str(node.op.payload) for node in postorder(pattern) if node.op.name == VARIABLE))


def subterm_at(term: Term, position: tuple[int, ...]) -> Term:
    """The subterm reached by following child indices from the root."""
    for index in position:
        term = term.args[index]
    return term


def replace_at(term: Term, position: tuple[int, ...], new: Term) -> Term:
    """The term with the subterm at `position` replaced by `new`."""
    spine = [term]
    for index in position:
        spine.append(spine[-1].args[index])
    for parent, index in zip(reversed(spine[:-1]), reversed(position), strict=True):
        new = Term(parent.op, (*parent.args[:index], new, *parent.args[index + 1 :]))
    return new


def _flatten(term: Term) -> list[tuple[Op, tuple[int, ...]]]:
    """The term as rows (operator, indices of earlier rows): a shape that pickles without recursion."""
    index: dict[Term, int] = {}
    rows: list[tuple[Op, tuple[int, ...]]] = []
    for node in postorder(term):
        index[node] = len(rows)
        rows.append((node.op, tuple(index[child] for child in node.args)))
    return rows


def _rebuild(rows: list[tuple[Op, tuple[int, ...]]]) -> Term:
    terms: list[Term] = []
    for op, children in rows:
        terms.append(Term(op, tuple(terms[child] for child in children)))
    return terms[-1]
