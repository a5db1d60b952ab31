"""What holds for all tests: none depends on how fast the machine is, nor, unless asked, on chance."""

from __future__ import annotations

import pytest
from hypothesis import settings

from cases import CHANCE

settings.register_profile("influence", deadline=None, derandomize=not CHANCE, database=None)
settings.load_profile("influence")

LONGEST = ("spark", "page", "page_hard", "mutations", "rank_state", "questions", "examples", "package", "rank")
"""The modules that take longest. They come first: one core is idle while the other ends a long one that began last."""

PARTS = {"mutations": 12}
"""Those that would keep one core busy when the other has long done all else, and in how many parts they are tried."""


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the groups in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {f"test_{name}": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))
    for number, item in enumerate(items):
        name = item.path.stem.removeprefix("test_")
        item.add_marker(pytest.mark.xdist_group(f"{item.path.stem} {number % PARTS.get(name, 1)}"))
