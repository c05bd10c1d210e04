"""People: from arrays, folders, Arrow streams and tables of columns."""
from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional

import numpy as np
from numpy.typing import NDArray

from . import _rung
from ._constants import IMPUTE, choose, count, path

if TYPE_CHECKING:
    from ._catalog import Catalog

Rows = tuple[NDArray[np.uint64], NDArray[np.uint32], NDArray[np.float32]]


@dataclass(frozen=True, eq=False)
class Batch:
    """People read together, their levels as dense rows or as sparse ones.

    people: how many. ids: their ids, or None. current_role: uint32 [people], rung.NONE for none.
    levels: float32 [people, skills]; or rows: (first uint64 [people + 1], skill uint32 [n],
    level float32 [n]). vectors: float32 [people, dimensions], or None. imputed: bool [people], who
    got a level from the current role.
    """

    people: int
    ids: Optional[list[str]] = None
    current_role: Optional[NDArray[np.uint32]] = None
    levels: Optional[NDArray[np.float32]] = None
    rows: Optional[Rows] = None
    vectors: Optional[NDArray[np.float32]] = None
    imputed: Optional[NDArray[np.bool_]] = None

    def __len__(self) -> int:
        return self.people


# ---------------------------------------------------------------- from arrays


def one(levels: Any) -> Any:
    """Levels of one person: [1, skills] as [skills]."""
    if isinstance(levels, np.ndarray) and levels.ndim == 2 and len(levels) == 1:
        return levels[0]
    return levels


def of_arrays(catalog: Catalog, people: Any, current_role: Any, vectors: Any) -> Batch:
    """A batch of what a caller has in memory."""
    rows, levels = None, None
    if people is None:
        if vectors is None:
            raise TypeError("people: found None, expected levels or vectors")
        if getattr(vectors, "ndim", 0) != 2:
            raise TypeError(f"vectors: found {vectors!r}, expected float32 [people, dimensions]")
        number = len(vectors)
    elif all(hasattr(people, name) for name in ("indptr", "indices", "data")):
        rows = sparse(people.indptr, people.indices, people.data)
        check_csr(catalog, people)
        number = len(rows[0]) - 1
    elif isinstance(people, tuple) and len(people) == 3:
        rows = sparse(*people)
        number = len(rows[0]) - 1
    else:
        levels = dense(people, len(catalog.skills))
        number = len(levels)
    roles = catalog.role_array(current_role, number)
    return Batch(number, None, roles, levels, rows, vectors)


def dense(levels: Any, skills: int) -> Any:
    """Levels as they are, [skills] as one row of them. What else is wrong the C side tells."""
    if not isinstance(levels, np.ndarray):
        try:
            view = memoryview(levels)
        except TypeError:
            raise TypeError(
                f"levels: found {type(levels).__name__}, expected float32 [people, {skills}], "
                "a CSR matrix, a folder or a table"
            ) from None
        levels = np.asarray(view)
    if levels.ndim == 1 and (levels.shape[0] == skills or levels.size > 0):
        levels = levels.reshape(1, -1) if levels.flags.c_contiguous else levels[None, :]
    elif levels.ndim != 2:
        raise ValueError(f"levels: found shape {levels.shape}, expected (people, {skills})")
    return levels


def check_csr(catalog: Catalog, matrix: Any) -> None:
    """That a matrix is one of rows: columns (CSC) look alike."""
    layout, shape = getattr(matrix, "format", "csr"), getattr(matrix, "shape", None)
    if layout != "csr":
        raise TypeError(f"people: found a {layout} matrix, expected csr; .tocsr() makes one")
    if shape is not None and (len(shape) != 2 or shape[1] != len(catalog.skills)):
        raise ValueError(f"people: found shape {shape}, expected (people, {len(catalog.skills)})")


def sparse(indptr: Any, indices: Any, data: Any) -> Rows:
    """Rows of levels. int32 columns, as SciPy has them, are taken as they are."""
    first = np.asarray(indptr)
    if first.ndim != 1 or len(first) == 0 or first.dtype.kind not in "iu":
        raise ValueError(
            f"indptr: found {first.dtype} {first.shape}, expected whole numbers [people + 1]"
        )
    if first.dtype.kind == "i" and len(first) and first.min() < 0:
        raise ValueError(f"indptr: found {first.min()}, expected 0 or more")
    skill = np.asarray(indices)
    if skill.dtype == np.int32:
        if skill.size and skill.min() < 0:
            place = int(np.argmax(skill.ravel() < 0))
            raise ValueError(
                f"indices: entry {place}: found {skill.flat[place]}, expected positions of skills"
            )
        skill = skill.view(np.uint32) if skill.flags.c_contiguous else skill.astype(np.uint32)
    elif skill.dtype.kind in "iu" and skill.dtype != np.uint32:
        if skill.size and not 0 <= int(skill.min()) <= int(skill.max()) < 2**32:
            raise ValueError("indices: found one out of range, expected positions of skills")
        skill = skill.astype(np.uint32)
    return first.astype(np.uint64), skill, data


# ---------------------------------------------------------------- from elsewhere


def is_source(people: Any) -> bool:
    """Whether Catalog.people() reads it: it is no array."""
    return (
        isinstance(people, (str, os.PathLike, Mapping))
        or hasattr(people, "__arrow_c_stream__")
        or (hasattr(people, "columns") and hasattr(people, "__getitem__"))
    )


def read(catalog: Catalog, source: Any, impute: str, batch: int, rows: bool) -> Iterator[Batch]:
    """Batches of a folder, an Arrow stream or a table."""
    how = choose("impute", IMPUTE, impute)
    if isinstance(source, (str, os.PathLike)):
        return of_folder(catalog, catalog._handle.folder(path("people", source), how, rows), batch)
    if rows:
        raise _rung.ArgumentError("rows: found a table, expected a folder: tables are dense")
    if hasattr(source, "__arrow_c_stream__"):
        try:
            capsule = source.__arrow_c_stream__()
        except ImportError:  # pandas without pyarrow has the method, too
            if not hasattr(source, "columns"):
                raise
        else:
            return of_arrow(catalog, catalog._handle.table(capsule, how))
    if not is_source(source):
        raise TypeError(
            f"people: found {type(source).__name__}, expected a folder, an object with "
            "__arrow_c_stream__, or a table of columns"
        )
    return iter([of_columns(catalog, source, how)])


def of_folder(catalog: Catalog, folder: _rung.Folder, batch: int) -> Iterator[Batch]:
    most, skills = count("batch", batch, 1), len(catalog.skills)
    dimensions = catalog.facts["dimensions"]
    while (part := folder.next(most)) is not None:
        ids, roles, levels, rows, vectors, imputed = part
        yield Batch(
            len(ids),
            ids,
            np.frombuffer(roles, np.uint32),
            None if levels is None else _floats(levels, len(ids), skills),
            None
            if rows is None
            else (
                np.frombuffer(rows[0], np.uint64),
                np.frombuffer(rows[1], np.uint32),
                np.frombuffer(rows[2], np.float32),
            ),
            None if vectors is None else _floats(vectors, len(ids), dimensions),
            np.frombuffer(imputed, np.bool_),
        )


def of_arrow(catalog: Catalog, table: _rung.Table) -> Iterator[Batch]:
    skills = len(catalog.skills)
    seen: dict[str, int] = {}
    row = 0
    while (part := table.next()) is not None:
        ids, roles, levels, imputed = part
        if ids is not None:
            check_twins(ids, row, seen)
        row += len(imputed)
        yield Batch(
            len(imputed),
            ids,
            None if roles is None else np.frombuffer(roles, np.uint32),
            _floats(levels, len(imputed), skills),
            imputed=np.frombuffer(imputed, np.bool_),
        )


def check_twins(ids: list[str], row: int, seen: dict[str, int]) -> None:
    """That no id stands twice among these, which begin at this row, and those seen before, to
    which they are added with their rows."""
    fresh = dict(zip(ids, range(row, row + len(ids))))
    if len(fresh) == len(ids) and seen.keys().isdisjoint(fresh):
        seen.update(fresh)
        return
    for i, text in enumerate(ids, row):
        first = seen.setdefault(text, i)
        if first != i:
            raise _rung.DataError(
                f"row {i}, column 'person_id': found {text!r}, expected an id that no earlier row "
                f"has (row {first} has it)"
            )


def _floats(memory: bytearray, rows: int, columns: int) -> NDArray[np.float32]:
    return np.frombuffer(memory, np.float32).reshape(rows, columns)


# ---------------------------------------------------------------- tables of columns


def of_columns(catalog: Catalog, table: Any, impute: int) -> Batch:
    """One batch of a dict of columns or a DataFrame."""
    names = list(table.keys() if isinstance(table, Mapping) else table.columns)
    chosen = level_columns(catalog, names)
    people = _rows(table, names)
    ids = _ids(_texts(table, "person_id", people)) if "person_id" in names else None
    roles = None
    if "role_id" in names:
        roles = _roles(catalog, _texts(table, "role_id", people))
    levels = np.full((people, len(catalog.skills)), np.nan, np.float32)
    for skill, name in chosen.items():
        levels[:, skill] = _numbers(table, name, people)
    imputed = np.zeros(people, np.bool_)
    catalog._handle.impute(levels, roles, people, impute, imputed)
    return Batch(people, ids, roles, levels, imputed=imputed)


def level_columns(catalog: Catalog, names: list[Any]) -> dict[int, Any]:
    """Columns of levels, by skill."""
    chosen: dict[int, Any] = {}
    for name in names:
        if not isinstance(name, str) or name in ("person_id", "role_id"):
            continue
        prefixed = name.startswith("level:")
        skill = catalog._handle.find_skill(name[6:] if prefixed else name)
        if skill is None and prefixed:
            raise _rung.DataError(f"found column {name!r}, expected level: and an id of a skill")
        if skill in chosen:
            raise _rung.DataError(
                f"found column {name!r} beside {chosen[skill]!r}, expected one for each skill"
            )
        if skill is not None:
            chosen[skill] = name
    return chosen


def _rows(table: Any, names: list[Any]) -> int:
    return len(table[names[0]]) if names else 0


def _column(table: Any, name: str, people: int) -> NDArray[Any]:
    column = np.asarray(table[name])
    if column.shape != (people,):
        raise _rung.DataError(
            f"column {name!r}: found shape {column.shape}, expected ({people},)"
        )
    return column


def _missing(value: Any) -> bool:
    return value is None or value != value or type(value).__name__ == "NAType"


def _numbers(table: Any, name: str, people: int) -> NDArray[Any]:
    column = _column(table, name, people)
    if column.dtype.kind == "O":
        column = np.array([np.nan if _missing(v) else v for v in column])
    if column.dtype.kind not in "iuf" and len(column):
        raise _rung.DataError(f"column {name!r}: found {column.dtype}, expected numbers")
    return column


def _texts(table: Any, name: str, people: int) -> list[Optional[str]]:
    found = [None if _missing(v) else v for v in _column(table, name, people).tolist()]
    for i, value in enumerate(found):
        if value is not None and not isinstance(value, str):
            raise _rung.DataError(f"row {i}, column {name!r}: found {value!r}, expected text")
    return found


def _ids(found: list[Optional[str]]) -> list[str]:
    ids = [text for text in found if text is not None]
    if len(ids) < len(found):
        raise _rung.DataError(
            f"row {found.index(None)}, column 'person_id': found none, expected an id"
        )
    check_twins(ids, 0, {})
    return ids


def _roles(catalog: Catalog, ids: list[Optional[str]]) -> NDArray[np.uint32]:
    known: dict[Optional[str], int] = {None: 0xFFFFFFFF, "": 0xFFFFFFFF}
    for i, role in enumerate(ids):
        if role not in known:
            position = catalog._handle.find_role(role)
            if position is None:
                raise _rung.DataError(
                    f"row {i}, column 'role_id': found {role!r}, expected the id of a role"
                )
            known[role] = position
    return np.array([known[role] for role in ids], np.uint32)
