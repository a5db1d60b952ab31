"""Logs of who acted on whom, without a header: what is left out of them, and that it is said."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

import influence
from cases import examples

EXAMPLE = Path(__file__).parents[1] / "examples" / "x-higgs" / "input.txt"
LINE = st.tuples(
    st.integers(1, 3), st.integers(1, 3), st.integers(1341100972, 1341100974), st.sampled_from(["RT", "MT", "RE"])
)
LINES = st.lists(LINE, min_size=1, max_size=40)
KINDS = {"RT": "repost", "MT": "mention", "RE": "comment"}


def test_what_is_left_out_is_said() -> None:
    with influence.read(EXAMPLE) as events:
        assert [(one.count, one.what, one.why) for one in events.left_out] == [
            (1, "rows", "mentions that are the reply of the same second, written twice")
        ]
        assert events.inputs[0].made == {"self-mention": 2}


@examples(60)
@given(LINES)
def test_replies_count_once_and_keep_their_line(tmp_path_factory: pytest.TempPathFactory, lines: list) -> None:
    path = tmp_path_factory.mktemp("log") / "log.txt"
    path.write_text("".join(" ".join(map(str, line)) + "\n" for line in lines))
    wanted = {
        (record, str(to), str(by), KINDS[act])
        for record, (by, to, second, act) in enumerate(lines, 1)
        if by != to and not (act == "MT" and (by, to, second, "RE") in lines)
    }
    if not wanted:
        with pytest.raises(influence.InputError, match="nothing received from others"):
            influence.read(path)
        return
    with influence.read(path) as events:
        assert {(one.record, one.profile, one.actor, one.kind) for one in events} == wanted


@pytest.mark.parametrize(
    "rule, said",
    [
        ("{where: act, values: MT, same: to, why: x}", "give one of starts, values, matches, blank, present, same"),
        ("{where: act, values: MT, beside: RE, why: x}", "give a profile, actor, post or time"),
    ],
)
def test_a_rule_that_cannot_work_is_an_error(tmp_path: Path, rule: str, said: str) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        "title: mine\nnetwork: x\nchecked: [now]\nreader: table\nper: event\nrecognise: {names: [act]}\n"
        f"each: like\nskip:\n  - {rule}\n"
    )
    with pytest.raises(influence.ConfigError, match=said) as raised:
        influence.read(EXAMPLE, formats=[mine])
    assert "mine.yaml:9" in str(raised.value)


@pytest.mark.thorough
def test_a_table_larger_than_the_memory_that_reading_takes(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    duckdb.sql(f"""COPY (SELECT 'profile ' || range % 1000 AS profile, 'x' AS network, 'like' AS kind, 1 AS count,
        '2026-11-20' AS time, repeat('actor ', 20) || range AS actor FROM range(2_500_000)) TO '{path}'""")
    assert path.stat().st_size > 1 << 28
    assert influence.score(path, profile="profile 7").networks[0].lines[0].count == 2500
