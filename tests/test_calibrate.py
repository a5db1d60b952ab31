"""`influence calibrate`: what is full comes from a cohort, and the rest of the weights file stays as it was."""

from __future__ import annotations

import math
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

import influence
from influence.cli import influence as command

SHIPPED = (Path(__file__).parents[1] / "weights.yaml").read_text("utf-8")
PLAIN = ["half_life_days=null"]
"""Amounts are counts: numbers that one can see."""


def cohort(path: Path, counts: dict[str, list[int]], network: str = "x") -> Path:
    """Profiles p1, p2 ... of which each received its count of each kind."""
    rows = [
        f"p{number},{network},{kind},{count},2026-11-01"
        for kind, every in counts.items()
        for number, count in enumerate(every, 1)
    ]
    path.write_text("profile,network,kind,count,time\n" + "\n".join(rows) + "\n")
    return path


def lines(path: Path, weights: Path, profile: str) -> dict[str, influence.MeasuredLine]:
    result = influence.score(path, weights=weights, profile=profile)
    return {line.kind: line for line in result.networks[0].lines if line.status == "measured"}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which the shipped weights are in force."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_percentile_is_full(here: Path) -> None:
    likes = [0] * 50 + random.Random(1).sample(range(1, 201), 200)
    events = cohort(here / "events.csv", {"like": likes, "comment": [3] * 250})
    made = influence.calibrate(events, set=PLAIN)
    weights = here / "weights.yaml"
    weights.write_text(made.text)
    assert [(one.kind, one.profiles, one.now) for one in made.signals if not one.left] == [
        ("like", 200, {"full": 198}),
        ("comment", 250, {"full": 3}),
    ]
    for count, value in ((198, 1), (199, 1), (197, math.log(198) / math.log(199)), (0, 0)):
        line = lines(events, weights, f"p{likes.index(count) + 1}")["like"]
        assert line.full == 198
        assert line.value == round(value, 4)


def test_half_at_the_median_and_nine_tenths_at_percentile_90(here: Path) -> None:
    likes = list(range(1, 201))
    events = cohort(here / "events.csv", {"like": likes, "comment": [7] * 200})
    made = influence.calibrate(events, set=PLAIN, curve="loglogistic")
    weights = here / "weights.yaml"
    weights.write_text(made.text)
    assert lines(events, weights, "p100")["like"].value == 0.5
    assert lines(events, weights, "p180")["like"].value == 0.9
    comment = next(one for one in made.signals if one.kind == "comment")
    assert comment.left == "its median and its 90th percentile are the same"
    again = influence.calibrate(events, weights=weights, curve="loglogistic")
    assert again.text == made.text
    back = influence.calibrate(events, weights=weights, curve="log")
    assert next(one for one in back.signals if one.kind == "like").now == {"full": 198}


def test_amounts_are_those_of_the_score(here: Path) -> None:
    draw = random.Random(7)
    days = [f"2026-{month:02}-{day:02}" for month in (8, 9, 10) for day in range(1, 29)]
    rows = [
        f"p{draw.randrange(30)},x,like,{draw.randrange(1, 9)},{draw.choice(days)},{draw.choice(['', 'ann', 'bob'])}"
        for _ in range(900)
    ]
    events = here / "events.csv"
    events.write_text("profile,network,kind,count,time,actor\n" + "\n".join(rows) + "\n")
    made = influence.calibrate(events, percentile=90, as_of="2026-10-20", min_profiles=30)
    with influence.read(events) as read:
        scores = [influence.score(read, profile=f"p{number}", as_of="2026-10-20") for number in range(30)]
    amounts = sorted(one.networks[0].lines[0].amount for one in scores)
    assert made.signals[0].now["full"] == pytest.approx(amounts[26], rel=0.006)
    assert (made.as_of, made.first, made.last) == ("2026-10-20", "2026-08-01", "2026-10-20")


def test_only_numbers_and_why_change(here: Path) -> None:
    events = cohort(here / "events.csv", {"like": list(range(1, 101)), "quote": [5] * 99})
    made = influence.calibrate(events)
    before, after = SHIPPED.splitlines(), made.text.splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    full = made.signals[0].now["full"]
    said = "calibrated: full is percentile 99 of 100 profiles that received any, 2026-11-01, to three digits"
    assert changed == [
        (
            old
            := '      like:        {weight: 10, full: 50000, why: "a tap, and nobody sees who", source: "judgement"}',
            old.replace("50000", f"{full:g}").replace("sees who", f"sees who; {said}"),
        )
    ]
    assert {one.kind: one.left for one in made.signals if one.left}["quote"] == "99 of the 100 profiles that are needed"
    (here / "weights.yaml").write_text(made.text)
    assert influence.calibrate(events).text == made.text


def test_a_network_that_the_file_lacks_is_added_from_default(here: Path) -> None:
    events = cohort(here / "events.csv", {"like": list(range(1, 101))}, "a b: é")
    made = influence.calibrate(events, set=PLAIN)
    (here / "weights.yaml").write_text(made.text)
    assert made.added == ["a b: é"]
    assert "facebook" in made.absent
    result = influence.score(events, profile="p99")
    assert result.networks[0].lines[0].full == 99
    assert result.networks[0].lines[0].value == 1
    assert influence.calibrate(events).added == []


def test_settings_are_written_for_the_amounts_rest_on_them(here: Path) -> None:
    events = cohort(here / "events.csv", {"like": list(range(1, 101))})
    made = influence.calibrate(events, set=["window_days=30", "x.quote.weight=3", "combine.points=5"])
    (here / "weights.yaml").write_text(made.text)
    used = influence.score(events, profile="p1").weights.values
    assert (used["window_days"], used["combine"]["points"]) == (30, 5)
    assert used["networks"]["x"]["signals"]["quote"]["weight"] == 3


BLOCK = """\
method: 1
window_days: 90
half_life_days: null
same_person: 0.5
combine:
  rule: doubling
networks:
  default:
    # about likes
    signals:
      like:
        weight: 1
        full: 5   # five
      view: {weight: 2, median: 3, p90: 9, curve: loglogistic}
"""


def test_a_file_in_lines(here: Path) -> None:
    (here / "weights.yaml").write_text(BLOCK)
    events = cohort(here / "events.csv", {"like": list(range(1, 201)), "view": list(range(1, 201))})
    mixed = influence.calibrate(events)
    assert mixed.text.startswith(BLOCK)
    added = mixed.text.removeprefix(BLOCK)
    said = "of 200 profiles that received any, 2026-11-01, to three digits"
    assert (
        added
        == f"""
  x:
    # about likes
    signals:
      like:
        weight: 1
        full: 198   # five
        why: "calibrated: full is percentile 99 {said}"
      view: {{weight: 2, median: 100, p90: 180, curve: loglogistic, \
why: "calibrated: median and p90 are percentiles 50 and 90 {said}"}}
"""
    )


def test_the_command_writes_the_file_and_says_what_it_did(here: Path) -> None:
    events = cohort(here / "events.csv", {"like": list(range(1, 101)), "comment": [1] * 5, "view": [9] * 100})
    events.write_text(events.read_text() + ",x,like,1000,2026-11-01\n")
    done = CliRunner().invoke(
        command, ["calibrate", "events.csv", "-o", "weights.yaml", "--set", "half_life_days=null"]
    )
    assert done.exit_code == 0, done.stderr
    assert done.stdout == ""
    assert done.stderr.splitlines()[:4] == [
        "amounts as of 2026-11-01, of 2026-11-01",
        "note: rows that name no profile, and are nobody's: 1",
        "x like: full 50,000 -> full 99 (100 profiles)",
        "x comment: left at full 5,000: 5 of the 100 profiles that are needed",
    ]
    assert CliRunner().invoke(command, ["weights", "check"]).stdout.startswith("weights.yaml: right: 12 networks")
    quiet = CliRunner().invoke(command, ["calibrate", "events.csv", "-q"])
    assert (quiet.stdout, quiet.stderr) == ((here / "weights.yaml").read_text(), "")


@pytest.mark.parametrize(
    "arguments, error, said",
    [
        (["--min-profiles", "101"], influence.InputError, "like of x, has 100 of the 101 profiles"),
        (["--min-profiles", "0"], influence.UsageError, "not at least 1"),
        (["--percentile", "100"], influence.UsageError, "not between 0 and 100"),
        (["--percentile", "nan"], influence.UsageError, "not between 0 and 100"),
        (["--percentile", "9", "--curve", "loglogistic"], influence.UsageError, "loglogistic takes the median"),
        (["--as-of", "x"], influence.UsageError, "--as-of x: not a day"),
        (["--as-of", "2020-01-01"], influence.InputError, "0 of the 100 profiles"),
        (["-o", "events.csv"], influence.UsageError, "this is the export itself"),
    ],
)
def test_what_cannot_be_is_an_error(here: Path, arguments: list[str], error: type[Exception], said: str) -> None:
    events = cohort(here / "events.csv", {"like": list(range(1, 101))})
    before = events.read_bytes()
    with pytest.raises(error, match=said):
        command.main(["calibrate", "events.csv", *arguments], standalone_mode=False)
    assert events.read_bytes() == before
