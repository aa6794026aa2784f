"""Every example in the README and the tutorials runs and prints what the page says."""

from __future__ import annotations

import os
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from docs.blocks import MILLISECONDS, refreshed

ROOT = Path(__file__).parents[2]
SESSIONS = "repl.md"
"""The page of the prompt, whose sessions are repeated by tests/photonic/repl/test_tutorial.py."""

TUTORIALS = sorted(page for page in (ROOT / "docs" / "tutorials").glob("*.md") if page.name != SESSIONS)
PAGES = [ROOT / "README.md", *TUTORIALS]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_examples_print_what_the_page_says(page: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PHOTONIC_LEDGER": f"sqlite:///{tmp_path / 'ledger.sqlite3'}"}
    command = [sys.executable, "-W", "error", "docs/blocks.py", str(page.relative_to(ROOT))]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), f"run make docs\n{done.stdout}{done.stderr}"


def test_every_page_has_examples_with_outputs() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert text.count("```python\n") >= 3
        assert text.count("```\n\n```text\n") >= 3


PAGE = """Some text.

```python
a = 2
print(a + {number})
```

```text
{printed}
```

```sh
left alone
```

```text
left alone
```

```python
print(a)
```

More text.
"""


def test_a_wrong_output_is_found_and_repaired() -> None:
    assert refreshed(PAGE.format(number=3, printed=5), "page") == PAGE.format(number=3, printed=5)
    assert refreshed(PAGE.format(number=3, printed=6), "page") == PAGE.format(number=3, printed=5)


def test_a_fault_names_the_page_and_the_line() -> None:
    with pytest.raises(NameError) as fault:
        refreshed("text\n\n```python\nx = 1\nmissing\n```\n", "some-page.md")
    last = traceback.extract_tb(fault.value.__traceback__)[-1]
    assert (last.filename, last.lineno) == ("some-page.md", 5)


def test_only_photonic_commands_are_run() -> None:
    with pytest.raises(ValueError, match="photonic commands only"):
        refreshed("```console\n$ ls\n```\n", "page")


def test_milliseconds_are_the_only_thing_not_compared() -> None:
    assert MILLISECONDS.sub("", "proved in 12.5 ms after 3 steps") == "proved in  after 3 steps"
