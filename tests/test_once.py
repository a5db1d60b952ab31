"""Never twice: what several files say of the same thing counts once, and the result says what was left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
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


def insights(path: Path, posts: list[tuple[str, str | None, int, int]]) -> Path:
    """An Instagram download's insights of posts: picture, caption, time and likes of each."""
    listed = []
    for picture, caption, time, likes in posts:
        thumbnail = {"uri": f"media/{picture}.jpg", "creation_timestamp": time}
        thumbnail |= {"title": caption.encode().decode("latin-1")} if caption else {}
        told = {"Likes": {"value": str(likes)}, "Comments": {"value": "1"}}
        listed.append({"media_map_data": {"Media Thumbnail": thumbnail}, "string_map_data": told})
    path.write_text(json.dumps({"organic_insights_posts": listed}), "utf-8")
    return path


def content(path: Path, posts: list[tuple[str, str, str, int]]) -> Path:
    """A Business Suite table of Instagram posts: id, caption, time and likes of each."""
    header = '"Post ID","Account username",Description,"Publish time","Post type",Date,Likes,Comments\n'
    rows = "".join(f'{post},ada,"{caption}","{time}","IG image",Lifetime,{n},2\n' for post, caption, time, n in posts)
    path.write_text(header + rows, "utf-8")
    return path


NOON = 1763640000  # 2025-11-20 12:00 UTC


@pytest.mark.parametrize("time", ["11/20/2025 12:00", "11/20/2025 04:00", "11/20/2025 21:00", "11/21/2025 02:00"])
def test_a_post_under_two_ids_counts_once_in_whatever_time_zone(tmp_path: Path, time: str) -> None:
    own = insights(tmp_path / "posts.json", [("1", "Lantern café ☕\n#meadow", NOON, 71)])
    other = content(tmp_path / "content.csv", [("1788", "Lantern café ☕  #meadow", time, 90)])
    with influence.read(own, other) as events:
        assert {row.kind: (row.count, row.post) for row in events} == {
            "post": (1, "1788"), "like": (90, "1788"), "comment": (2, "1788")
        }  # fmt: skip
        told = {(one.what, one.count, one.why) for one in events.left_out}
        assert ("like", 71, f"already in {other}, by caption and day") in told
        assert not [warning for warning in events.warnings if "twice" in warning]
    assert [(one.of, one.count) for one in influence.check(own, other).overlaps] == [("posts", 1)]


@pytest.mark.parametrize(
    "posts",
    [
        [("1788", "Another one", "11/20/2025 12:00", 90)],
        [("1788", "Morning", "11/22/2025 12:01", 90)],
        [("1788", "Morning", "11/20/2025 09:00", 90), ("1789", "Morning", "11/20/2025 18:00", 80)],
        [("1788", "", "11/20/2025 11:00", 90)],
    ],
)
def test_posts_that_may_be_others_are_not_merged(tmp_path: Path, posts: list[tuple[str, str, str, int]]) -> None:
    own = insights(tmp_path / "posts.json", [("1", "Morning" if posts[0][1] else None, NOON, 71)])
    other = content(tmp_path / "content.csv", posts)
    with influence.read(own, other) as events:
        likes = sorted(row.count for row in events if row.kind == "like")
        warned = [warning for warning in events.warnings if "1 post found in no other file" in warning]
    assert likes == sorted([71, *(n for *_, n in posts)])
    assert bool(warned) == ("11/22" not in posts[0][2])


def test_of_posts_with_one_caption_those_of_the_same_minute_are_one(tmp_path: Path) -> None:
    own = insights(tmp_path / "posts.json", [("1", "Morning", NOON, 71), ("2", "Morning", NOON + 3600, 5)])
    both = [("1788", "Morning", "11/20/2025 12:00", 90), ("1789", "Morning", "11/20/2025 13:00", 4)]
    with influence.read(own, content(tmp_path / "content.csv", both)) as events:
        assert sorted((row.post, row.count) for row in events if row.kind == "like") == [("1788", 90), ("1789", 5)]


def test_two_posts_of_one_file_are_never_one(tmp_path: Path) -> None:
    own = insights(tmp_path / "posts.json", [("1", "Morning", NOON, 71), ("2", "Morning", NOON + 60, 5)])
    other = content(tmp_path / "content.csv", [("1788", "Morning", "11/20/2025 04:00", 90)])
    with influence.read(own, other) as events:
        assert sorted(row.count for row in events if row.kind == "like") == [5, 71, 90]


@pytest.mark.parametrize(
    "written, found",
    [
        ("1.90123E+18", True),
        ('"1,90123456789E+18"', True),
        ("1901234567890120000", True),
        ("1901234567890123456", True),
        ("1.90124E+18", False),
        ("2E+17", False),
    ],
)
@pytest.mark.parametrize("behind", ["", "?s=20", "/photo/1"])
def test_an_id_that_a_spreadsheet_has_rounded_is_that_of_its_link(
    tmp_path: Path, written: str, found: bool, behind: str
) -> None:
    whole = "1901234567890123456"
    table = tmp_path / "content.csv"
    columns = "Post id,Date,Post text,Post Link,Impressions,Likes,Reposts,Detail Expands\n"
    table.write_text(
        columns + f"{written},2025-11-03,Kettle,https://x.com/ada/status/{whole}{behind},90,8,1,0\n", "utf-8"
    )
    archive = tmp_path / "tweets.js"
    post = {"created_at": "Mon Nov 03 08:50:26 +0000 2025", "id_str": whole, "full_text": "Kettle", "source": "web"}
    tweet = {"tweet": post | {"favorite_count": "5", "retweet_count": "1"}}
    archive.write_text(f"window.YTD.tweets.part0 = {json.dumps([tweet])}", "utf-8")
    with influence.read(table, archive) as events:
        assert sorted(row.count for row in events if row.kind == "like") == [8]
        rounded = [one.count for one in events.problems if one.what == "a post id that a spreadsheet has rounded"]
    assert rounded == ([] if found else [1])


CAPTIONS = ("Kettle", "Lantern", "Meadow", "Harbour")
WHOLE = [str(17901234567890123 + 98765 * at) for at in range(len(CAPTIONS))]


def resaved(path: Path, ids: list[str]) -> Path:
    """The posts of CAPTIONS as Business Suite tells them, with these ids."""
    told = zip(ids, CAPTIONS, range(len(ids)), strict=True)
    return content(path, [(f'"{one}"', caption, f"11/2{at}/2025 12:00", 10 + at) for one, caption, at in told])


ROUNDED = {
    "as a spreadsheet shows them": [f"{float(one):.5E}" for one in WHOLE],
    "with a decimal comma": [f"{float(one):.5E}".replace(".", ",") for one in WHOLE],
    "with zeros for the digits that were lost": [f"{one[:15]}00" for one in WHOLE],
}


@pytest.mark.parametrize("ids", ROUNDED.values(), ids=ROUNDED.keys())
def test_a_table_saved_again_beside_itself_counts_once(tmp_path: Path, ids: list[str]) -> None:
    """Its ids are none any more, nor is there a link that holds them: the captions and times tell its posts."""
    alone = influence.score(resaved(tmp_path / "b.csv", WHOLE))
    again = resaved(tmp_path / "a.csv", ids)
    third = resaved(tmp_path / "c.csv", [f"{float(one):.3E}" for one in WHOLE])
    for files in ([again], [again, tmp_path / "b.csv"], [again, third], [tmp_path / "b.csv", again, third]):
        result = influence.score(*files)
        assert result.score == alone.score, files
        assert {one.what: one.count for one in result.left_out if one.source == str(files[-1])} == (
            {} if len(files) == 1 else {"post": 4, "like": 10 + 11 + 12 + 13, "comment": 8}
        )
        assert [one.count for one in result.problems if one.source == str(again)] == [4]


def test_ids_that_end_in_zeros_by_chance_are_ids(tmp_path: Path) -> None:
    chance = [WHOLE[0][:-1] + "0", WHOLE[1][:-2] + "00", WHOLE[2], WHOLE[3][:-1] + "0"]
    made_up = ["1710000000000000000", "1720000000000000000", "1730000000000000000", "1731000000000000000"]
    for ids in (chance, made_up):
        with influence.read(resaved(tmp_path / "a.csv", ids)) as events:
            assert sorted({event.post for event in events}) == sorted(ids)


def test_several_accounts_of_one_table_are_told_and_one_can_be_scored(tmp_path: Path) -> None:
    table = content(
        tmp_path / "content.csv", [("1788", "a", "11/20/2025 12:00", 90), ("1789", "b", "11/20/2025 13:00", 4)]
    )
    one = influence.score(table)
    assert (one.profile, one.warnings) == (None, [])
    text = table.read_text("utf-8").replace("1789,ada", "1789,bo")
    (tmp_path / "both.csv").write_text(text, "utf-8")
    both = influence.score(tmp_path / "both.csv")
    assert (both.profile, both.points) == (None, one.points)
    assert "of 2 accounts, scored together: ada (1), bo (1); --profile ada scores one alone" in both.warnings[0]
    alone = influence.score(tmp_path / "both.csv", profile="bo")
    assert (alone.profile, alone.networks[0].lines[0].count) == ("bo", 4)
    with influence.read(tmp_path / "both.csv") as events:
        assert {row.profile for row in events} == {None}
    with pytest.raises(influence.UsageError, match="no row names it"):
        influence.score(tmp_path / "both.csv", profile="baa")


def test_a_post_by_day_is_not_read_as_its_whole_life(tmp_path: Path) -> None:
    whole = content(
        tmp_path / "whole.csv", [("1788", "a", "11/20/2025 12:00", 90), ("1789", "b", "11/20/2025 13:00", 4)]
    )
    text = whole.read_text("utf-8")
    (tmp_path / "mixed.csv").write_text(text.replace("Lifetime,4", "11/21/2025,4"), "utf-8")
    with influence.read(tmp_path / "mixed.csv") as events:
        assert [row.count for row in events if row.kind == "like"] == [90]
        assert [(one.count, one.what) for one in events.left_out if "lifetime totals" in one.why] == [(1, "rows")]
    (tmp_path / "days.csv").write_text(text.replace("Lifetime", "2025-11-21"), "utf-8")
    with pytest.raises(influence.InputError, match=r"2 rows left out: one day of a post .* lifetime totals"):
        influence.score(tmp_path / "days.csv")


@pytest.mark.parametrize(("first", "told"), [("2026-11-03", "2 of its days lie"), ("2026-11-01", None)])
def test_days_before_the_first_post_that_is_scored_instead_are_told(
    tmp_path: Path, first: str, told: str | None
) -> None:
    """They are left out as all days are, though nothing of what came on them is in those posts."""
    columns = "Post id,Date,Post text,Post Link,Impressions,Likes,Bookmarks,Replies,Reposts,Detail Expands\n"
    rows = f"1,{first},a,https://x.com/a/status/1,90,8,0,0,1,0\n2,2026-11-05,b,https://x.com/a/status/2,90,8,0,0,1,0\n"
    (posts := tmp_path / "content.csv").write_text(columns + rows, "utf-8")
    columns = "Date,Impressions,Likes,Engagements,Bookmarks,New follows,Unfollows,Replies,Reposts,Create Post\n"
    rows = "".join(f"2026-11-0{at},9,{at},9,0,0,0,0,1,0\n" for at in range(1, 6))
    (days := tmp_path / "overview.csv").write_text(columns + rows, "utf-8")
    both = influence.score(posts, days)
    assert both.score == influence.score(posts).score
    assert {one.what: one.count for one in both.left_out} == {"like": 15, "repost": 5, "impression": 45}
    warned = [warning for warning in both.warnings if "before the first post of" in warning]
    assert [warning.startswith(f"{days}: {told}") for warning in warned] == ([True] if told else [])


def tweets(path: Path, ids: list[int]) -> Path:
    """An X archive's posts, one a day, which names nobody."""
    path.parent.mkdir(exist_ok=True)
    days = [f"2025-11-{day:02}T08:50:26.000Z" for day in range(1, len(ids) + 1)]
    listed = [
        {
            "tweet": {
                "id_str": str(one),
                "created_at": day,
                "full_text": "A.",
                "favorite_count": "9",
                "retweet_count": "1",
            }
        }
        for one, day in zip(ids, days, strict=True)
    ]
    path.write_text(f"window.YTD.tweets.part0 = {json.dumps(listed)}", "utf-8")
    return path


def test_two_downloads_of_the_same_days_without_a_common_post_may_be_of_two_people(tmp_path: Path) -> None:
    mine = tweets(tmp_path / "ada" / "tweets.js", [1900000000000000001, 1900000000000000002, 1900000000000000003])
    again = tweets(tmp_path / "later" / "tweets.js", [1900000000000000003, 1900000000000000004, 1900000000000000005])
    other = tweets(tmp_path / "bo" / "tweets.js", [1900000000000000007, 1900000000000000008, 1900000000000000009])
    assert influence.score(mine, again).warnings == []
    assert influence.score(mine, other).warnings == [
        f"{other}: posts of the same days as in {mine}, and none in common: if it is another person's, leave it out"
    ]


def test_what_names_another_person_beside_what_names_nobody_is_said(tmp_path: Path) -> None:
    mine = tweets(tmp_path / "ada" / "tweets.js", [1900000000000000001])
    table = "tweet_id,created_at,username,text,like_count,retweet_count\n{},2025-11-01 10:00:00,{},A.,900,40\n"
    other = tmp_path / "collected.csv"
    other.write_text(table.format(1900000000000000009, "bo"), "utf-8")
    assert influence.score(other).warnings == influence.score(mine).warnings == []
    taken = f"taken for one person's: bo ({other}) and 1 file that names nobody; leave out what is another's"
    assert influence.score(mine, other).warnings == [taken]
    assert influence.score(mine, other, profile="bo").warnings == []
    other.write_text(table.format(1900000000000000009, "bo") + "1900000000000000010,2025-11-01,cy,A.,7,4\n", "utf-8")
    with pytest.raises(influence.UsageError) as two:
        influence.score(mine, other)
    assert two.value.hint == f"Choose one with --profile bo, or leave {other} out."


def test_accounts_that_no_file_has_all_of_are_said(tmp_path: Path) -> None:
    content = (EXAMPLES / "instagram-content" / "input.csv").read_text("utf-8-sig")
    mine, other = tmp_path / "mine.csv", tmp_path / "other.csv"
    mine.write_text(content, "utf-8")
    other.write_text(content.replace("ada.example", "bo.example").replace("\n17", "\n18"), "utf-8")
    said = [one for one in influence.score(mine, other).warnings if "one person" in one]
    assert said == [f"taken for one person's: ada.example ({mine}), bo.example ({other}); leave out what is another's"]


def test_links_out_of_a_folder_are_said(tmp_path: Path) -> None:
    """They are not followed, since they may lead anywhere; one to a place inside it is read there."""
    mine = tweets(tmp_path / "downloads" / "tweets.js", [1900000000000000001]).parent
    tweets(tmp_path / "elsewhere" / "tweets.js", [1900000000000000002])
    (mine / "again").symlink_to(mine)
    assert influence.score(mine).left_out == []
    (mine / "other").symlink_to(tmp_path / "elsewhere")
    (mine / "gone.csv").symlink_to(tmp_path / "gone.csv")
    (left_out,) = influence.score(mine).left_out
    assert left_out.count == 2
    assert left_out.why == f"links to other folders, or to nothing ({mine}/other, {mine}/gone.csv)"


def test_a_table_in_parquet_that_is_none_of_ours_is_counted_in_a_folder(tmp_path: Path) -> None:
    tweets(tmp_path / "tweets.js", [1900000000000000001])
    duckdb.sql("SELECT 1 AS a").write_parquet(str(tmp_path / "other.parquet"))
    result = influence.score(tmp_path, strict=True)
    assert [(one.what, one.count) for one in result.left_out] == [("files", 1)]
    with pytest.raises(influence.InputError, match='without the column "network"'):
        influence.score(tmp_path / "other.parquet")
