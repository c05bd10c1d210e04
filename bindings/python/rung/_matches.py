"""What matching gives: the best roles of each person."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, Optional

import numpy as np
from numpy.typing import NDArray

from ._constants import NONE

if TYPE_CHECKING:
    from ._catalog import Catalog


class Matches:
    """The best roles of each person, best first: higher score first, among equals the role that
    stands first in the catalog.

    hits: a structured array [people, top] of dtype rung.HIT, which owns the memory.
    ids: ids of the people, where the people had some.
    """

    __slots__ = ("catalog", "hits", "ids")

    def __init__(
        self, catalog: Catalog, hits: NDArray[np.void], ids: Optional[list[str]] = None
    ) -> None:
        self.catalog = catalog
        self.hits = hits
        self.ids = ids

    def __len__(self) -> int:
        """The number of people."""
        return len(self.hits)

    def __repr__(self) -> str:
        people, top = self.hits.shape
        return f"<rung.Matches: {people} people, top {top}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "rung.Matches cannot be pickled: matches.hits and role_ids(), which are arrays, can"
        )

    @property
    def role(self) -> NDArray[np.uint32]:
        """uint32 [people, top]: positions in catalog.roles; rung.NONE beyond the last role that
        can be proposed. A view of hits, as all of these are."""
        return self.hits["role"]

    @property
    def score(self) -> NDArray[np.float64]:
        """float64 [people, top]."""
        return self.hits["score"]

    @property
    def readiness(self) -> NDArray[np.float64]:
        """float64 [people, top], 0..1: the share of what the role asks for that is there."""
        return self.hits["readiness"]

    @property
    def similarity(self) -> NDArray[np.float64]:
        """float64 [people, top], -1..1: the cosine of standardised levels."""
        return self.hits["similarity"]

    def role_ids(self) -> NDArray[np.object_]:
        """object [people, top]: the ids of role, None where there is none. A new array."""
        ids = self.catalog._role_ids
        named: NDArray[np.object_] = ids[np.minimum(self.role, len(ids) - 1)]
        return named

    def to_dicts(self) -> list[dict[str, Any]]:
        """A dict for each hit, with the columns of `rung match`: person_id (or person, a number),
        rank, role_id, score, readiness, similarity."""
        names = self.role_ids()
        rows = []
        for i, row in enumerate(self.hits):
            person: dict[str, Any] = {"person": i} if self.ids is None else {"person_id": self.ids[i]}
            for k, (score, readiness, similarity, role) in enumerate(row.tolist()):
                if role != NONE:
                    rows.append(
                        {
                            **person,
                            "rank": k + 1,
                            "role_id": names[i, k],
                            "score": score,
                            "readiness": readiness,
                            "similarity": similarity,
                        }
                    )
        return rows

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """An Arrow stream of one batch, with the columns of to_dicts(): ids as dictionaries of
        text, rank int32, the figures float64. A copy, which is its own. requested_schema is not
        looked at, as the interface allows."""
        people, top = self.hits.shape
        return self.catalog._handle.stream(self.hits, people, top, self.ids)
