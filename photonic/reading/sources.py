"""Where included scrolls come from: files and the shipped library, or the record of an earlier run.

An included scroll has a key: its name where it is shipped, otherwise its path as seen from the folder of the scroll
that is read. Keys are what a record holds, so that a run can be repeated where its files are no longer.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from attrs import frozen

from photonic.errors import Place, ScrollError
from photonic.library import SUFFIX, read_text, shipped
from photonic.reading.outline import Entry, meant

__all__ = ["TARGET", "Files", "Recorded", "Sources", "key_of"]

TARGET = re.compile(r"include\s+(?:\"(?P<file>[^\"]+)\"|(?P<name>\w+))$")


class Sources(Protocol):
    """Gives the text of an included scroll and the name under which errors speak of it."""

    def text(self, key: str, place: Place) -> tuple[str, str]:
        """Text and source of the scroll with this key; `place` is where it is included."""


@frozen
class Files:
    """The shipped scrolls, and files as seen from a folder."""

    folder: Path = Path()

    def text(self, key: str, place: Place) -> tuple[str, str]:
        """Raises ScrollError, at the place of the include, where there is no such scroll."""
        path = self.folder / key if key.endswith(SUFFIX) else shipped().get(key)
        if path is None:
            known = ", ".join(shipped())
            guess = meant(key, {name: name for name in shipped()})
            raise ScrollError(
                f'no scroll called {key!r} is shipped{guess}: {known} are; for a file write include "{key}{SUFFIX}"',
                place,
            )
        try:
            return read_text(path), str(path) if key.endswith(SUFFIX) else path.name
        except ScrollError as error:
            raise ScrollError(error.message, place) from None


@frozen
class Recorded:
    """The texts that a run recorded, by key."""

    texts: Mapping[str, str]

    def text(self, key: str, place: Place) -> tuple[str, str]:
        """Raises ScrollError, at the place of the include, where the record lacks it."""
        if key not in self.texts:
            raise ScrollError(f"the record of the run lacks the included scroll {key!r}", place)
        return self.texts[key], key


def key_of(entry: Entry, including: str) -> str:
    """The key of the scroll that an include line names; `including` is the key of the scroll that holds the line.

    Raises ScrollError for a line that names none.
    """
    match = TARGET.match(entry.text)
    if match is None:
        raise ScrollError(
            f"an include reads 'include maxwell' for a shipped scroll, or 'include \"my{SUFFIX}\"'", entry.place
        )
    if match["name"]:
        return match["name"]
    file = match["file"].replace("\\", "/")
    if not file.endswith(SUFFIX):
        raise ScrollError(f"{file!r} is no scroll: the name of a scroll's file ends in {SUFFIX}", entry.place)
    return posixpath.normpath(posixpath.join(posixpath.dirname(including), file))
