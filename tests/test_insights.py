"""Trend, posts, response and fragility: each held against the plain score or against counting by hand."""

from __future__ import annotations

import csv
import datetime
import io
import json
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

import influence
from influence.answers import CONTRACTS
from influence.bootstrap import draws, interval
from influence.cli import influence as program
from influence.render.plot import braille, sparkline, thinned
from influence.result import json_schema

TODAY = datetime.date(2026, 11, 20)
HEADER = "network,kind,count,time,post,actor"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(program, list(arguments), standalone_mode=False, catch_exceptions=False)


def export(folder: Path, rows: Sequence[tuple[Any, ...]]) -> str:
    path = folder / "events.csv"
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
    path.write_text("\n".join([HEADER, *lines]) + "\n", "utf-8")
    return str(path)


def ago(days: int) -> str:
    return (TODAY - datetime.timedelta(days=days)).isoformat()


LIKES = [10, 20, 30, 40, 50, 60, 70, 400, 90, 7]
"""The likes of ten posts, published 0, 3, 6 ... days ago."""


@pytest.fixture
def posted(tmp_path: Path) -> str:
    rows: list[tuple[Any, ...]] = []
    for number, likes in enumerate(LIKES):
        post, day = f"p{number}", ago(3 * number)
        rows += [("x", "like", likes, day, post, ""), ("x", "repost", number, day, post, "")]
        rows += [("x", "impression", 1000 + number, day, post, ""), ("x", "view", 5, day, post, "")]
    rows += [("mastodon", "like", 3, ago(1), "m", "ann"), ("mastodon", "like", 1, ago(1), "m", "bob")]
    return export(tmp_path, rows)


def valid(name: str, text: str) -> Any:
    plain = json.loads(text)
    jsonschema.validate(plain, json_schema(CONTRACTS[name]))
    return plain


@pytest.mark.parametrize("every, days", [("day", 28), ("week", 4), ("month", 1)])
def test_each_day_of_a_trend_is_the_score_as_of_that_day(posted: str, every: str, days: int) -> None:
    trend = valid("trend", run("trend", posted, "--every", every, "--json").output)
    assert len(trend["days"]) == days
    assert trend["days"][-1]["as_of"] == TODAY.isoformat()
    for day in trend["days"][:: max(1, days // 4)]:
        scored = influence.score(posted, as_of=day["as_of"])
        assert day["points"] == scored.points
        assert day["networks"] == {network.network: network.points for network in scored.networks}


def test_months_end_where_a_month_is_shorter(tmp_path: Path) -> None:
    path = export(tmp_path, [("x", "like", 5, "2025-12-31", "a", ""), ("x", "like", 5, "2026-03-31", "b", "")])
    days = json.loads(run("trend", path, "--every", "month", "--json").output)["days"]
    assert [day["as_of"] for day in days] == ["2025-12-31", "2026-01-31", "2026-02-28", "2026-03-31"]


def test_a_trend_needs_days(tmp_path: Path) -> None:
    path = export(tmp_path, [("x", "like", 5, None, "a", "")])
    with pytest.raises(influence.InputError, match="no day is known"):
        influence.trend(path)


def test_posts_against_the_usual(posted: str) -> None:
    posts = valid("posts", run("posts", posted, "--by", "usual", "--json").output)["posts"]
    by_id = {post["post"]: post for post in posts}
    settled = sorted(likes + number for number, likes in enumerate(LIKES) if 3 * number >= 7)
    usual = statistics.mean(settled[len(settled) // 4 : len(settled) - len(settled) // 4])
    top = posts[0]
    assert (top["post"], top["interactions"]) == ("p7", 407)
    assert top["usual"] == round(usual, 2)
    assert top["times_usual"] == round(407 / usual, 2)
    assert top["response"] == round(1000 * 407 / 1007, 2)
    assert (top["base"], top["settled"]) == ("impression", True)
    assert by_id["p1"]["times_usual"] is None
    assert not by_id["p1"]["settled"]
    assert by_id["m"]["usual"] is None
    assert (by_id["m"]["response"], by_id["m"]["base"]) == (None, None)


def test_posts_by_what_they_earned_add_up(posted: str) -> None:
    posts = valid("posts", run("posts", posted, "--json").output)["posts"]
    earned = [post["contributes"] for post in posts]
    assert earned == sorted(earned, reverse=True)
    assert sum(earned) == influence.score(posted).points


def test_posts_in_every_form(posted: str) -> None:
    rows = list(csv.DictReader(io.StringIO(run("posts", posted, "--csv").output)))
    assert len(rows) == 11
    assert rows[0]["post"] == "p7"
    assert run("posts", posted, "--markdown", "--posts", "3").output.count("\n| ") == 4
    shown = run("posts", posted, "--posts", "3").output
    assert "too young" not in shown.split("\n")[2]
    assert "interactions per thousand impressions" in shown
    with pytest.raises(influence.UsageError, match="not a number of days"):
        run("posts", posted, "--settle", "soon")


def test_response_has_an_interval_and_an_earlier_period(posted: str) -> None:
    result = influence.score(posted, response=True, set=["window_days=15"])
    (response,) = result.response or []
    now = range(5)
    answers = sum(LIKES[number] + number for number in now)
    of = sum(1000 + number for number in now)
    assert (response.network, response.base, response.posts) == ("x", "impression", 5)
    assert (response.interactions, response.of) == (answers, of)
    assert response.rate == round(1000 * answers / of, 2)
    assert response.low < response.rate < response.high
    before = sum(LIKES[n] + n for n in range(5, 10)), sum(1000 + n for n in range(5, 10))
    assert response.before == round(1000 * before[0] / before[1], 2)


def test_followers_are_what_a_response_is_measured_against_where_nothing_else_is(posted: str, tmp_path: Path) -> None:
    follows = [("mastodon", "follow", 1, ago(9 + number), None, f"fan{number}") for number in range(40)]
    with (tmp_path / "events.csv").open("a", encoding="utf-8") as file:
        file.writelines(",".join("" if cell is None else str(cell) for cell in row) + "\n" for row in follows)
    bases = {one.network: (one.base, one.of, one.rate) for one in influence.score(posted, response=True).response or []}
    assert bases["mastodon"] == ("follower", 40, 100.0)
    assert bases["x"][0] == "impression"
    assert "mastodon: 100.0 interactions per thousand followers" in run("score", posted).output


def test_fragility_states_what_is_so(posted: str, tmp_path: Path) -> None:
    plain = valid("result", run("score", posted, "--json", "--fragility", "--response", "--posts", "2").output)
    assert len(plain["posts"]) == 2
    fragility = plain["fragility"]
    counts = sorted([likes + number for number, likes in enumerate(LIKES)] + [4], reverse=True)
    assert fragility["h_index"] == max(rank for rank in range(1, 12) if counts[rank - 1] >= rank)
    assert fragility["low"] <= plain["points"] <= fragility["high"]
    heaviest = {(one["network"], one["kind"]): one for one in fragility["heaviest"]}
    assert heaviest["x", "like"]["post"] == "p7"
    assert heaviest["mastodon", "like"] | {"label": None} == {
        "network": "mastodon",
        "kind": "like",
        "post": "m",
        "label": None,
        "of_post": 1.0,
        "person": "ann",
        "of_person": round(3**0.5 / (3**0.5 + 1), 4),
    }
    top = plain["posts"][0]
    of_top = round(top["contributes"] / plain["points"], 4)
    assert fragility["top_post"] == {"network": "x", "post": "p7", "share": of_top, "label": top["label"]}
    (mastodon,) = (network for network in plain["networks"] if network["network"] == "mastodon")
    ann = mastodon["contributes"] * 3**0.5 / (3**0.5 + 1) / plain["points"]
    assert fragility["top_person"] == {"network": "mastodon", "person": "ann", "share": round(ann, 4)}
    rows = [line for line in Path(posted).read_text("utf-8").splitlines() if ",p7," not in line]
    (tmp_path / "without.csv").write_text("\n".join(rows), "utf-8")
    without = influence.score(str(tmp_path / "without.csv"), as_of=TODAY)
    assert fragility["without"][0] == {
        "posts": 1,
        "points": without.points,
        "difference": without.points - plain["points"],
    }


def test_a_day_far_out_of_the_usual(tmp_path: Path) -> None:
    rows = [("x", "like", 10, ago(day), f"p{day}", "") for day in range(10)]
    path = export(tmp_path, [*rows, ("x", "like", 500, ago(4), "viral", "")])
    result = influence.score(path, fragility=True)
    assert result.fragility
    assert [(day.day, day.count, day.usual) for day in result.fragility.odd_days] == [(ago(4), 510, 10.0)]


def test_a_result_that_was_not_asked_says_nothing_of_it(posted: str) -> None:
    plain = influence.score(posted).to_dict()
    assert "response" not in plain
    assert "fragility" not in plain


def test_the_receipt_shows_them(posted: str) -> None:
    shown = run("score", posted, "--fragility").output
    assert "interactions per thousand impressions" in shown
    assert "the top post carries" in shown
    assert "one person (ann on mastodon) carries" in shown
    assert "one post carries" in shown
    assert "h-index" in shown


def test_the_same_draws_every_time() -> None:
    first = [drawn for drawn, _ in zip(draws(10), range(3), strict=False)]
    assert first == [drawn for drawn, _ in zip(draws(10), range(3), strict=False)]
    means = [statistics.mean(drawn) for drawn in draws(100)]
    assert abs(statistics.mean(means) - 49.5) < 0.5
    assert interval(list(range(1000))) == (25, 974)


def test_curves_keep_their_ends() -> None:
    assert thinned(range(1000), 3) == [0, 500, 999]
    assert sparkline([0, 5, 10], 3, 10) == "▁▅█"
    assert sparkline([0, 5, 10], 3, 10, ascii_only=True) == "_+#"
    assert braille([0, 0], 2, 1, 0, 1) == ["⣀⣀"]
    assert braille([1, 1], 2, 1, 0, 1) == ["⠉⠉"]
