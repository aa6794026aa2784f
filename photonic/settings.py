"""Settings: flags from the environment, read once, shown by `photonic doctor`."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from functools import cache
from typing import Any

from attrs import Attribute, asdict, field, fields, frozen

from photonic.errors import PhotonicError

__all__ = ["Settings", "read_settings", "settings"]

TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


def _flag(default: Any, meaning: str, variable: str) -> Any:
    return field(default=default, metadata={"meaning": meaning, "variable": variable})


@frozen
class Settings:
    """Every setting, with the environment variable that sets it and what it means."""

    ledger: str = _flag(
        "sqlite:///.photonic/ledger.sqlite3", "where runs are recorded: sqlite:///PATH or jsonl:PATH", "PHOTONIC_LEDGER"
    )
    qwave_exec_on: bool = _flag(True, "run what is heavy on JAX; off: symbolic work only", "QWAVE_EXEC_ON")
    cost_threshold: float = _flag(math.inf, "operations per grid point above which a form is vetoed", "COST_THRESHOLD")
    drift_bound: float = _flag(
        12.0, "bits of rounding error above which SPE looks for a repair", "PHOTONIC_DRIFT_BOUND"
    )
    spe_auto_fuse: bool = _flag(False, "reserved, no effect yet: turn recurring motifs into glyphs", "SPE_AUTO_FUSE")
    qkd_on: bool = _flag(False, "reserved, no effect yet: require signed records", "QKD_ON")
    phase9_enabled: bool = _flag(True, "attach a ghost replay to every execution", "PHASE9_ENABLED")
    phase10_enabled: bool = _flag(
        False, "reserved, no effect yet: feed patterns back into rewriting", "PHASE10_ENABLED"
    )

    def to_json(self) -> dict[str, Any]:
        """Plain data; an infinite threshold is written as null."""
        return {name: None if value == math.inf else value for name, value in asdict(self).items()}


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from environment variables. Raises PhotonicError naming the variable for a value that cannot be read."""
    given = {a.name: a for a in fields(Settings) if a.metadata["variable"] in environment}
    return Settings(**{name: _parse(a, environment[a.metadata["variable"]]) for name, a in given.items()})


@cache
def settings() -> Settings:
    """The settings of this process."""
    return read_settings(os.environ)


def _parse(attribute: Attribute[Any], text: str) -> Any:
    variable = attribute.metadata["variable"]
    if isinstance(attribute.default, bool):
        if text.strip().lower() in TRUE + FALSE:
            return text.strip().lower() in TRUE
        raise PhotonicError(f"{variable}={text!r}: write one of {', '.join(TRUE)} or {', '.join(FALSE)}")
    if isinstance(attribute.default, float):
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if math.isnan(value) or value < 0:
            raise PhotonicError(f"{variable}={text!r}: write a number that is not negative")
        return value
    if not text.strip():
        raise PhotonicError(f"{variable} is empty: {attribute.metadata['meaning']}")
    return text
