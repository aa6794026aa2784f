"""The scrolls that come with Photonic, by name: `photonic run maxwell`, `include maxwell`."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from photonic.errors import ScrollError

__all__ = ["SUFFIX", "read_text", "shipped"]

FOLDER = Path(__file__).parent / "scrolls"
SUFFIX = ".codex"
MAX_BYTES = 1_000_000


def shipped() -> Mapping[str, Path]:
    """The file of each shipped scroll by the scroll's name, in the order of the names."""
    return {path.stem: path for path in sorted(FOLDER.glob(f"*{SUFFIX}"))}


def read_text(path: Path) -> str:
    """The text of a scroll's file.

    Raises ScrollError where there is none, it cannot be read, is larger than a megabyte, or is not UTF-8.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (FileNotFoundError, ValueError):
        near = get_close_matches(path.stem, shipped(), n=1)
        meant = f"did you mean {near[0]!r}? Otherwise " if near else ""
        known = f"{meant}give the path of a {SUFFIX} file, or one of {', '.join(shipped())}"
        raise ScrollError(f"there is no scroll {str(path)!r}: {known}") from None
    except OSError as error:
        raise ScrollError(f"the scroll {str(path)!r} cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise ScrollError(f"the scroll {str(path)!r} has more than {MAX_BYTES} bytes: split it, and include the parts")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScrollError(f"the scroll {str(path)!r} is not UTF-8 at byte {error.start}: save it as UTF-8") from None
