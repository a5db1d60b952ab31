"""Card and badge in a real browser: colours by what the reader prefers, and no word on another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from profiles import EXAMPLES

import influence
from influence.result import Result

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

PIXEL = """async (svg) => {
  const image = new Image();
  image.src = `data:image/svg+xml;base64,${btoa(String.fromCharCode(...new TextEncoder().encode(svg)))}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight).getContext("2d");
  canvas.drawImage(image, 0, 0);
  return [image.naturalWidth, image.naturalHeight, ...canvas.getImageData(60, 10, 1, 1).data];
}"""
"""The size of a picture, as a README shows it, and the colour of a place where there is only paper."""

OVERLAPS = """(svg) => {
  document.body.innerHTML = svg;
  const whole = document.querySelector("svg").getBoundingClientRect();
  const boxes = [...document.querySelectorAll("text")].map((text) => {
    const box = text.getBoundingClientRect(), frame = text.closest("svg"), from = whole.left + frame.x.baseVal.value;
    return { text: text.textContent, left: Math.max(box.left, from), top: box.top, bottom: box.bottom,
             right: Math.min(box.right, from + frame.width.baseVal.value) };
  });
  const over = (a, b) => a.left < b.right && b.left < a.right && a.top + 3 < b.bottom && b.top + 3 < a.bottom;
  const out = (a) => a.left < whole.left + 5 || a.right > whole.right - 5;
  return boxes.flatMap((a, i) => [...(out(a) ? [[a.text]] : []),
                                  ...boxes.slice(i + 1).filter((b) => over(a, b)).map((b) => [a.text, b.text])]);
}"""
"""The words that lie on each other or outside the picture."""


@pytest.fixture(scope="module")
def demo() -> Result:
    return influence.score(EXAMPLES / "demo")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_paper_is_light_or_dark(theme: str, scheme: str, demo: Result, context: Callable[..., BrowserContext]) -> None:
    page = context(color_scheme=scheme).new_page()
    seen = page.evaluate(PIXEL, influence.card(demo, theme=theme))
    dark = (scheme if theme == "auto" else theme) == "dark"
    assert seen == [480, 303, *((33, 31, 27, 255) if dark else (255, 254, 251, 255))]


def test_a_badge_is_twenty_pixels_high(demo: Result, page: Page) -> None:
    assert page.evaluate(PIXEL, influence.badge(demo))[:2] == [106, 20]
    assert page.evaluate(OVERLAPS, influence.badge(demo)) == []


def worst(demo: Result) -> Result:
    """Every word as wide as it can be."""
    network = replace(demo.networks[0], network="W" * 40, score=100.0, points=10_000, contributes=10_000)
    changed = replace(demo.weights, settings=["x.like.weight=2"] * 12)
    return replace(
        demo, profile="M" * 60, score=100.0, low=100.0, high=100.0, coverage=0.999, networks=[network] * 9,
        window_days=36_500, weights=changed,
    )  # fmt: skip


@pytest.mark.parametrize("which", ["demo", "worst", "unknown"])
def test_no_word_lies_on_another(which: str, demo: Result, page: Page) -> None:
    unknown = replace(demo, networks=[], points=0, score=0.0, low=0.0, high=100.0, coverage=0.0)
    result = {"demo": demo, "worst": worst(demo), "unknown": unknown}[which]
    assert page.evaluate(OVERLAPS, influence.card(result)) == []


def test_the_readmes_pictures_are_pictures(page: Page) -> None:
    for path in (Path(__file__).parents[2] / "docs").glob("*.svg"):
        assert page.evaluate(PIXEL, path.read_text("utf-8"))[0] > 0
