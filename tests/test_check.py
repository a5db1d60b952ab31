"""The export doctor: a folder of invented exports with something wrong in each, and what it says of them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

import influence
from influence.answers import CONTRACTS
from influence.cli import influence as program
from influence.result import json_schema

EXAMPLES = Path(__file__).parents[1] / "examples"
CONTENT = (
    "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Replies,Reposts,Detail Expands,Sparks"
)
DAILY = """
title: X by day
network: x
checked: ["2026"]
get: "x.com > by day"
reader: table
per: day
recognise: {fields: [time, mention]}
fields: {time: {names: Day}}
kinds: {mention: Mentions, quote: Quotes}
"""
FILES = {
    "content_2026-11-16.csv": CONTENT
    + """
1001,"Sun, Nov 1, 2026",one,https://x.com/a/status/1001,100,5,9,0,1,2,0,1
1002,"Mon, Nov 2, 2026",two,https://x.com/a/status/1002,3,7,9,0,1,-2,0,1
1003,"Tue, Nov 10, 2026",three,https://x.com/a/status/1003,100,5,9,0,1,2,0,1
7.58963E+18,"Wed, Nov 11, 2026",four,https://x.com/a/status/7,100,5,9,0,1,2,0,1
1005,"Mon, Nov 16, 2026",five,https://x.com/a/status/1005,100,5,9,0,1,2,0,1
""",
    "days-1.csv": "Day,Mentions\n2026-11-01,1\n2026-11-02,2\n2026-11-05,3\n2026-11-07,4\n",
    "days-2.csv": "Day,Mentions\n2026-11-05,3\n2026-11-06,1\n2026-11-07,5\n",
    "holiday.txt": "nothing that anybody knows\n",
}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(program, ["check", *arguments], standalone_mode=False, catch_exceptions=False)


def facts(*arguments: str) -> Any:
    plain = json.loads(run(*arguments, "--json").stdout)
    jsonschema.validate(plain, json_schema(CONTRACTS["check"]))
    return plain


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    for home, name, text in [*(("in", *one) for one in FILES.items()), ("formats", "x-days.yaml", DAILY)]:
        Path(home).mkdir(exist_ok=True)
        Path(home, name).write_text(text, "utf-8")
    return "in"


def test_facts_of_each_file(folder: str) -> None:
    content, first, second = facts(folder, "--formats", "formats")["files"]
    assert (content["format"], content["rows"], content["posts"], content["days"]) == ("x-content", 5, 4, 5)
    assert (content["first"], content["last"]) == ("2026-11-01", "2026-11-16")
    assert content["gaps"] == [{"first": "2026-11-03", "last": "2026-11-09", "days": 7}]
    assert content["unknown_columns"] == ["Sparks"]
    assert content["columns"]["save"] == "Bookmarks"
    assert set(content["lacks"]) == {"share", "click", "follow"}
    assert content["never"] == ["mention", "quote"]
    assert [gap["days"] for gap in first["gaps"]] == [2, 1]
    assert first["lacks"] == ["quote"]
    assert second["gaps"] == []


def test_doubts(folder: str) -> None:
    content, *others = facts(folder, "--formats", "formats")["files"]
    assert {(one["what"], one.get("kind"), one["count"]) for one in content["doubts"]} == {
        ("all zero", "save", 5),
        ("likes above views", "like", 1),
        ("posted on the export's day", None, 1),
        ("negative", None, 1),
        ("rounded id", None, 1),
    }
    (above,) = (one for one in content["doubts"] if one["what"] == "likes above views")
    assert above["examples"] == [{"record": 3, "value": "7 > 3"}]
    assert not any(one["doubts"] for one in others)


def test_overlaps_and_left_out(folder: str) -> None:
    found = facts(folder, "--formats", "formats")
    days = {"first": "2026-11-05", "last": "2026-11-07"}
    files = ["in/days-1.csv", "in/days-2.csv"]
    assert found["overlaps"] == [{"network": "x", "of": "days", "files": files, "count": 2, **days}]
    assert {(one["what"], one["count"]) for one in found["left_out"]} == {("files", 1), ("mention", 3), ("mention", 4)}


def test_the_same_post_in_two_files_is_an_overlap(folder: str) -> None:
    text = FILES["content_2026-11-16.csv"]
    Path(folder, "content_2026-11-20.csv").write_text(text.replace(",100,5,", ",100,6,"), "utf-8")
    assert [(one["of"], one["count"]) for one in facts(folder)["overlaps"]] == [("posts", 5)]


def test_next_closes_the_largest_gap_that_an_export_closes(folder: str) -> None:
    content = f"{folder}/content_2026-11-16.csv"
    assert facts(content)["missing"][0]["formats"] == ["sprout-profiles"]
    found = facts(content, "--formats", "formats")
    assert found["missing"][0] == {
        "network": "x",
        "kind": "mention",
        "share": 0.2,
        "formats": ["sprout-profiles", "x-days"],
    }
    assert found["next"]["get"] == "x.com > by day"
    assert (found["next"]["kinds"], found["next"]["gain"]) == (["mention", "quote"], 0.35)


@pytest.mark.parametrize("name", ["demo", "x-content/input.csv", "x-activity/input.csv", "mastodon-archive"])
def test_coverage_is_that_of_the_score(name: str) -> None:
    export = EXAMPLES / name
    found = influence.check(export)
    assert found.coverage == pytest.approx(influence.score(export).coverage, abs=1e-4)
    assert sum(one.share for one in found.missing) == pytest.approx(1 - found.coverage, abs=1e-3)


def test_nothing_received_is_reported_and_then_fails() -> None:
    done = run(str(EXAMPLES / "mastodon-made"))
    assert done.return_value == 4
    assert "What others gave you is in outbox.json" in done.stdout
    assert facts(str(EXAMPLES / "mastodon-made"))["received"] is False


def test_exit_codes(folder: str) -> None:
    assert run(folder).return_value == 0
    assert run(folder, "--strict").return_value == 6
    with pytest.raises(influence.InputError):
        run(f"{folder}/holiday.txt")


def test_the_page(folder: str) -> None:
    page = Path(__file__).parent / "fixtures" / "check.txt"
    text = run(folder, "--formats", "formats").stdout
    if os.environ.get("UPDATE_SNAPSHOTS"):
        page.write_text(text, "utf-8")
    assert text == page.read_text("utf-8")


def test_an_export_of_several_networks_is_one_to_download_next() -> None:
    x = facts(str(EXAMPLES / "x-content"))
    measured = {(one["network"], one["kind"]): one["formats"] for one in x["missing"]}
    assert "sprout-profiles" in measured["x", "mention"]
    assert {"hootsuite-x", "sprout-posts"} <= set(measured["x", "quote"])
    instagram = facts(str(EXAMPLES / "instagram-content"))
    assert [one["formats"] for one in instagram["missing"] if one["kind"] == "mention"] == [[]]


def test_next_is_a_download_and_no_research_tool() -> None:
    """Though one such tool lists every kind of LinkedIn's, its page's own export is what is named."""
    found = facts(str(EXAMPLES / "linkedin-shares"))
    assert any("linkedin-apify" in one["formats"] for one in found["missing"])
    assert found["next"]["format"] == "linkedin-company"


def test_next_is_rather_the_networks_own_than_a_dashboard() -> None:
    """Though a dashboard that few people have would tell mentions too."""
    assert facts(str(EXAMPLES / "x-archive"))["next"]["format"] == "x-content"


def test_what_stands_below_an_upright_table_is_counted() -> None:
    (left,) = facts(str(EXAMPLES / "linkedin-post"))["left_out"]
    assert (left["what"], left["count"]) == ("files", 1)
    assert "Post analytics/below" in left["why"]


def test_names_counts_in_json_that_it_does_not_know(tmp_path: Path) -> None:
    """Beside counts that it reads, as where a network adds one; not what stands elsewhere, or holds nothing."""
    counts = {"retweet_count": 0, "reply_count": 0, "like_count": 8, "quote_count": 0, "spark_count": 3, "dim_count": 0}
    post = {"id": "1900000000000000001", "text": "tulip", "created_at": "2026-03-01T10:00:00.000Z", "author_id": "7"}
    path = tmp_path / "tweets.json"
    path.write_text(json.dumps({"data": [post | {"public_metrics": counts, "elsewhere": {"count": 3}}]}), "utf-8")
    (file,) = facts(str(path))["files"]
    assert file["unknown_columns"] == ["public_metrics.spark_count"]


def test_rows_that_differ_in_nothing_but_an_id_are_doubted(tmp_path: Path) -> None:
    """A scraper's own ids tell no two sightings of one post from two posts."""
    (tmp_path / "own.csv").write_text(
        """id,username,created_at,tweet,likes,retweets
1714627585225,ada,2024-05-01T18:19:48.000Z,kettle,31,2
1714627600378,ada,2024-05-01T18:19:48.000Z,kettle,31,2
1714627600379,ada,2024-05-01T18:19:48.000Z,map,31,2
1714627600380,ada,2024-05-02T18:19:48.000Z,map,0,0
1714627600381,ada,2024-05-02T18:19:48.000Z,map,0,0
""",
        "utf-8",
    )
    page = run(str(tmp_path / "own.csv")).stdout
    assert "doubtful: 1 the same as another in all but their id" in page


def test_an_export_that_has_changed_is_not_lost_among_what_is_unknown(folder: str) -> None:
    """In a folder of other files; a table that has little of it is only counted."""
    text = FILES["content_2026-11-16.csv"]
    Path(folder, "changed.csv").write_text(text.replace(",Likes,", ",Hearts,"), "utf-8")
    Path(folder, "bank.csv").write_text(
        "Date,Likes,Amount,Currency,Purpose,Payee\n2026-11-01,0,3,EUR,rent,a\n", "utf-8"
    )
    found = facts(folder)
    (changed,) = (one for one in found["problems"] if one["source"].endswith("changed.csv"))
    assert changed["why"].startswith("it looks like x-content")
    assert 'the column "Likes" is missing' in changed["why"]
    (unknown,) = (one["why"] for one in found["left_out"] if "no known format" in one["why"])
    assert "bank.csv" in unknown
    assert "changed.csv" not in unknown
