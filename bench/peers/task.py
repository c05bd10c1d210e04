"""A row of the bench: roles and people as the peers take them, and as Rung does."""
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Task:
    """score(first, ids) gives the exact scores, in double precision by the definition, of the
    people from first on with the roles whose rows in `roles` are ids (people x top)."""
    name: str
    title: str
    roles: object          # rows x dimensions: float32, or a SciPy CSR matrix of it
    people: object         # the same
    score: object
    top: int = 10
    catalog: object = None         # librung.Catalog
    profile: str = "embedding"
    levels: object = None          # people x skills for Rung; None: `people` are vectors
    rows: object = None            # (first, skill, level) for Rung
    place: object = None           # of each row of `roles` in the catalog; None: the same
    notes: list = field(default_factory=list)

    @property
    def pairs(self):
        return self.people.shape[0] * self.roles.shape[0]

    def part(self, first, people):
        """The same task for so many people of it; levels come along, sparse rows of Rung do not."""
        some = Task(**vars(self))
        some.people = self.people[first : first + people]
        some.levels = None if self.levels is None else self.levels[first : first + people]
        some.rows = None
        return some

    def row_of(self, places):
        """Rows of `roles` from positions in the catalog."""
        if self.place is None:
            return places.astype(np.int64)
        order = np.full(int(self.place.max()) + 1, -1, np.int64)
        order[self.place] = np.arange(len(self.place))
        return order[places]
