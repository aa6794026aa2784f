"""Write the JSON Schema files: `python -m backends.contracts.publish [folder]`, by default docs/contracts."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from backends.contracts.kinds import RECORDS
from backends.contracts.photon_ast import photon_ast_schema
from backends.contracts.schema import schema_of

__all__ = ["main", "schema_files"]


def schema_files() -> dict[str, str]:
    """The text of every schema file by its name."""
    schemas = {kind: schema_of(record) for kind, record in RECORDS.items()} | {"photon_ast": photon_ast_schema()}
    return {
        f"{kind}.schema.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for kind, schema in schemas.items()
    }


def main() -> None:
    """Write the files into the folder named on the command line."""
    parser = argparse.ArgumentParser(description="Write the JSON Schemas of Photonic's records.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs/contracts"))
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schema_files().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
