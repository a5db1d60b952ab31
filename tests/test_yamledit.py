"""Editing YAML: what is changed is changed, and nothing else is."""

from __future__ import annotations

import pytest
import yaml

from influence.yamledit import copied, edited

FLOW = """\
# the top
a:
  b: {x: 1, full: 10, why: "é # no comment"}   # beside
  # between
  c: {full: 20, x: 2}
z: 1
"""
BLOCK = """\
a:
  b:
    x: 1
    full: 10   # ten
    why: |
      two
      lines

  # about c
  c:
    full: 20
    p90:
"""


@pytest.mark.parametrize(
    "text, path, values, gone, old, new",
    [
        (FLOW, ("a", "b"), {"full": 12.5}, (), "full: 10", "full: 12.5"),
        (FLOW, ("a", "b"), {"why": 'say "é"'}, (), '"é # no comment"', '"say \\"é\\""'),
        (FLOW, ("a", "c"), {"why": "new"}, (), "x: 2}", "x: 2, why: new}"),
        (FLOW, ("a", "c"), {"m": 1, "p": 3.0}, ("full",), "full: 20", "m: 1, p: 3"),
        (FLOW, ("a", "b"), {"m": 1}, ("x", "full"), "x: 1, full: 10, why", "m: 1, why"),
        (FLOW, (), {"w": None}, (), "z: 1\n", "z: 1\nw: null\n"),
        (BLOCK, ("a", "b"), {"full": 7}, (), "full: 10 ", "full: 7 "),
        (BLOCK, ("a", "b"), {"why": "one"}, (), "|\n      two\n      lines", "one"),
        (BLOCK, ("a", "b"), {"m": 1, "p": 2}, ("full",), "full: 10   #", "m: 1\n    p: 2   #"),
        (BLOCK, ("a", "b"), {"m": 1}, ("x", "full"), "x: 1\n    full: 10   # ten", "m: 1\n    # ten"),
        (BLOCK, ("a", "c"), {"p90": 5}, (), "p90:", "p90: 5"),
        (BLOCK, ("a", "c"), {"m": 1}, ("full", "p90"), "full: 20\n    p90:\n", "m: 1\n"),
        (BLOCK, ("a",), {"on": 1}, (), "p90:\n", 'p90:\n  "on": 1\n'),
    ],
)
def test_only_what_is_named_changes(
    text: str, path: tuple[str, ...], values: dict, gone: tuple[str, ...], old: str, new: str
) -> None:
    assert text.count(old) == 1
    before, after = yaml.safe_load(text), yaml.safe_load(text)
    place = after
    for part in path:
        place = place[part]
    for name in gone:
        del place[name]
    place |= values
    got = edited(text, before, after)
    assert got == text.replace(old, new)
    assert edited(text.replace("\n", "\r\n"), before, after) == got.replace("\n", "\r\n")
    assert yaml.safe_load(got) == after
    assert edited(got, after, after) == got


def test_an_entry_is_copied_with_its_comments() -> None:
    assert copied(FLOW, ("a",), "b.c") == FLOW + (
        '\n"b.c":\n  b: {x: 1, full: 10, why: "é # no comment"}   # beside\n  # between\n  c: {full: 20, x: 2}\n'
    )
    assert copied("{a: {b: {c: 1}}} # x\n", ("a",), "d") == "{a: {b: {c: 1}}, d: {b: {c: 1}}} # x\n"


def test_several_changes_are_made_at_once() -> None:
    after = {"a": {"b": {"x": 1, "full": 1, "why": "w"}, "c": {"full": 2, "x": 2, "d": {"e": 1.5}}}, "z": 3}
    assert yaml.safe_load(edited(FLOW, yaml.safe_load(FLOW), after)) == after
