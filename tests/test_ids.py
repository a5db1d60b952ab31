"""Ids as programs write them again, and what has none."""

from __future__ import annotations

import json
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


@pytest.mark.parametrize("written", ["791751077507006000", "791751077507007000", "7.91751E+17", "7.91751077507006E+17"])
def test_a_rounded_id_is_read_from_its_link(written: str, tmp_path: Path) -> None:
    """Of an id's digits a spreadsheet keeps fifteen: some cut off what is behind them, and others round it."""
    link = "https://x.com/ada_example/status/791751077507006964"
    header = "Post id,Date,Post Link,Impressions,Likes,Reposts,Profile visits"
    table = f'{header}\n{written},"Sun, Nov 1, 2026",{link},9,2,1,0\n'
    (path := tmp_path / "content.csv").write_text(table)
    with influence.read(path) as events:
        assert {event.post for event in events} == {"791751077507006964"}


@pytest.mark.parametrize("much", [0, 1 << 40])
def test_what_has_no_id_day_or_count_is_no_post(much: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """X's API gives days only where they are asked for; and a list may hold nothing in the place of a post."""
    monkeypatch.setattr("influence.reading.read._MUCH", much)
    numbers = {"like_count": 2, "retweet_count": 1, "reply_count": 0, "quote_count": 0}
    post = {"id": "1612118371683926016", "text": "kettle", "author_id": "7", "public_metrics": numbers}
    (path := tmp_path / "page.json").write_text(json.dumps({"data": [post, None, {}]}))
    with influence.read(path) as events:
        assert {event.post for event in events} == {"1612118371683926016"}
