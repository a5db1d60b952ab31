from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from influence.render.markdown import escape, to_markdown
from influence.render.numbers import clean
from influence.result import Result

GITHUB = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@pytest.mark.parametrize("name", ["worked", "messy"])
def test_snapshot(name: str, snapshot: Callable[[str, str], None], request: pytest.FixtureRequest) -> None:
    snapshot(f"{name}.md", to_markdown(request.getfixturevalue(name)))


def test_the_worked_example_adds_up(worked: Result) -> None:
    text = to_markdown(worked)
    assert text.startswith("## Influence: 65.79 of 100\n")
    assert "| **sum** |  |  | **65.79** |" in text
    assert "| comment | 40 | 18.52 | 28.67 | 66.67 | 4.37 |" in text
    assert "| share: not in these exports, weight 40 |" in text


def test_hostile_text_adds_no_markup(messy: Result) -> None:
    html = GITHUB.render(to_markdown(messy, posts=10))
    assert "<script" not in html
    assert "<strong>red" not in html
    assert "javascript:" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; @\u200beveryone #\u200b1" in html
    assert 'href="https://instagram.example/p/abc_def/"' in html
    assert html.count("<h2>") == 1


def test_hostile_text_adds_no_cells(messy: Result) -> None:
    tokens = GITHUB.parse(to_markdown(messy, posts=10))
    widths = [len(row) for row in _rows(tokens)]
    assert set(widths) == {4, 6}
    assert all(line.count(" | ") in (3, 5) for line in to_markdown(messy).splitlines() if line.startswith("| "))


def _rows(tokens: Sequence[Token]) -> list[list[str]]:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and token.level > 3 and rows:
            rows[-1].append(token.content)
    return rows


@given(st.text(alphabet=st.sampled_from("ab1 .)-+*_`~#@!|\\<>[]()&;$={}:/\n"), max_size=30))
def test_escaped_text_shows_as_it_is(text: str) -> None:
    text = " ".join(clean(text).split())
    (paragraph,) = [token for token in GITHUB.parse(f"- x {escape(text)}") if token.type == "inline"]
    children = paragraph.children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    assert "".join(child.content for child in children).replace("\u200b", "") == f"x {text}".strip()


@given(st.text(alphabet=st.sampled_from("a1 .)-+*_#>=|"), min_size=1, max_size=12))
def test_text_at_the_start_of_a_line_opens_no_block(text: str) -> None:
    text = clean(text).strip() or "x"
    types = [token.type for token in GITHUB.parse(f"- {escape(text)}")]
    assert types[:3] == ["bullet_list_open", "list_item_open", "paragraph_open"]


def test_empty_parts_leave_no_headings(worked: Result) -> None:
    text = to_markdown(dataclasses.replace(worked, networks=[], posts=[], inputs=[]))
    assert "### Posts" not in text
    assert "### Files" not in text
    assert "no network in these exports has anything to score" in text


def test_a_profile_is_named(messy: Result) -> None:
    assert to_markdown(messy).startswith("## Influence: 70.00 of 100 · ada�\\[5m@&#8203;social.example\n")
