"""The Python API where the command line does not reach it."""

from __future__ import annotations

import pkgutil
from pathlib import Path

import influence

EXAMPLE = Path(__file__).parents[1] / "examples" / "x-content" / "input.csv"


def test_events_can_be_gone_through_while_other_questions_are_asked() -> None:
    with influence.read(EXAMPLE) as events:
        kinds: dict[str, int] = {}
        for number, event in enumerate(events):
            kinds[event.kind] = kinds.get(event.kind, 0) + event.count
            if number % 9 == 0:
                assert influence.score(events).points
        lines = influence.score(events).networks[0].lines
        likes = sum(getattr(line, "count", 0) for line in lines if line.kind == "like")
    assert kinds["like"] == likes > 0
    assert kinds["post"] == events.inputs[0].posts


def test_every_public_name_stays_what_it_is_when_all_of_them_are_imported() -> None:
    for name in influence.__all__:
        assert callable(getattr(influence, name))
    modules = {module.name for module in pkgutil.iter_modules(influence.__path__)}
    assert not modules & set(influence.__all__)  # importing a module binds its name in the package
