"""The rows of the bench: made-up or imported roles and people, each a Task."""
import os

import numpy as np

import catalogs
import librung
from task import Task
from thermometer import Thermometer

SEED = 1


class Place:
    """Where rows are made: the library, the program beside it and a folder that goes away."""

    def __init__(self, library, program, folder):
        self.library, self.program, self.folder = library, program, folder

    def path(self, name):
        return os.path.join(self.folder, name)

    def onet(self):
        if not os.path.isdir(self.path("onet")):
            catalogs.release(self.program, self.path("onet"), "onet", "onet-29.0")
        return self.path("onet")


def onet(place, people, clock):
    """O*NET's rated roles, people of `rung synth` with levels on the grid, profile readiness."""
    folder, staff = place.onet(), place.path("onet-people")
    roles, skills, at, of, level, importance = catalogs.requirements(folder)
    levels, weights = np.zeros((2, roles, skills), np.float32)
    levels[at, of], weights[at, of] = level, importance
    rated = np.unique(at)
    levels, weights = levels[rated].astype(np.float64), weights[rated].astype(np.float64)
    catalogs.run(place.program, "synth", "--catalog", folder, "--people", str(people),
                 "--seed", str(SEED), "--format", "npy", "--output", staff, "--replace")
    have = np.rint(np.load(os.path.join(staff, "people.npy")))
    steps = Thermometer(levels, weights, 1.0)
    start = clock()
    encoded = steps.people(have)
    seconds = clock() - start

    def score(first, ids):
        own = have[first : first + len(ids), None].astype(np.float64)
        return (weights[ids] * np.minimum(own, levels[ids])).sum(axis=2) / steps.asked[ids]

    return Task("a", f"O*NET 29.0, readiness: {people} x {len(rated)}, {encoded.shape[1]} steps",
                steps.roles, encoded, score, catalog=librung.Catalog(place.library, folder),
                profile="readiness", levels=have, place=rated,
                notes=[f"encoding people in NumPy took {seconds:.3f} s more, which no peer's time "
                       "has in it; Rung's has its own encoding"])


def vectors(place, name, people, roles, dimensions):
    """Random normal floats, likeness by inner product."""
    folder, draw = place.path(f"vectors-{name}"), np.random.default_rng(SEED)
    theirs = draw.standard_normal((roles, dimensions), dtype=np.float32)
    own = draw.standard_normal((people, dimensions), dtype=np.float32)
    if not os.path.isdir(folder):
        catalogs.write_vectors(folder, theirs)

    def score(first, ids):
        a = own[first : first + len(ids)].astype(np.float64)
        return np.einsum("pd,pkd->pk", a, theirs[ids].astype(np.float64))

    return Task(name, f"random floats, inner product: {people} x {roles} x {dimensions}", theirs,
                own, score, catalog=librung.Catalog(place.library, folder))
