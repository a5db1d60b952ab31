"""What is not read although it could be."""

from __future__ import annotations


class RefusedError(OSError):
    """Why an archive is not read, in words for people."""


class TooLargeError(RefusedError):
    """An archive expands beyond what an export could."""
