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
from influence.causes import CAUSES, UNKNOWN
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


def alike_damped(old: Given, new: Given) -> bool:
    """Whether people's repeats count alike in both, or nobody is named: damping looks at all that a person did in the
    window."""
    damping = [{one for one in how["set"] if one.startswith(("same_person", "window"))} for _, how in (old, new)]
    return damping[0] == damping[1] or all(line.endswith(",") for line in (*old[0], *new[0]))


@examples(40)
@given(st.tuples(rows, ways), st.tuples(rows, ways))
def test_causes_add_up(tmp_path_factory: pytest.TempPathFactory, old: Given, new: Given) -> None:
    folder = tmp_path_factory.mktemp("pair")
    results = [
        influence.score(events(folder / f"{number}.csv", lines), **how)
        for number, (lines, how) in enumerate((old, new))
    ]
    found = influence.diff(*results)
    assert (found.before, found.after) == tuple(result.points for result in results)
    assert sum(cause.points for cause in found.causes) == found.difference == found.after - found.before
    assert {cause.cause for cause in found.causes} <= set(CAUSES)
    assert all(cause.points for cause in found.causes)
    if alike_damped(old, new):
        assert UNKNOWN not in found.by_cause()
    told = influence.diff(*results, folder / "1.csv")
    assert sum(cause.points for cause in told.causes) == told.difference == found.difference
    assert UNKNOWN not in told.by_cause()


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
    found = influence.diff(scored(*before[0], **before[1]), scored(*after[0], **after[1]))
    assert {one.cause for one in found.causes} == {cause}
    assert sum(one.points for one in found.causes) == found.difference != 0


def test_nothing_changed_is_no_difference(scored: Callable[..., Result]) -> None:
    result = scored(*BASE)
    assert influence.diff(result, result).to_dict() == {
        "schema": 1,
        "before": result.points,
        "after": result.points,
        "difference": 0,
        "causes": [],
        "notes": [],
    }


def test_what_the_results_do_not_tell_is_said_to_be_unknown(scored: Callable[..., Result]) -> None:
    result = scored(*BASE)
    claimed = dataclasses.replace(result, points=result.points + 7, score=(result.points + 7) / 100)
    assert [(one.cause, one.points) for one in influence.diff(result, claimed).causes] == [("unknown", 7)]


OLDER = row("x", "like", 5000, OLD)
FAN = [row("x", "like", 1000, EARLIER, "p", "ann"), row("x", "comment", 40, TODAY)]


@pytest.mark.parametrize("days", ["90", "30"])
def test_another_window_is_the_weights_doing(days: str, scored: Callable[..., Result]) -> None:
    other = {"30": "90", "90": "30"}[days]
    old, new = (scored(*BASE, OLDER, set=[f"window_days={window}"]) for window in (days, other))
    found = influence.diff(old, new)
    assert list(found.by_cause()) == ["weights"]
    assert found.notes == [f"weights: window_days={other}"]


def test_other_damping_of_the_same_people_is_the_weights_doing(scored: Callable[..., Result]) -> None:
    found = influence.diff(scored(*FAN), scored(*FAN, set=["same_person=1"]))
    assert list(found.by_cause()) == ["weights"]


def test_the_events_tell_what_two_results_do_not(tmp_path: Path, scored: Callable[..., Result]) -> None:
    more = [row("x", "like", 1500, EARLIER, "p", "ann"), FAN[1]]
    old, new = scored(*FAN, set=["same_person=0.9"]), scored(*more)
    found = influence.diff(old, new)
    assert set(found.by_cause()) >= {"unknown"}
    assert "unknown of x like" in found.notes[-1]
    told = influence.diff(old, new, tmp_path / "export.csv")
    assert set(told.by_cause()) == {"revised", "weights"}
    assert sum(cause.points for cause in told.causes) == found.difference
    revised = influence.diff(old, scored(*more, set=["same_person=0.9"]))
    assert told.by_cause()["revised"] == revised.difference
    events(tmp_path / "others.csv", BASE)
    with pytest.raises(influence.InputError, match="do not give the new result"):
        influence.diff(old, new, tmp_path / "others.csv")


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., Result]:
    """The score of files that hold these rows."""

    def score(**held: list[str]) -> Result:
        return influence.score(*(events(tmp_path / f"{name}.csv", lines) for name, lines in held.items()))

    return score


def test_what_other_files_did(files: Callable[..., Result]) -> None:
    more = [row("x", "like", 3000, EARLIER, "q")]
    one, both = files(a=BASE), files(a=BASE, b=more)
    added, gone = influence.diff(one, both), influence.diff(both, one)
    assert list(added.by_cause()) == ["file added"]
    assert list(gone.by_cause()) == ["file gone"]
    assert added.notes[0].startswith("only the new result has: ")
    assert added.notes[0].endswith("b.csv")


def test_files_of_another_kind_do_not_tell_what_was_revised(files: Callable[..., Result]) -> None:
    old, new = files(a=BASE), files(b=[row("x", "like", 900, EARLIER), BASE[1]])
    other = dataclasses.replace(new, inputs=[dataclasses.replace(one, format="x-content") for one in new.inputs])
    assert list(influence.diff(old, other).by_cause()) == ["unknown"]
    assert "unknown of x like" in influence.diff(old, other).notes[-1]


def test_the_same_files_read_otherwise(scored: Callable[..., Result]) -> None:
    old, new = scored(*BASE), scored(row("x", "like", 900, EARLIER), BASE[1])
    same = dataclasses.replace(new, inputs=old.inputs)
    assert list(influence.diff(old, same).by_cause()) == ["method"]
    later = dataclasses.replace(old, version="9", points=old.points + 3, score=(old.points + 3) / 100)
    assert list(influence.diff(old, later).by_cause()) == ["method"]


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
    told = ["diff", "old.json", "new.json", "--with", "export.csv", "--json"]
    assert json.loads(run.invoke(program, told, standalone_mode=False).output)["causes"] == plain["causes"]
    table = run.invoke(program, ["diff", "old.json", "new.json", "--markdown"], standalone_mode=False).output
    assert table.startswith("## What changed\n")
    assert f"| **network added** | {plain['causes'][-1]['points'] / 100:+.2f} |" in table
    events(Path("later.csv"), BASE)
    later = ["score", "later.csv", "--as-of", TODAY.isoformat(), "--baseline", "old.json"]
    fell = run.invoke(program, [*later, "--fail-drop", "0.5"], standalone_mode=False)
    assert fell.return_value == 3
    assert "faded" in fell.output
    run.invoke(program, [*later, "-o", "report.md", "--markdown"], standalone_mode=False)
    assert "## What changed" in Path("report.md").read_text("utf-8")
    assert run.invoke(program, [*later, "--fail-drop", "50"], standalone_mode=False).return_value == 0
    with pytest.raises(influence.UsageError):
        run.invoke(program, ["score", "later.csv", "--fail-drop", "1"], standalone_mode=False, catch_exceptions=False)


def test_two_profiles_are_not_compared(scored: Callable[..., Result]) -> None:
    result = scored(*BASE)
    with pytest.raises(influence.InputError, match="different profiles"):
        influence.diff(result, dataclasses.replace(result, profile="ann"))
