"""What holds for all tests: none depends on how fast the machine is, nor, unless asked, on chance."""

from __future__ import annotations

from hypothesis import settings

from cases import THOROUGH

settings.register_profile("influence", deadline=None, derandomize=not THOROUGH, database=None)
settings.load_profile("influence")
