"""What rung.h calls by number, by name, and what arguments are checked with."""
from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Optional, Union

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
ADJACENCY: Final = {"off": 0, "catalog": 1, "learned": 2}
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


def number(name: str, value: Any) -> float:
    """A number that is no text."""
    try:
        if not isinstance(value, (str, bytes, bytearray)):
            return float(value)
    except (TypeError, ValueError):
        pass
    except OverflowError:
        raise _rung.ArgumentError(
            f"{name}: found {value!r}, expected a number that a double can hold"
        ) from None
    raise TypeError(f"{name}: found {value!r}, expected a number")


def text(name: str, value: Any) -> str:
    """Text as the C side takes it."""
    if not isinstance(value, str):
        raise TypeError(f"{name}: found {value!r}, expected text")
    if "\0" in value or any("\ud800" <= c <= "\udfff" for c in value):
        raise _rung.ArgumentError(
            f"{name}: found {value!r}, expected text without zero characters and surrogates"
        )
    return value


def path(name: str, value: Any) -> Union[str, bytes]:
    """The path of a file or folder."""
    try:
        found: Union[str, bytes] = os.fspath(value)
    except TypeError:
        raise TypeError(f"{name}: found {value!r}, expected a path: text or os.PathLike") from None
    try:
        good = b"\0" not in os.fsencode(found)
    except UnicodeEncodeError:
        good = False
    if not good:
        raise _rung.ArgumentError(f"{name}: found {value!r}, expected a path that can be")
    return found


def call(name: str, value: Optional[Callable[..., object]]) -> Any:
    """A function, or None."""
    if value is not None and not callable(value):
        raise TypeError(f"{name}: found {value!r}, expected a function or None")
    return value


def several(name: str, value: Any, of: str) -> Iterable[Any]:
    """What can be gone through: a single id or position is one of its kind."""
    if isinstance(value, (str, int, np.integer)):
        return [value]
    try:
        if not isinstance(value, (bytes, bytearray, memoryview)):
            iter(value)
            return value  # type: ignore[no-any-return]
    except TypeError:
        pass
    raise TypeError(f"{name}: found {value!r}, expected {of}")
