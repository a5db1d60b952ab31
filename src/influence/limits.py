"""Limits of a field, for pydantic to hold; written without importing it, because most runs check nothing."""

from __future__ import annotations

from typing import Any


class Limit:
    """The smallest and largest number, or the shortest text or list, that a field takes."""

    def __init__(self, ge: float | None = None, le: float | None = None, min_length: int | None = None) -> None:
        given = {"ge": ge, "le": le, "min_length": min_length}
        self.constraints = {name: value for name, value in given.items() if value is not None}

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return handler(source) | self.constraints
