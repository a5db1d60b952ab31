"""Large files are read in other ways than small ones, and must give the same."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest

import influence
from influence.result import Result

HEADER = ["Post id", "Date", "Post text", "Post Link", "Impressions", "Likes", "Engagements", "Bookmarks", "Shares",
          "New follows", "Replies", "Reposts", "Profile visits", "Detail Expands", "URL Clicks"]  # fmt: skip
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]
ROWS = 2_000
ODD = 1_500
"""A row in the middle; the header is row 1."""


def row(number: int) -> list[object]:
    """An invented post whose text has several lines, some of them like rows."""
    text = f'Harbour "kettle" {number}, tulip' + "\n1,2,3,4,5,6,7,8,9,10,11,12,13,14,15" * (number % 5) + "\n"
    link = f"https://x.com/ada_example/status/{1900000000000000000 + number}"
    day = f"{MONTHS[number % 6]} {1 + number % 28}, 2026"
    return [1900000000000000000 + number, day, text, link, 100, "1.0", 9, 0, 0, 0, 2, "", 0, 0, 0]


def scored(folder: Path, odd: list[object] | None, encoding: str = "utf-8") -> Result:
    """The result of a large file with an odd row in it."""
    path = folder / "content.csv"
    rows = [row(number) for number in range(ROWS)]
    if odd is not None:
        rows[ODD - 2] = odd
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADER, *rows])
    assert path.stat().st_size > 1 << 18
    return influence.score(path, posts=1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_rows_of_several_lines(tmp_path: Path, encoding: str) -> None:
    result = scored(tmp_path, None, encoding)
    (one,) = result.inputs
    assert (one.rows, one.posts, one.events) == (ROWS, ROWS, ROWS * 8)
    assert not result.problems


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    ("odd", "what", "rows", "posts"),
    [
        ([*row(0), "1", "2"], "a row with more cells than the header", ROWS, ROWS - 1),
        ([*row(ROWS)[:1], "yesterday", *row(ROWS)[2:]], "a date that cannot be read", ROWS, ROWS - 1),
        ([*row(ROWS)[:5], "many", *row(ROWS)[6:]], "a count of like that cannot be read", ROWS, ROWS),
        (["7.58963E+18", *row(ROWS)[1:]], "a post id that a spreadsheet has rounded", ROWS, ROWS - 1),
    ],
)
def test_an_odd_row_is_told_by_its_number(
    tmp_path: Path, odd: list[object], what: str, rows: int, posts: int, encoding: str
) -> None:
    result = scored(tmp_path, odd, encoding)
    (one,) = result.inputs
    assert (one.rows, one.posts) == (rows, posts)
    assert [(problem.what, problem.count) for problem in result.problems] == [(what, 1)]
    assert result.problems[0].examples[0].record == ODD


def test_a_blank_row_is_none_and_the_next_ones_keep_their_numbers(tmp_path: Path) -> None:
    result = scored(tmp_path, [" "] * len(HEADER))
    (one,) = result.inputs
    assert (one.rows, one.posts) == (ROWS - 1, ROWS - 1)
    assert not result.problems


def test_a_short_row_lacks_what_it_lacks(tmp_path: Path) -> None:
    result = scored(tmp_path, row(ROWS)[:6])
    (one,) = result.inputs
    assert (one.rows, one.posts, one.events) == (ROWS, ROWS, ROWS * 8 - 5)
    assert not result.problems


@pytest.mark.parametrize("rows", [1, 20_000])
def test_a_mark_of_inches_is_no_quote_that_opens(tmp_path: Path, rows: int) -> None:
    """However large the file is, and however many such marks are in it."""
    path = tmp_path / "events.csv"
    for marks in (1, 2):
        cells = ['5" nails', '6" nails' if marks == 2 else "nails", *("plain" for _ in range(rows))]
        lines = [f"x,like,1,2026-11-0{1 + number % 9},{cell}" for number, cell in enumerate(cells)]
        path.write_text("\n".join(["network,kind,count,time,post", *lines]) + "\n", "utf-8")
        result = influence.score(path)
        assert sorted(str(post.post) for post in result.posts) == sorted({*cells})
        assert result.inputs[0].rows == rows + 2
        assert not result.problems


def test_answers_that_only_a_late_comment_has(tmp_path: Path) -> None:
    """Whether comments hold others cannot be told from the first of them."""
    comment = {"author": "ada", "body": "b" * 400, "score": 2, "created_utc": 1_760_000_000, "link_id": "t3_1abcde"}
    answer = {"kind": "t1", "data": comment | {"id": "last"}}
    rows = [comment | {"id": f"k{number}"} for number in range(3_000)]
    rows.append(comment | {"id": "one", "replies": {"kind": "Listing", "data": {"children": [answer]}}})
    path = tmp_path / "comments.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    assert path.stat().st_size > 1 << 20
    assert [one.posts for one in influence.score(path).inputs] == [3_002]


def test_a_large_object_of_pairs_is_read_pair_by_pair(tmp_path: Path) -> None:
    path = tmp_path / "connections.json"
    followers = {f"{number}_{'follower_' * 40}": "2021-03-04T10:00:00" for number in range(45_000)}
    text = json.dumps({"blocked_users": {}, "followers": followers, "following": {"ada": "2021-03-04T10:00:00"}})
    assert len(text) > 1 << 24
    path.write_text(text, "utf-8")
    (line,) = influence.score(path, to="2021-03-10").unscored
    assert (line.kind, line.count) == ("follow", len(followers))
    path.write_text(text[: 1 << 20], "utf-8")
    result = influence.score(path, to="2021-03-10")
    assert result.inputs[0].rows > 1_000
    assert [problem.why for problem in result.problems][-1] == "the file ends in the middle of its list"


def test_why_a_record_is_not_read(tmp_path: Path) -> None:
    comment = {"author": "ada", "body": "b", "score": 2, "created_utc": 1_760_000_000, "link_id": "t3_1abcde"}
    deep = json.dumps(comment | {"id": "deep"})[:-1] + ', "x": ' + "[" * 5_000 + "]" * 5_000 + "}"
    long = json.dumps(comment | {"id": "long", "body": "b" * (1 << 25)})
    rows = [json.dumps(comment | {"id": f"k{number}"}) for number in range(10)]
    path = tmp_path / "comments.json"
    after = json.dumps(comment | {"id": "after"})
    path.write_text("[" + ", ".join([*rows, deep, "7", long, after]) + "]", "utf-8")
    result = influence.score(path)
    assert result.inputs[0].rows == len(rows) + 1
    assert [(problem.what, problem.why, problem.count) for problem in result.problems] == [
        ("a record that is broken", "its lists lie too deep in each other", 1),
        ("a record that is broken", "it has no fields", 1),
        ("a record that is broken", "it is longer than 16 million characters", 1),
    ]


def test_an_object_in_a_cell_that_has_another_inside_is_told(tmp_path: Path) -> None:
    path = tmp_path / "tweets.csv"
    cells = ["{'retweet_count': 1, 'like_count': 2}"] * 30 + ["{'of': {'like_count': 9}, 'like_count': 3}"]
    rows = [[f"{1900000000000000000 + at}", "tulip", "2026-03-01", cell] for at, cell in enumerate(cells)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", "text", "created_at", "public_metrics"], *rows])
    result = influence.score(path)
    assert {line.kind: line.count for line in result.networks[0].lines if line.status == "measured"} == {
        "like": 60,
        "repost": 30,
    }
    assert {(one.what, one.examples[0].record) for one in result.problems} == {
        ("a count of like that cannot be read", 32),
        ("a count of repost that cannot be read", 32),
    }


@pytest.mark.parametrize("rows", [10, 5_000, 250_000])
def test_a_list_behind_another_is_found(tmp_path: Path, rows: int) -> None:
    """However long the other one is: behind 16 MB, DuckDB is not given the whole."""
    day = "2026-11-03 10:00:00"
    watched = [{"Date": day, "Link": f"https://www.tiktokv.com/share/video/{at}/"} for at in range(rows)]
    posts = [{"Date": day, "Link": f"https://kettle/{at}.mp4", "Likes": "7"} for at in range(3)]
    document = {
        "Activity": {"Video Browsing History": {"VideoList": watched}},
        "Video": {"Videos": {"VideoList": posts}},
    }
    (path := tmp_path / "user_data_tiktok.json").write_text(json.dumps(document))
    result = influence.score(path)
    assert sorted(one.rows for one in result.inputs) == [3, rows]
    assert [(line.kind, line.count) for post in result.posts for line in post.lines] == [("like", 7)] * 3
    assert not result.problems


@pytest.mark.parametrize("how", ["as it is", "zip", "UTF-16"])
def test_a_list_behind_what_is_too_long_to_be_held(tmp_path: Path, how: str) -> None:
    """A record of 33 MB is of no format of ours; what lies before and behind it is."""
    followers = [{"Date": f"2026-11-03 10:00:{at}", "UserName": f"kettle{at}"} for at in range(10, 20)]
    posts = [{"Date": "2026-11-03 10:00:00", "Link": f"https://kettle/{at}.mp4", "Likes": "7"} for at in range(3)]
    document = {
        "Activity": {"Follower List": {"FansList": followers}},
        "More": [["-" * 1000] * (33 << 10)],
        "Video": {"Videos": {"VideoList": posts}},
    }
    path = tmp_path / "user_data_tiktok.json"
    path.write_text(json.dumps(document), encoding="utf-16" if how == "UTF-16" else "utf-8")
    if how == "zip":
        with zipfile.ZipFile(tmp_path / "TikTok.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(path, path.name)
        path = tmp_path / "TikTok.zip"
    result = influence.score(path)
    assert {one.format: one.rows for one in result.inputs} == {"tiktok-user-followers": 10, "tiktok-user-posts": 3}
    assert not result.problems
