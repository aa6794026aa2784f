"""`rewriting` stands on NumPy alone: every module imports, and a proof is found, where nothing else can be imported."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

GUARD = """
import sys

ALLOWED = {"rewriting", "numpy", *sys.stdlib_module_names}


class Guard:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in ALLOWED:
            raise ImportError(f"{name} was asked for")


sys.meta_path.insert(0, Guard())
"""

EVERYTHING = """
import importlib, pathlib

modules = sorted(
    path.with_suffix("").as_posix().replace("/", ".") for path in pathlib.Path("rewriting").rglob("*.py")
)
for module in modules:
    importlib.import_module(module.removesuffix(".__init__"))
print(len(modules))
"""

PROOF = """
from rewriting.infix import parse_term
from rewriting.saving.snapshot import dump, parse
from rewriting.theories.monoid import group_rules
from rewriting.theories.world import World

world = World(group_rules())
(proof,) = world.prove(parse_term("inv(a * b)"), [parse_term("inv(b) * inv(a)")])
graph = world.graph()
graph.add(proof.lhs)
world.grow(graph)
print(parse(dump(graph)).equal(proof.lhs, proof.rhs))
"""


def output(program):
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_every_module_imports_with_numpy_alone():
    assert int(output(GUARD + EVERYTHING)) == len(list((ROOT / "rewriting").rglob("*.py")))


def test_a_proof_and_a_snapshot_need_nothing_else():
    assert output(GUARD + PROOF) == "True"


def test_the_guard_guards():
    assert output(GUARD + "try:\n    import hypothesis\nexcept ImportError:\n    print('refused')") == "refused"


def test_explaining_does_not_load_scipy():
    assert output("import rewriting.explain, sys; print('scipy' in sys.modules)") == "False"
