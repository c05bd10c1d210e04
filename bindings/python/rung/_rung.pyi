"""The C side. Use the package rung: what is here may change."""
from collections.abc import Callable, Sequence
from typing import Any, Final, Optional, final

version: Final[str]
HIT_SIZE: Final[int]

class Error(Exception): ...
class OutOfMemory(Error, MemoryError): ...
class ArgumentError(Error, ValueError): ...
class DataError(Error, ValueError): ...
class FileError(Error, OSError): ...
class Cancelled(Error): ...

def open(path: object, /) -> Catalog: ...
def kernels() -> list[tuple[str, str, bool]]: ...

@final
class Catalog:
    def facts(self) -> dict[str, Any]: ...
    def skills(self) -> list[tuple[str, str, str, str]]: ...
    def roles(self) -> list[tuple[Any, ...]]: ...
    def programs(self) -> list[tuple[Any, ...]]: ...
    def find_skill(self, id: Any, /) -> Optional[int]: ...
    def find_role(self, id: Any, /) -> Optional[int]: ...
    def find_program(self, id: Any, /) -> Optional[int]: ...
    def requirement(self, role: int, skill: int, /) -> tuple[float, float, bool]: ...
    def levels(self, role: int, out: object, /) -> None: ...
    def program_levels(self, program: int, teaches: object, asks: object, /) -> None: ...
    def vector(self, role: int, /) -> Optional[bytearray]: ...
    def matcher(
        self,
        profile: Optional[str],
        kernel: Optional[str],
        threads: int,
        window: int,
        viable: bool,
        desirable: bool,
        theta: float,
        essential: float,
        zone_step: int,
        wage_growth: float,
        similarity: bool,
        tuned: bool,
        adjacency: int,
        adjacency_factor: float,
        /,
    ) -> Matcher: ...
    def folder(self, path: object, impute: int, rows: bool, /) -> Folder: ...
    def table(self, capsule: object, impute: int, /) -> Table: ...
    def impute(
        self, levels: object, roles: object, people: int, impute: int, imputed: object, /
    ) -> int: ...
    def stream(
        self, hits: object, people: int, top: int, ids: Optional[list[str]], /
    ) -> object: ...
    def synth(
        self,
        output: object,
        people: int,
        seed: int,
        format: int,
        on_grid: float,
        threads: int,
        replace: bool,
        progress: Optional[Callable[[int, float], object]],
        /,
    ) -> dict[str, Any]: ...

@final
class Matcher:
    def facts(self) -> dict[str, Any]: ...
    def match(
        self,
        levels: object,
        first: object,
        skill: object,
        level: object,
        roles: object,
        vectors: object,
        people: int,
        hits: object,
        top: int,
        /,
    ) -> None: ...
    def explain(
        self, levels: object, current: int, role: int, vector: object, /
    ) -> dict[str, Any]: ...
    def match_folder(
        self,
        people: object,
        output: object,
        format: int,
        impute: int,
        top: int,
        gaps: int,
        batch: int,
        progress: Optional[Callable[[int, float], object]],
        /,
    ) -> dict[str, Any]: ...
    def planner(
        self,
        prefer: int,
        order: int,
        top: int,
        paths: int,
        steps: int,
        years: float,
        discount: float,
        wage_fall: float,
        dwell: Optional[Sequence[float]],
        effort: int,
        /,
    ) -> Planner: ...

@final
class Planner:
    def paths(
        self, levels: object, current: int, columns: object, targets: object, /
    ) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]: ...
    def path_folder(
        self,
        people: object,
        output: object,
        misses: object,
        person: Optional[str],
        targets: object,
        format: int,
        impute: int,
        batch: int,
        progress: Optional[Callable[[int, float], object]],
        /,
    ) -> dict[str, Any]: ...

@final
class Folder:
    def next(
        self, most: int, /
    ) -> Optional[
        tuple[
            list[str],
            bytearray,
            Optional[bytearray],
            Optional[tuple[bytearray, bytearray, bytearray]],
            Optional[bytearray],
            bytearray,
        ]
    ]: ...
    def totals(self) -> dict[str, int]: ...

@final
class Table:
    def next(
        self,
    ) -> Optional[tuple[Optional[list[str]], Optional[bytearray], bytearray, bytearray]]: ...
