"""The proof kernel: the only place where an equation between terms can become a theorem.

It knows terms and the rules it was given, and nothing of how a proof was found. Five constructors make theorems:
reflexivity, symmetry, transitivity, congruence and rule instances; a computation is a rule whose right side the
kernel works out itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from rewriting.op import Op
from rewriting.rule import Rule
from rewriting.term import Term, substitute, variables

__all__ = ["Computation", "Kernel", "ProofError", "Theorem"]


class ProofError(ValueError):
    """A step that does not follow. The message names what was claimed and what was proved."""


@dataclass(frozen=True, slots=True)
class Computation:
    """A rule that is a function: `function(term)` is the leaf that a term equals, or None if it does not apply.

    It is asked about terms whose operator has one of the names in `operators` and whose operands are numbers, and must
    be a pure function. A kernel knows it by identity and runs it again.
    """

    name: str
    function: Callable[[Term], Term | None]
    operators: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


_SEAL = object()


class Theorem:
    """`lhs = rhs`, proved by one kernel from its rules. Only a kernel makes theorems."""

    __slots__ = ("_kernel", "lhs", "rhs")
    lhs: Term
    rhs: Term
    _kernel: Kernel

    def __init__(self, lhs: Term, rhs: Term, kernel: Kernel, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("a theorem cannot be made by hand: use the constructors of a Kernel")
        for name, value in (("lhs", lhs), ("rhs", rhs), ("_kernel", kernel)):
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a theorem is immutable: cannot set {name!r}")

    def __reduce__(self) -> NoReturn:
        raise TypeError("a theorem cannot be copied or stored: store the proof and check it again")

    def __str__(self) -> str:
        return f"{self.lhs} = {self.rhs}"

    def proved_by(self, kernel: Kernel) -> bool:
        """Whether this kernel made the theorem."""
        return self._kernel is kernel


class Kernel:
    """Makes theorems from the given rules, premises and computations, and from nothing else.

    `rules` are known by their whole content: name, sides and conditions. Both directions of a two-way rule are one
    equation. `premises` maps the name of a condition to a pure function of the terms that its variables are bound to.
    What does not follow is refused by a ProofError that says what was claimed.
    """

    def __init__(
        self,
        rules: Iterable[Rule],
        premises: Mapping[str, Callable[..., bool]] | None = None,
        computations: Iterable[Computation] = (),
    ) -> None:
        self._rules = {rule.equation for rule in rules}
        self._premises = dict(premises or {})
        self._computations = tuple(computations)

    def refl(self, term: Term) -> Theorem:
        """t = t."""
        return self._make(term, term)

    def sym(self, theorem: Theorem) -> Theorem:
        """From a = b, b = a."""
        self._own(theorem)
        return self._make(theorem.rhs, theorem.lhs)

    def trans(self, first: Theorem, second: Theorem) -> Theorem:
        """From a = b and b = c, a = c."""
        self._own(first)
        self._own(second)
        if first.rhs is not second.lhs:
            raise ProofError(
                f"transitivity claims {first.rhs} and {second.lhs} are one term; proved: {first}; {second}"
            )
        return self._make(first.lhs, second.rhs)

    def cong(self, op: Op, theorems: Sequence[Theorem]) -> Theorem:
        """From aᵢ = bᵢ, op(a₁ … aₙ) = op(b₁ … bₙ)."""
        for theorem in theorems:
            self._own(theorem)
        return self._make(Term(op, tuple(t.lhs for t in theorems)), Term(op, tuple(t.rhs for t in theorems)))

    def instance(self, rule: Rule, bindings: Mapping[str, Term], given: Sequence[Theorem] = ()) -> Theorem:
        """The rule's two sides with its variables bound, once every condition holds of the terms bound.

        For each further pattern of the rule, `given` has a theorem: what its variable is bound to = its instance.
        """
        if rule.equation not in self._rules:
            known = [f"{lhs} = {rhs}" for name, lhs, rhs, _ in self._rules if name == rule.name]
            raise ProofError(
                f"claimed: rule {rule}; "
                + (
                    f"the rule given under that name is {', '.join(known)}"
                    if known
                    else "no rule of that name was given"
                )
            )
        needed = set(rule.variables) | set(variables(rule.rhs))
        if set(bindings) != needed:
            raise ProofError(f"rule {rule} binds {sorted(needed)}; claimed: an instance that binds {sorted(bindings)}")
        for condition in rule.conditions:
            self._require(rule, condition.name, [bindings[name] for name in condition.arguments])
        if len(given) != len(rule.where):
            raise ProofError(f"claimed: rule {rule}; it needs {len(rule.where)} equations, given: {len(given)}")
        for (name, pattern), theorem in zip(rule.where, given, strict=True):
            self._own(theorem)
            if theorem.lhs is not bindings[name] or theorem.rhs is not substitute(pattern, bindings):
                raise ProofError(f"claimed: rule {rule} where ?{name} = {pattern}; proved: {theorem}")
        return self._make(substitute(rule.lhs, bindings), substitute(rule.rhs, bindings))

    def compute(self, computation: Computation, term: Term) -> Theorem:
        """term = what the computation makes of it, worked out here."""
        if not any(known is computation for known in self._computations):
            raise ProofError(f"claimed: computation {computation.name} on {term}; it was not given to this kernel")
        result = computation.function(term)
        if result is None:
            raise ProofError(f"claimed: computation {computation.name} on {term}; it does not apply to that term")
        return self._make(term, result)

    def computation(self, name: str) -> Computation:
        """The computation given under a name. Raises ProofError unless there is exactly one."""
        found = [computation for computation in self._computations if computation.name == name]
        if len(found) != 1:
            raise ProofError(f"claimed: computation {name}; this kernel was given {len(found)} of that name")
        return found[0]

    def _require(self, rule: Rule, name: str, terms: list[Term]) -> None:
        premise = self._premises.get(name)
        shown = f"{name}({', '.join(map(str, terms))})"
        if premise is None:
            raise ProofError(f"claimed: rule {rule} with premise {shown}; this kernel was given no premise {name}")
        if premise(*terms) is not True:
            raise ProofError(f"claimed: rule {rule} with premise {shown}; the premise does not hold of that term")

    def _own(self, theorem: Theorem) -> None:
        if not theorem.proved_by(self):
            raise ProofError(f"claimed: {theorem} as proved here; another kernel proved it, from rules of its own")

    def _make(self, lhs: Term, rhs: Term) -> Theorem:
        return Theorem(lhs, rhs, self, _SEAL)
