"""Days without a year: each is read in the year that ends on the newest day of the file."""

from __future__ import annotations

import os
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

import influence

HEADER = "Time,Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views\n"
LINK = "https://www.tiktok.com/@ada.example/video/73000000000000"


def exported(last: date) -> list[date]:
    """Each day of the year that ends on a day, the newest first."""
    return [last - timedelta(days) for days in range(365)]


@pytest.mark.parametrize("last", ["2026-08-28", "2025-02-28", "2024-02-29", "2024-12-31", "2025-01-01"])
@pytest.mark.parametrize("written", ["%B {}", "%b {}", "{} %B", "%B {}, {:02}:15"])
def test_each_day_is_read_in_its_year(tmp_path: Path, last: str, written: str) -> None:
    days = exported(date.fromisoformat(last))
    path = tmp_path / f"Content_{last}.csv"
    rows = [f'{last},title,{LINK}{day:%m%d},"{day.strftime(written).format(day.day, day.day)}",1,2,3,4' for day in days]
    path.write_text(HEADER + "\n".join(rows) + "\n", "utf-8")
    result = influence.score(path, set=["window_days=400"])
    found = {str(post.post)[-4:]: str(post.time)[:10] for post in result.posts}
    assert found == {f"{day:%m%d}": day.isoformat() for day in days}
    assert not result.problems


def test_a_day_that_no_year_has_is_told(tmp_path: Path) -> None:
    path = tmp_path / "Content_2026-08-28.csv"
    path.write_text(HEADER + f"x,a,{LINK}1,August 2,1,2,3,4\nx,b,{LINK}2,February 29,1,2,3,4\n", "utf-8")
    result = influence.score(path)
    assert [(post.post, post.time) for post in result.posts] == [("730000000000001", "2026-08-02T00:00:00Z")]
    assert [problem.what for problem in result.problems] == ["a date that cannot be read"]


def test_the_first_day_of_1970_is_a_day(tmp_path: Path) -> None:
    path = tmp_path / "Content.csv"
    path.write_text(HEADER + f"x,a,{LINK}1,January 1,1,2,3,4\n", "utf-8")
    os.utime(path, (400_000, 400_000))
    result = influence.score(path)
    assert [post.time for post in result.posts] == ["1970-01-01T00:00:00Z"]
    assert not result.problems


MANY = [
    "28 août (ven.)", "28 августа", "28 серпня", "28 tháng Tám", "28 tháng 8", "8月28日", "8월 28일", "28 สิงหาคม",
    "28. elokuuta", "28 أغسطس", "augusztus 28.",
]  # fmt: skip


@pytest.mark.parametrize("written", MANY)
def test_months_are_known_in_many_languages(tmp_path: Path, written: str) -> None:
    path = tmp_path / "Content_2026-09-01.csv"
    path.write_text(HEADER + f"x,a,{LINK}1,{written},1,2,3,4\n", "utf-8")
    result = influence.score(path)
    assert [post.time for post in result.posts] == ["2026-08-28T00:00:00Z"]
    assert not result.problems


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Overview_2026-09-25_1790891174_ada.zip", "2026-09-25", "2026-10-01"),
        ("Overview_2025-08-28_1787841428_ada.zip", "2025-08-28", "2026-08-26"),
    ],
)
def test_tiktok_names_its_archives_by_the_first_day(tmp_path: Path, name: str, first: str, last: str) -> None:
    """And then by the second in which they end."""
    day, rows = date.fromisoformat(first), ["Date,Video Views,Profile Views,Likes,Comments,Shares"]
    while day <= date.fromisoformat(last):
        rows.append(f"{day:%B} {day.day},1,1,1,1,1")
        day += timedelta(1)
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        archive.writestr("Overview.csv", "\n".join(rows))
    with influence.read(tmp_path / name) as events:
        (given,) = events.inputs
    assert (given.first, given.last) == (first, last)


def test_a_year_that_a_spreadsheet_added_is_told(tmp_path: Path) -> None:
    rows = ["Date,Video Views,Profile Views,Likes,Comments,Shares", "2026-12-31,9,1,3,0,0", "2026-01-01,9,1,4,0,0"]
    (path := tmp_path / "Overview.csv").write_text("\n".join(rows))
    with influence.read(path) as events:
        assert any("no such export writes" in warning for warning in events.warnings)


@pytest.mark.parametrize(
    ("name", "changed", "told"),
    [
        ("Overview.csv", "2026-04-04", False),
        ("Overview.csv", "2026-11-29", True),
        ("Overview_2026-04-04.csv", "2026-11-29", False),
    ],
)
def test_a_year_that_only_a_copy_may_have_is_told(tmp_path: Path, name: str, changed: str, told: bool) -> None:
    """The export ends on the day before it, so that a file that was changed months later may be years old."""
    rows = ["Date,Video Views,Profile Views,Likes,Comments,Shares", "April 1,9,1,3,0,0", "April 2,9,1,4,0,0"]
    (path := tmp_path / name).write_text("\n".join(rows))
    os.utime(path, (datetime.fromisoformat(f"{changed}T12:00:00+00:00").timestamp(),) * 2)
    result = influence.score(path, as_of="2026-06-01")
    assert [("no year" in warning) for warning in result.warnings] == [True] * told


@pytest.mark.parametrize(("changed", "told"), [("2026-05-01", False), ("2026-08-01", True)])
def test_a_newest_post_of_long_ago_is_told(tmp_path: Path, changed: str, told: bool) -> None:
    path = tmp_path / "Content.csv"
    path.write_text(HEADER.removeprefix("Time,") + f'a,{LINK}1,"April 12",1,2,3,4\n', "utf-8")
    os.utime(path, (datetime.fromisoformat(f"{changed}T12:00:00+00:00").timestamp(),) * 2)
    result = influence.score(path, as_of="2026-06-01")
    assert [("no year" in warning) for warning in result.warnings] == [True] * told


@pytest.mark.parametrize(
    ("written", "last"),
    [
        *(("%d/%m/%y", "2026-09-30"), ("%y/%m/%d", "2026-09-30")),
        *(("%d-%m-%y", "2025-01-10"), ("%y-%m-%d", "2025-01-10")),
        *(("%d.%m.%y", "2024-02-29"), ("%y.%m.%d", "2024-02-29"), ("%Y%m%d", "2024-12-01")),
    ],
)
def test_days_are_read_as_others_write_them_again(tmp_path: Path, written: str, last: str) -> None:
    newest = date.fromisoformat(last)
    days = [newest - timedelta(back) for back in range(20)]
    path = tmp_path / "Totals.csv"
    path.write_text("Date,Views\n" + "".join(f"{day.strftime(written)},1\n" for day in days), "utf-8")
    with influence.read(path) as events:
        assert {str(event.time)[:10] for event in events} == {day.isoformat() for day in days}
        assert not any("two ways" in warning for warning in events.warnings)


def test_a_year_that_may_stand_at_either_end_is_told(tmp_path: Path) -> None:
    path = tmp_path / "Totals.csv"
    path.write_text("Date,Views\n24/09/05,1\n", "utf-8")
    with influence.read(path) as events:
        assert "24/09/05 could be read two ways" in str(events.warnings)
