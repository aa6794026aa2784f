"""The law of imports: who may know whom."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import networkx
import pytest

import photonic
from tests.architecture.sources import PACKAGES, ROOT, imported, module_name, public_names, sources, tree

JAX = {"jax", "jaxlib", "equinox", "optax", "diffrax", "lineax", "optimistix"}
WEB = {"fastapi", "starlette", "uvicorn", "flask", "aiohttp", "tornado", "websockets", "django"}
FORBIDDEN = {"photonic": set(), "rewriting": {"photonic", "backends"}, "backends": {"photonic", "rewriting"}}
OF_REWRITING = {"numpy"}


def roots(path: Path) -> set[str]:
    """Top-level names of the packages that a file imports."""
    return {name.split(".")[0] for name in imported(path)}


@pytest.mark.parametrize("package", PACKAGES)
def test_rewriting_and_backends_are_leaves(package: str) -> None:
    wrong = {str(path): roots(path) & FORBIDDEN[package] for path in sources(package)}
    assert not {path: names for path, names in wrong.items() if names}


def test_rewriting_needs_numpy_alone() -> None:
    foreign = {name for path in sources("rewriting") for name in roots(path)} - set(sys.stdlib_module_names)
    assert foreign - {"rewriting"} <= OF_REWRITING


def test_jax_is_imported_under_its_own_folder_only() -> None:
    home = ROOT / "backends" / "jax"
    assert any(roots(path) & JAX for path in sources("backends") if home in path.parents)
    assert not [str(path) for path in sources() if home not in path.parents and roots(path) & JAX]


def test_web_libraries_are_imported_under_their_own_folder_only() -> None:
    home = ROOT / "photonic" / "web"
    assert not [str(path) for path in sources() if home not in path.parents and roots(path) & WEB]


def test_nobody_imports_the_tests() -> None:
    assert not [
        str(path)
        for path in sources()
        if roots(path) & {"tests", "pytest", "hypothesis"} and "testing" not in path.parts
    ]


def graph_of(package: str) -> networkx.DiGraph:
    """Who imports whom among the modules of a package."""
    modules = {module_name(path): path for path in sources(package)}
    graph = networkx.DiGraph()
    graph.add_nodes_from(modules)
    for name, path in modules.items():
        for target in imported(path):
            module = target if target in modules else target.rpartition(".")[0]
            if module in modules:
                graph.add_edge(name, module)
    return graph


@pytest.mark.parametrize("package", PACKAGES)
def test_there_are_no_circles(package: str) -> None:
    graph = graph_of(package)
    assert graph.number_of_edges() > 5
    assert list(networkx.simple_cycles(graph)) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_the_packages_within_import_one_way(package: str) -> None:
    among_packages = networkx.DiGraph()
    for module, target in graph_of(package).edges:
        inner = [name.split(".")[1] for name in (module, target) if name.count(".") > 1]
        if len(set(inner)) > 1:
            among_packages.add_edge(*inner)
    assert among_packages.number_of_edges() > 1
    assert list(networkx.simple_cycles(among_packages)) == []


def test_every_import_of_our_own_exists() -> None:
    modules = {module_name(path) for path in sources()}
    for path in sources():
        for target in imported(path):
            if target.split(".")[0] in PACKAGES:
                assert target in modules or target.rpartition(".")[0] in modules, (str(path), target)


@pytest.mark.parametrize("package", PACKAGES)
def test_what_a_module_takes_from_another_is_declared_public_there(package: str) -> None:
    modules = {module_name(path): path for path in sources()}
    for path in sources(package):
        for target in imported(path) - modules.keys():
            module, _, name = target.rpartition(".")
            public = public_names(modules[module]) if module in modules else None
            assert public is None or name in public, f"{path}: {name} is no public name of {module}"


def test_the_reader_of_imports_leaves_out_what_is_for_type_checkers_and_sees_functions() -> None:
    path = ROOT / "photonic" / "expressions" / "catalogue.py"
    assert "from photonic.expressions.glyph import" in path.read_text(encoding="utf-8")
    assert not {name for name in imported(path) if name.startswith("photonic.")}
    assert "backends.jax.module.FieldModule" in imported(ROOT / "photonic" / "compiler.py")


MEASURE = """
import sys, time
began = time.process_time()  # of this process alone: others may keep the machine busy
import sympy
first = time.process_time()
import photonic
print(first - began, time.process_time() - first, sorted(set(sys.modules) & {names}))
"""


def test_importing_photonic_is_quick_and_loads_neither_jax_nor_numpy() -> None:
    script = MEASURE.replace("{names}", repr(JAX | WEB | {"numpy", "rewriting.egraph", "photonic.prover"}))
    measured = []
    for _ in range(3):
        command = [sys.executable, "-c", script]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, timeout=120)
        sympy_seconds, own_seconds, loaded = done.stdout.split(maxsplit=2)
        assert loaded.strip() == "[]"
        measured.append((float(own_seconds), float(own_seconds) / float(sympy_seconds)))
    # half a second, or on a slow machine no more than what SymPy itself takes and a half
    assert min(own for own, _ in measured) <= 0.5 or min(ratio for _, ratio in measured) <= 1.5


def test_what_is_imported_on_demand_is_what_type_checkers_are_told() -> None:
    told = {
        alias.name: statement.module
        for block in tree(Path(photonic.__file__)).body
        if isinstance(block, ast.If)
        for statement in block.body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }
    assert len(told) > 10
    assert told == photonic._ON_DEMAND


def test_a_name_on_demand_hides_no_module_of_its_name() -> None:
    """Importing `photonic.x` by its path would put the module in the place of what `photonic.x` promises."""
    modules = {module_name(path) for path in sources("photonic")}
    assert not {f"photonic.{name}" for name in photonic._ON_DEMAND} & modules


def test_everything_public_is_there_listed_and_what_is_not_is_refused() -> None:
    assert set(photonic.__all__) <= set(dir(photonic))
    assert all(getattr(photonic, name) is not None for name in photonic.__all__)
    with pytest.raises(AttributeError, match="simplfy"):
        _ = photonic.simplfy  # type: ignore[attr-defined]
