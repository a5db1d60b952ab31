"""The report from outside: one file that asks for nothing, says the score and its receipt, and shows foreign text as
text. What its scripts do is tried in a browser, in tests/browser."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import influence
from influence import weights
from influence.insights import Report
from influence.result import Post, PostLine, json_schema
from test_cli import DEMO, run

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "&lt;b&gt; &#x3c;i&#x3e; \"'`",
    "]]> --> <!-- ${policy} $policy",
    "javascript:alert(1)",
    "safe\u202egnp.exe\u2066\u200b",
    "half \ud800 a character \x00\x07\x1b[31m",
    "long " * 2000,
]


class Page(HTMLParser):
    """The elements and the text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.inside = ""
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside = tag
        if tag in self.raw:
            self.raw[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside in self.raw:
            self.raw[self.inside][-1] += data
        else:
            self.text.append(data)

    def shown(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.text))


def held(html: str) -> dict[str, Any]:
    """The JSON that a page was made from."""
    packed = re.search(r'<script type="application/gzip" id="data">([^<]*)<', html)
    assert packed
    return dict(json.loads(gzip.decompress(base64.b64decode(packed[1]))))


@pytest.fixture(scope="module")
def demo() -> str:
    return influence.report(DEMO)


def test_shows_the_score_and_its_receipt_without_a_script(demo: str) -> None:
    shown, result = Page(demo).shown(), influence.score(DEMO)
    assert "Influence score 56.13 of 100" in shown
    for network in result.networks:
        for line in network.lines:
            if line.status == "measured":
                row = f"{line.kind}{line.count:,}{line.points / 100:.2f} of {line.of / 100:.2f}"
                assert f"{row}{line.contributes / 100:.2f}" in shown
        assert f"sum{network.score:.2f} of 100.00{network.contributes / 100:.2f}" in shown
    assert f"Score{result.score:.2f}" in shown


def test_asks_for_nothing(demo: str) -> None:
    page = Page(demo)
    assert not [tag for tag, attributes in page.tags if tag in ("iframe", "img", "object", "embed", "form", "base")]
    for tag, attributes in page.tags:
        assert not any(name.startswith("on") or name in ("src", "style") for name in attributes), tag
        if tag == "link":
            assert attributes["href"] == "data:,"
    assert not re.search(r"url\((?!data:)|@import", page.raw["style"][0])


def test_runs_and_styles_only_what_it_was_made_with(demo: str) -> None:
    page = Page(demo)
    policy = next(one["content"] or "" for tag, one in page.tags if one.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy
    assert "eval(" not in page.raw["script"][-1]
    for directive, contents in (("script-src", page.raw["script"][-1:]), ("style-src", page.raw["style"])):
        for content in contents:
            digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in rules[directive].split()


def test_holds_what_it_was_made_from(demo: str) -> None:
    data = held(demo)
    jsonschema.validate(data, json_schema(Report))
    assert data["result"]["points"] == 5613
    assert data["result"]["fragility"]
    assert data["trend"]["days"][-1]["points"] == 5613
    assert {post["post"] for post in data["posts"]["posts"]} == {one["post"] for one in data["result"]["posts"]}


def test_is_made_of_a_saved_result_alone(tmp_path: Path) -> None:
    saved = tmp_path / "result.json"
    saved.write_text(influence.score(DEMO).to_json(), "utf-8")
    done = run("report", saved, "-o", tmp_path / "report.html")
    assert (done.returncode, done.stdout) == (0, b"")
    html = (tmp_path / "report.html").read_text("utf-8")
    assert held(html)["result"] == json.loads(saved.read_text("utf-8"))
    assert "Influence score 56.13 of 100" in Page(html).shown()


def test_foreign_text_is_text() -> None:
    result = influence.score(DEMO, posts=0)
    posts = [
        Post(
            network=text,
            post=text,
            url=text if place % 2 else f"https://example.org/{text}",
            label=text,
            contributes=5000 - place,
            lines=[PostLine(kind="like", count=1, contributes=5000 - place)],
        )
        for place, text in enumerate(HOSTILE)
    ]
    html = influence.report(replace(result, profile=HOSTILE[0], posts=posts, warnings=HOSTILE))
    page = Page(html)
    assert len(page.raw["script"]) == 2
    assert not [tag for tag, _ in page.tags if tag in ("img", "b", "i")]
    assert HOSTILE[0] in page.shown()
    assert "</script><img src=x onerror=alert(1)>" in page.shown()
    assert not re.search("[\u202a-\u202e\u2066-\u2069\ud800-\udfff\x00-\x08\x1b]", html)
    for tag, attributes in page.tags:
        if tag == "a":
            assert re.match("https://example.org/|#", attributes["href"] or "")


@pytest.mark.parametrize("arguments", [("report",), ("report", "nothing-there.csv", "-o", "report.html")])
def test_says_what_is_missing(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode in (2, 4)
    assert b"Traceback" not in done.stderr
    assert not (tmp_path / "report.html").exists()


def test_compares_two_results_by_cause(tmp_path: Path) -> None:
    for name, as_of in (("old.json", "2026-11-01"), ("new.json", "2026-11-16")):
        (tmp_path / name).write_text(influence.score(DEMO, as_of=as_of).to_json(), "utf-8")
    done = run("report", "--compare", "old.json", "new.json", "-o", "difference.html", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    html = (tmp_path / "difference.html").read_text("utf-8")
    told, shown = json.loads(run("diff", "old.json", "new.json", "--json", cwd=tmp_path).stdout), Page(html).shown()
    assert held(html)["difference"] == told
    assert f"Difference {told['difference'] / 100:+.2f}" in shown
    for cause in told["causes"]:
        assert f"{cause['network']} {cause['kind']}{cause['points'] / 100:+.2f}" in shown


@pytest.mark.parametrize("results", [["old.json"], ["old.json"] * 3, ["old.json", str(DEMO)]])
def test_a_comparison_is_of_two_results(results: list[str], tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text(influence.score(DEMO).to_json(), "utf-8")
    done = run("report", "--compare", *results, cwd=tmp_path)
    assert done.returncode in (2, 4)
    assert b"Traceback" not in done.stderr
    assert b"internal" not in done.stderr


@pytest.mark.parametrize(
    "option", [["--set", "x.like.weight=2"], ["--network", "x"], ["--as-of", "2026-11-01"], ["--strict"]]
)
def test_a_saved_result_is_not_scored_otherwise(option: list[str], tmp_path: Path) -> None:
    (tmp_path / "result.json").write_text(influence.score(DEMO).to_json(), "utf-8")
    done = run("report", "result.json", "-o", "report.html", *option, cwd=tmp_path)
    assert done.returncode == 2
    assert f"{option[0]}: a saved result has been scored already".encode() in done.stderr
    assert not (tmp_path / "report.html").exists()


def test_is_made_of_what_was_read_once() -> None:
    with influence.read(DEMO) as events:
        assert (
            held(influence.report(events, set=["half_life_days=20"]))["result"]["points"]
            == influence.score(DEMO, set=["half_life_days=20"]).points
        )


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_colours_can_be_read_in_light_and_dark() -> None:
    """Text has the contrast that WCAG 2.2 asks for (4.5), and the colours of the networks that for graphics (3)."""
    style = (Path(influence.__file__).parent / "render" / "report" / "style" / "sheet.css").read_text("utf-8")
    themes = [dict(re.findall(r"--([\w-]+): (#\w{6});", block)) for block in re.findall(r":root \{([^}]*)\}", style)]
    light, dark = themes[0], themes[0] | themes[1]
    for theme in (light, dark):
        for name, colour in theme.items():
            least = 4.5 if name in ("ink", "soft", "mark") else 3 if name.startswith("net-") else 0
            for ground in ("counter", "paper"):
                high, low = sorted((luminance(colour), luminance(theme[ground])), reverse=True)
                assert (high + 0.05) / (low + 0.05) >= least, (name, ground)


def test_takes_what_explains_its_weights_where_it_is_known(demo: str) -> None:
    explained = weights.load(weights.shipped_path()).weights.explained()
    assert explained["networks"]["x"]["signals"]["like"]["why"]
    assert explained["why"]["window_days"]
    assert held(demo)["weights"] == explained
    result = influence.score(DEMO, set=["x.like.weight=2"])
    again = held(influence.report(result))["weights"]
    assert again["networks"]["x"]["signals"]["like"] == explained["networks"]["x"]["signals"]["like"] | {"weight": 2}
    assert held(influence.report(replace(result, weights=replace(result.weights, sha256="0" * 64))))["weights"] is None
