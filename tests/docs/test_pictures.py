"""The pictures of the prompt show what the prompt shows."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from docs.pictures import pictures

IMAGES = Path(__file__).parents[2] / "docs" / "images"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        return pictures()


def test_the_pictures_are_up_to_date(made: dict[str, str]) -> None:
    for name, text in made.items():
        assert (IMAGES / name).read_text(encoding="utf-8") == text, f"run python docs/pictures.py: {name}"


def test_the_terminal_shows_each_kind_of_answer(made: dict[str, str]) -> None:
    text = " ".join("".join(ElementTree.fromstring(made["repl.svg"]).itertext()).replace("\xa0", " ").split())
    for wanted in ("proved by rewriting", "curl_gradient", "Check by hand", "parabolic", "is not declared"):
        assert wanted in text


def test_the_notebook_folds_its_proofs(made: dict[str, str]) -> None:
    opened: list[str] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
            opened.append(tag)

    Tags().feed(made["notebook.html"])
    assert opened.count("details") >= 3
    assert opened.count("details") == opened.count("summary")
    assert "mark" in opened
    assert "src=" not in made["notebook.html"]
