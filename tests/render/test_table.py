from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Callable

import pytest

from influence.render.table import COLUMNS, to_csv
from influence.result import Post, PostLine, Result


def rows(result: Result, level: str) -> list[dict[str, str]]:
    return [row for row in csv.DictReader(io.StringIO(to_csv(result))) if row["level"] == level]


def total(rows: list[dict[str, str]], column: str) -> int:
    return sum(int(row[column] or 0) for row in rows)


@pytest.mark.parametrize("name", ["worked", "messy"])
def test_snapshot(name: str, snapshot: Callable[[str, str], None], request: pytest.FixtureRequest) -> None:
    snapshot(f"{name}.csv", to_csv(request.getfixturevalue(name)))


@pytest.mark.parametrize("name", ["worked", "messy"])
def test_every_level_sums_up_to_the_one_above(name: str, request: pytest.FixtureRequest) -> None:
    result: Result = request.getfixturevalue(name)
    signals = rows(result, "signal")
    assert total(rows(result, "combined"), "points") == result.points
    assert total(rows(result, "network"), "contributes") == result.points
    assert total(signals, "contributes") == result.points
    assert total(rows(result, "post") + rows(result, "other_posts"), "contributes") == result.points
    for network in result.networks:
        assert total([row for row in signals if row["network"] == network.network], "points") in (network.points, 0)


def test_every_row_has_every_column(messy: Result) -> None:
    table = list(csv.reader(io.StringIO(to_csv(messy))))
    assert table[0] == list(COLUMNS)
    assert {len(row) for row in table} == {len(COLUMNS)}


def test_unknown_is_empty_and_not_zero(worked: Result) -> None:
    (share,) = [row for row in rows(worked, "signal") if row["status"] == "unknown"]
    assert {name: text for name, text in share.items() if text} == {
        "level": "signal",
        "network": "linkedin",
        "kind": "share",
        "status": "unknown",
        "weight": "40",
    }


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "\u200b=", "\x0b="])
def test_no_text_becomes_a_formula(worked: Result, start: str) -> None:
    line = PostLine(kind="like", count=1, contributes=0)
    post = Post(network=f"{start}n", post=f"{start}1+1", label=f"{start}cmd|'/c calc'!A0", contributes=0, lines=[line])
    (row,) = rows(dataclasses.replace(worked, posts=[post]), "post")
    assert all(row[column][0] in "' " for column in ("network", "post", "label"))


def test_other_text_stays_as_it_is(worked: Result) -> None:
    assert rows(worked, "post")[0]["label"].startswith("I left the number alone")


def test_no_control_character_reaches_a_screen(messy: Result) -> None:
    assert not any(character < " " for character in to_csv(messy).replace("\n", ""))
