"""Match people to roles by skills, exactly and in bulk.

    >>> import rung
    >>> catalog = rung.Catalog.open("datasets/upskilling-2025")
    >>> levels = catalog.levels("fulfillment-associate")      # float32 [skills]
    >>> matches = catalog.match(levels, "fulfillment-associate", top=3)
    >>> matches.role_ids()[0].tolist()
    ['shipping-clerk', 'inventory-control-specialist', 'process-assistant']

Arrays go in and come out without a copy, the GIL is released while Rung computes, and any number
of threads may share a Catalog, a Matcher or a Planner. Everything that fails raises a subclass of
rung.Error whose message says where, what was found and what was expected.
"""
from ._catalog import Catalog
from ._constants import HIT, NONE
from ._matcher import Matcher
from ._matches import Matches
from ._people import Batch
from ._planner import Planner
from ._records import (
    Answer,
    Explanation,
    Gap,
    Kernel,
    Miss,
    Path,
    Program,
    Requirement,
    Role,
    Signal,
    Skill,
    Step,
)
from ._rung import ArgumentError, Cancelled, DataError, Error, FileError, OutOfMemory
from ._rung import kernels as _kernels
from ._rung import version as __version__

__all__ = [
    "Answer",
    "ArgumentError",
    "Batch",
    "Cancelled",
    "Catalog",
    "DataError",
    "Error",
    "Explanation",
    "FileError",
    "Gap",
    "HIT",
    "Kernel",
    "Matcher",
    "Matches",
    "Miss",
    "NONE",
    "OutOfMemory",
    "Path",
    "Planner",
    "Program",
    "Requirement",
    "Role",
    "Signal",
    "Skill",
    "Step",
    "__version__",
    "kernels",
]


def kernels() -> list[Kernel]:
    """The kernels that Rung knows, fastest first, and whether they run on this machine."""
    return [Kernel(*row) for row in _kernels()]
