"""Every rule of every theory says where it is written, and names a line that it is on."""

from pathlib import Path

import pytest

import rewriting.theories.algebra as algebra
import rewriting.theories.arithmetic as arithmetic
import rewriting.theories.boolean as boolean
import rewriting.theories.lambda_calculus as lambda_calculus
import rewriting.theories.monoid as monoid

SETS = [
    (module, name)
    for module in (algebra, arithmetic, boolean, lambda_calculus, monoid)
    for name in module.__all__
    if name.endswith("_rules") or name == "truth_tables"
]


@pytest.mark.parametrize(("module", "name"), SETS)
def test_every_rule_knows_its_line(module, name):
    lines = Path(module.__file__).read_text(encoding="utf-8").splitlines()
    rules = getattr(module, name)()
    assert len(rules) > 0
    for rule in rules:
        file, number = rule.origin.rsplit(":", 1)
        assert Path(module.__file__).as_posix().endswith(file)
        assert lines[int(number) - 1].split(":")[0].strip() == rule.name
