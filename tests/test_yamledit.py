"""Editing YAML: what is changed is changed, and nothing else is."""

from __future__ import annotations

import pytest
import yaml

from influence.yamledit import Change, copied, edited

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
    "text, path, change, old, new",
    [
        (FLOW, ("a", "b"), Change({"full": 12.5}), "full: 10", "full: 12.5"),
        (FLOW, ("a", "b"), Change({"why": 'say "é"'}), '"é # no comment"', '"say \\"é\\""'),
        (FLOW, ("a", "c"), Change({"why": "new"}), "x: 2}", 'x: 2, why: "new"}'),
        (FLOW, ("a", "c"), Change({"m": 1, "p": 3.0}, ("full",)), "full: 20", "m: 1, p: 3"),
        (FLOW, ("a", "b"), Change({"m": 1}, ("x", "full")), "x: 1, full: 10, why", "m: 1, why"),
        (FLOW, (), Change({"w": None}), "z: 1\n", "z: 1\nw: null\n"),
        (BLOCK, ("a", "b"), Change({"full": 7}), "full: 10 ", "full: 7 "),
        (BLOCK, ("a", "b"), Change({"why": "one"}), "|\n      two\n      lines", '"one"'),
        (BLOCK, ("a", "b"), Change({"m": 1, "p": 2}, ("full",)), "full: 10   #", "m: 1\n    p: 2   #"),
        (BLOCK, ("a", "b"), Change({"m": 1}, ("x", "full")), "x: 1\n    full: 10   # ten", "m: 1\n    # ten"),
        (BLOCK, ("a", "c"), Change({"p90": 5}), "p90:", "p90: 5"),
        (BLOCK, ("a", "c"), Change({"m": 1}, ("full", "p90")), "full: 20\n    p90:\n", "m: 1\n"),
        (BLOCK, ("a",), Change({"on": 1}), "p90:\n", 'p90:\n  "on": 1\n'),
    ],
)
def test_only_what_is_named_changes(text: str, path: tuple[str, ...], change: Change, old: str, new: str) -> None:
    assert text.count(old) == 1
    wanted = text.replace(old, new)
    assert edited(text, {path: change}) == wanted
    assert edited(text.replace("\n", "\r\n"), {path: change}) == wanted.replace("\n", "\r\n")
    node = yaml.safe_load(wanted)
    for part in path:
        node = node[part]
    assert {key: node[key] for key in change.values} == change.values
    assert not node.keys() & set(change.gone)


def test_an_entry_is_copied_with_its_comments() -> None:
    assert copied(FLOW, ("a",), "b.c") == FLOW + (
        '\n"b.c":\n  b: {x: 1, full: 10, why: "é # no comment"}   # beside\n  # between\n  c: {full: 20, x: 2}\n'
    )
    assert copied("{a: {b: {c: 1}}} # x\n", ("a",), "d") == "{a: {b: {c: 1}}, d: {b: {c: 1}}} # x\n"


def test_several_changes_are_made_at_once() -> None:
    changes = {("a", "b"): Change({"full": 1, "why": "w"}), ("a", "c"): Change({"full": 2}), (): Change({"z": 3})}
    after = yaml.safe_load(edited(FLOW, changes))
    assert after == {"a": {"b": {"x": 1, "full": 1, "why": "w"}, "c": {"full": 2, "x": 2}}, "z": 3}
