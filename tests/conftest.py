"""What holds for all tests: none depends on how fast the machine is, nor, unless asked, on chance."""

from __future__ import annotations

from hypothesis import settings

from cases import CHANCE

settings.register_profile("influence", deadline=None, derandomize=not CHANCE, database=None)
settings.load_profile("influence")
