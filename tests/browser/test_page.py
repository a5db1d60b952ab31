"""The report in a real browser: what it shows, what it does, and that nothing in it does harm."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

import influence
from influence.insights import Posts, PostStanding, Report
from influence.render.report import report_page
from influence.result import Post, PostLine, Result

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    Contexts = Callable[..., BrowserContext]

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "examples" / "demo"
KINDS = ("like", "comment", "repost", "save")

HOSTILE = {
    "script": "<script>window.harmed = 1</script>",
    "end": "</script><img src=x onerror='window.harmed = 1'>",
    "entities": "&lt;b&gt;bold&lt;/b&gt; &#x3c;i&#x3e;",
    "quotes": "\"' onmouseover=window.harmed=1 x='",
    "comment": "<!-- <template> ]]> ${window.harmed = 1}",
    "over": "safe\u202egnp.exe\u2066 and back",
    "half": "half \ud800 a character, \x07 a bell",
    "long": "ten thousand " * 800,
    "empty": " \u200b ",
}


@pytest.fixture(scope="module")
def demo() -> str:
    return influence.report(DEMO)


@pytest.fixture(scope="module")
def result() -> Result:
    return influence.score(DEMO)


@pytest.fixture(scope="module")
def compared(result: Result) -> str:
    return influence.report(influence.score(DEMO, as_of="2026-11-01"), result, compare=True)


def made(posts: int) -> Report:
    """A profile of many posts, which could be somebody's: labels, addresses and days as exports have them."""
    random = Random(posts)
    words = ["harbour", "violin", "compass", "größer", "meadow", "lantern", "pepper", "日本語", "orchard", "émigré"]
    result = influence.score(DEMO)
    listed, standings = [], []
    for number in range(posts):
        lines = [PostLine(kind=kind, count=random.randrange(500), contributes=random.randrange(3)) for kind in KINDS]
        name, day = (
            f"{1_900_000_000_000_000_000 + random.randrange(10**15)}",
            f"2026-{number % 11 + 1:02}-{number % 28 + 1:02}",
        )
        shown: dict[str, Any] = {
            "network": random.choice(("x", "instagram", "mastodon")),
            "post": name,
            "time": f"{day}T{number % 24:02}:00:00Z",
            "url": f"https://x.com/ada_example/status/{name}",
            "label": " ".join(random.choices(words, k=14))[:80],
        }
        total, contributes = sum(line.count for line in lines), sum(line.contributes for line in lines)
        listed.append(Post(**shown, contributes=contributes, lines=lines))
        standings.append(
            PostStanding(
                **shown,
                contributes=contributes,
                interactions=total,
                usual=400.25,
                times_usual=round(total / 400.25, 2),
                response=round(1000 * total / (of := random.randrange(1000, 90_000)), 2),
                base="impression",
                of=of,
                settled=True,
            )
        )
    days = sorted(
        {
            (network, kind, f"2026-{m:02}-{d:02}")
            for network in ("x", "instagram")
            for kind in KINDS
            for m in (9, 10, 11)
            for d in range(1, 17)
        }
    )
    activity = [replace(result.activity[0], network=n, kind=k, day=day, count=7, damped=7.0) for n, k, day in days]
    whole = replace(result, posts=listed, activity=[*result.activity, *activity])
    return Report(result=whole, posts=Posts(by="earned", settle_days=7, posts=standings))


def test_what_travels_with_the_page_is_made_from_its_packages(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / ".ci" / "vendor.py", tmp_path], check=True)
    carried = ROOT / "src" / "influence" / "render" / "report" / "vendor"
    assert {one.name for one in tmp_path.iterdir()} == {one.name for one in carried.iterdir()}
    for one in tmp_path.iterdir():
        assert one.read_bytes() == (carried / one.name).read_bytes(), one.name


def text(page: Page, selector: str) -> str:
    return re.sub(r"\s+", " ", page.locator(selector).first.inner_text()).strip()


def test_draws_every_picture(opened: Callable[..., Page], demo: str) -> None:
    page = opened(demo)
    for place in ("#scale", "#trend", "#flow .chart"):
        assert page.locator(f"{place} svg[role=img][aria-label]").count() == 1, place
    assert page.locator("#posts-charts figure svg[role=img]").count() == 3
    assert page.locator("#posts-charts h3").all_inner_texts() == [
        "Reach and response",
        "Against your usual",
        "Days",
        "What beat your usual",
    ]


def test_every_height_of_the_receipts_picture_is_its_hundredths(
    opened: Callable[..., Page], demo: str, result: Result
) -> None:
    page = opened(demo)
    heights = page.evaluate("Array.from(document.querySelectorAll('#flow rect'), (one) => +one.getAttribute('height'))")
    lines = [line.contributes for one in result.networks for line in one.lines if line.status == "measured"]
    expected = sorted([*filter(None, lines), *(one.contributes for one in result.networks), result.points])
    scale = max(heights) / result.points
    assert [height / scale for height in sorted(heights)] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("locale", "score", "likes", "day", "share"),
    [("en-GB", "56.13", "1,188", "16 Nov 2026", "70%"), ("de-DE", "56,13", "1.188", "16.11.2026", "70\xa0%")],
)
def test_writes_numbers_as_the_reader_does(
    opened: Callable[..., Page], demo: str, locale: str, score: str, likes: str, day: str, share: str
) -> None:
    page = opened(demo, locale=locale)
    assert page.locator("h1 data").inner_text() == score
    assert page.locator("[data-at='2/like/count']").first.inner_text() == likes
    assert page.locator(".mast time").inner_text() == day
    assert page.locator(".lead [data-at='//coverage']").inner_text() == share


def test_says_all_of_it_without_scripts(opened: Callable[..., Page], demo: str) -> None:
    page = opened(demo, java_script_enabled=False)
    assert "56.13" in text(page, "h1")
    assert "comment 125 19.84 of 38.46 11.74" in text(page, "#receipt")
    assert page.locator("#posts-table tbody tr").count() == 11
    assert not page.locator("#calculator").is_visible()


SETTINGS = {
    "half_life_days": ("half-life in days", "20"),
    "combine.points": ("points for twice the influence", "4.5"),
    "x.like.weight": ("x, like: weight", "31.5"),
    "x.comment.full": ("x, comment: full", "900"),
    "x.voice": ("x: voice", "0.25"),
    "x.mention.weight": ("x, mention: weight", "0"),
}


def change(page: Page) -> None:
    for label, value in SETTINGS.values():
        page.get_by_label(label, exact=True).fill(value)


def flags() -> list[str]:
    return [f"{key}={value}" for key, (_, value) in SETTINGS.items()]


def test_the_whole_receipt_follows_the_calculator(opened: Callable[..., Page], demo: str, result: Result) -> None:
    page = opened(demo)
    change(page)
    expected = influence.score(DEMO, set=flags())
    assert expected.points != result.points
    for at, points in {
        "//points": expected.points,
        **{f"{place}//contributes": one.contributes for place, one in enumerate(expected.networks)},
        **{
            f"{place}/{line.kind}/points": line.points
            for place, one in enumerate(expected.networks)
            for line in one.lines
            if line.status == "measured"
        },
    }.items():
        shown = page.locator(f'#receipt [data-at="{at}"]').all_inner_texts()
        assert shown == [f"{points / 100:.2f}"], at
    assert page.locator("h1 data").inner_text() == f"{expected.score:.2f}"
    moved = f"{(expected.points - result.points) / 100:+.2f}".replace("-", "\u2212")
    assert text(page, ".verdict").startswith(f"{expected.score:.2f} {moved} with 6 numbers changed; 56.13 by the file")
    page.wait_for_function(
        "text => document.querySelector('#flow svg').textContent.includes(text)", arg=f"{expected.score:.2f}"
    )
    page.get_by_role("button", name="Reset").click()
    assert page.locator("h1 data").inner_text() == "56.13"
    assert not page.locator(".verdict").is_visible()


def test_what_is_taken_from_the_calculator_gives_its_score(
    opened: Callable[..., Page], demo: str, tmp_path: Path
) -> None:
    page = opened(demo, permissions=["clipboard-read", "clipboard-write"])
    change(page)
    shown = page.locator("h1 data").inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download weights.yaml").click()
    assert download.value.suggested_filename == "weights.yaml"
    download.value.save_as(tmp_path / "weights.yaml")
    assert f"{influence.score(DEMO, weights=tmp_path / 'weights.yaml').score:.2f}" == shown
    page.get_by_role("button", name="Copy as --set flags").click()
    page.wait_for_selector("text=Flags copied")
    copied = shlex.split(page.evaluate("navigator.clipboard.readText()"))
    assert sorted(copied[1::2]) == sorted(flags())
    page.get_by_role("button", name="Copy link").click()
    page.wait_for_selector("text=Link copied")
    link = page.evaluate("navigator.clipboard.readText()")
    page.wait_for_url("**/report.html#w1*")
    assert link == page.url
    again = opened(demo, fragment=link.partition("#")[1] + link.partition("#")[2])
    assert again.locator("h1 data").inner_text() == shown


def test_the_result_can_be_taken_out_and_verified(opened: Callable[..., Page], demo: str, tmp_path: Path) -> None:
    page = opened(demo)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download result.json").click()
    download.value.save_as(tmp_path / "result.json")
    taken = Result.from_json((tmp_path / "result.json").read_bytes())
    assert influence.verify(taken) == []
    assert taken == influence.score(DEMO, response=True, fragility=True)


def test_the_calculator_says_what_cannot_be(opened: Callable[..., Page], demo: str) -> None:
    page = opened(demo)
    field = page.get_by_label("x, like: weight", exact=True)
    field.fill("-1")
    assert field.get_attribute("aria-invalid") == "true"
    assert page.get_by_text("must be from 0 to 10000").is_visible()
    assert page.locator("h1 data").inner_text() == "56.13"
    for kind in ("like", "comment", "repost", "quote", "mention", "save"):
        page.get_by_label(f"x, {kind}: weight", exact=True).fill("0")
    assert page.get_by_role("alert").filter(has_text="no signal has a weight above 0").is_visible()


@pytest.mark.parametrize(
    "fragment", ["#w1&x.like.weight=1e999&nobody.like.weight=2&window_days=", "#receipt", "#w2&<b>"]
)
def test_a_fragment_of_nonsense_changes_nothing(opened: Callable[..., Page], demo: str, fragment: str) -> None:
    page = opened(demo, fragment=fragment)
    assert page.locator("h1 data").inner_text() == "56.13"
    assert not page.locator(".verdict").is_visible()


def test_works_from_the_keyboard(opened: Callable[..., Page], demo: str) -> None:
    page = opened(demo)
    page.keyboard.press("Tab")
    assert text(page, ":focus") == "Skip to the receipt"
    slider = page.get_by_label("x, comment: weight, slider")
    for _ in range(60):
        page.keyboard.press("Tab")
        if slider.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("ArrowRight")
    assert page.get_by_label("x, comment: weight", exact=True).input_value() == "26"
    assert page.locator("h1 data").inner_text() == f"{influence.score(DEMO, set=['x.comment.weight=26']).score:.2f}"


@pytest.mark.parametrize("name", HOSTILE)
def test_foreign_text_is_shown_and_harms_nothing(opened: Callable[..., Page], result: Result, name: str) -> None:
    foreign = HOSTILE[name]
    lines = [PostLine(kind="like", count=3, contributes=result.points)]
    shown: dict[str, Any] = {
        "post": foreign,
        "time": "2026-11-05T10:00:00Z",
        "label": foreign,
        "contributes": result.points,
    }
    standings = [
        PostStanding(
            **shown,
            network=network,
            url=f"javascript:{foreign}",
            interactions=3 + number,
            usual=1.5,
            times_usual=2 + number,
            response=30.0,
            base="impression",
            of=100 + number,
            settled=True,
        )
        for number, network in enumerate(("x", "mastodon"))
    ]
    hostile = replace(
        result,
        profile=foreign,
        networks=[
            replace(one, network=foreign if one.network == "instagram" else one.network) for one in result.networks
        ],
        activity=[
            replace(one, network=foreign if one.network == "instagram" else one.network) for one in result.activity
        ],
        posts=[Post(**shown, network="x", url=f"https://example.org/{foreign}", lines=lines)],
        warnings=[foreign],
    )
    page = opened(report_page(Report(result=hostile, posts=Posts(by="earned", settle_days=7, posts=standings))))
    page.get_by_label("x, like: weight", exact=True).fill("20")
    for summary in page.locator("summary").all():
        summary.click()
    page.get_by_label("Search").fill(foreign[:20])
    assert page.evaluate("window.harmed") is None
    assert page.locator("img, iframe, b, i, template").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0
    visible = page.locator("body").inner_text()
    assert not re.search("[\u202a-\u202e\u2066-\u2069\ud800-\udfff\x07]", visible)
    if name in ("script", "end", "entities", "quotes", "comment"):
        assert foreign in visible
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def barriers(page: Page, axe: str) -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    page.evaluate(axe)
    found = page.evaluate("axe.run(document)")
    assert found["passes"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"]]


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_bars_nobody(
    opened: Callable[..., Page], demo: str, compared: str, axe: str, width: int, color_scheme: str
) -> None:
    view = {"viewport": {"width": width, "height": 900}, "color_scheme": color_scheme}
    assert barriers(opened(demo, fragment="#w1&x.like.weight=40", **view), axe) == []
    assert barriers(opened(compared, **view), axe) == []


@pytest.mark.parametrize("width", [320, 360, 768, 1024])
def test_fits_its_window(opened: Callable[..., Page], demo: str, compared: str, width: int) -> None:
    for html in (demo, compared):
        page = opened(html, viewport={"width": width, "height": 700})
        page.wait_for_selector("svg[role=img]")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_prints_on_two_pages(opened: Callable[..., Page], demo: str) -> None:
    page = opened(demo, color_scheme="dark")
    page.wait_for_selector("#flow svg")
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2


def test_compares_two_results(opened: Callable[..., Page], compared: str) -> None:
    page = opened(compared, locale="de-DE")
    assert page.locator("h1 data").inner_text() == "+4,57"
    assert page.locator("[data-side] svg[role=img]").count() == 2
    assert "came +7,06" in (page.locator("#causes svg").get_attribute("aria-label") or "")
    assert "came +7,06" in text(page, "#receipt")


def test_a_thousand_posts_are_small() -> None:
    assert len(report_page(made(1000)).encode("utf-8")) <= 700_000


def test_ten_thousand_posts_stay_usable(opened: Callable[..., Page]) -> None:
    report = made(10_000)
    page = opened(report_page(report))
    assert page.evaluate("document.querySelectorAll('*').length") < 12_000
    assert "1 to 10 of 10,000" in text(page, "#posts-table")
    page.get_by_label("Search").fill(report.result.posts[4321].post or "")
    assert "1 to 1 of 1" in text(page, "#posts-table")
    page.get_by_label("Search").fill("")
    page.get_by_label("Order").select_option("newest")
    page.get_by_role("button", name="Next").click()
    assert "11 to 20 of 10,000" in text(page, "#posts-table")
    newest = sorted((post.time or "" for post in report.result.posts), reverse=True)[10]
    assert newest[:4] in text(page, ".every tbody tr")
