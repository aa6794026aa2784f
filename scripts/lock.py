"""Make the lock: `python scripts/lock.py UV [--upgrade]`, where UV is the program that resolves.

requirements.lock pins what the project runs on and is built with, requirements-dev.lock what its tests need besides.
Each pin carries the hashes of all files of its release; neither file holds an address. Pins that still fit are kept,
unless --upgrade is given.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

__all__ = ["main", "pins"]

ROOT = Path(__file__).resolve().parent.parent
FILES = {
    "requirements.lock": "# What Photonic runs on and is built with: versions and hashes. Made by `make lock`.\n",
    "requirements-dev.lock": "# What the tests need besides requirements.lock. Made by `make lock`.\n",
}
EDITABLE = "editables"
"""What hatchling needs besides itself for an editable installation."""

PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==.*(?:\n[ ]+--hash=.*)+", re.MULTILINE)
RESOLVE = ("--universal", "--python-version", "3.11", "--generate-hashes", "--quiet")
BARE = ("--no-annotate", "--no-header", "--no-emit-index-url", "--no-emit-find-links")


def pins(text: str) -> dict[str, str]:
    """The pins of a lock by package, each with its hashes."""
    return {match["name"]: match[0] for match in PIN.finditer(text)}


def resolve(uv: str, known: str, *options: str) -> dict[str, str]:
    """The pins that uv finds for the project and its build, keeping those in `known` that fit."""
    with tempfile.TemporaryDirectory() as folder:
        build, target = Path(folder, "build.in"), Path(folder, "lock")
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        build.write_text("\n".join([*project["build-system"]["requires"], EDITABLE]))
        target.write_text(known, encoding="utf-8")
        sources = ["pyproject.toml", str(build)]
        subprocess.run(
            [uv, "pip", "compile", *sources, *RESOLVE, *BARE, "-o", str(target), *options], cwd=ROOT, check=True
        )
        return pins(target.read_text(encoding="utf-8"))


def main() -> None:
    """Resolve with the development tools, then without them on the same versions, and write both files."""
    uv, *upgrade = sys.argv[1:]
    known = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in FILES if (ROOT / name).exists())
    everything = resolve(uv, known, "--extra", "dev", *upgrade)
    runtime = resolve(uv, "\n".join(everything.values()))
    if not runtime.items() <= everything.items():
        raise AssertionError("the runtime pins are no part of all pins; please report this")
    parts = (runtime, {name: pin for name, pin in everything.items() if name not in runtime})
    for (name, head), part in zip(FILES.items(), parts, strict=True):
        (ROOT / name).write_text(head + "\n".join(part.values()) + "\n", encoding="utf-8")
        print(f"{name}: {len(part)} packages")


if __name__ == "__main__":
    main()
