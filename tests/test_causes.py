"""`influence diff`: causes that add up, whatever the two results are, and the words of each cause."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.cases import examples

import influence
from influence.causes import CAUSES, diff
from influence.cli import influence as program
from influence.result import Result

Given = tuple[list[str], dict[str, Any]]

DAY = datetime.timedelta(days=1)
DAYS = [datetime.date(2026, 11, 20) - datetime.timedelta(days=age) for age in (0, 1, 7, 44, 45, 89, 90, 200)]
SETTINGS = ["x.like.weight=3", "window_days=30", "half_life_days=10", "same_person=1", "combine.points=12", "x.voice=3"]


def row(network: str, kind: str, count: int, day: datetime.date | None, post: str = "p", actor: str = "") -> str:
    return f"{network},{kind},{count},{day or ''},{post},{actor}"


def events(path: Path, rows: list[str]) -> Path:
    path.write_text("\n".join(["network,kind,count,time,post,actor", *rows]) + "\n", "utf-8")
    return path


rows = st.lists(
    st.builds(
        row,
        st.sampled_from(["x", "linkedin", "mastodon"]),
        st.sampled_from(["like", "comment", "repost", "share", "interaction", "view"]),
        st.integers(0, 4000),
        st.sampled_from([*DAYS, None]),
        st.sampled_from(["p", "q"]),
        st.sampled_from(["", "ann", "bob"]),
    ),
    min_size=1,
    max_size=12,
)
ways = st.fixed_dictionaries({"set": st.lists(st.sampled_from(SETTINGS), max_size=2), "as_of": st.sampled_from(DAYS)})


@examples(60)
@given(st.tuples(rows, ways), st.tuples(rows, ways))
def test_causes_add_up(tmp_path_factory: pytest.TempPathFactory, old: Given, new: Given) -> None:
    folder = tmp_path_factory.mktemp("pair")
    results = [
        influence.score(events(folder / f"{number}.csv", lines), **how)
        for number, (lines, how) in enumerate((old, new))
    ]
    found = diff(*results)
    assert (found.before, found.after) == tuple(result.points for result in results)
    assert sum(cause.points for cause in found.causes) == found.difference == found.after - found.before
    assert {cause.cause for cause in found.causes} <= set(CAUSES) - {"unknown"}
    assert all(cause.points for cause in found.causes)


@pytest.fixture
def scored(tmp_path: Path) -> Callable[..., Result]:
    def score(*lines: str, **how: object) -> Result:
        return influence.score(events(tmp_path / "export.csv", list(lines)), **how)  # type: ignore[arg-type]

    return score


TODAY, EARLIER, OLD = DAYS[0], DAYS[2], DAYS[5]
BASE = [row("x", "like", 500, EARLIER), row("x", "comment", 40, EARLIER)]


STILL = {"set": ["half_life_days=null"]}
LEAVES = OLD + datetime.timedelta(days=90)
AGED = [row("x", "like", 9000, OLD), row("x", "comment", 40, TODAY)]


@pytest.mark.parametrize(
    "cause, before, after",
    [
        ("came", (BASE, {"as_of": EARLIER, **STILL}), ([*BASE, row("x", "like", 900, TODAY)], STILL)),
        ("revised", (BASE, {}), ([row("x", "like", 800, EARLIER), BASE[1]], {})),
        ("faded", (BASE, {"as_of": EARLIER}), (BASE, {"as_of": TODAY})),
        ("left the window", (AGED, {"as_of": LEAVES - DAY, **STILL}), (AGED, {"as_of": LEAVES, **STILL})),
        ("coverage", (BASE, {}), ([*BASE, row("x", "repost", 70, EARLIER)], {})),
        ("network added", (BASE, {}), ([*BASE, row("mastodon", "like", 700, EARLIER)], {})),
        ("network gone", ([*BASE, row("mastodon", "like", 700, EARLIER)], {}), (BASE, {})),
        ("weights", (BASE, {}), (BASE, {"set": ["x.like.full=500"]})),
    ],
)
def test_each_cause_alone(cause: str, before: Given, after: Given, scored: Callable[..., Result]) -> None:
    found = diff(scored(*before[0], **before[1]), scored(*after[0], **after[1]))
    assert {one.cause for one in found.causes} == {cause}
    assert sum(one.points for one in found.causes) == found.difference != 0


def test_nothing_changed_is_no_difference(scored: Callable[..., Result]) -> None:
    result = scored(*BASE)
    assert diff(result, result).to_dict() == {
        "before": result.points,
        "after": result.points,
        "difference": 0,
        "causes": [],
    }


def test_what_the_results_do_not_tell_is_said_to_be_unknown(scored: Callable[..., Result]) -> None:
    result = scored(*BASE)
    claimed = dataclasses.replace(result, points=result.points + 7, score=(result.points + 7) / 100)
    assert [(one.cause, one.points) for one in diff(result, claimed).causes] == [("unknown", 7)]


def test_the_command(tmp_path: Path, scored: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    old, new = scored(*BASE, as_of=EARLIER), scored(*BASE, row("mastodon", "like", 700, TODAY))
    Path("old.json").write_text(old.to_json(), "utf-8")
    Path("new.json").write_text(new.to_json(), "utf-8")
    run = CliRunner()
    shown = run.invoke(program, ["diff", "old.json", "new.json"], standalone_mode=False)
    assert "network added" in shown.output
    assert "faded" in shown.output
    plain = json.loads(run.invoke(program, ["diff", "old.json", "new.json", "--json"], standalone_mode=False).output)
    assert plain["difference"] == sum(cause["points"] for cause in plain["causes"]) == new.points - old.points
    events(Path("later.csv"), BASE)
    later = ["score", "later.csv", "--as-of", TODAY.isoformat(), "--baseline", "old.json"]
    fell = run.invoke(program, [*later, "--fail-drop", "0.5"], standalone_mode=False)
    assert fell.return_value == 3
    assert "faded" in fell.output
    assert run.invoke(program, [*later, "--fail-drop", "50"], standalone_mode=False).return_value == 0
    with pytest.raises(influence.UsageError):
        run.invoke(program, ["score", "later.csv", "--fail-drop", "1"], standalone_mode=False, catch_exceptions=False)


def test_two_profiles_are_not_compared(scored: Callable[..., Result]) -> None:
    result = scored(*BASE)
    with pytest.raises(influence.InputError, match="different profiles"):
        diff(result, dataclasses.replace(result, profile="ann"))
