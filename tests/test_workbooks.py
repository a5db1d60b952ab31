"""Workbooks that are unlike the examples: of many rows, or with a table away from the corner of its sheet."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import influence
from hostile_more import rows, workbook, zipped

HEADER = ("network", "kind", "count", "post")


def test_a_workbook_of_many_rows(tmp_path: Path) -> None:
    count = 2_100
    cells = [("x", "like", number % 7, f"p{number}") for number in range(count)]
    (path := tmp_path / "events.xlsx").write_bytes(workbook(rows(HEADER, *cells)))
    result = influence.score(path)
    assert result.inputs[0].rows == count
    assert result.networks[0].lines[0].count == sum(number % 7 for number in range(count))


def test_a_table_away_from_the_corner(tmp_path: Path) -> None:
    data = rows(HEADER, ("x", "like", 7, "p1"))
    for column, other in zip("DCBA", "GFED", strict=True):
        data = data.replace(f'"{column}', f'"{other}')
    (path := tmp_path / "events.xlsx").write_bytes(workbook(data))
    assert influence.score(path).networks[0].lines[0].count == 7


def test_an_id_that_a_spreadsheet_has_rounded_is_told_and_one_kept_whole_is_read(tmp_path: Path) -> None:
    """A spreadsheet keeps fifteen digits: of ids of sixteen, as Facebook's are, it leaves a 0 in place of the last."""
    cells = [("x", "like", 7, 1812578237033020), ("x", "like", 5, 1812578237033024)]
    (path := tmp_path / "events.xlsx").write_bytes(workbook(rows(HEADER, *cells)))
    with influence.read(path) as events:
        assert [(event.count, event.post) for event in events] == [(7, None), (5, "1812578237033024")]
        assert [problem.what for problem in events.problems] == ["a post id that a spreadsheet has rounded"]


def opendocument(*rows: str) -> bytes:
    """The smallest .ods with these rows in its one sheet."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    body = f'<table:table table:name="One">{"".join(rows)}</table:table>'
    content = f"<office:document-content {names}><office:body><office:spreadsheet>{body}"
    return zipped({
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": b"<manifest/>",
        "content.xml": f"{content}</office:spreadsheet></office:body></office:document-content>".encode(),
    })  # fmt: skip


def cells(*given: str | int) -> str:
    made = (
        f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
        if isinstance(cell, int)
        else f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in given
    )
    return f"<table:table-row>{''.join(made)}</table:table-row>"


def test_an_opendocument_spreadsheet(tmp_path: Path) -> None:
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    noted = cells("x", "like", 7, "p1").replace("<text:p>like", "<office:annotation><text:p>mine</text:p>"
        "</office:annotation><text:p>like")  # fmt: skip
    (path := tmp_path / "events.ods").write_bytes(opendocument(cells(*HEADER), noted, cells("x", "like", 5, 8), empty))
    with influence.read(path) as events:
        assert [(event.kind, event.count, event.post) for event in events] == [("like", 7, "p1"), ("like", 5, "8")]


@pytest.mark.parametrize(
    "row",
    [
        cells("x", "like", 7, "p1").replace(
            "<table:table-row", '<table:table-row table:number-rows-repeated="9999999"'
        ),
        cells("x", "like", 7, "p1").replace("<text:p>p1", '<text:p><text:s text:c="999999999"/>'),
        '<table:table-row table:number-rows-repeated="2000000"><table:table-cell/></table:table-row>'
        + cells(*["x"] * 2000),
        cells("x").replace("<table:table-cell ", '<table:table-cell table:number-columns-repeated="99999999" '),
    ],
)
def test_an_opendocument_spreadsheet_cannot_grow_without_end(row: str, tmp_path: Path) -> None:
    (path := tmp_path / "events.ods").write_bytes(opendocument(cells(*HEADER), row))
    with pytest.raises(influence.InputError, match=r"larger than any export|too far apart"):
        influence.score(path)


@pytest.mark.parametrize("start", ['<text:s text:c="many"/>', "<table:a b='1' b='2'/>", "&mine;"])
def test_an_opendocument_spreadsheet_that_cannot_be_measured_is_not_opened(start: str, tmp_path: Path) -> None:
    far = cells("x", "like", 7, "p1").replace(
        "<table:table-row", '<table:table-row table:number-rows-repeated="9999999"'
    )
    (path := tmp_path / "events.ods").write_bytes(opendocument(start, cells(*HEADER), far))
    with pytest.raises(influence.InputError, match="no spreadsheet"):
        influence.score(path)


def test_a_spreadsheet_of_numbers_is_told(tmp_path: Path) -> None:
    (path := tmp_path / "posts.numbers").write_bytes(zipped({"Index/Document.iwa": bytes(9), "Index/Table.iwa": b"x"}))
    with pytest.raises(influence.InputError, match="export it as CSV"):
        influence.score(path)


def test_letters_slides_and_installers_are_none_of_ours_and_not_damaged(tmp_path: Path) -> None:
    """In a folder of downloads they are counted, as other files are, and nothing is wrong with them."""
    (tmp_path / "posts.csv").write_text("network,kind,count\nx,like,3\n", "utf-8")
    for name, member in (("letter.docx", "word/document.xml"), ("talk.pptx", "ppt/presentation.xml")):
        with zipfile.ZipFile(tmp_path / name, "w") as made:
            made.writestr("[Content_Types].xml", "<Types/>")
            made.writestr(member, "<a/>")
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0"))
    header[30:32], header[48:52] = (9).to_bytes(2, "little"), (0).to_bytes(4, "little")
    folder = "Root Entry".encode("utf-16-le").ljust(128, b"\0") + "WordDocument".encode("utf-16-le").ljust(384, b"\0")
    (tmp_path / "letter.doc").write_bytes(bytes(header) + folder)
    result = influence.score(tmp_path, strict=True)
    assert [(one.what, one.count) for one in result.left_out] == [("files", 3)]
    (tmp_path / "cut.xls").write_bytes(bytes(header))
    (problem,) = influence.score(tmp_path).problems
    assert problem.source.endswith("cut.xls")
