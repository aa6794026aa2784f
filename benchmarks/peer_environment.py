"""Environments outside the repository for tools that the project is compared with: they are no dependencies of it."""

from __future__ import annotations

import os
import subprocess
import venv
from pathlib import Path

__all__ = ["interpreter"]


def interpreter(package: str, version: str) -> Path | str:
    """The Python of an environment that has the package, made once and found again after that, or why there is none."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    folder = cache / "photonic-benchmarks" / f"{package}-{version}"
    python = folder / "bin" / "python"
    try:
        if not python.exists():
            venv.create(folder, with_pip=True)
        installed = subprocess.run([python, "-c", f"import {package}"], capture_output=True, check=False)
        if installed.returncode:
            command = [python, "-m", "pip", "install", "--quiet", f"{package}=={version}"]
            subprocess.run(command, check=True, capture_output=True, text=True, timeout=600)
    except subprocess.CalledProcessError as error:
        return f"pip could not install it: {error.stderr.strip().splitlines()[-1] if error.stderr else error}"
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return python
