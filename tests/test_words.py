"""The lists of what a network calls the same thing in other languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import influence
from influence import yamlfile
from influence.formats import catalogue, words

FORMAT = """
title: Mine
network: youtube
words: youtube
checked: ["2026"]
reader: table
per: post
recognise: {fields: [post], names: [Comments added], without: [Date]}
fields: {post: Content, time: {names: Video publish time}}
kinds: {like: [Likes, Hearts], comment: Comments added}
skip: [{where: post, values: Total, why: the total}]
unless: {like: [Impressions]}
"""
TABLE = """{0},{1},{2},{3}
abcdefghijk,2026-01-01,700,30
{4},,700,30
"""


def scored(folder: Path, table: str) -> dict[str, int]:
    (folder / "mine.yaml").write_text(FORMAT, "utf-8")
    (folder / "in.csv").write_text(table, "utf-8")
    result = influence.score(folder / "in.csv", formats=[folder / "mine.yaml"], as_of="2026-01-02")
    return {one.kind: one.count for network in result.networks for one in network.lines if one.status == "measured"}


@pytest.mark.parametrize(
    "names",
    [
        ("Content", "Video publish time", "Comments added", "Hearts", "Total"),
        ("Videos", "Veröffentlichungszeitpunkt des Videos", "Kommentare hinzugefügt", "Hearts", "Gesamt"),
        ("コンテンツ", "動画公開時刻", "コメント追加回数", "高評価数", "合計"),
    ],
)
def test_a_word_of_a_format_stands_for_its_names_in_every_language(names: tuple[str, ...], tmp_path: Path) -> None:
    assert scored(tmp_path, TABLE.format(*names)) == {"like": 30, "comment": 700}


def test_a_number_is_left_out_where_another_name_of_a_word_says_that_it_is_not_the_record_s(tmp_path: Path) -> None:
    header = "Videos,Veröffentlichungszeitpunkt des Videos,Kommentare hinzugefügt,Hearts,Impressionen"
    rows = "abcdefghijk,2026-01-01,700,30,\nabcdefghijl,2026-01-01,1,5,900"
    assert scored(tmp_path, f"{header}\n{rows}\n") == {"like": 30, "comment": 701}


def test_a_language_is_recognised_by_any_name_of_a_word_and_not_where_one_must_be_absent(tmp_path: Path) -> None:
    days = TABLE.format("Videos", "Datum", "Kommentare hinzugefügt", "Hearts", "Gesamt")
    with pytest.raises(influence.InputError, match="a table of no known export"):
        scored(tmp_path, days)


@pytest.mark.parametrize("path", words.files(), ids=lambda path: path.stem)
def test_a_list_holds_no_word_in_vain(path: Path) -> None:
    listed = yamlfile.parse(path.read_text("utf-8"), path.name).data
    formats = [raw for raw in map(_raw, catalogue.shipped_files()) if raw.get("words") == path.stem]
    used = {text for raw in formats for text in _texts(raw)}
    assert set(listed) <= used
    for word, names in listed.items():
        assert len({word, *names}) == 1 + len(names)


def _raw(path: Path) -> dict[str, Any]:
    return dict(yamlfile.parse(path.read_text("utf-8"), path.name).data)


def _texts(data: Any) -> set[str]:
    if isinstance(data, dict):
        return {text for pair in data.items() for one in pair for text in _texts(one)}
    if isinstance(data, list):
        return {text for one in data for text in _texts(one)}
    return {str(data)}
