"""What opening a ledger refuses, and how it says so."""

import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp

import pytest

from backends.ledger import LedgerError, open_ledger

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("", "names no ledger"),
        ("ledger.db", "names no ledger"),
        ("mysql://host/base", "names no ledger"),
        ("jsonl:", "names no ledger"),
        ("sqlite://", "a ledger is a file"),
        ("sqlite:///:memory:", "a ledger is a file"),
        ("sqlite:///x.db?mode=ro", "without options"),
        ("sqlite:///no/such/folder/x.db", "does not exist; create it"),
        ("jsonl:no/such/folder/x.jsonl", "does not exist; create it"),
        ("sqlite:////", "is not a file"),
        ("jsonl:/", "is not a file"),
        ("postgresql://user:secret@host:port/base", "cannot be read"),
    ],
)
def test_a_url_that_names_no_ledger_says_what_to_write(url: str, message: str) -> None:
    with pytest.raises(LedgerError, match=message) as refusal:
        open_ledger(url)
    assert "secret" not in str(refusal.value)


IN_READ_ONLY_FOLDER = """
import os, sys
from backends.ledger import LedgerError, jsonl_store, open_ledger, sql_store

if os.geteuid() == 0:
    os.setuid(65534)
for url in sys.argv[1:]:
    try:
        open_ledger(url)
    except LedgerError as error:
        print(error)
"""


@pytest.mark.parametrize("kind", ["sqlite:///", "jsonl:"])
def test_a_read_only_folder_is_refused_in_words(kind: str) -> None:
    # Not in tmp_path: the user who is not root could not even enter it.
    folder = Path(mkdtemp())
    folder.chmod(0o555)
    command = [sys.executable, "-c", IN_READ_ONLY_FOLDER, f"{kind}{folder}/ledger"]
    out = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
    folder.rmdir()
    assert out.strip() == f"the folder {folder} is read-only for this user; put the ledger into a writable one"
