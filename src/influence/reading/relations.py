"""What stands behind FROM: DuckDB's reader for a file, and the SQL that gives the text of each of its names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from influence.formats.model import Format
from influence.reading import documents, tables, text
from influence.reading.cells import quoted, sum_of
from influence.reading.select import Relation

_MAX_LINE, _LONG_LINE = 1 << 23, 1 << 21
"""No line is longer, and where all cores read, none that is not mended. DuckDB reads two of the longest at once (by
itself it would read sixteen, more than all the memory there is); the less that is, the more evenly cores share."""

_MAX_RECORD = 1 << 22
MAX_DOCUMENT = 1 << 24
"""The largest document that DuckDB is given whole, in bytes; of a larger one, its list is cut out first."""

_SURPLUS = 8
"""How many cells behind the last column of a header are looked at."""

_SEVERAL = {"[]": "{}", "{}": "map_values({})", "{:}": "map_entries({})"}
"""The list that a step of a path goes through, from what it is a step in."""

_ADDED = {"[+]": "[]", "{+}": "{}"}
"""The steps that add up what they go through."""

_EVERY_INSIDE = {"[+]": "[*]", "{+}": ".*"}
"""The same inside a text that is JSON."""

Tree = dict[str, "Tree"]


class Has(Protocol):
    """Whether a file's first records have a name; `plain`: have a text there."""

    def __call__(self, name: str, *, plain: bool = False) -> bool: ...


def table(
    declared: Format,
    layout: tables.Layout,
    path: Path,
    *,
    clean: bool = False,
    even: bool = False,
    parallel: bool = True,
) -> Relation:
    """A table in text. `clean`: the rows only, with commas, as `local.mended_table` writes them. `even`: every row has
    the cells of the header, and anything else is an error of the whole; only so are rows of several lines read on all
    cores."""
    width = len(layout.header)
    cells = [f"c{index}" for index in range(width)]
    surplus = [] if even else [f"c{index}" for index in range(width, width + _SURPLUS)]
    columns = ", ".join(f"'{cell}': 'VARCHAR'" for cell in [*cells, *surplus])
    delimiter = "," if clean else layout.delimiter
    longest = _LONG_LINE if even else _MAX_LINE
    options = (
        f"auto_detect=false, header=false, skip={0 if clean else layout.lines}, delim={quoted(delimiter)}, quote='\"', "
        f"escape='\"', null_padding={_sql(not even)}, strict_mode={_sql(even)}, "
        f"hive_partitioning=false, compression='none', "
        f"max_line_size={longest}, buffer_size={2 * longest}, "
        f"parallel={_sql(parallel)}, columns={{{columns}}}"
    )
    texts, again = _positions(declared, layout)
    known = {text.folded(name) for name in declared.known_names()}
    opened = {layout.header[index] for name, (index, _) in layout.parts.items() if text.folded(name) in known}
    return Relation(
        sql=f"read_csv({quoted(str(path))}, {options})",
        texts=texts,
        record=f"row_number() OVER () + {layout.row}",
        before=layout.row,
        surplus=[] if _is_open_ended(declared, layout) else surplus,
        again=again,
        cells=cells,
        unknown=[c.strip() for c in layout.header if c not in opened and _unknown(declared, c, known)],
        dotted=layout.dotted,
    )


def _is_open_ended(declared: Format, layout: tables.Layout) -> bool:
    """Whether a row that is longer than the header is as it should be."""
    return declared.open_ended is not None and text.folded(layout.header[-1]) == text.folded(declared.open_ended)


def _sql(yes: bool) -> str:
    return str(yes).lower()


def _unknown(declared: Format, cell: str, known: set[str]) -> bool:
    return not text.unnamed(cell) and text.folded(cell) not in known and not declared.is_left(cell.strip())


def _positions(declared: Format, layout: tables.Layout) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """Each known name that the table has, and its column, or where it is inside cells, what takes it out; of two
    columns with one name the first, and both."""
    at: dict[str, list[str]] = {}
    for index, cell in enumerate(layout.header):
        at.setdefault(text.folded(cell), []).append(f"c{index}")
    for name, (index, key) in layout.parts.items():
        at.setdefault(text.folded(name), [_inside(f"c{index}", key)])
    read = {name for own in declared.own_fields() for name in declared.names_of(own)} | {*declared.added_names()}
    left = set(declared.left_names())
    found = {name: at[text.folded(name)] for name in sorted(declared.known_names()) if text.folded(name) in at}
    again = {n: (c[0], c[1]) for n, c in found.items() if len(c) > 1 and n in read - left}
    return {name: columns[0] for name, columns in found.items()}, again


def _inside(cell: str, key: str) -> str:
    """What a key says in a cell that is an object with nothing nested; any other cell is given whole: it is wrong."""
    said = quoted(f"""["']{key}["']:\\s*["']?([^,}}"']*)""")
    flat = quoted(r"\s*(\{[^{}\[\]]*\}\s*)?")
    return f"CASE WHEN regexp_full_match({cell}, {flat}) THEN regexp_extract({cell}, {said}, 1) ELSE {cell} END"


def parquet(declared: Format, path: Path, found: dict[str, str]) -> Relation:
    """A Parquet file; `found`: its columns and their types."""
    columns = {text.folded(name): name for name in found}
    known = {name for own in declared.own_fields() for name in declared.names_of(own)}
    native = {name: columns[text.folded(name)] for name in known if text.folded(name) in columns}
    return Relation(
        sql=f"read_parquet({quoted(str(path))}, file_row_number=true, hive_partitioning=false)",
        texts={name: f'CAST("{column}" AS VARCHAR)' for name, column in native.items()},
        native={name: (f'"{column}"', found[column]) for name, column in native.items()},
        record="file_row_number + 1",
        before=0,
        unknown=[name for name in found if text.folded(name) not in {text.folded(n) for n in known}],
    )


def json(
    declared: Format,
    path: Path,
    layout: str,
    steps: list[str],
    *,
    has: Has,
    unknown: list[str],
    mended: bool = False,
) -> Relation:
    """A JSON file. `layout`: how its documents follow each other, in DuckDB's words (array, newline_delimited,
    unstructured); `steps`: the way from a document to its records. `mended`: as `local.mended_documents` writes it,
    where each says its number, and a field of another shape is null; else one thing wrong is an error of all. `has`:
    whether the file's first records have a name, or have a text there."""
    fields = _one_spelling(_without_ways(_used_names(declared), has), has)
    document = _nested(steps, _tree(fields)) | ({"at": {}} if mended else {})
    columns = ", ".join(f"{quoted(key)}: {quoted(_type(tree))}" for key, tree in document.items())
    sql = (
        f"read_json({quoted(str(path))}, format='{layout}', columns={{{columns}}}, "
        f"ignore_errors={_sql(mended)}, "
        f"maximum_object_size={2 * MAX_DOCUMENT if layout == 'unstructured' else _MAX_RECORD})"
    )
    record = ""
    for step in steps:
        if step in _SEVERAL:
            sql, record = f"(SELECT unnest({_SEVERAL[step].format(record)}) AS r FROM {sql})", "r"
        else:
            record = f'{record}."{step}"' if record else f'"{step}"'
    ends = {tuple(_way(name)) for name in fields}
    return Relation(
        sql=sql,
        texts={name: _text(record, name, ends) for name in fields},
        record='CAST("at" AS BIGINT)' if mended else "row_number() OVER ()",
        before=None if mended else 0,
        unknown=unknown,
        header=False,
    )


def _without_ways(names: list[str], has: Has) -> list[str]:
    """The names that are there, without those that are only the way to another (`author` to `author.handle`): in JSON
    such a one is no text. Where the file has a text there, it is the others that are not in it. Tables have columns of
    both names."""
    ways = {name: behind for name in names if name and (behind := _behind(name, names))}
    ends = [name for name, behind in ways.items() if has(name, plain=True) and not any(map(has, behind))]
    names = [name for name in names if name and not any(name.startswith(f"{end}.") for end in ends)]
    return [name for name in names if not _behind(name, names)]


def _behind(name: str, names: list[str]) -> list[str]:
    return [other for other in names if other.startswith(f"{name}.")]


def _one_spelling(names: list[str], has: Has) -> list[str]:
    """Of names that differ in case only, the one that the file has: to DuckDB's structs they are one."""
    spellings: dict[str, list[str]] = {}
    for name in names:
        spellings.setdefault(name.casefold(), []).append(name)
    return [next(filter(has, group), group[0]) if len(group) > 1 else group[0] for group in spellings.values()]


def _used_names(declared: Format) -> list[str]:
    own = [name for one in declared.own_fields() for name in declared.names_of(one)]
    return list(
        dict.fromkeys(
            [
                *own,
                *declared.added_names(),
                *declared.unless_names(),
                *(name for rule in declared.skip for name in rule.fields()),
            ]
        )
    )


def _way(path: str) -> list[str]:
    """The steps to a text as its type has them: of a list, all items that are asked for are of one type."""
    return ["[]" if documents.named(step) else _ADDED.get(step, step) for step in documents.steps(path)]


def _within(path: str, ends: set[tuple[str, ...]]) -> int | None:
    """After how many steps the rest of a path is inside a text, as it is there that another path ends: in a list of
    which items are chosen, one may have a number where another has an object."""
    way = _way(path)
    return next((length for length in range(1, len(way)) if tuple(way[:length]) in ends), None)


def _tree(paths: list[str]) -> Tree:
    tree: Tree = {}
    ends = {tuple(_way(path)) for path in paths}
    for path in paths:
        place = tree
        for step in documents.steps(path)[: _within(path, ends)]:
            chosen = documents.named(step)
            place = place.setdefault("[]" if chosen else _ADDED.get(step, step), {})
            if chosen:  # by a name that the type has to have
                place.setdefault(chosen[0], {})
    return tree


def _nested(steps: list[str], record: Tree) -> Tree:
    for step in reversed(steps):
        record = {step: record}
    return record


def _type(tree: Tree) -> str:
    if not tree:
        return "VARCHAR"
    if "[]" in tree:
        return _type(tree["[]"]) + "[]"
    if "{}" in tree:
        return f"MAP(VARCHAR, {_type(tree['{}'])})"
    if "{:}" in tree:
        return f"MAP(VARCHAR, {_type(tree['{:}'].get('value', {}))})"
    return "STRUCT(" + ", ".join(f'"{name}" {_type(child)}' for name, child in tree.items()) + ")"


def _text(record: str, path: str, ends: set[tuple[str, ...]]) -> str:
    """The text at a path of a record, where that is a text, or inside one."""
    steps, within = documents.steps(path), _within(path, ends)
    text = _access(record, steps[:within])
    return text if within is None else _in_text(text, steps[within:])


def _access(record: str, steps: Sequence[str]) -> str:
    sql = record
    for index, step in enumerate(steps):
        if every := _ADDED.get(step):
            items = _SEVERAL[every].format(sql)
            return sum_of(f"list_transform({items}, lambda item: {_access('item', steps[index + 1 :])})")
        if chosen := documents.named(step):
            sql = f'list_filter({sql}, lambda one: one."{chosen[0]}" = {quoted(chosen[1])})[1]'
        elif step in _SEVERAL:
            sql = f"{_SEVERAL[step].format(sql)}[1]"
        else:
            sql = f'{sql}."{step}"' if sql else f'"{step}"'
    return sql


def _in_text(text: str, steps: Sequence[str]) -> str:
    """What is at some steps inside a text that is JSON; a text that is not what the steps go into says itself."""
    way = "$" + "".join(_EVERY_INSIDE.get(step, f'."{step}"') for step in steps)
    found = f"json_extract_string({text}, {quoted(way)})"
    if steps[-1] in _ADDED:
        found = f"CASE WHEN json_type({text}) IN ('OBJECT', 'ARRAY') THEN {sum_of(found)} ELSE {text} END"
    return f"CASE WHEN json_valid({text}) THEN {found} END"


def columns_of_parquet(connection: Any, path: Path) -> dict[str, str]:
    """The columns of a Parquet file and their types. Raises duckdb.Error where it is not one."""
    rows = connection.execute(
        f"DESCRIBE SELECT * FROM read_parquet({quoted(str(path))}, hive_partitioning=false)"
    ).fetchall()
    return {row[0]: row[1] for row in rows}
