"""The label of a post: the beginning of its text as one clean line."""

from __future__ import annotations

import re

LENGTH = 80
RAW = 400
"""How many characters of a post's text are kept to make its label from: markup takes many of them."""

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_CUT_TAG = re.compile(r"</?[A-Za-z][^<>]*\Z")
_INVISIBLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069\ufeff]+")


def label(text: str | None) -> str | None:
    """The first 80 characters without markup, entities, line breaks and control characters; None where none is left.
    `text`: the first 400 characters of the post or all of it."""
    if not text:
        return None
    plain = _TAG.sub(" ", text)
    if len(text) >= RAW:
        plain = _CUT_TAG.sub("", plain)
    if "&" in plain:
        from html import unescape  # its table of entities is large

        plain = unescape(plain)
    return _INVISIBLE.sub(" ", plain).strip()[:LENGTH].rstrip() or None
