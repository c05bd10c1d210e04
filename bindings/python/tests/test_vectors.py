"""Vectors of people and roles, beside levels and alone."""
import csv
import functools
import io
import unittest

import numpy as np

import rung
from support import CATALOG, Case, path, program


@functools.cache
def both():
    """The bundled catalog with vectors, and people who have some."""
    program("synth", "--catalog", CATALOG, "--vectors", "16", "--output", path("both"))
    catalog = rung.Catalog.open(path("both"))
    catalog.synth(path("both-staff"), 60, seed=4)
    return catalog


@functools.cache
def alone():
    """A catalog of vectors and nothing else."""
    program("synth", "--roles", "50", "--vectors", "8", "--output", path("alone"))
    return rung.Catalog.open(path("alone"))


def cosines(vectors, catalog):
    roles = np.array([catalog.vector(i) for i in range(len(catalog.roles))], float)
    x = vectors.astype(float)
    scale = np.linalg.norm(x, axis=1)[:, None] * np.linalg.norm(roles, axis=1)
    return x @ roles.T / scale


class Vectors(Case):
    def test_the_embedding_is_the_cosine_of_the_definition(self):
        catalog = alone()
        self.assertEqual((len(catalog.skills), catalog.facts["dimensions"]), (0, 8))
        x = np.random.default_rng(3).normal(size=(40, 8)).astype(np.float32)
        matches = catalog.match(None, vectors=x, top=5)
        expected = np.sort(cosines(x, catalog))[:, ::-1][:, :5]
        np.testing.assert_allclose(matches.score, expected, rtol=1e-12)
        np.testing.assert_array_equal(matches.role[:, 0], cosines(x, catalog).argmax(axis=1))

    def test_people_of_a_folder_bring_theirs(self):
        text = program("match", "--catalog", path("both"), "--people", self.staff(), "--profile",
                       "embedding", "--top", "3")
        rows = [(r["person_id"], r["role_id"], r["score"]) for r in csv.DictReader(io.StringIO(text))]
        found = both().match(self.staff(), profile="embedding", top=3)
        self.assertEqual(rows, [(h["person_id"], h["role_id"], format(h["score"], ".9g"))
                                for h in found.to_dicts()])
        batch = next(both().people(self.staff()))
        self.assertEqual((batch.vectors.shape, batch.vectors.dtype), ((60, 16), np.float32))
        again = both().match(batch.levels, batch.current_role, 3, vectors=batch.vectors,
                             profile="embedding")
        self.assert_same_hits(again, found)

    def test_explanations_tell_the_embedding(self):
        batch = next(both().people(self.staff()))
        matcher = both().matcher(profile="embedding")
        told = matcher.explain(batch.levels[5], None, 7, vector=batch.vectors[5])
        self.assertAlmostEqual(told.signals["embedding"].value, cosines(batch.vectors, both())[5, 7],
                               12)
        with self.assertRaisesRegex(ValueError, r"vector: found shape \(3,\), expected \(16,\)"):
            matcher.explain(batch.levels[5], None, 7, vector=batch.vectors[5, :3])
        with self.assertRaises(rung.ArgumentError):
            matcher.explain(batch.levels[5], None, 7)

    def test_vectors_that_are_missing_or_odd_are_refused(self):
        x = np.zeros((2, 8), np.float32)
        x[1, 3] = np.nan
        with self.assertRaisesRegex(rung.ArgumentError, "person 1, entry 3 of the vector: found nan"):
            alone().match(None, vectors=x)
        with self.assertRaisesRegex(rung.ArgumentError, "without vectors"):
            alone().match(np.zeros((2, 0), np.float32))
        with self.assertRaisesRegex(TypeError, "vectors: found dtype float64"):
            alone().match(None, vectors=x.astype(float))
        with self.assertRaisesRegex(ValueError, r"found shape \(2, 7\), expected \(2, 8\)"):
            alone().match(None, vectors=np.ascontiguousarray(x[:, :7]))

    def staff(self):
        both()
        return path("both-staff")


if __name__ == "__main__":
    unittest.main()
