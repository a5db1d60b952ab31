"""What holds for all tests: none depends on how fast the machine is, nor, unless asked, on chance."""

from __future__ import annotations

import zlib
from typing import Any

import pytest
from hypothesis import settings

from cases import CHANCE

settings.register_profile("influence", deadline=None, derandomize=not CHANCE, database=None)
settings.load_profile("influence")

LONGEST = ("spark", "page", "page_hard", "mutations", "rank_state", "questions", "examples", "package", "rank")
"""The modules that take longest. They come first: one core is idle while the other ends a long one that began last."""

PARTS = {"tests/test_mutations.py": 12}
"""Those that would keep one core busy when the other has long done all else, and in how many parts they are done."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {f"test_{name}": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))


@pytest.hookimpl(optionalhook=True)  # it is pytest-xdist's
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from xdist.scheduler import LoadFileScheduling

    class InParts(LoadFileScheduling):
        """A module is done by one core, which makes its fixtures once; a long one in parts."""

        def _split_scope(self, nodeid: str) -> str:
            module = super()._split_scope(nodeid)
            return f"{module} {zlib.crc32(nodeid.encode()) % PARTS.get(module, 1)}"

    return InParts(config, log)
