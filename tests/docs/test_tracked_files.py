"""What is in the repository: no machine's paths, no registry's address, no lock with addresses, no big files."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("work", "home", "root", "Users", "opt", "workspace")
HOSTS = ("py" + "pi.org", "python" + "hosted.org", "ana" + "conda.org", "conda" + "-forge.org")
PATH = re.compile(r"(?<![\w.~*$})\]])/(?:" + "|".join(FOLDERS) + r")/\w")
HOST = re.compile("|".join(map(re.escape, HOSTS)))
LARGEST = 400_000


def tracked() -> list[Path]:
    """All files that are, or would be, in the repository."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def findings(text: str) -> list[str]:
    """What must not stand in a file."""
    return [match[0] for pattern in (PATH, HOST) for match in pattern.finditer(text)]


def test_no_file_names_a_machine_or_a_registry() -> None:
    files = tracked()
    assert len(files) > 200
    found = {str(path.relative_to(ROOT)): findings(path.read_text(encoding="utf-8")) for path in files}
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_path_of_a_machine_would_be_found(folder: str) -> None:
    assert findings(f'open("/{folder}/someone/file")')
    assert findings(f"see /{folder}/x")
    assert not findings(f"a relative path such as docs/{folder}/page.md, or https://example.org/{folder}/page")


@pytest.mark.parametrize("host", HOSTS)
def test_an_address_of_a_registry_would_be_found(host: str) -> None:
    assert findings(f"--index-url https://{host}/simple")


def test_no_lock_file_with_addresses_is_kept() -> None:
    assert not {path.name for path in tracked()} & {"uv.lock", "poetry.lock", "Pipfile.lock", "pdm.lock"}


def test_no_file_is_big() -> None:
    assert {path.name: path.stat().st_size for path in tracked() if path.stat().st_size > LARGEST} == {}


def test_continuous_integration_runs_the_tests() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert "make test" in script.read_text(encoding="utf-8")
