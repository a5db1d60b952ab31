"""The report's arithmetic in a real browser gives what the program gives, to the last hundredth."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from profiles import profiles
from settings import random_weights

import influence
from influence import weights, yamlfile
from influence.cli import run
from influence.result import Result
from influence.weights import shown_share
from influence.worked import Worked, WorkedNetwork, WorkedSignal, work
from influence.yamlfile import YamlFile

if TYPE_CHECKING:
    from playwright.sync_api import Page

Plain = dict[str, Any]

THOROUGH = int(os.environ.get("INFLUENCE_THOROUGH", "1"))
SETTINGS = 40 * THOROUGH
"""How many weights each profile is scored with; there are eleven profiles."""

WRITTEN = 4 * THOROUGH
"""With how many of them the program itself is run again, from the file or the settings that the browser wrote."""

NAMES = (
    "demo",
    "worked",
    "undated",
    "totals",
    "nothing",
    "one of each",
    "days",
    "people",
    "people of one day",
    "halves",
    "loud",
)


@dataclass(frozen=True)
class Case:
    """A profile: its events, its result, and how far that reaches."""

    events: influence.Events
    weights: Path | None
    result: Result
    window: tuple[int, int]

    @property
    def original(self) -> Plain:
        return self.result.weights.values

    def random_weights(self, seed: str, many: int) -> list[Plain]:
        random = Random(seed)
        return [random_weights(random, self.original, self.window) for _ in range(many)]


@pytest.fixture
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Case]:
    exports, file = profiles(tmp_path)[request.param]
    with influence.read(exports) as events:
        result = influence.score(events, weights=file)
        yield Case(events=events, weights=file, result=result, window=(shortest(result), result.window_days))


every_case = pytest.mark.parametrize("case", NAMES, indirect=True)


def shortest(result: Result) -> int:
    """The shortest window that a result can tell: all that was damped for its people must be in it."""
    work_signals = work(result).signals.values()
    damped = [signal for signal in work_signals if any(day.count != day.damped for day in signal.days)]
    return max([1, *(day.age + 1 for signal in damped for day in signal.days if day.age is not None)])


def test_every_profile_is_tried(tmp_path: Path) -> None:
    assert list(profiles(tmp_path)) == list(NAMES)


# The score


@every_case
def test_as_the_result_says(case: Case, modules: Page) -> None:
    found = in_browser(modules, case.result, [case.original])[0]
    assert found["points"] == case.result.points
    assert [found["low"] / 100, found["high"] / 100] == [case.result.low, case.result.high]
    networks = json.loads(case.result.to_json())["networks"]
    for claimed, network in zip(networks, found["networks"], strict=True):
        assert [network[name] for name in ("network", "points", "contributes", "voice")] == [
            claimed[name] for name in ("network", "points", "contributes", "voice")
        ]
        for line, one in zip(claimed["lines"], network["lines"], strict=True):
            assert {name: line[name] for name in one if name not in ("amount", "value")} == {
                name: value for name, value in one.items() if name not in ("amount", "value")
            }


@every_case
def test_any_weights_give_what_python_gives(case: Case, modules: Page) -> None:
    tried = case.random_weights("score", SETTINGS)
    for used, found in zip(tried, in_browser(modules, case.result, tried), strict=True):
        assert found == expected(case.result, used), used


def in_browser(page: Page, result: Result, tried: list[Plain]) -> list[Plain]:
    """What score.js gives for each of these weights, in one call."""
    return page.evaluate(
        "([text, tried]) => { const result = JSON.parse(text); return tried.map(w => scoring.score(result, w)) }",
        [result.to_json(), tried],
    )


def expected(result: Result, used: Plain) -> Plain:
    """The same from arithmetic.py; what is computed in floating point, nearly."""
    worked = work(result, weights.check(YamlFile("weights", used, {})))
    return {
        "points": worked.points,
        "low": worked.low,
        "high": worked.high,
        "coverage": shown_share(float(worked.coverage)),
        "networks": [_network(network, worked) for network in worked.networks],
    }


def _network(network: WorkedNetwork, worked: Worked) -> Plain:
    signals = {signal.kind: signal for signal in network.signals}
    return {
        "network": network.network,
        "points": network.points,
        "low": network.low,
        "high": network.high,
        "coverage": shown_share(float(network.coverage)),
        "voice": network.weights.voice,
        "contributes": network.contributes,
        "lines": [
            _line(signals[kind])
            if kind in signals
            else {"kind": kind, "status": "unknown", "weight": network.weights.signals[kind].weight}
            for kind in network.kinds
        ],
    }


def _line(signal: WorkedSignal) -> Plain:
    return {
        "kind": signal.kind,
        "status": "measured",
        "count": signal.count,
        "amount": pytest.approx(signal.amount, rel=1e-9, abs=0),
        "value": pytest.approx(signal.value, rel=1e-9, abs=1e-300),
        "weight": signal.signal.weight,
        "of": signal.of,
        "points": signal.points,
        "contributes": signal.contributes,
    }


# What a result cannot tell


@every_case
def test_how_far_a_result_reaches(case: Case, modules: Page) -> None:
    reach = modules.evaluate("text => scoring.reach(JSON.parse(text))", case.result.to_json())
    damped = any(row.count != row.damped for row in case.result.activity)
    assert reach == {"window_days": list(case.window), "same_person": not damped}
    for window in (case.window[0] - 1, case.window[1] + 1):
        with pytest.raises(Exception, match="window_days"):
            in_browser(modules, case.result, [case.original | {"window_days": window}])
    if damped:
        with pytest.raises(Exception, match="same_person"):
            in_browser(modules, case.result, [case.original | {"same_person": 0.75}])


# What the reader takes along


@every_case
def test_a_downloaded_file_scores_the_same(case: Case, modules: Page, tmp_path: Path) -> None:
    tried = case.random_weights("yaml", WRITTEN)
    told = zip(tried, written(modules, "toYaml", tried, case), in_browser(modules, case.result, tried), strict=True)
    for number, (used, text, found) in enumerate(told):
        (path := tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
        again = influence.score(case.events, weights=path)
        assert again.weights.values == weights.check(YamlFile("weights", used, {})).numbers()
        assert_same(again, found)


@every_case
def test_settings_score_the_same(case: Case, modules: Page) -> None:
    tried = case.random_weights("flags", WRITTEN)
    told = zip(tried, written(modules, "toFlags", tried, case), in_browser(modules, case.result, tried), strict=True)
    for used, flags, found in told:
        words = shlex.split(flags)
        assert words[0::2] == ["--set"] * (len(words) // 2)
        again = influence.score(case.events, weights=case.weights, set=words[1::2])
        assert again.weights.values == weights.check(YamlFile("weights", used, {})).numbers()
        assert_same(again, found)


def assert_same(result: Result, found: Plain) -> None:
    """What the program's SQL gives is what the browser gives."""
    assert [result.points, result.low, result.high] == [found["points"], found["low"] / 100, found["high"] / 100]
    assert [(one.network, one.points, one.contributes) for one in result.networks] == [
        (one["network"], one["points"], one["contributes"]) for one in found["networks"]
    ]


@every_case
def test_an_address_holds_the_weights(case: Case, modules: Page) -> None:
    tried = case.random_weights("fragment", SETTINGS)
    there_and_back = "(one) => weighing.fromFragment(`#${weighing.toFragment(one, original)}`, original)"
    again = modules.evaluate(f"([all, original]) => all.map({there_and_back})", [tried, case.original])
    assert again == tried


def written(page: Page, form: str, tried: list[Plain], case: Case) -> list[str]:
    """All of these weights in one of the forms that a reader takes along."""
    return page.evaluate(
        "([form, all, original]) => all.map((one) => weighing[form](one, original))", [form, tried, case.original]
    )


def test_on_the_command_line(modules: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The whole way, as the reader of a report goes it: save the file, score with it."""
    demo = profiles(tmp_path)["demo"][0]
    result = influence.score(demo)
    used = random_weights(Random("command line"), result.weights.values, (1, 90))
    text = modules.evaluate("both => weighing.toYaml(...both)", [used, result.weights.values])
    (path := tmp_path / "weights.yaml").write_text(text, encoding="utf-8")
    assert run(["score", str(demo), "--weights", str(path), "--json", "--quiet"]) == 0
    claimed = json.loads(capsys.readouterr().out)
    assert claimed["points"] == in_browser(modules, result, [used])[0]["points"]
    flags = shlex.split(modules.evaluate("both => weighing.toFlags(...both)", [used, result.weights.values]))
    assert run(["score", str(demo), "--json", "--quiet", *flags]) == 0
    assert json.loads(capsys.readouterr().out)["networks"] == claimed["networks"]


# What explains the numbers

EXPLAINED = """
method: 1
window_days: 90
half_life_days: 45
same_person: 0.5
combine: {rule: doubling, points: 6, why: "as \\"loudness\\"", source: "judgement"}
why: {window_days: "Klout looked at 90 days"}
source: {window_days: "second-hand", half_life_days: judgement}
networks:
  default:
    voice: 1
    why: "until you say otherwise"
    signals:
      like: {weight: 15, full: 10000, why: "a tap", source: "judgement"}
      share: {weight: 20, full: 2000, why: "line 1\\nline 2 \\u202e\\u0007 # no: comment {}", source: "ü ☃ 😀"}
"""


@pytest.fixture
def explained() -> Plain:
    return yamlfile.parse(EXPLAINED, "explained.yaml").data


def changed(original: Plain, **to: Any) -> Plain:
    made = json.loads(json.dumps(original))
    made["half_life_days"] = to.get("half_life", 45)
    made["combine"]["points"] = to.get("points", 6)
    made["networks"]["default"]["voice"] = to.get("voice", 1)
    made["networks"]["default"]["signals"]["like"]["weight"] = to.get("like", 15)
    return made


def test_the_file_keeps_what_explains_its_numbers(explained: Plain, modules: Page, tmp_path: Path) -> None:
    text = modules.evaluate("both => weighing.toYaml(...both)", [explained, explained])
    (path := tmp_path / "w.yaml").write_text(text, encoding="utf-8")
    assert weights.load(path).weights == weights.check(YamlFile("explained", explained, {}))


def test_the_file_says_what_was_changed(explained: Plain, modules: Page, tmp_path: Path) -> None:
    used = changed(explained, like=2.5, half_life=None, points=7, voice=0.5)
    text = modules.evaluate("both => weighing.toYaml(...both)", [used, explained])
    (path := tmp_path / "w.yaml").write_text(text, encoding="utf-8")
    found = weights.load(path).weights
    block = found.networks["default"]
    assert block.signals["like"].source == "set in a report (weight was 15); judgement"
    assert block.signals["like"].why == "a tap"
    assert block.signals["share"] == weights.check(YamlFile("", explained, {})).networks["default"].signals["share"]
    assert block.source == "set in a report (voice was 1)"
    assert found.combine.source == "set in a report (points was 6); judgement"
    assert found.source == {
        "window_days": "second-hand",
        "half_life_days": "set in a report (half_life_days was 45); judgement",
    }
    assert "#   default.like.weight: 15 -> 2.5\n" in text


@pytest.mark.parametrize(
    "name",
    [
        "x",
        "mastodon.social",
        "no",
        "1",
        "a b",
        'quo"te',
        "it's $HOME",
        "colon: {brace",
        "back\\slash",
        "über ☃ 😀",
        "\u202eltr\u0007\x7f\ufeff!",
        "window_days",
        "networks",
        "combine",
        "signals",
        "__proto__",
        "constructor",
        "a&b",
        "100%",
    ],
)
def test_a_network_of_any_name(name: str, explained: Plain, modules: Page, tmp_path: Path) -> None:
    block = explained["networks"]["default"]
    numbers = weights.check(YamlFile("", explained | {"networks": {"default": block, name: block}}, {})).numbers()
    used = json.loads(json.dumps(numbers))
    used["networks"][name]["voice"], used["networks"][name]["signals"]["like"]["weight"] = 2, 9
    both = [json.dumps(used), json.dumps(numbers)]
    before, yaml, flags, fragment = modules.evaluate(
        """both => {
          const [used, original] = both.map((text) => JSON.parse(text));
          const forms = ["toYaml", "toFlags", "toFragment"].map((form) => weighing[form](used, original));
          return [weighing.toYaml(original, original), ...forms];
        }""",
        both,
    )
    (path := tmp_path / "w.yaml").write_text(yaml, encoding="utf-8")
    assert weights.load(path).weights.numbers() == used
    (path := tmp_path / "original.yaml").write_text(before, encoding="utf-8")
    assert weights.load(path, shlex.split(flags)[1::2]).weights.numbers() == used
    again = "([fragment, text]) => JSON.stringify(weighing.fromFragment(fragment, JSON.parse(text)))"
    assert json.loads(modules.evaluate(again, [fragment, both[1]])) == used


@pytest.mark.parametrize("name", ["a=b", " x", "x\n"])
def test_a_name_that_no_setting_can_say(name: str, explained: Plain, modules: Page) -> None:
    block = explained["networks"]["default"]
    original = explained | {"networks": {"default": block, name: block}}
    used = json.loads(json.dumps(original))
    used["networks"][name]["voice"] = 2
    assert modules.evaluate("both => weighing.toFlags(...both)", [used, original]) is None
    used = changed(original, like=2)
    assert modules.evaluate("both => weighing.toFlags(...both)", [used, original]) == "--set default.like.weight=2"


# Addresses that somebody made up

HOSTILE = [
    "",
    "#",
    "w1",
    "w2&default.like.weight=2",
    "w1&default.like.weight=-1",
    "w1&default.like.weight=10001",
    "w1&default.like.weight=NaN",
    "w1&default.like.weight=Infinity",
    "w1&default.like.weight=1e3",
    "w1&default.like.weight=0x10",
    "w1&default.like.weight=",
    "w1&default.like.weight",
    "w1&default.like.weight=0.1234567",
    "w1&default.like.weight=null",
    "w1&default.like.weight=<script>alert(1)</script>",
    "w1&default.like.curve=loglogistic",
    "w1&default.like.curve=constructor",
    "w1&default.like.median=5",
    "w1&default.like.full=0",
    "w1&default.like.constructor=1",
    "w1&default.like.weight=0&default.share.weight=0",
    "w1&__proto__.like.weight=2",
    "w1&constructor.prototype.weight=2",
    "w1&nowhere.like.weight=2",
    "w1&window_days=91",
    "w1&window_days=0",
    "w1&window_days=45.5",
    "w1&same_person=1",
    "w1&method=2",
    "w1&combine.rule=__proto__",
    "w1&combine.points=0",
    "w1&%",
    "w1&%E0%A4%A=2",
    "w1&default%2Elike.weight=2",
    "w1" + "&default.like.weight=3" * 5_000 + "&default.like.weight=x",
    "w1&" + "9" * 100_000,
    "\x00\ud800\u202e",
]


@pytest.mark.parametrize("fragment", HOSTILE)
def test_a_made_up_address_harms_nothing(fragment: str, explained: Plain, modules: Page) -> None:
    found = modules.evaluate(
        """([fragment, original]) => weighing.fromFragment(JSON.parse(`"${fragment}"`), original,
            {window_days: [1, 90], same_person: false})""",
        [json.dumps(fragment)[1:-1], explained],
    )
    allowed = changed(explained, like=3) if "weight=3" in fragment else explained
    assert found == allowed


def test_of_an_address_the_right_part_counts(explained: Plain, modules: Page) -> None:
    fragment = "#w1&default.like.weight=2&default.voice=nonsense&half_life_days=null"
    found = modules.evaluate("both => weighing.fromFragment(...both)", [fragment, explained])
    assert found == changed(explained, like=2, half_life=None)


# What the browser says of a number before anything is scored


@pytest.mark.parametrize(
    "to", [{"like": -1}, {"like": 1.2345678}, {"like": 20_000}, {"points": 0.5}, {"voice": -0.1}, {"half_life": 0}]
)
def test_what_the_program_would_refuse_is_named(to: Plain, explained: Plain, modules: Page) -> None:
    used = changed(explained, **to)
    with pytest.raises(influence.ConfigError):
        weights.check(YamlFile("", used, {}))
    assert modules.evaluate("used => weighing.problems(used)", used)
    assert modules.evaluate("used => weighing.problems(used)", explained) == []
