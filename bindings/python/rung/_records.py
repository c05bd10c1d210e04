"""What Rung tells of single things: named tuples, roles and skills by their ids."""
from __future__ import annotations

from typing import NamedTuple, Optional


class Skill(NamedTuple):
    """A skill of a catalog."""

    id: str
    name: str
    group: str  #: "" where there is none
    kind: str  #: technical, soft, knowledge, ability or other


class Role(NamedTuple):
    """A role of a catalog; nan where it has no figure."""

    id: str
    title: str
    family: str  #: "" where there is none
    group: str  #: within the family; "" where there is none
    education: float  #: that it usually asks for, on any scale that rises with it
    wage: float  #: a year, in the catalog's currency
    employment: float  #: people
    growth: float  #: ten years, as a fraction
    openings: float  #: people a year
    automation_risk: float  #: 0..1
    job_zone: int  #: 1..5, 0 where it is not known
    rated: bool  #: it has skill rows; an unrated role is never proposed


class Program(NamedTuple):
    """A program that teaches skills."""

    id: str
    name: str
    cost: float  #: a head
    weeks: float
    seats: float  #: nan: as many as wanted
    opens_zone: int  #: the highest job zone that it opens; 0: none
    audience: tuple[tuple[str, str], ...]  #: (column, value) pairs, all of which must hold


class Requirement(NamedTuple):
    """What a role asks of a skill; zeros where it asks for nothing."""

    level: float
    importance: float
    essential: bool


class Kernel(NamedTuple):
    """A row of the kernel table."""

    name: str
    needs: str
    runs: bool


class Signal(NamedTuple):
    """One signal of a person and a role."""

    value: float
    weight: float  #: the profile's
    known: bool  #: False where a figure is missing: the value is then 0

    @property
    def share(self) -> float:
        """What it adds to the score."""
        return self.value * self.weight


class Gap(NamedTuple):
    """One skill of an explanation. Gaps of a pair add up to 1 - readiness."""

    skill: str
    have: float
    need: float
    importance: float
    essential: bool
    gap: float  #: as a share of all that the role asks for


class Explanation(NamedTuple):
    """Every signal of a person and a role, and the role's skills by gap, largest first."""

    role: str
    score: float
    signals: dict[str, Signal]
    viable: bool
    desirable: bool
    essentials_short: int
    ready_enough: bool
    zone_in_reach: bool
    wage_high_enough: bool
    above_wage_floor: bool  #: False: it pays too little for the profile, and is never proposed
    gaps: list[Gap]

    @property
    def readiness(self) -> float:
        """The share of what the role asks for that is there, 0..1."""
        return self.signals["readiness"].value


class Step(NamedTuple):
    """Programs taken one after another, then a move into a role."""

    role: str
    programs: tuple[str, ...]
    starts: float  #: weeks from now
    enters: float  #: weeks from now
    cost: float
    wage: float  #: nan where it is not known
    readiness_before: float
    readiness: float


class Path(NamedTuple):
    """A way to a target."""

    target: str
    target_rank: int
    rank: int
    weeks: float
    cost: float
    gain: float
    readiness: float
    steps: tuple[Step, ...]
    proven: bool  #: no admissible path is better

    @property
    def route(self) -> str:
        """The route as `rung path` writes it: +program and >role, joined by spaces."""
        words = [w for s in self.steps for w in (*("+" + p for p in s.programs), ">" + s.role)]
        return " ".join(words)


class Miss(NamedTuple):
    """Why there is no path to a target that was given: the nearest miss."""

    target: str
    rules: list[str]  #: rules that would have to be put aside: readiness, zone, wage, ...
    path: Optional[Path]  #: the best path without them
    theta: Optional[float]  #: the highest theta that lets a path through
    wage_fall: Optional[float]  #: the least fall in wage that lets a path through
    reason: str  #: what stops it, for a person


class Answer(NamedTuple):
    """Paths by target and rank, and the given targets to which there is none."""

    paths: list[Path]
    misses: list[Miss]
