"""Planners: upskilling paths through programs and roles."""
from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, Optional, Union

import numpy as np
from numpy.typing import NDArray

from . import _people, _rung
from ._constants import FORMAT, IMPUTE, NONE, call, choose, count, path, several, text
from ._records import Answer, Miss, Path, Step

if TYPE_CHECKING:
    from ._matcher import Matcher

StrPath = Union[str, "os.PathLike[str]"]
Progress = Callable[[int, float], object]
Roles = Union[str, int, Sequence[Union[str, int]]]


class Planner:
    """Finds paths. It never changes: any number of threads may use one at once.

    Matcher.planner() makes one.
    """

    __slots__ = ("matcher", "_handle", "__weakref__")

    def __init__(self, matcher: Matcher, handle: _rung.Planner) -> None:
        """Not to be called: Matcher.planner() makes one."""
        self.matcher = matcher
        self._handle = handle

    def __reduce__(self) -> NoReturn:
        raise TypeError("a rung.Planner cannot be pickled: build it in the other process")

    def paths(
        self,
        levels: NDArray[np.float32],
        current_role: Union[str, int, None],
        targets: Optional[Roles] = None,
        *,
        columns: Optional[Mapping[str, str]] = None,
    ) -> Answer:
        """The best paths of one person, to the targets given or to the best that are found.

        levels: float32 [skills]. targets: ids or positions, each once. columns: what audiences of
        programs ask for, such as {"employment": "hourly"}.
        Returns paths and misses: given targets to which there is none, and why.
        """
        catalog = self.matcher.catalog
        current = NONE if current_role is None else catalog.role_index(current_role)
        wanted = self._positions(targets)
        if columns is not None and not isinstance(columns, Mapping):
            raise TypeError(f"columns: found {columns!r}, expected a dict of texts")
        found, missed = self._handle.paths(_people.one(levels), current, columns, wanted)
        return Answer([self._path(row) for row in found], [self._miss(row) for row in missed])

    def path_folder(
        self,
        people: StrPath,
        output: StrPath,
        *,
        person: Optional[str] = None,
        targets: Optional[Roles] = None,
        misses: Optional[StrPath] = None,
        format: str = "csv",
        impute: str = "empty",
        batch: int = 0,
        progress: Optional[Progress] = None,
    ) -> dict[str, Any]:
        """Find paths for everybody in a folder, or one person of it, and write them to a file, as
        `rung path` does; misses names a file for given targets without a path. progress as in
        Matcher.match_folder(). Returns what was done."""
        told = self._handle.path_folder(
            path("people", people),
            path("output", output),
            None if misses is None else path("misses", misses),
            None if person is None else text("person", person),
            self._positions(targets),
            choose("format", FORMAT, format),
            choose("impute", IMPUTE, impute),
            count("batch", batch, 0),
            call("progress", progress),
        )
        return {**told.pop("totals"), **told}

    def _positions(self, roles: Optional[Roles]) -> Optional[NDArray[np.uint32]]:
        if roles is None:
            return None
        wanted = several("targets", roles, "ids or positions of roles, or None")
        found = [self.matcher.catalog.role_index(role) for role in wanted]
        return np.array(found, np.uint32) if found else None

    def _path(self, row: tuple[Any, ...]) -> Path:
        roles, programs = self.matcher.catalog.roles, self.matcher.catalog.programs
        target, target_rank, rank, weeks, cost, gain, readiness, steps, proven = row
        told = tuple(
            Step(roles[role].id, tuple(programs[p].id for p in taken), *figures)
            for role, taken, *figures in steps
        )
        return Path(
            roles[target].id, target_rank, rank, weeks, cost, gain, readiness, told, proven
        )

    def _miss(self, row: tuple[Any, ...]) -> Miss:
        target, rules, path, theta, wage_fall, reason = row
        best = None if path is None else self._path(path)
        return Miss(
            self.matcher.catalog.roles[target].id, rules, best, theta, wage_fall, reason
        )
