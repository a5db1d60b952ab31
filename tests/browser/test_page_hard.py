"""The report in a real browser, made hard: for every reader, whatever is in it, whatever its weights are."""

from __future__ import annotations

import csv
import datetime
import json
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from profiles import EXAMPLES, row

import influence
from influence import weights
from influence.pages import made
from influence.render.report import report_page
from influence.result import Result

if TYPE_CHECKING:
    from playwright.sync_api import Page

Opened = Callable[..., "Page"]
DEMO = EXAMPLES / "demo"
CHANGED = "#w1&x.like.weight=40&half_life_days=null&combine.points=9"


@pytest.fixture(scope="module")
def demo() -> str:
    return influence.report(DEMO)


# For everybody


def barriers(page: Page, axe: str) -> list[str]:
    """What axe-core finds wrong, with all that can be opened open."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    page.evaluate(axe)
    found = page.evaluate("axe.run(document)")
    assert found["passes"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"][:3]]


@pytest.mark.parametrize("width, scheme", [(320, "light"), (1280, "dark")])
def test_no_barrier_once_something_is_changed(width: int, scheme: str, demo: str, opened: Opened, axe: str) -> None:
    page = opened(demo, CHANGED, viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert barriers(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert "changed here" in page.evaluate("getComputedStyle(document.querySelector('h1 .of'), '::after').content")


def test_letters_twice_as_large_are_not_cut(demo: str, opened: Opened) -> None:
    page = opened(demo)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_the_keyboard_alone_is_enough(demo: str, opened: Opened) -> None:
    page = opened(demo, reduced_motion="reduce")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    reachable = page.evaluate(
        """Array.from(document.querySelectorAll("a[href], button, input, summary, [tabindex='0']"))
          .filter((one) => one.getClientRects().length).length"""
    )
    reached = 0
    for _ in range(reachable):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
              const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
              return one === document.body ? null
                : [style.outlineStyle !== "none", box.bottom > 0 && box.top < innerHeight];
            }"""
        )
        assert seen in (None, [True, True]), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        reached += seen is not None
    assert reached == reachable > 30


def test_nothing_moves_for_whoever_wants_no_movement(demo: str, opened: Opened) -> None:
    page = opened(demo, reduced_motion="reduce")
    page.get_by_label("x, like: weight", exact=True).fill("40")
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_in_the_readers_own_colours(demo: str, opened: Opened, axe: str) -> None:
    """Windows' high contrast: what is only a background goes away, so bars must be pictures or have borders."""
    page = opened(demo, forced_colors="active")
    assert barriers(page, axe) == []
    net = "getComputedStyle(document.querySelector('.receipt [data-net]'), '::before').backgroundColor"
    assert page.evaluate(net) != page.evaluate("getComputedStyle(document.body).backgroundColor")


# The calculator


def shown(page: Page) -> int:
    return int(page.locator("h1 data").get_attribute("value") or "")


def until(page: Page, what: str, value: str) -> None:
    """Wait until something in the page has a value. (Playwright's own way needs `eval`, which the page forbids.)"""
    for _ in range(100):
        if page.evaluate(what) == value:
            return
        page.wait_for_timeout(50)
    assert page.evaluate(what) == value


def scored(*settings: str) -> int:
    return influence.score(DEMO, set=settings).points


def test_a_link_to_changed_weights_is_kept_up_to_date(demo: str, opened: Opened) -> None:
    page = opened(demo)
    page.get_by_label("x, like: weight", exact=True).fill("40")
    until(page, "location.hash", "#w1&x.like.weight=40")
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    assert shown(page) == scored("x.like.weight=40")
    page.evaluate("location.hash = 'w1&x.like.weight=2'")
    until(page, "document.querySelector('h1 data').value", str(scored("x.like.weight=2")))
    page.get_by_role("button", name="Reset").click()
    until(page, "location.hash", "")
    assert shown(page) == 5613


@pytest.mark.parametrize("made_of", ["exports", "saved result"])
def test_the_file_taken_along_explains_its_numbers(made_of: str, demo: str, opened: Opened, tmp_path: Path) -> None:
    html = demo if made_of == "exports" else influence.report(influence.score(DEMO))
    with (page := opened(html, CHANGED)).expect_download() as waiting:
        page.get_by_role("button", name="Download weights.yaml").click()
    waiting.value.save_as(path := tmp_path / "weights.yaml")
    found, shipped = weights.load(path).weights, weights.load(weights.shipped_path()).weights
    assert replace(
        found, **{name: getattr(shipped, name) for name in ("half_life_days", "combine", "source")}
    ) == replace(shipped, networks=found.networks)
    like = shipped.networks["x"].signals["like"]
    assert found.networks["x"].signals["like"] == replace(
        like, weight=40, source=f"set in a report (weight was 10); {like.source}"
    )
    assert {**found.networks, "x": None} == {**shipped.networks, "x": None}
    assert found.combine.why == shipped.combine.why
    assert found.source["half_life_days"] == "set in a report (half_life_days was 45); judgement"


def test_flags_and_link_are_copied(demo: str, opened: Opened) -> None:
    page = opened(demo, CHANGED, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy as --set flags").click()
    page.get_by_text("Flags copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(".flags").inner_text()
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("Link copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.split("#") == [page.url.split("#")[0], "w1&half_life_days=null&combine.points=9&x.like.weight=40"]


# Whatever is in it

HOSTILE = [
    "<script>window.hacked = 1</script>",
    "</script><script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    "<svg onload=window.hacked=1>",
    "&lt;b&gt;&amp;&#x202e;",
    "]]> --> <!-- {{x}} ${x}",
    "\u202egnitset\u2066\u2069\u200b",
    "\ud800 half a character \udfff",
    "\x00\x07\x1b[31m",
    "x" * 10_000,
    "W" * 200,
    "المنشور الأول",
    "javascript:window.hacked=1",
    "__proto__",
    "constructor",
    "",
]


def everywhere(value: Any, text: str) -> Any:
    """A result with a text in place of every text that somebody else may have written."""
    if isinstance(value, list):
        return [everywhere(one, text) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        foreign = {
            "network",
            "post",
            "url",
            "label",
            "profile",
            "source",
            "what",
            "why",
            "do",
            "value",
            "path",
            "person",
        }
        new = {
            field.name: text if field.name in foreign and isinstance(old, str) else everywhere(old, text)
            for field in fields(value)
            if (old := getattr(value, field.name)) is not None and field.init
        }
        return replace(value, **new)
    return value


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_text(text: str, opened: Opened) -> None:
    report = everywhere(made(DEMO, networks=["x"]), text)
    for numbers in (report.result.weights.values, report.weights):
        numbers["networks"][text] = numbers["networks"]["x"]
    page = opened(report_page(report), viewport={"width": 800, "height": 900})
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("document.scripts.length") == 2
    assert page.locator("img, iframe, object, embed, b, i").count() == 0
    assert page.locator("a:not([href^='https://']):not([href^='http://']):not([href^='#'])").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 800
    assert not set(page.locator("body").inner_text()) & set("\u202e\u2066\u2069\u200b\x00\x07\x1b")
    assert shown(page) == report.result.points


def test_hostile_text_of_an_export(tmp_path: Path, opened: Opened) -> None:
    """All the way from a file that somebody downloaded."""
    texts = [text for text in HOSTILE if "\ud800" not in text and "\x00" not in text][:8]
    page = opened(influence.report(x_content(tmp_path, texts)))
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("document.scripts.length") == 2
    assert "window.hacked = 1" in page.locator("#posts").inner_text()


def x_content(folder: Path, texts: Sequence[str]) -> Path:
    """An export with a post for each of these texts, over the last 80 days."""
    today, example = datetime.date(2026, 11, 20), next((EXAMPLES / "x-content").glob("*.csv"))
    with example.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        names, first = rows.fieldnames or (), next(rows)
    with (path := folder / example.name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        for number, text in enumerate(texts):
            day = f"{today - datetime.timedelta(days=number % 80):%a, %b %d, %Y}"
            counts = {
                "Likes": 1 + number % 97,
                "Replies": number % 13,
                "Reposts": number % 7,
                "Impressions": 1000 + number,
            }
            post = str(1_900_000_000_000_000_000 + number)
            writer.writerow(
                first
                | counts
                | {"Date": day, "Post id": post, "Post text": text, "Post Link": f"https://x.com/a/status/{post}"}
            )
    return path


def test_only_what_the_page_was_made_with_runs(demo: str, context: Callable[..., Any], tmp_path: Path) -> None:
    (path := tmp_path / "report.html").write_text(demo, encoding="utf-8")
    page = context(watched=False).new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready]", state="attached")
    broken = page.evaluate(
        """async () => {
          const told = [];
          document.addEventListener("securitypolicyviolation", (one) => told.push(one.effectiveDirective));
          const script = document.createElement("script");
          script.textContent = "window.hacked = 1";
          document.body.append(script);
          document.body.insertAdjacentHTML("beforeend", "<p onclick='window.hacked = 2' id=bad style='color: red'>x");
          document.getElementById("bad").click();
          await fetch("https://example.org/").catch(() => {});
          const image = new Image();
          image.src = "https://example.org/x.png";
          setTimeout("window.hacked = 3");
          await new Promise((done) => setTimeout(done, 300));
          return [...new Set(told)].sort();
        }"""
    )
    assert page.evaluate("window.hacked") is None
    assert {"connect-src", "img-src", "script-src", "script-src-attr", "script-src-elem", "style-src-attr"} >= set(
        broken
    )
    assert {"connect-src", "img-src", "script-src-attr", "script-src-elem", "style-src-attr"} <= set(broken)


# However much is in it


@pytest.mark.parametrize(
    "rows",
    [
        [row("x", "impression", 900, 3)],
        [row("x", "like", 1_240, None)],
        [row("linkedin", "interaction", 900, 3)],
        [row(f"n{number}", "like", number, number) for number in range(40)],
        [row("x", "like", 0, 0)],
    ],
    ids=["unscored", "undated", "totals", "forty networks", "nothing"],
)
def test_odd_profiles(rows: list[Any], tmp_path: Path, opened: Opened, axe: str) -> None:
    (path := tmp_path / "events.ndjson").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    page = opened(influence.report(path), viewport={"width": 800, "height": 900})
    assert shown(page) == influence.score(path).points
    assert barriers(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 800


@pytest.mark.parametrize("form", ["linear", "loglogistic", "mean"])
def test_other_weights(form: str, tmp_path: Path, opened: Opened) -> None:
    text = {
        "linear": "{weight: 2, curve: linear, full: 5000}",
        "loglogistic": "{weight: 2, curve: loglogistic, median: 100, p90: 5000}",
        "mean": "{weight: 2, full: 3000.5}",
    }[form]
    rule = "mean" if form == "mean" else "doubling"
    (path := tmp_path / "w.yaml").write_text(
        f"""{{method: 1, window_days: 60, half_life_days: null, same_person: 1, combine: {{rule: {rule}, points: 6}},
        networks: {{default: {{signals: {{like: {text}, repost: {{weight: 1.5, full: 10}}}}}}}}}}""",
        encoding="utf-8",
    )
    page = opened(influence.report(DEMO, weights=path))
    assert shown(page) == influence.score(DEMO, weights=path).points
    page.get_by_label("default, like: weight", exact=True).fill("7.25")
    changed = influence.score(DEMO, weights=path, set=["default.like.weight=7.25"])
    assert shown(page) == changed.points
    assert weights.load(path).weights.combine.rule == rule


def test_a_saved_result_alone(opened: Opened) -> None:
    result = influence.score(DEMO)
    page = opened(influence.report(Result.from_json(result.to_json())), CHANGED)
    assert shown(page) == scored("x.like.weight=40", "half_life_days=null", "combine.points=9")
