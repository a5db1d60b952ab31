"""What a network calls the same thing in other languages, listed once for all its formats: `words/NETWORK.yaml`.

A word is the name that the network's English files have; under it are its names elsewhere.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from influence import shipped
from influence.formats.model import names

_NAMING = ("fields", "kinds", "added", "unless", "skip", "left")
"""Where in a format file the names of an export are, beside those by which it is recognised."""

Words = dict[str, list[str]]


def files() -> list[Path]:
    """The lists of words in the package."""
    return sorted(Path(__file__).with_name("words").glob("*.yaml"))


@cache
def load(name: str) -> Words:
    """The list of words of that name."""
    path = Path(__file__).with_name("words") / f"{name}.yaml"
    return dict(shipped.data(path, path.read_bytes()))


def translated(data: dict[str, Any]) -> dict[str, Any]:
    """A format file's data, each word of the list that it names standing for all names of that word."""
    if "words" not in data:
        return data
    known = load(data["words"])
    told = {part: _in(data[part], known) for part in _NAMING if part in data}
    how = dict(data["recognise"])
    how |= {part: _all(how[part], known) for part in ("without", "files") if part in how}
    if "names" in how:  # each is a group, of which any name is enough
        how["names"] = [_all(names(group), known) for group in how["names"]]
    return data | told | {"recognise": how}


def _in(data: Any, known: Words) -> Any:
    if isinstance(data, str):
        return _all([data], known) if data in known else data
    if isinstance(data, list):
        return _all(data, known) if all(isinstance(one, str) for one in data) else [_in(one, known) for one in data]
    if isinstance(data, dict):
        return {key: _meanings(value, known) if key == "values" else _in(value, known) for key, value in data.items()}
    return data


def _meanings(data: Any, known: Words) -> Any:
    """What the words of a field mean: a word's other names mean the same."""
    if not isinstance(data, dict):
        return _in(data, known)
    return {name: meaning for word, meaning in data.items() for name in _all([word], known)}


def _all(some: list[str], known: Words) -> list[str]:
    return list(dict.fromkeys(name for one in some for name in (one, *known.get(one, ()))))
