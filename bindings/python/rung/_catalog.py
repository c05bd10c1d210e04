"""Catalogs: skills, roles and programs, and how they relate."""
from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, NoReturn, Optional, Union

import numpy as np
from numpy.typing import NDArray

from . import _people, _rung
from ._constants import ADJACENCY, NONE, PEOPLE_FORMAT, call, choose, count, number, several, text
from ._constants import path as a_path
from ._matcher import Matcher
from ._matches import Matches
from ._records import Program, Requirement, Role, Skill

StrPath = Union[str, "os.PathLike[str]"]
Progress = Callable[[int, float], object]


class Catalog:
    """Skills, roles and programs, opened from a folder of CSV files.

    A catalog never changes: any number of threads may read it. Roles and skills are named by id, or
    by their position in `roles` and `skills`.
    """

    __slots__ = ("_handle", "_matchers", "_lock", "__dict__", "__weakref__")

    def __init__(self, handle: _rung.Catalog) -> None:
        """Not to be called: Catalog.open() makes one."""
        self._handle = handle
        self._matchers: dict[Any, Matcher] = {}
        self._lock = threading.Lock()

    @classmethod
    def open(cls, path: StrPath) -> Catalog:
        """Open the catalog in a folder (docs/formats.md describes its files).

        Raises DataError with file, line, column, the value found and what was expected, or
        FileError.
        """
        return cls(_rung.open(a_path("path", path)))

    def __reduce__(self) -> NoReturn:
        raise TypeError("a rung.Catalog cannot be pickled: open its folder in the other process")

    def __repr__(self) -> str:
        facts = self.facts
        return f"<rung.Catalog {facts['name']!r}: {facts['skills']} skills, {facts['roles']} roles>"

    # ------------------------------------------------------------ what it holds

    @cached_property
    def facts(self) -> dict[str, Any]:
        """Name, currency, source, max_level, grid, and how many skills, roles, ... it has."""
        return self._handle.facts()

    @cached_property
    def name(self) -> str:
        """The catalog's name."""
        return str(self.facts["name"])

    @cached_property
    def max_level(self) -> float:
        """The highest level; levels run from 0 to it."""
        return float(self.facts["max_level"])

    @cached_property
    def skills(self) -> tuple[Skill, ...]:
        """All skills, in the order of the columns of levels."""
        return tuple(Skill(*row) for row in self._handle.skills())

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """All roles, in the catalog's order: Matches.role holds positions in it."""
        return tuple(Role(*row) for row in self._handle.roles())

    @cached_property
    def programs(self) -> tuple[Program, ...]:
        """All programs."""
        return tuple(Program(*row) for row in self._handle.programs())

    @cached_property
    def _role_ids(self) -> NDArray[np.object_]:
        ids = np.empty(len(self.roles) + 1, object)  # the last, None, stands for NONE
        ids[:-1] = [role.id for role in self.roles]
        return ids

    def role_index(self, role: Union[str, int]) -> int:
        """The position of a role; ArgumentError for an id that the catalog does not have."""
        return self._index("role", self._handle.find_role, len(self.roles), role)

    def skill_index(self, skill: Union[str, int]) -> int:
        """The position of a skill: its column in levels."""
        return self._index("skill", self._handle.find_skill, len(self.skills), skill)

    def program_index(self, program: Union[str, int]) -> int:
        """The position of a program."""
        return self._index("program", self._handle.find_program, len(self.programs), program)

    @staticmethod
    def _index(
        what: str, find: Callable[[str], Optional[int]], size: int, key: Union[str, int]
    ) -> int:
        if not isinstance(key, str):
            return count(what, key, 0, size - 1)
        position = find(key)
        if position is None:
            raise _rung.ArgumentError(f"found {key!r}, expected the id of a {what}")
        return position

    def requirement(self, role: Union[str, int], skill: Union[str, int]) -> Requirement:
        """What a role asks of a skill."""
        row = self._handle.requirement(self.role_index(role), self.skill_index(skill))
        return Requirement(*row)

    def levels(self, role: Union[str, int]) -> NDArray[np.float32]:
        """The levels that a role asks for: a new float32 array [skills]."""
        out = np.empty(len(self.skills), np.float32)
        self._handle.levels(self.role_index(role), out)
        return out

    def role_levels(self) -> NDArray[np.float32]:
        """The levels that all roles ask for: a new float32 array [roles, skills]."""
        out = np.empty((len(self.roles), len(self.skills)), np.float32)
        for i, row in enumerate(out):
            self._handle.levels(i, row)
        return out

    def program_levels(
        self, program: Union[str, int]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The levels that a program brings a learner to, and those that it asks for first:
        two new float32 arrays [skills]."""
        teaches = np.empty(len(self.skills), np.float32)
        asks = np.empty(len(self.skills), np.float32)
        self._handle.program_levels(self.program_index(program), teaches, asks)
        return teaches, asks

    def vector(self, role: Union[str, int]) -> Optional[NDArray[np.float32]]:
        """The vector of a role, float32 [dimensions]; None where the catalog has none."""
        found = self._handle.vector(self.role_index(role))
        return None if found is None else np.frombuffer(found, np.float32)

    # ------------------------------------------------------------ matching

    def matcher(
        self,
        profile: Optional[StrPath] = None,
        *,
        viable: bool = False,
        desirable: bool = False,
        theta: float = 0.8,
        essential: float = 0.8,
        zone_step: int = 1,
        wage_growth: float = 0.0,
        similarity: bool = True,
        kernel: Optional[str] = None,
        threads: int = 0,
        window: int = 0,
        tuned: bool = False,
        adjacency: str = "off",
        adjacency_factor: float = 1.0,
    ) -> Matcher:
        """Build a matcher: roles, encoded for a profile.

        profile: the name of a shipped one or a file; None: "upskill", or "embedding" where no role
            has skills.
        viable, desirable: propose only moves that are viable, or viable and paid well enough.
        theta, essential, zone_step, wage_growth: what that means (docs/model.md, section 5).
        similarity: whether hits tell it; among thousands of skills it takes longer than all else.
        kernel, threads, window: None or 0 take what is usual; the answer is the same with any.
        tuned: take what `rung tune` has measured and kept for this machine.
        adjacency: whether skills stand in for related ones: "off", those that the "catalog" says,
            or those "learned" from what roles ask for; adjacency_factor: times how much, 0..1.
        """
        handle = self._handle.matcher(
            None if profile is None else text("profile", os.fsdecode(a_path("profile", profile))),
            None if kernel is None else text("kernel", kernel),
            count("threads", threads, 0, 2**31 - 1),
            count("window", window, 0),
            viable,
            desirable,
            number("theta", theta),
            number("essential", essential),
            count("zone_step", zone_step, -(2**31), 2**31 - 1),
            number("wage_growth", wage_growth),
            similarity,
            tuned,
            choose("adjacency", ADJACENCY, adjacency),
            number("adjacency_factor", adjacency_factor),
        )
        return Matcher(self, handle)

    def match(
        self,
        people: Any,
        current_role: Any = None,
        top: int = 10,
        *,
        vectors: Optional[NDArray[np.float32]] = None,
        impute: str = "empty",
        **options: Any,
    ) -> Matches:
        """Match people at once: Matcher.match() of a matcher with these options (see matcher()),
        which is built when they are first asked for, and kept with those of the last 16."""
        key = tuple(sorted(options.items()))
        with self._lock:
            matcher = self._matchers.get(key)
        if matcher is None:
            matcher = self.matcher(**options)
            with self._lock:
                matcher = self._matchers.setdefault(key, matcher)
                if len(self._matchers) > 16:
                    del self._matchers[next(iter(self._matchers))]
        return matcher.match(people, current_role, top, vectors=vectors, impute=impute)

    # ------------------------------------------------------------ people

    def people(
        self,
        source: Any,
        *,
        impute: str = "empty",
        batch: int = 16384,
        rows: bool = False,
    ) -> Iterator[_people.Batch]:
        """Read people a Batch at a time.

        source: a folder (docs/formats.md), an object with __arrow_c_stream__ (Arrow, pandas 2.2,
            polars), or a table of columns: a dict or a DataFrame. A table has columns person_id and
            role_id, either of which may be missing, and levels in columns named level:SKILL_ID or
            just SKILL_ID; other columns are left aside. An id stands once, as in a folder; those of
            a stream are kept while it is read. A null is a missing level; so is nan in a
            dict or DataFrame, where it is the only way to say so.
        impute: what becomes of missing levels: "empty" gives a person without any level those of
            the current role, "fill" every missing one, "none" 0.
        batch: people read at a time from a folder; Arrow streams come in chunks of their own.
        rows: have a folder's levels as sparse rows.
        """
        return _people.read(self, source, impute, batch, rows)

    def synth(
        self,
        output: StrPath,
        people: int,
        *,
        seed: int = 1,
        format: str = "long",
        on_grid: float = 1.0,
        threads: int = 0,
        replace: bool = False,
        progress: Optional[Progress] = None,
    ) -> dict[str, Any]:
        """Make up a population in a new folder, the same bytes for the same seed, to try things on.

        format: "long", "wide" or "npy". Returns what was written.
        """
        return self._handle.synth(
            a_path("output", output),
            count("people", people, 1, 999_999_999),
            count("seed", seed, 0, 2**64 - 1),
            choose("format", PEOPLE_FORMAT, format),
            number("on_grid", on_grid),
            count("threads", threads, 0, 2**31 - 1),
            replace,
            call("progress", progress),
        )

    # ------------------------------------------------------------ current roles

    def role_array(self, roles: Any, people: int) -> Optional[NDArray[np.uint32]]:
        """Current roles as uint32 [people]: an array of that type as it is, ids and positions by
        position, None and NONE as NONE."""
        if roles is None:
            return None
        if isinstance(roles, np.ndarray) and roles.dtype == np.uint32:
            return roles
        if isinstance(roles, (str, int, np.integer)) and people != 1:
            raise ValueError(
                f"current_role: found one, {roles!r}, for {people} people, expected one for each"
            )
        roles = several("current_role", roles, "ids or positions of roles, or None")
        if isinstance(roles, np.ndarray) and roles.dtype.kind not in "OUiu":
            raise TypeError(
                f"current_role: found dtype {roles.dtype}, expected uint32 or ids of roles"
            )
        return np.fromiter((self._role(i, role) for i, role in enumerate(roles)), np.uint32)

    def _role(self, person: int, role: Any) -> int:
        if role is None or (not isinstance(role, str) and role == NONE):
            return NONE
        try:
            return self.role_index(role)
        except (_rung.ArgumentError, TypeError) as error:
            raise type(error)(f"current_role: person {person}: {error}") from None

