"""Make or refresh the project's environment: `python scripts/environment.py FOLDER {runtime,dev}`.

Installs what the lock names, checked by its hashes, and then the project itself, editable and without dependencies.
A stamp in the folder makes the second call quick. Written for any Python 3, so that an old one is told so in words.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

__all__ = ["LOCKS", "OLDEST", "fingerprint", "main", "obstacle"]

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
LOCKS = {"runtime": ("requirements.lock",), "dev": ("requirements.lock", "requirements-dev.lock")}
CHOOSE = "choose another Python: PYTHON=python3.12 make demo"


def obstacle(version: tuple, has_venv: bool, where: str) -> str:
    """Why the Python of this version at `where` cannot serve, with the repair; "" if it can."""
    if tuple(version[:2]) < OLDEST:
        found = ".".join(map(str, version[:3]))
        oldest = ".".join(map(str, OLDEST))
        return f"Photonic needs Python {oldest} or newer, and {where} is {found}: install a newer one, or {CHOOSE}"
    if not has_venv:
        return (
            f"{where} cannot make virtual environments (its venv or ensurepip module is missing): install it, "
            f"on Debian and Ubuntu by 'apt install python3-venv', or {CHOOSE}"
        )
    return ""


def fingerprint(level: str) -> str:
    """What the stamp holds: it changes with the locks, the project's metadata, its place and the Python version."""
    digest = hashlib.sha256(f"{ROOT}\n{sys.version_info[:2]}\n{level}\n".encode())
    for name in (*LOCKS[level], "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_fresh(folder: Path, level: str) -> bool:
    """Whether the folder holds this level already; the dev level holds the runtime level."""
    levels = ("runtime", "dev") if level == "runtime" else ("dev",)
    stamps = [(folder / f"photonic-{each}.stamp", fingerprint(each)) for each in levels]
    return any(stamp.is_file() and stamp.read_text() == wanted for stamp, wanted in stamps)


def is_usable(folder: Path) -> bool:
    """Whether the folder is an environment of this Python version, made in this place."""
    code = "import sys, pip; print(sys.version_info[:2], sys.prefix)"
    try:
        found = subprocess.run([python_of(folder), "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        return False
    script = folder / "bin" / "pip"
    in_place = script.is_file() and str(folder) in script.read_text(errors="replace")[:1000]
    return in_place and found.stdout.decode().strip() == f"{sys.version_info[:2]} {folder}"


def python_of(folder: Path) -> str:
    """The environment's own Python."""
    return str(folder / "bin" / "python")


def say(text: str) -> None:
    """A line of progress."""
    print(f"── {text}", flush=True)


def install(folder: Path, level: str) -> None:
    """Bring the folder to the level. Raises CalledProcessError where a step fails."""
    pip = [python_of(folder), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    if not is_usable(folder):
        say(f"making the environment {folder.name} with Python {sys.version.split()[0]}")
        base = getattr(sys, "_base_executable", None) or sys.executable
        subprocess.run([base, "-m", "venv", "--clear", str(folder)], check=True)
    for lock in LOCKS[level]:
        pins = sum(line[0].isalnum() for line in (ROOT / lock).read_text(encoding="utf-8").splitlines())
        say(f"installing {pins} packages of {lock}, checked by their hashes")
        subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / lock)], check=True)
    say("installing Photonic itself")
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], check=True)
    (folder / f"photonic-{level}.stamp").write_text(fingerprint(level))


def main() -> int:
    """Do it; the exit status is 0, or 1 with a reason on standard error."""
    if len(sys.argv) != 3 or sys.argv[2] not in LOCKS:
        print("usage: python scripts/environment.py FOLDER {runtime,dev}", file=sys.stderr)
        return 1
    folder, level = Path(os.path.abspath(sys.argv[1])), sys.argv[2]
    has_venv = all(importlib.util.find_spec(module) for module in ("venv", "ensurepip"))
    reason = obstacle(sys.version_info, has_venv, sys.executable)
    if reason:
        print(reason, file=sys.stderr)
        return 1
    if is_fresh(folder, level):
        return 0
    try:
        install(folder, level)
    except subprocess.CalledProcessError as error:
        print(
            f"installing stopped with status {error.returncode}; the reason stands above. What was fetched is kept: "
            f"run make again to go on. The lock has builds for CPython 3.11 to 3.14; otherwise {CHOOSE}",
            file=sys.stderr,
        )
        return 1
    say("the environment is ready")
    return 0


if __name__ == "__main__":
    sys.exit(main())
