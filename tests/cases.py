"""Random inputs of the score: event rows, weights and days, wild ones and ones made of ties, and their files.

The tests of the score run few examples; INFLUENCE_THOROUGH=N runs many more. They are always the same ones, so that
what passed here passes everywhere; INFLUENCE_CHANCE=1 draws new ones each time.
"""

from __future__ import annotations

import csv
import datetime
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

import influence
from influence.result import MeasuredLine, Network, Result

Row = dict[str, Any]
Plain = dict[str, Any]
Form = Literal["ndjson", "csv"]

THOROUGH = int(os.environ.get("INFLUENCE_THOROUGH", "0"))
CHANCE = bool(os.environ.get("INFLUENCE_CHANCE"))
TODAY = datetime.date(2026, 11, 20)
DAY = TODAY.isoformat()
COLUMNS = ("profile", "network", "kind", "count", "time", "post", "actor")
NETWORKS = ("alpha", "linkedin", "new", "x")
KINDS = ("like", "comment", "share", "repost", "save", "interaction", "view")


def examples(number: int) -> settings:
    """The Hypothesis settings for a test that runs a tenth of this many examples; with INFLUENCE_THOROUGH=1 three
    tenths, and with N so many times that."""
    few, many = max(4, number // 10), max(10, number * 3 // 10)
    return settings(
        max_examples=many * THOROUGH if THOROUGH else few,
        derandomize=not CHANCE,
        database=None,
        deadline=None,
        print_blob=CHANCE,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )


def thinned(values: Iterable[Any], every: int) -> list[Any]:
    """The parameters of a test, of which `make test` tries one in `every`, and `make test-all` the others."""
    return [pytest.param(one, marks=[pytest.mark.thorough] if at % every else []) for at, one in enumerate(values)]


@dataclass(frozen=True)
class Case:
    """One input and one way to score it. `as_of` None: the newest day of the rows."""

    rows: list[Row]
    weights: Plain
    as_of: datetime.date | None = None
    profile: str | None = None
    form: Form = "ndjson"


# Files


@contextmanager
def files(*lists: Sequence[Row], form: Form = "ndjson") -> Iterator[list[Path]]:
    """A canonical file for each list of rows, for as long as the block runs."""
    with tempfile.TemporaryDirectory(prefix="influence-test-") as folder:
        paths = [Path(folder) / f"{number}.{form}" for number in range(len(lists))]
        for path, rows in zip(paths, lists, strict=True):
            write_rows(path, rows)
        yield paths


def write_rows(path: Path, rows: Sequence[Row]) -> None:
    """Rows as the canonical CSV or NDJSON."""
    if path.suffix == ".ndjson":
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


def weights_text(value: Any) -> str:
    """Weights as YAML, every number with the very digits that the oracle reads."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {weights_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Decimal):
        return format(value, "f")
    return "null" if value is None else str(value)


def score(case: Case, *more: Sequence[Row]) -> Result:
    """The program's answer, through files: the case's rows in one, `more` in one each."""
    with files(case.rows, *more, form=case.form) as paths:
        return score_files(case, paths)


def score_files(case: Case, exports: Sequence[Any], posts: int | None = None) -> Result:
    """The program's answer about exports, by the case's weights file, day and profile."""
    with tempfile.TemporaryDirectory(prefix="influence-test-") as folder:
        path = Path(folder) / "weights.yaml"
        path.write_text(weights_text(case.weights), encoding="utf-8")
        return influence.score(*exports, weights=path, as_of=case.as_of, profile=case.profile, posts=posts)


def scored(result: Result) -> Plain:
    """What a result says about the score, without the files it came from."""
    data = result.to_dict()
    for key in ("inputs", "left_out", "problems", "warnings", "weights"):
        del data[key]
    return data


def network_of(result: Result, name: str) -> Network:
    return next(one for one in result.networks if one.network == name)


def lines_of(result: Result, name: str) -> dict[str, MeasuredLine]:
    return {line.kind: line for line in network_of(result, name).lines if isinstance(line, MeasuredLine)}


# Rows


def row(network: str, kind: str, count: int, day: str | None = None, **more: Any) -> Row:
    """One row with all of its columns."""
    return dict.fromkeys(COLUMNS) | {"network": network, "kind": kind, "count": count, "time": day} | more


def day_before(age: int | None) -> str | None:
    """The day this many days before TODAY."""
    return None if age is None else (TODAY - datetime.timedelta(days=age)).isoformat()


SQUARES = (0, 1, 4, 9, 16, 25, 100, 10_000)
counts = st.one_of(
    st.integers(0, 12),
    st.sampled_from(SQUARES),
    st.integers(0, 3_000),
    st.sampled_from((333, 5_000, 20_000, 123_457, 1_000_003, 10**12, 10**15)),
)
few_counts = st.one_of(st.integers(0, 4), st.sampled_from(SQUARES))
ages = st.one_of(
    st.sampled_from((0, 0, 1, 2, 5, 6, 7, 10, 29, 30, 31, 45, 89, 90, 91, -1)), st.integers(-2, 400), st.none()
)
few_ages = st.sampled_from((0, 0, 0, 1, 2, 4, 10, 20, 45, None))
CLOCKS = ("", "", "T00:00:00Z", "T23:59:59Z", "T23:30:00-02:00", "T01:00:00+05:00", " 12:34:56")
posts = st.sampled_from((None, None, "1", "10", "9", "a", "B", "b", "é", "a b", "1844674407370955161"))
few_posts = st.sampled_from((None, "a", "b", "c"))
actors = st.sampled_from((None, None, "ann", "bob", "Bob", "7"))


def rows(
    kinds: Sequence[str] = (*KINDS, "like", "like", "comment", "post", "impression"),
    tied: bool = False,
    profiles: Sequence[str | None] = (None,),
    networks: Sequence[str] = NETWORKS,
    most: int = 24,
) -> st.SearchStrategy[list[Row]]:
    """Rows; `tied`: of few counts, days and posts, so that much of it is equal."""
    one = st.builds(
        made_row,
        st.sampled_from(networks),
        st.sampled_from(kinds),
        few_counts if tied else counts,
        few_ages if tied else ages,
        st.just("") if tied else st.sampled_from(CLOCKS),
        few_posts if tied else posts,
        actors,
        st.sampled_from(profiles),
    )
    return st.lists(one, min_size=1, max_size=most).filter(lambda made: any(row["kind"] != "post" for row in made))


def made_row(
    network: str,
    kind: str,
    count: int,
    age: int | None,
    clock: str,
    post: str | None,
    actor: str | None,
    who: str | None,
) -> Row:
    """One row from its drawn parts."""
    day = day_before(age)
    return row(network, kind, count, day and day + clock, post=post, actor=actor, profile=who)


# Weights


def decimals(low: str, high: str, places: int = 6) -> st.SearchStrategy[Decimal]:
    """Decimal numbers as people write them, with up to so many places."""
    return st.decimals(low, high, places=places).map(lambda made: made.normalize() + 0)


numbers = st.one_of(
    st.integers(0, 40),
    st.sampled_from(
        [
            Decimal(text)
            for text in ["0.1", "0.2", "0.3", "0.7", "1.1", "0.000001", "0.333333", "33.333333", "9999.999999"]
        ]
    ),
    decimals("0", "100"),
)
TIES = (
    (1, 4, 1),
    (4, 1, 7),
    (1, 1, 4),
    (1, 1, 1),
    (2, 1),
    (3, 3, 3, 3, 3, 3, 3),
    (1, 1),
    (5, 3),
    (7, 2, 7),
    (1, 2, 3, 6),
    (1, 31),
    (3, 29),
    (1, 7),
)
tied_weights = st.one_of(
    st.sampled_from(TIES), st.sampled_from([tuple(Decimal("0.1") * one for one in tie) for tie in TIES])
)
fulls = st.one_of(
    st.sampled_from((1, 3, 7, 8, 15, 24, 63, 99, 255, 999, 9_999, 10_000, 50_000)),
    st.sampled_from([Decimal(text) for text in ("0.5", "0.1", "2.5", "12.7", "333.3", "1000000000")]),
    decimals("0.01", "5000", 3),
)
halving_fulls = st.sampled_from((1, 2, 4, 8, 16, 20, 40, 50, 64, 100, 1_000, 20_000, Decimal("0.5"), Decimal("2.5")))
medians = st.sampled_from(
    ((1, 3), (2, 4), (4, 16), (4, 12), (9, 81), (10, 90), (Decimal("0.5"), Decimal("1.5")), (3, 27), (100, 101))
)


@st.composite
def signals(draw: Callable[..., Any], tied: bool) -> Plain:
    """The signals of one network."""
    weights = list(draw(tied_weights if tied else st.lists(numbers, min_size=1, max_size=5)))
    names = draw(st.permutations([kind for kind in KINDS if kind != "interaction"]))[: len(weights)]
    weights = weights[: len(names)]
    if not any(weights):
        weights[0] = 1
    made = {name: draw(curves(weight, tied)) for name, weight in zip(names, weights, strict=True)}
    if draw(st.booleans()):
        made["interaction"] = draw(curves(draw(numbers), tied))
    return dict(draw(st.permutations(list(made.items()))))


def curves(weight: Any, tied: bool) -> st.SearchStrategy[Plain]:
    """One signal of this weight, by one of the three curves."""
    linear = (halving_fulls if tied else fulls).map(lambda full: {"weight": weight, "curve": "linear", "full": full})
    log = fulls.map(lambda full: {"weight": weight, "full": full})
    fisk = medians.map(lambda pair: {"weight": weight, "curve": "loglogistic", "median": pair[0], "p90": pair[1]})
    square = st.sampled_from((3, 8, 15, 24, 99)).map(lambda full: {"weight": weight, "full": full})
    return st.one_of(linear, linear, square, fisk) if tied else st.one_of(log, log, linear, fisk)


voices = st.one_of(
    st.sampled_from((1, 1, 1, 0, 2, 3, 7)),
    st.sampled_from([Decimal(text) for text in ("0.2", "0.5", "0.1", "0.333333", "1.5")]),
    decimals("0", "20"),
)
half_lives = st.one_of(
    st.sampled_from((None, None, 1, 2, 5, 10, 45)),
    st.sampled_from((Decimal("0.5"), Decimal("12.5"), Decimal("45.25"), 30)),
)
same_people = st.one_of(st.sampled_from((0, Decimal("0.5"), Decimal("0.5"), 1)), decimals("0", "1", 3))
combines = st.fixed_dictionaries(
    {
        "rule": st.sampled_from(("doubling", "doubling", "mean")),
        "points": st.one_of(st.sampled_from((1, 3, 6, 6, 10, 100, Decimal("6.0025"))), decimals("1", "30", 4)),
    }
)


def weights(tied: bool = False, combine: st.SearchStrategy[Plain] = combines) -> st.SearchStrategy[Plain]:
    """Whole weights files, with a block for some networks and the default for the others."""
    block = st.fixed_dictionaries({"voice": voices, "signals": signals(tied)})
    return st.fixed_dictionaries(
        {
            "method": st.just(1),
            "window_days": st.sampled_from((1, 7, 30, 46, 90, 90, 365)),
            "half_life_days": st.sampled_from((None, None, 1, 2, 10, 45)) if tied else half_lives,
            "same_person": st.sampled_from((0, Decimal("0.5"), 1)) if tied else same_people,
            "combine": combine,
            "networks": st.fixed_dictionaries({"default": block}, optional=dict.fromkeys(NETWORKS[:3], block)),
        }
    )


days = st.sampled_from((None, TODAY, TODAY, TODAY - datetime.timedelta(days=5), TODAY + datetime.timedelta(days=30)))


def cases(tied: bool = False) -> st.SearchStrategy[Case]:
    """Whole cases of one profile."""
    return st.builds(
        Case, rows=rows(tied=tied), weights=weights(tied), as_of=days, form=st.sampled_from(("ndjson", "csv"))
    )


# Cases made to be hard


def linear_likes(full: Any) -> Plain:
    """Only likes score, and in proportion."""
    return {"like": {"weight": 1, "curve": "linear", "full": full}}


DOUBLINGS = [Decimal(text) for text in ("6.0025", "2.5025", "1.005", "1.0025", "12.0025", "6", "1", "2.5", "50", "100")]

MOST_DOUBLINGS = 30
"""Where a score is 40 doublings, E + 1 and E are the same to 12 digits, and the combined score of two can lie 1e-11 of
a hundredth beside an exact half. The program's binary numbers cannot tell that from a half; it calls 1e-9 equal."""


@st.composite
def loud_cases(draw: Callable[..., Any]) -> Case:
    """Networks whose points are drawn themselves, often whole steps of the doubling: where E is a whole number, the
    combined score lies on an exact half again and again."""
    doubling = draw(st.one_of(st.sampled_from(DOUBLINGS), decimals("1", "20", 4)))
    most = min(10_000, int(100 * doubling * MOST_DOUBLINGS))
    steps = [int(100 * n * doubling) for n in range(1, 101) if 100 * n * doubling % 1 == 0]
    points = st.one_of(st.sampled_from([n for n in steps if n <= most] or [1]), st.integers(0, most))
    loud = st.one_of(st.sampled_from((0, 1, 1, 3, 5, 7, 15, Decimal("0.2"), Decimal("0.5"), Decimal("0.75"))), voices)
    names = draw(st.lists(st.sampled_from(NETWORKS), min_size=1, unique=True))
    blocks = {name: {"voice": draw(loud), "signals": linear_likes(10_000)} for name in (*names, "default")}
    general = {"method": 1, "window_days": 90, "half_life_days": None, "same_person": 1}
    combine = {"rule": draw(st.sampled_from(("doubling", "doubling", "mean"))), "points": doubling}
    made = [row(name, "like", draw(points)) for name in names]
    return Case(made, general | {"combine": combine, "networks": blocks})


@st.composite
def crowded_cases(draw: Callable[..., Any]) -> Case:
    """Posts of equal worth by different roads: some got a few likes of many, some many likes of one, whose square
    root counts. Sums of a fifth or a tenth carry binary noise, and sums over a power of two make remainders of many
    decimals: what is equal must stay so."""
    root, whole = draw(st.sampled_from((5, 10, 20))), draw(st.sampled_from((64, 512, 1_000, 1_024, 2_048, 4_096)))
    made: list[Row] = []
    for post in draw(st.lists(st.sampled_from("abcde"), min_size=1, unique=True)):
        worth, alone = draw(st.integers(1, 3)), draw(st.booleans())
        if not alone:
            made.append(row("x", "like", worth, DAY, post=post))
            continue
        pieces = draw(st.sampled_from((1, worth, root, root * worth)))
        made += [row("x", "like", root * worth // pieces, DAY, post=post, actor=post)] * pieces
        made.append(row("x", "like", root * root - root * worth, DAY, actor=post))
    rest = max(0, whole - sum(one["count"] if one["actor"] is None else Fraction(one["count"], root) for one in made))
    made.append(row("x", "like", int(rest), DAY))
    full = round(Decimal(whole) * 10_000 / draw(st.integers(1, 5_000)), 6)
    general = {"method": 1, "window_days": 90, "half_life_days": None, "same_person": Decimal("0.5")}
    networks = {"default": {"voice": 1, "signals": linear_likes(full)}}
    return Case(
        draw(st.permutations(made)), general | {"combine": {"rule": "doubling", "points": 6}, "networks": networks}
    )
