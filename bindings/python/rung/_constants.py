"""What rung.h calls by number, by name."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from . import _rung

#: No role: RUNG_NONE.
NONE: Final = 0xFFFFFFFF

#: One hit, as rung_hit lies in memory.
HIT: Final = np.dtype(
    {
        "names": ["score", "readiness", "similarity", "role"],
        "formats": ["f8", "f8", "f8", "u4"],
        "offsets": [0, 8, 16, 24],
        "itemsize": 32,
    }
)
if HIT.itemsize != _rung.HIT_SIZE:
    raise ImportError(f"rung_hit: found {_rung.HIT_SIZE} bytes, expected {HIT.itemsize}")

IMPUTE: Final = {"empty": 0, "fill": 1, "none": 2}
FORMAT: Final = {"csv": 0, "jsonl": 1, "text": 2}
PREFER: Final = {"gain": 0, "fastest": 1, "cheapest": 2, "fewest": 3}
ORDER: Final = {"figure": 0, "score": 1}
PEOPLE_FORMAT: Final = {"long": 0, "wide": 1, "npy": 2}


def choose(name: str, table: Mapping[str, int], value: str) -> int:
    """The number of a word."""
    try:
        return table[value]
    except (KeyError, TypeError):
        words = ", ".join(table)
        raise _rung.ArgumentError(f"{name}: found {value!r}, expected one of {words}") from None


def count(name: str, value: int, least: int, most: int = 2**63 - 1) -> int:
    """A whole number in least..most: the C side takes any number's low bits."""
    try:
        number = value.__index__()
    except AttributeError:
        raise TypeError(f"{name}: found {value!r}, expected a whole number") from None
    if not least <= number <= most:
        raise _rung.ArgumentError(f"{name}: found {number}, expected {least}..{most}")
    return number
