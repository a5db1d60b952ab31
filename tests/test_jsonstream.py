"""JSON that is read in pieces is what it is read whole, wherever the pieces end."""

from __future__ import annotations

import io
import json
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import examples
from influence.reading import documents, jsonstream

TEXTS = st.text(st.sampled_from('a7é😀 "\\{}[],:\n'), max_size=30)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=30) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=60,
)
FIELDS = st.dictionaries(TEXTS, VALUES, max_size=4)
RECORDS = st.lists(st.dictionaries(TEXTS, VALUES, max_size=3), max_size=40)
PIECES = st.integers(1, 200)
SPACED = st.sampled_from([None, 1])


def parted(size: int) -> Any:
    """Pieces of so many characters."""
    return mock.patch.object(jsonstream, "PIECE", size)


@given(value=FIELDS, size=PIECES, indent=SPACED, ascii_only=st.booleans())
@examples(1000)
def test_a_look(value: dict[str, Any], size: int, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    with parted(size):
        seen = jsonstream.look_at_all(io.StringIO(text), documents.Documents(start=0, first=[]))
    assert (seen.first, seen.whole) == ([documents.few(value)], True)


@given(before=FIELDS, records=RECORDS, after=FIELDS, size=PIECES, indent=SPACED)
@examples(1000)
def test_a_list_inside(
    before: dict[str, Any], records: list[Any], after: dict[str, Any], size: int, indent: int | None
) -> None:
    inside = {**before, "posts": records, **{key: after[key] for key in after if key != "posts"}}
    text = json.dumps({"a": before, "kettle": inside, "z": 1}, indent=indent)
    with parted(size):
        assert list(jsonstream.records(io.StringIO(text), ["kettle", "posts", "[]"])) == records
        found = jsonstream.span(io.StringIO(text), ["kettle", "posts", "[]"])
        missing = [list(jsonstream.records(io.StringIO(text), ["kettle", name, "[]"])) for name in ("none", "z")]
        other = list(jsonstream.records(io.StringIO(text), ["[]"]))
        whole = list(jsonstream.records(io.StringIO(text), ["kettle"]))
    assert found is not None
    assert json.loads(text[slice(*found)]) == records
    assert (missing, other) == ([[], []], [])
    assert whole == [inside]


@pytest.mark.parametrize("size", [1, 7, 50, 1000])
def test_what_is_cut_is_said(size: int) -> None:
    text = json.dumps({"a": [1, 2], "posts": [{"id": number} for number in range(30)]})
    with parted(size):
        for end in range(text.index("[{") + 1, len(text) - 1):
            found = list(jsonstream.records(io.StringIO(text[:end]), ["posts", "[]"]))
            whole = [one for one in found if not isinstance(one, jsonstream.Broken)]
            assert whole == [{"id": number} for number in range(text[:end].count("}"))]
            assert found[len(whole) :]
            assert jsonstream.span(io.StringIO(text[:end]), ["posts", "[]"]) is None
            assert not jsonstream.look_at_all(io.StringIO(text[:end]), documents.Documents(start=0, first=[])).whole
