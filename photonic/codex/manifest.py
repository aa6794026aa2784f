"""The manifest of a run: everything from which it can be explained and replayed."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePath

from attrs import fields

from backends.contracts import RunManifest
from backends.contracts.naming import utc_now
from photonic.scroll import Scroll
from photonic.settings import Settings

__all__ = ["PACKAGES", "manifest_of", "settings_of", "versions"]

PACKAGES = (
    "photonic",
    "sympy",
    "numpy",
    "scipy",
    "jax",
    "jaxlib",
    "equinox",
    "diffrax",
    "optax",
    "python-flint",
    "attrs",
)


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that have a part in results."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found


def manifest_of(scroll: Scroll, settings: Settings, run_id: str, seed: int, again: str | None = None) -> RunManifest:
    """The manifest of a run that is about to begin; `again` names the run that it repeats."""
    replay = {
        "source": PurePath(scroll.source).name,
        "seed": seed,
        "parameters": dict(scroll.overrides),
        "includes": dict(scroll.includes),
        "again": again,
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "xla_flags": os.environ.get("XLA_FLAGS", ""),
        "jax_platforms": os.environ.get("JAX_PLATFORMS", ""),
    }
    return RunManifest(
        run_id=run_id,
        created=utc_now(),
        scroll=scroll.text,
        settings=settings.to_json(),
        versions=versions(),
        replay=replay,
    )


def settings_of(manifest: RunManifest, ledger: str) -> Settings:
    """The settings under which the run was made; the ledger is the one in use now."""
    known = {field.name for field in fields(Settings)}
    recorded = {k: v for k, v in manifest.settings.items() if k in known and k != "ledger" and v is not None}
    return Settings(**{**recorded, "ledger": ledger})
