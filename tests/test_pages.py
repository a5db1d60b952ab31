"""The pages of a Meta download in HTML, as boxes with links, rows and a time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import influence
from influence.reading import pages

EXAMPLES = Path(__file__).parents[1] / "examples"
PAGE = (EXAMPLES / "instagram-page-followers" / "followers_1.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("said", "time"),
    [
        ("Oct 20, 2025 8:23 am", "2025-10-20T08:23"),
        ("Oct 20, 2025 12:05 am", "2025-10-20T00:05"),
        ("mar 16, 2026 12:05 pm", "2026-03-16T12:05"),
        ("ott 16, 2025 7:34 pm", "2025-10-16T19:34"),
        ("oct 20, 2025 8:23 p. m.", "2025-10-20T20:23"),
        ("20 de out. de 2025 23:05", "2025-10-20T23:05"),
        ("yesterday", "yesterday"),
        ("qqq 20, 2025 8:23 am", "qqq 20, 2025 8:23 am"),
    ],
)
def test_a_time_in_any_language(said: str, time: str) -> None:
    page = PAGE.replace("mar 16, 2026 7:34 am", said)
    assert json.loads(pages.unpacked(page.encode()))["boxes"][0]["when"] == time


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_page_in_another_encoding(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "followers_1.html").write_bytes(PAGE.encode(encoding))
    with influence.read(tmp_path / "followers_1.html") as events:
        assert sum(one.events for one in events.inputs) == 3


@pytest.mark.parametrize(("characters", "left"), [(20, 3), (200, 2), (380, 1)])
def test_a_page_that_is_cut_is_told(characters: int, left: int, tmp_path: Path) -> None:
    (tmp_path / "followers_1.html").write_text(PAGE[:-characters], "utf-8")
    with influence.read(tmp_path / "followers_1.html") as events:
        assert sum(one.events for one in events.inputs) == left
        assert any(problem.what == "a record that is broken" for problem in events.problems)


def test_another_page_of_a_download_is_a_web_page(tmp_path: Path) -> None:
    (tmp_path / "friends.html").write_text(PAGE, "utf-8")
    for path in (tmp_path / "friends.html", tmp_path):
        with pytest.raises(influence.InputError, match="choose JSON"):
            influence.read(path)
