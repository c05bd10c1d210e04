"""Matchers: the best roles of people, and why."""
from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, Optional, Union

import numpy as np
from numpy.typing import NDArray

from . import _people, _rung
from ._constants import FORMAT, HIT, IMPUTE, NONE, ORDER, PREFER, call, choose, count, number
from ._constants import path, several
from ._matches import Matches
from ._planner import Planner
from ._records import Explanation, Gap, Signal

if TYPE_CHECKING:
    from ._catalog import Catalog

StrPath = Union[str, "os.PathLike[str]"]
Progress = Callable[[int, float], object]


class Matcher:
    """Roles, encoded for a profile. It never changes: any number of threads may use one at once.

    Catalog.matcher() makes one.
    """

    __slots__ = ("catalog", "_handle", "__weakref__")

    def __init__(self, catalog: Catalog, handle: _rung.Matcher) -> None:
        """Not to be called: Catalog.matcher() makes one."""
        self.catalog = catalog
        self._handle = handle

    def __reduce__(self) -> NoReturn:
        raise TypeError("a rung.Matcher cannot be pickled: build it in the other process")

    def __repr__(self) -> str:
        facts = self.facts
        return f"<rung.Matcher {facts['profile']}: {facts['roles']} roles, {facts['kernel']}>"

    @property
    def facts(self) -> dict[str, Any]:
        """Kernel, profile, threads, window, dimensions, roles, sparse, density, wage_floor (roles
        that pay less than this share of today's wage are left out); and by signal its weight and
        how many roles lack its figure (missing)."""
        return self._handle.facts()

    def match(
        self,
        people: Any,
        current_role: Any = None,
        top: int = 10,
        *,
        vectors: Optional[NDArray[np.float32]] = None,
        impute: str = "empty",
    ) -> Matches:
        """Find the top roles of each person: never the current role, nor an unrated one.

        people: one of
            float32 [people, skills], C order, levels 0..catalog.max_level: taken without a copy.
                [skills] is one person. Any other type raises TypeError and strides raise
                ValueError: nothing is converted unasked.
            a CSR matrix (SciPy's, or (indptr, indices, data)) of that shape, data float32, columns
                of a row in order; only indptr is copied.
            a Batch, or whatever Catalog.people() reads: a folder, an Arrow stream, a table.
            None, where vectors alone count.
        current_role: None; uint32 [people] of positions, rung.NONE for none; or a sequence of ids,
            positions and None. People with roles of their own (Batch, folder, table) take none.
        top: roles for each person, 1 or more.
        vectors: float32 [people, dimensions], where the profile uses embedding.
        impute: what becomes of missing levels of a folder or table; levels of arrays are all there.

        Returns Matches with arrays [people, top]. Do not change the arrays while this runs: it does
        so without the GIL.
        """
        if isinstance(people, _people.Batch):
            _refuse(current_role, vectors)
            return self._match(people, top)
        if _people.is_source(people):
            _refuse(current_role, vectors)
            return self._match_all(people, top, impute)
        return self._match(_people.of_arrays(self.catalog, people, current_role, vectors), top)

    def match_batches(
        self, source: Any, top: int = 10, *, impute: str = "empty", batch: int = 16384
    ) -> Iterator[Matches]:
        """match() of what Catalog.people() reads, a batch at a time: for more people than memory
        holds."""
        for people in self.catalog.people(source, impute=impute, batch=batch):
            yield self._match(people, top)

    def _match_all(self, source: Any, top: int, impute: str) -> Matches:
        parts = list(self.match_batches(source, top, impute=impute))
        if len(parts) == 1:
            return parts[0]
        hits = np.concatenate([np.empty((0, count("top", top, 1)), HIT), *(p.hits for p in parts)])
        named = bool(parts) and all(p.ids is not None for p in parts)
        ids = [i for p in parts for i in p.ids or ()] if named else None
        return Matches(self.catalog, hits, ids)

    def _match(self, batch: _people.Batch, top: int) -> Matches:
        hits = np.empty((len(batch), count("top", top, 1)), HIT)
        first, skill, level = batch.rows or (None, None, None)
        self._handle.match(
            batch.levels,
            first,
            skill,
            level,
            batch.current_role,
            batch.vectors,
            len(batch),
            hits,
            top,
        )
        return Matches(self.catalog, hits, batch.ids)

    def explain(
        self,
        levels: NDArray[np.float32],
        current_role: Union[str, int, None],
        role: Union[str, int],
        *,
        vector: Optional[NDArray[np.float32]] = None,
    ) -> Explanation:
        """Every signal of one person and one role, and the role's skills by gap, largest first.

        levels: float32 [skills]. vector: float32 [dimensions], where the profile uses embedding.
        """
        target = self.catalog.role_index(role)
        current = NONE if current_role is None else self.catalog.role_index(current_role)
        told = self._handle.explain(_people.one(levels), current, target, vector)
        skills = self.catalog.skills
        told["gaps"] = [Gap(skills[skill].id, *rest) for skill, *rest in told["gaps"]]
        told["signals"] = {name: Signal(*row) for name, row in told["signals"].items()}
        return Explanation(role=self.catalog.roles[target].id, **told)

    def match_folder(
        self,
        people: StrPath,
        output: StrPath,
        *,
        top: int = 10,
        gaps: int = 0,
        format: str = "csv",
        impute: str = "empty",
        batch: int = 0,
        progress: Optional[Progress] = None,
    ) -> dict[str, Any]:
        """Match everybody in a folder and write rows to a file, as `rung match` does.

        output appears whole or not at all. gaps: how many of the largest gaps each row lists.
        progress: called as progress(people, fraction) now and then; returning something true ends
        the job with Cancelled, raising ends it with what was raised. Ctrl-C ends it, too.
        Returns what was done: people, imputed, pairs, rows, without_hits (people without a row, as no
        role was left to propose), seconds, ...
        """
        told = self._handle.match_folder(
            path("people", people),
            path("output", output),
            choose("format", FORMAT, format),
            choose("impute", IMPUTE, impute),
            count("top", top, 1),
            count("gaps", gaps, 0),
            count("batch", batch, 0),
            call("progress", progress),
        )
        return {**told.pop("totals"), **told}

    def planner(
        self,
        *,
        prefer: str = "gain",
        order: str = "figure",
        top: int = 3,
        paths: int = 3,
        steps: int = 3,
        years: float = 5.0,
        discount: float = 0.05,
        wage_fall: float = 0.0,
        dwell: Union[Sequence[float], Mapping[int, float], None] = None,
        effort: int = 1_000_000,
    ) -> Planner:
        """Build a planner, with this matcher's theta, essential and zone_step as its rules.

        prefer: "gain", "fastest", "cheapest" or "fewest"; order: "figure" or "score".
        top: targets that are found where none are given. paths: to a target. steps: most roles
        entered, 1..8. years, discount: over which a gain counts. wage_fall: f of docs/model.md.
        dwell: weeks worked in a role before the next step, six of them: where the job zone is not
        known, and for zones 1 to 5; or a dict of some of those. effort: most moves tried for one
        target of one person; 0: no limit.
        """
        if isinstance(dwell, Mapping):
            usual = {0: 26.0, 1: 13.0, 2: 26.0, 3: 52.0, 4: 104.0, 5: 104.0}
            strange = set(dwell) - set(usual)
            if strange:
                raise _rung.ArgumentError(f"dwell: found zone {strange.pop()!r}, expected 0..5")
            usual.update(dwell)
            dwell = [usual[zone] for zone in range(6)]
        if dwell is not None:
            dwell = [number("dwell", w) for w in several("dwell", dwell, "six numbers of weeks")]
        handle = self._handle.planner(
            choose("prefer", PREFER, prefer),
            choose("order", ORDER, order),
            count("top", top, 1, 1_000_000),
            count("paths", paths, 1, 1000),
            count("steps", steps, 1, 8),
            number("years", years),
            number("discount", discount),
            number("wage_fall", wage_fall),
            dwell,
            count("effort", effort, 0, 2**64 - 1),
        )
        return Planner(self, handle)


def _refuse(current_role: Any, vectors: Any) -> None:
    if current_role is not None or vectors is not None:
        raise TypeError("current_role and vectors: found some beside people who bring their own")
