"""Do two answers agree: the same top roles, up to what rounding to float can turn round?

Ids may differ where scores tie, so what is compared is the exact score of each rank. A peer that
works in single precision may lose up to the rounding of its products; Rung, which does not, may
lose nothing but the last bits of double precision."""
import numpy as np

LAST_BITS = 1e-12


def lengths(rows):
    square = rows.multiply(rows) if hasattr(rows, "multiply") else np.square(rows, dtype=float)
    return np.sqrt(np.asarray(square.sum(axis=1), float).ravel())


def rounding(people, longest):
    """What the scores of these people with a role may be off in single precision, twice: once for
    the role that comes in and once for the one that goes (docs/model.md has the bound)."""
    terms = people.shape[1]
    if hasattr(people, "getnnz"):
        terms = int(people.getnnz(axis=1).max())
    return 2 * (terms + 8) * 2.0**-23 * lengths(people) * longest


def compare(task, ours, theirs, block=1 << 12):
    """Both people x top, rows of task.roles; ours may have more people. Returns the most that
    theirs lose, and how many people have other roles; raises ValueError where they do not agree."""
    lost, other, longest = 0.0, 0, lengths(task.roles).max()
    if theirs.shape != (task.people.shape[0], task.top) or len(ours) < len(theirs):
        raise ValueError(f"found an answer of {theirs.shape}, expected "
                         f"{(task.people.shape[0], task.top)}")
    ours = ours[: len(theirs)]
    for first in range(0, len(theirs), block):
        a, b = ours[first : first + block], theirs[first : first + block]
        for ids in (a, b):
            check_ids(task, first, ids)
        mine = -np.sort(-task.score(first, a), axis=1)
        yours = -np.sort(-task.score(first, b), axis=1)
        may = rounding(task.people[first : first + len(a)], longest)[:, None]
        bits = LAST_BITS * (1 + np.abs(mine))
        refuse(first, mine - yours > may + bits, mine, yours, "rounding explains less")
        refuse(first, yours - mine > bits, mine, yours, "Rung must not be worse")
        lost = max(lost, float((mine - yours).max()))
        other += int((np.sort(a, 1) != np.sort(b, 1)).any(axis=1).sum())
    return lost, other


def check_ids(task, first, ids):
    ordered = np.sort(ids, axis=1)
    bad = (ordered < 0) | (ordered >= task.roles.shape[0])
    bad[:, 1:] |= ordered[:, 1:] == ordered[:, :-1]
    if bad.any():
        person = int(np.argwhere(bad)[0][0])
        raise ValueError(f"person {first + person}: found roles {ids[person].tolist()}, expected "
                         f"{ids.shape[1]} different ones below {task.roles.shape[0]}")


def refuse(first, bad, mine, yours, why):
    if bad.any():
        person, rank = np.argwhere(bad)[0]
        raise ValueError(f"person {first + person}, rank {rank + 1}: found a role of score "
                         f"{yours[person, rank]!r}, Rung's has {mine[person, rank]!r}; {why}")
