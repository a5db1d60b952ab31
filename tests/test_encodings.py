"""Tables in the code pages in which spreadsheets save, and archives whose names are in one."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

import influence

COLUMNS = "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Reposts,Detail Expands\n"
CAPTIONS = {
    "cp932": "2026年11月3日、港のやかん",
    "cp949": "항구의 주전자와 등불",
    "gb18030": "港口的水壶和灯笼在草地上",
    "big5": "2026年11月3日港口的水壺",
    "cp1251": "Чайник и фонарь у гавани",
    "cp1252": "Käfer über “Öl”, Ærø\u00adskøbing – ça va, AÇÃO, 2 £s",
    "utf-16": "港のやかんと灯り",
}


@pytest.mark.parametrize(("encoding", "caption"), CAPTIONS.items(), ids=CAPTIONS.keys())
def test_a_table_in_a_code_page(tmp_path: Path, encoding: str, caption: str) -> None:
    rows = "".join(f'19{at},2026-11-03,"{caption}",https://x.com/a/status/19{at},9,8,9,1,0\n' for at in range(3))
    (path := tmp_path / "content.csv").write_bytes((COLUMNS + rows).encode(encoding))
    result = influence.score(path)
    assert {post.label for post in result.posts} == {caption}
    assert result.problems == []


def test_lines_that_end_in_cr_alone(tmp_path: Path) -> None:
    """As Excel for Mac once wrote them; with every cell in quotes and some of them empty, the whole looks like one line
    that a spreadsheet has wrapped in quotes."""
    lines = ['"' + COLUMNS.strip().replace(",", '","') + '"']
    lines += [f'"19{at}","2026-11-03","","https://x.com/a/status/19{at}","9","8","9","1","0"' for at in range(3)]
    (path := tmp_path / "content.csv").write_bytes("\r".join(lines).encode())
    result = influence.score(path)
    assert len(result.posts) == 3
    assert result.problems == []


@pytest.mark.parametrize("encoding", ["utf-8", "cp437", "cp932"])
def test_the_names_in_a_zip(tmp_path: Path, encoding: str) -> None:
    """Only one that says so in a flag has names in UTF-8 to zipfile."""
    name = "übersicht.csv" if encoding == "cp437" else "データの表.csv"
    written = name.encode(encoding)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("-" * len(written), COLUMNS + "19,2026-11-03,Kettle,https://x.com/a/status/19,9,8,9,1,0\n")
    (path := tmp_path / "in.zip").write_bytes(packed.getvalue().replace(b"-" * len(written), written))
    assert [one.source for one in influence.score(path).inputs] == [f"{path}/{name}"]


@pytest.mark.parametrize(("count", "said"), [("12.3K", 1), ("1.2 M", 1), ("12300", 0), ("12,300", 0), ("0.9K", 0)])
def test_counts_that_are_written_short(tmp_path: Path, count: str, said: int) -> None:
    """They are only about right, and nothing in what comes of them shows it."""
    (path := tmp_path / "content.csv").write_text(
        COLUMNS + f'19,2026-11-03,Kettle,https://x.com/a/status/19,9000,"{count}",9,1,0\n'
    )
    result = influence.score(path)
    assert sum("written short" in warning for warning in result.warnings) == said
