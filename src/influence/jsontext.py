"""JSON to look at: what holds only numbers and words is one line, what holds more is indented.

With `indent`, Python's own writer is ten times slower, and gives every number a line of its own.
"""

from __future__ import annotations

import json
from typing import Any

_INDENT = "  "
_line = json.JSONEncoder(ensure_ascii=False).encode


def written(value: Any, margin: str = "\n") -> str:
    """The text of plain data."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if not any(isinstance(item, dict | list) for item in inside):
        return _line(value)
    inner = margin + _INDENT
    if isinstance(value, list):
        return f"[{inner}{f',{inner}'.join(written(item, inner) for item in value)}{margin}]"
    parts = (f"{_line(key)}: {written(item, inner)}" for key, item in value.items())
    return f"{{{inner}{f',{inner}'.join(parts)}{margin}}}"
