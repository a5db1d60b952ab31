"""Never twice: what several files say of the same thing counts once, and the result says what was left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import influence

EXAMPLES = Path(__file__).parent.parent / "examples"


def followers(path: Path, names: list[str]) -> Path:
    """An Instagram download's list of followers."""
    one: Any = {"title": "", "media_list_data": []}
    listed = [
        one | {"string_list_data": [{"value": name, "timestamp": 1774000000 + len(name), "href": ""}]} for name in names
    ]
    path.write_text(json.dumps(listed), "utf-8")
    return path


def test_who_is_in_two_lists_of_followers_counts_once(tmp_path: Path) -> None:
    old = followers(tmp_path / "followers_1.json", ["ada", "bo", "cyd"])
    new = followers(tmp_path / "followers_2.json", ["bo", "cyd", "cyd", "dora_d"])
    with influence.read(old, new) as events:
        told = [(row.actor, row.count) for row in events]
        left_out = [(one.what, one.count, one.why) for one in events.left_out]
    assert sorted(told) == [("ada", 1), ("bo", 1), ("cyd", 1), ("dora_d", 1)]
    assert left_out == [("follow", 3, f"already in {old}")]


def test_a_post_is_one_post_whether_or_not_a_file_names_its_author(tmp_path: Path) -> None:
    named = tmp_path / "posts.jsonl"
    post = {"created_at": "Mon Nov 03 08:50:26 +0000 2025", "id_str": "1900000000000000001", "full_text": "A kettle."}
    counts = {"favorite_count": 7, "retweet_count": 2, "source": "web", "user": {"screen_name": "ada"}}
    named.write_text(json.dumps(post | counts), "utf-8")
    archive = tmp_path / "tweets.js"
    tweet = {"tweet": post | {"favorite_count": "9", "retweet_count": "1"}}
    archive.write_text(f"window.YTD.tweets.part0 = {json.dumps([tweet])}", "utf-8")
    with influence.read(named, archive) as events:
        counted = {row.kind: row.count for row in events}
        left_out = {(one.what, one.count, one.source) for one in events.left_out}
    assert counted == {"post": 1, "like": 9, "repost": 2}
    assert left_out == {("like", 7, str(named)), ("repost", 1, str(archive)), ("post", 1, str(archive))}


def test_one_name_on_each_network_is_one_person_and_two_on_one_are_not(tmp_path: Path) -> None:
    post = {"created_at": "Mon Nov 03 08:50:26 +0000 2025", "id_str": "1900000000000000001", "full_text": "A kettle."}
    counts = {"favorite_count": 7, "retweet_count": 2, "source": "web", "user": {"screen_name": "ada"}}
    x = tmp_path / "posts.jsonl"
    x.write_text(json.dumps(post | counts), "utf-8")
    reddit = tmp_path / "reddit.json"
    comment = {
        "id": "abc",
        "author": "ada_r",
        "score": 5,
        "created_utc": 1762159826.0,
        "title": "A kettle",
        "name": "t3",
    }
    reddit.write_text(json.dumps({"data": {"children": [{"data": comment | {"num_comments": 1}}]}}), "utf-8")
    assert {one.network for one in influence.score(x, reddit).networks} == {"x", "reddit"}
    other = tmp_path / "other.jsonl"
    other.write_text(json.dumps(post | counts | {"id_str": "2", "user": {"screen_name": "bo"}}), "utf-8")
    with pytest.raises(influence.UsageError, match="2 profiles"):
        influence.score(x, other)
