"""Ids as programs write them again."""

from __future__ import annotations

from pathlib import Path

import pytest

import influence


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("882011668076998.0", "882011668076998"),
        ('"12,0"', "12"),
        ("'123", "123"),
        ("abc.0", "abc.0"),
        ("1.9e+18", None),
    ],
)
def test_an_id_written_again(written: str, read: str | None, tmp_path: Path) -> None:
    """Pandas makes fractions of whole numbers where one of their column is missing."""
    (path := tmp_path / "events.csv").write_text(f"network,kind,count,post\nx,like,5,{written}\n")
    with influence.read(path) as events:
        assert [event.post for event in events] == [read]
