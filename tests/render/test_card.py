from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import influence
from influence.cli import run
from influence.render.badge import to_badge, to_endpoint
from influence.render.card import to_svg
from influence.result import Result

HERE = Path(__file__).parent
DEMO = HERE.parents[1] / "examples" / "demo"
STYLE = HERE.parents[1] / "src" / "influence" / "render" / "report" / "style" / "sheet.css"
SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {SVG + name for name in ("svg", "title", "desc", "style", "text", "tspan", "rect", "g", "clipPath")}


@pytest.mark.parametrize("name", ["worked", "messy"])
def test_snapshot(name: str, snapshot: Callable[[str, str], None], request: pytest.FixtureRequest) -> None:
    result = request.getfixturevalue(name)
    snapshot(f"{name}.card.svg", to_svg(result))
    snapshot(f"{name}.badge.svg", to_badge(result))


def root(drawn: str) -> ET.Element:
    return ET.fromstring(drawn.encode())


def words(drawn: str) -> list[str]:
    return ["".join(one.itertext()) for one in root(drawn).iter(SVG + "text")]


# The numbers


def test_it_says_what_the_result_says(worked: Result) -> None:
    said = words(to_svg(worked))
    for number in ("65.79of 100", "64.92 to 72.50", "64.80", "58.69", "46.55", "7.10"):
        assert number in said
    assert "90 days up to 2026-11-20, coverage 80 %" in said
    assert root(to_svg(worked)).findtext(SVG + "title") == "Influence: 65.79 of 100"
    described = root(to_svg(worked)).findtext(SVG + "desc") or ""
    assert "x: 64.80 of 100, contributes 58.69. linkedin: 46.55 of 100, contributes 7.10. " in described


def test_the_networks_reach_from_end_to_end_to_the_score(worked: Result) -> None:
    bars = list(scale(to_svg(worked)))
    assert [round(width / 432 * 100, 1) for _, width in bars] == [58.7, 7.1]
    for (start, width), (after, _) in pairwise(bars):
        assert start + width == pytest.approx(after, abs=0.02)
    last, width = bars[-1]
    assert last + width == pytest.approx(24 + 432 * 65.79 / 100, abs=0.02)


def scale(drawn: str) -> Iterator[tuple[float, float]]:
    """Where each network's part of the scale starts and how wide it is."""
    for one in root(drawn).iter(SVG + "rect"):
        if one.get("class", "").startswith(("net-", "soft")) and one.get("y") == "118":
            yield float(one.attrib["x"]), float(one.attrib["width"])


def test_networks_have_the_colours_of_the_report(worked: Result) -> None:
    report = re.findall(r"--net-(\d): (#\w{6});", STYLE.read_text("utf-8"))
    style = root(to_svg(worked)).findtext(SVG + "style") or ""
    assert re.findall(r"\.net-(\d)\{fill:(#\w{6})\}", style) == report[:16]
    assert [one.get("class") for one in root(to_svg(worked)).iter(SVG + "rect") if one.get("y") == "118"][1:3] == [
        "net-2",
        "net-1",
    ]


def test_networks_for_which_there_is_no_room_are_one_row(worked: Result) -> None:
    many = [replace(worked.networks[0], network=f"n{number}", contributes=10 - number) for number in range(9)]
    said = words(to_svg(replace(worked, networks=many)))
    assert [word for word in said if word in {f"n{number}" for number in range(9)}] == [f"n{n}" for n in range(5)]
    assert "4 others" in said
    assert said[said.index("4 others") + 1] == "0.14"
    assert "6 others" not in words(to_svg(replace(worked, networks=many[:6])))


def test_nothing_known_is_not_nothing(worked: Result) -> None:
    unknown = replace(worked, networks=[], points=0, score=0.0, low=0.0, high=100.0, coverage=0.0)
    assert "?of 100" in words(to_svg(unknown))
    assert "no network in these exports has anything to score" in words(to_svg(unknown))
    assert root(to_svg(unknown)).findtext(SVG + "title") == "Influence: unknown"
    assert words(to_badge(unknown)) == ["influence", "unknown"]


def test_all_known_leaves_no_range(worked: Result) -> None:
    known = replace(worked, coverage=1.0, low=worked.score, high=worked.score)
    assert not [word for word in words(to_svg(known)) if " to 7" in word or "unknown" in word]


def test_settings_on_top_of_the_weights_are_not_hidden(worked: Result) -> None:
    used = replace(worked.weights, settings=["x.like.weight=2", "window_days=30"])
    assert words(to_svg(replace(worked, weights=used)))[-1] == f"weights {used.sha256[:8]}, 2 set"


# Themes


def test_themes(worked: Result) -> None:
    light, dark, auto = (to_svg(worked, theme) for theme in ("light", "dark", "auto"))
    assert "prefers-color-scheme" not in light + dark
    assert auto.count("prefers-color-scheme:dark") == 1
    assert fills(light) != fills(dark)
    assert fills(auto) == [*fills(light), *fills(dark)]
    assert influence.card(worked) == auto
    assert influence.card(worked, theme="dark") == dark


def fills(drawn: str) -> list[str]:
    style = root(drawn).findtext(SVG + "style") or ""
    return [rule for rule in style.replace("{", "}").split("}") if rule.startswith("fill:#")]


# The badge


def test_badge(worked: Result) -> None:
    badge = root(to_badge(worked))
    assert (badge.get("height"), words(to_badge(worked))) == ("20", ["influence", "65.79"])
    assert badge.findtext(SVG + "title") == "influence: 65.79"
    assert influence.badge(worked) == to_badge(worked)


@pytest.mark.parametrize("score", [0.0, 12.34, 99.99, 100.0])
def test_no_colour_judges_a_score(score: float, worked: Result) -> None:
    one = json.loads(to_endpoint(replace(worked, score=score)))
    colour = json.loads(to_endpoint(worked))["color"]
    assert one == {"schemaVersion": 1, "label": "influence", "message": f"{score:.2f}", "color": colour}


# Hostile text

HOSTILE = [
    "<script>alert(1)</script>",
    "</text></svg><script/>",
    "]]>&amp;&#0;&nope;",
    "\x00\x1b[31m\x07\x7f\x9f",
    "\ud800\udfff",
    "\ufffe\uffff\U0010ffff",
    "\u202eevil\u2066\u200b",
    "x" * 10_000,
    "漢" * 100,
    "\"'`",
    "",
    " \t\n",
]


def with_text(result: Result, text: str) -> Result:
    networks = [replace(network, network=text) for network in result.networks]
    return replace(result, networks=networks, profile=text, as_of=text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(text: str, worked: Result) -> None:
    assert_harmless(with_text(worked, text))


@settings(max_examples=50)
@given(text=st.text(st.characters(categories=["Cs", "Cc", "Cf", "Cn", "Zl", "P", "S", "L"]), max_size=40))
def test_any_text_is_text(text: str) -> None:
    assert_harmless(with_text(Result.from_json((HERE / "results" / "worked.json").read_bytes()), text))


def assert_harmless(result: Result) -> None:
    for drawn in (to_svg(result), to_badge(result)):
        assert {one.tag for one in root(drawn).iter()} <= DRAWN
        assert not [
            name for one in root(drawn).iter() for name in one.attrib if name.startswith("on") or "href" in name
        ]
        assert len(drawn) < 20_000
        assert not set(drawn) & {"\u202e", "\u2066", "\u200b"}


# The command


def test_the_command_draws_a_saved_result_and_exports_alike(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved, drawn = tmp_path / "result.json", tmp_path / "card.svg"
    result = influence.score(DEMO)
    saved.write_text(result.to_json(), encoding="utf-8")
    assert run(["card", str(saved), "-o", str(drawn)]) == 0
    assert drawn.read_text("utf-8") == influence.card(result)
    assert run(["card", str(DEMO), "--theme", "dark"]) == 0
    assert capsys.readouterr().out == influence.card(result, theme="dark")
    assert run(["card", str(DEMO), "--badge", "--set", "x.like.weight=2"]) == 0
    assert capsys.readouterr().out == influence.badge(DEMO, set=["x.like.weight=2"])
    assert run(["card", str(saved), "--badge", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["message"] == "56.13"


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["--json"], "--json is for --badge"),
        (["--badge", "--theme", "dark"], "--theme is for the card"),
        (["--theme", "pink"], "'pink' is not one of"),
        (["-o", str(DEMO / "nowhere" / "card.svg")], "Choose a file in a folder that is there"),
    ],
)
def test_what_cannot_be_drawn_is_a_usage_error(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["card", str(DEMO), *arguments]) == 2
    assert said in capsys.readouterr().err
