"""Links lead somewhere, and the commands that pages mention exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from photonic.cli import app

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "benchmarks").glob("*.md"))]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?<!%)\bphotonic (run|[a-z]+)(?= |`|$)", re.MULTILINE)
TARGET = re.compile(r"\bmake ([a-z]+)\b")
CODE = re.compile(r"```(?:sh|console)\n.*?```|`[^`\n]+`", re.DOTALL)


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as the usual renderers name them."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_resolves(page: Path) -> None:
    for link in LINK.findall(FENCED.sub("", page.read_text(encoding="utf-8"))):
        if "://" in link:
            continue
        place, _, anchor = link.partition("#")
        target = (page.parent / place).resolve() if place else page
        assert target.exists(), f"{link} leads nowhere"
        assert target.is_relative_to(ROOT), f"{link} leads out of the repository"
        assert not anchor or anchor in anchors(target), f"{link}: no such heading"


def test_every_page_can_be_reached_from_the_front_page() -> None:
    reached, todo = set(), [ROOT / "README.md"]
    while todo:
        page = todo.pop()
        reached.add(page)
        text = FENCED.sub("", page.read_text(encoding="utf-8"))
        links = [(page.parent / link.partition("#")[0]).resolve() for link in LINK.findall(text) if "://" not in link]
        todo += [link for link in links if link.suffix == ".md" and link not in reached]
    assert reached >= set(PAGES)


def mentioned(pattern: re.Pattern[str]) -> set[str]:
    """What the pattern finds in the code on all pages but the decisions."""
    texts = [page.read_text(encoding="utf-8") for page in PAGES if page.parent.name != "decisions"]
    return {word for text in texts for code in CODE.findall(text) for word in pattern.findall(code)}


def test_every_command_on_the_pages_has_help_with_an_example() -> None:
    commands = mentioned(COMMAND)
    assert commands >= {"run", "prove", "simplify", "export", "replay", "doctor"}
    for command in sorted(commands):
        shown = CliRunner().invoke(app, [command, "--help"])
        assert shown.exit_code == 0, f"photonic {command}: {shown.output}"
        assert f"photonic {command}" in shown.output.split("Example:")[1]


def test_every_make_target_on_the_pages_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z ]+):(?!=)", makefile, re.MULTILINE))
    for target in mentioned(TARGET):
        assert any(target in words.split() for words in targets), f"make {target} does not exist"
