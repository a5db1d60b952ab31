"""What the package ships as YAML, once more as one JSON text that is read ten times faster than the files."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from influence import yamlfile

INDEX = Path(__file__).with_name("shipped.json")


def data(path: Path, content: bytes) -> Any:
    """The data of a shipped file with this content: from the index, or where the file has changed since, its own."""
    known = _index().get(path.name)
    return known["data"] if known and known["crc32"] == crc32(content) else _own(path, content)


def index(paths: list[Path]) -> str:
    """The index of these files."""
    contents = {path: path.read_bytes() for path in paths}
    entries = {path.name: {"crc32": crc32(own), "data": _own(path, own)} for path, own in contents.items()}
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":")) + "\n"


def _own(path: Path, content: bytes) -> Any:
    return yamlfile.parse(yamlfile.decoded(content, path.name), path.name).data


@cache
def _index() -> dict[str, Any]:
    try:
        return dict(json.loads(INDEX.read_bytes()))
    except FileNotFoundError:
        return {}
