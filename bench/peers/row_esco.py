"""The sparse row: people with 10 to 50 of ESCO's skills, its occupations, readiness."""
import os

import numpy as np
import scipy.sparse

import catalogs
import librung
from rows import SEED
from task import Task

LEAST, MOST = 10, 50


def draw_skills(draw, own, asked):
    """A person's skills: about half from one occupation, the others as often as occupations ask."""
    wanted, own, have = draw.integers(LEAST, MOST + 1), list(draw.permutation(own)), set()
    while len(have) < wanted:
        if own and draw.random() < 0.5:
            have.add(int(own.pop()))
        else:
            have.add(int(asked[draw.integers(len(asked))]))
    return sorted(have)


def esco(place, people):
    if not place.library.matches_rows():
        raise catalogs.Missing("this build of Rung has no rung_match_rows")
    folder = place.path("esco")
    if not os.path.isdir(folder):
        catalogs.release(place.program, folder, "esco", "esco-1.1.1")
    roles, skills, at, of, level, importance = catalogs.requirements(folder)
    weight = scipy.sparse.csr_matrix((level.astype(float) * importance, (at, of)), (roles, skills))
    asked = np.asarray(weight.sum(axis=1)).ravel()
    rated = np.flatnonzero(asked)
    share = (scipy.sparse.diags(1 / asked[rated]) @ weight[rated]).tocsr()
    draw, starts = np.random.default_rng(SEED), np.searchsorted(at, np.arange(roles + 1))
    have = []
    for _ in range(people):
        role = rated[draw.integers(len(rated))]
        have.append(draw_skills(draw, of[starts[role] : starts[role + 1]], of))
    first = np.zeros(people + 1, np.uint64)
    first[1:] = np.cumsum([len(h) for h in have])
    skill = np.concatenate(have).astype(np.uint32)
    own = scipy.sparse.csr_matrix((np.ones(len(skill), np.float32), skill.astype(np.int32),
                                   first.astype(np.int32)), (people, skills))

    def score(start, ids):
        columns = [np.asarray(own[start : start + len(ids)].multiply(share[ids[:, k]]).sum(axis=1))
                   for k in range(ids.shape[1])]
        return np.hstack(columns).astype(np.float64)

    return Task("e", f"ESCO 1.1.1, readiness: {people} people with {LEAST} to {MOST} of {skills} "
                f"skills x {len(rated)} occupations", share.astype(np.float32), own, score,
                catalog=librung.Catalog(place.library, folder), profile="readiness",
                rows=(first, skill, np.ones(len(skill), np.float32)), place=rated)
