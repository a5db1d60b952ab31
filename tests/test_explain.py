"""The explanation is what the arithmetic says, and every line of it can be redone."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence.errors import InputError
from influence.render import explain
from influence.result import Result

FIXTURES = Path(__file__).parent / "fixtures"
EXAMPLES = ("worked_example", "mean_example")


def example(name: str = "worked_example") -> Result:
    return Result.from_json((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", EXAMPLES)
def test_explanation(name: str) -> None:
    assert explain.to_text(example(name)) == (FIXTURES / f"{name}.explain.txt").read_text(encoding="utf-8")


# Every line is redone


FORMULA = re.compile(r"(?:[-+*/(). 0-9]|e[-+]\d+|floor\(|log2\(|log\()+")
NAMES = {"floor": math.floor, "log2": math.log2, "log": math.log}


def redo(formula: str) -> float | None:
    """A side of an equation as a number; None where it is words."""
    formula = re.sub(r"\d+ as ", "", formula).replace(" (at most)", "")
    formula = formula.replace(" x ", " * ").replace("^", "**").replace("ln(", "log(").partition(",")[0].strip()
    if not formula or not FORMULA.fullmatch(formula):
        return None
    return float(eval(formula, {"__builtins__": {}}, NAMES))


def equations(text: str) -> list[tuple[str, float, str, float]]:
    """Neighbouring sides of every `a = b = c -> d`, as numbers, and what is between them."""
    unwrapped = re.sub(r"\n {6,}(?=\S*[-+=(])", " ", text)
    found = []
    for line in unwrapped.splitlines():
        label = r"^ *(?:\d{4}-\d\d-\d\d|no day|[a-z]+) +(?:= )?(?!x )"
        sides = re.split(" (=|->) ", re.sub(label, "", line))
        for left, between, right in zip(sides[::2], sides[1::2], sides[2::2], strict=False):
            if (a := redo(left)) is not None and (b := redo(right)) is not None:
                found.append((line, a, between, b))
    return found


def assert_all_true(text: str) -> int:
    found = equations(text)
    for line, left, between, right in found:
        whole = between == "->" or "floor" in line  # six digits may fall just short of a whole number
        assert "(at most)" in line or abs(left - right) <= (1.001 if whole else 1e-3 + abs(right) * 2e-5), line
    return len(found)


@pytest.mark.parametrize(("name", "sides"), [("worked_example", 76), ("mean_example", 37)])
def test_every_line_of_it_is_true(name: str, sides: int) -> None:
    assert assert_all_true(explain.to_text(example(name))) >= sides


def test_a_line_that_is_not_true_would_be_noticed() -> None:
    text = explain.to_text(example())
    for right, wrong in (
        ("0.462937", "0.472937"),
        ("= 4655,", "= 4665,"),
        ("(2793.5)", "(2798.5)"),
        ("1781.89", "1782.89"),
    ):
        assert right in text
        with pytest.raises(AssertionError):
            assert_all_true(text.replace(right, wrong))


@given(
    st.lists(st.integers(0, 10**9), min_size=5, max_size=5), st.sampled_from(["doubling", "mean"]), st.floats(0.5, 400)
)
def test_every_line_is_true_whatever_the_numbers(counts: list[int], rule: str, half_life: float) -> None:
    result = example()
    values = json.loads(json.dumps(result.weights.values))
    values.update(half_life_days=half_life, combine={"rule": rule, "points": 6})
    activity = [replace(row, count=n, damped=n) for row, n in zip(result.activity, counts, strict=True)]
    text = explain.to_text(replace(result, activity=activity, weights=replace(result.weights, values=values)))
    assert_all_true(text)
    assert max(map(len, text.splitlines())) <= 100


# What else it says


def changed(result: Result, **signals: Any) -> Result:
    values = json.loads(json.dumps(result.weights.values))
    values["networks"]["default"]["signals"].update(signals)
    return replace(result, weights=replace(result.weights, values=values))


def test_the_curves_with_their_numbers_put_in() -> None:
    text = explain.to_text(
        changed(
            example(),
            like={"weight": 20, "curve": "loglogistic", "median": 100, "p90": 900},
            comment={"weight": 40, "curve": "linear", "full": 100},
            share={"weight": 40, "curve": "log", "full": 130},
        )
    )
    assert "    k = ln(9) / ln(900 / 100) = 1\n    value = 1 / (1 + (100 / 138.881)^1) = 0.581382\n" in text
    assert "value = 18.5175 / 100 = 0.185175\n" in text
    assert "value = 1, for the amount is at least full, 130\n" in text


def test_nothing_received_nothing_measured_and_no_weight() -> None:
    result = example()
    text = explain.to_text(
        replace(
            changed(result, share={"weight": 0, "curve": "log", "full": 2000}),
            networks=[replace(result.networks[0], lines=result.networks[0].lines[2:]), result.networks[1]],
            activity=[row for row in result.activity if row.kind == "share"],
        )
    )
    assert "linkedin = 0: nothing that its weights score could be measured" in text
    assert "amount = 0, so value = 0 and points = 0" in text
    assert "coverage = 0 / (20 + 40 + 0) = 0\n" in text
    assert "share       10000 x 0 / 60 = 0 -> 0" in text


def test_weights_that_come_to_nothing_share_nothing() -> None:
    result = example()
    x = result.networks[1]
    only_share = [replace(result, networks=[replace(x, lines=x.lines[2:])], activity=result.activity[4:])]
    text = explain.to_text(changed(only_share[0], share={"weight": 0, "curve": "log", "full": 2000}))
    assert "    share       0\n" in text
    assert "points = floor(0 x 0.641355 + 0.5) = floor(0.5) = 0" in text


def test_no_voice_is_no_score() -> None:
    result = example()
    values = json.loads(json.dumps(result.weights.values))
    values["networks"]["default"]["voice"] = 0
    assert "no network has a voice: 0\n" in explain.to_text(
        replace(result, weights=replace(result.weights, values=values))
    )


def test_as_many_digits_as_it_takes_to_see_the_rounding() -> None:
    """0.49999 of 10000 is 4999.9: six digits would do; 0.2999499999 of it is 2999.499999, and six would mislead."""
    result = changed(example("mean_example"), like={"weight": 1, "curve": "linear", "full": 50 / 0.29994999})
    assert "points = floor(10000 x 0.29995 + 0.5) = floor(2999.9999) = 2999" in explain.to_text(result)


def test_a_score_that_is_capped_says_so() -> None:
    result = example()
    activity = [replace(row, count=10**9, damped=10**9) for row in result.activity]
    text = explain.to_text(replace(result, activity=activity))
    assert "= floor(10600.5) = 10000 (at most)" in text


def test_it_says_when_the_result_claims_something_else() -> None:
    text = explain.to_text(replace(example(), score=80.5, points=8050))
    assert "The result says 80.50, not what it holds: `influence verify` says where.\n" in text
    assert "How the score of 65.79 comes about" in text
    result = example()
    late = replace(result, activity=[*result.activity, replace(result.activity[0], day="2027-01-01")])
    assert "The result says 65.79, not what it holds" in explain.to_text(late)


def test_foreign_text_is_harmless() -> None:
    name = "x\x1b[31m\nscore"
    result = example()
    rows = [replace(row, network=name) for row in result.activity]
    networks = [replace(result.networks[1], network=name)]
    weights = replace(result.weights, path="\x1b]0;", sha256="\x07")
    text = explain.to_text(replace(result, activity=rows, networks=networks, weights=weights, as_of="2026-11-20"))
    assert all(line.isprintable() for line in text.splitlines())
    assert "\nscore" not in text


def test_weights_that_are_none_cannot_be_explained() -> None:
    result = example()
    with pytest.raises(InputError, match="the result's weights are no weights: empty"):
        explain.to_text(replace(result, weights=replace(result.weights, values={})))
