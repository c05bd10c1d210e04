"""Arrays that are not what they should be are refused with what was found and expected."""
import array
import tracemalloc
import unittest

import numpy as np

import rung
from support import Case, catalog, people, resident

SKILLS = 76


class Refused(Case):
    def refuse(self, exception, message, levels, *arguments, **options):
        with self.assertRaisesRegex(exception, message):
            catalog().match(levels, *arguments, **options)

    def test_other_types_are_told_with_the_remedy(self):
        x, _ = people(3)
        for kind in ("float64", "float16", "int32", "int64", "uint8", "bool", "object"):
            self.refuse(TypeError, f"levels: found dtype {kind}, expected float32", x.astype(kind))
        self.refuse(TypeError, "levels: found format '>f'", x.astype(">f4"))
        self.refuse(TypeError, "levels: found", x.astype(complex))
        self.refuse(TypeError, "found list, expected float32", x.tolist())
        self.refuse(TypeError, "found int", 3)
        self.refuse(TypeError, "found None", None)

    def test_strides_are_refused(self):
        x, _ = people(6)
        wide = np.zeros((6, 2 * SKILLS), np.float32)
        for view in (x[::-1], x[:, ::-1], x[::2], wide[:, ::2], wide[:, :SKILLS],
                     np.asfortranarray(x), np.broadcast_to(x[0], (4, SKILLS))):
            self.refuse(ValueError, "found strides .*expected rows one after another", view)
        self.refuse(ValueError, "found strides", wide[0, ::2])
        np.testing.assert_array_equal(  # and a copy, as the message says, will do
            catalog().match(np.ascontiguousarray(x[::-1])).role, catalog().match(x).role[::-1]
        )

    def test_shapes_are_refused(self):
        x, _ = people(4)
        self.refuse(ValueError, r"found shape \(4, 75\), expected \(4, 76\)",
                    np.ascontiguousarray(x[:, :75]))
        self.refuse(ValueError, r"found shape \(2, 2, 76\)", x.reshape(2, 2, SKILLS))
        self.refuse(ValueError, r"expected \(1, 76\)", x.ravel()[:80])
        self.refuse(ValueError, r"found shape \(\)", np.float32(3))
        self.refuse(ValueError, r"levels: found shape \(4, 0\)", np.empty((4, 0), np.float32))

    def test_levels_out_of_range_are_named_with_person_and_skill(self):
        for value, text in ((np.nan, "nan"), (np.inf, "inf"), (-0.5, "-0.5"), (7.5, "7.5")):
            x, _ = people(5)
            x[3, 2] = value
            self.refuse(rung.ArgumentError, rf"person 3, skill 2 \('2.A.1.c'\): found -?{text}", x)

    def test_roles_are_refused(self):
        x, _ = people(2)
        self.refuse(rung.ArgumentError, "person 1: found 'nobody', expected the id of a role",
                    x, [None, "nobody"])
        self.refuse(rung.ArgumentError, "person 1, current role: found 26", x,
                    np.array([0, 26], np.uint32))
        self.refuse(rung.ArgumentError, "found 26, expected 0..25", x, [0, 26])
        self.refuse(rung.ArgumentError, "found -1", x, np.array([0, -1]))
        self.refuse(ValueError, r"found shape \(3,\), expected \(2,\)", x, [None] * 3)
        self.refuse(ValueError, r"found shape \(1, 2\)", x, np.zeros((1, 2), np.uint32))
        self.refuse(ValueError, "strides", x, np.zeros(4, np.uint32)[::2])
        self.refuse(TypeError, "dtype float64", x, np.zeros(2))
        self.refuse(TypeError, "found 1.5", x, [1.5, None])

    def test_a_role_that_is_no_list_of_roles_is_named(self):
        x, _ = people(26)
        for odd in (1.0, b"x", bytearray(b"x"), object(), np.float64(1)):
            self.refuse(TypeError, "current_role: found .*, expected ids or positions", x, odd)
        for one in (rung.NONE, 3, "shipping-clerk", np.uint32(3)):
            self.refuse(ValueError, "current_role: found one, .* for 26 people, expected one for",
                        x, one)
        self.assert_same_hits(catalog().match(x[:1], np.uint32(3)), catalog().match(x[:1], [3]))
        self.refuse(rung.ArgumentError, r"person 0: found '\\ud800', expected the id of a role",
                    x[:1], "\ud800")
        self.refuse(TypeError, "vectors: found 3, expected float32", None, vectors=3)

    def test_every_argument_is_told_by_its_name(self):
        c, x = catalog(), people(1)[0][0]
        matcher = c.matcher()
        planner = matcher.planner()
        for exception, message, call in (
            (TypeError, "path: found 3, expected a path", lambda: rung.Catalog.open(3)),
            (ValueError, r"path: found 'a\\x00b', expected a path",
             lambda: rung.Catalog.open("a\0b")),
            (ValueError, r"path: found '\\ud800', expected", lambda: rung.Catalog.open("\ud800")),
            (TypeError, "profile: found 3, expected a path", lambda: c.matcher(profile=3)),
            (ValueError, "profile: found", lambda: c.matcher("\ud800")),
            (TypeError, "kernel: found 3, expected text", lambda: c.matcher(kernel=3)),
            (ValueError, "kernel: found", lambda: c.matcher(kernel="a\0")),
            (TypeError, "theta: found '1', expected a number", lambda: c.matcher(theta="1")),
            (TypeError, "essential: found None, expected", lambda: c.matcher(essential=None)),
            (ValueError, "wage_growth: found 1000.*, expected a number that a double can hold",
             lambda: c.matcher(wage_growth=10**400)),
            (TypeError, "on_grid: found", lambda: c.synth("nowhere", 3, on_grid="all")),
            (TypeError, "output: found 3", lambda: c.synth(3, 3)),
            (TypeError, "progress: found 3, expected a function",
             lambda: c.synth("nowhere", 3, progress=3)),
            (TypeError, "people: found 3, expected a path", lambda: matcher.match_folder(3, "x")),
            (TypeError, "output: found None", lambda: matcher.match_folder("x", None)),
            (TypeError, "misses: found 3", lambda: planner.path_folder("x", "y", misses=3)),
            (TypeError, "person: found 3", lambda: planner.path_folder("x", "y", person=3)),
            (ValueError, "people: found", lambda: c.people("a\0b")),
            (ValueError, "top: found 1000000000, expected 1..1000000",
             lambda: matcher.planner(top=10**9)),
            (ValueError, "paths: found 1000000000, expected 1..",
             lambda: matcher.planner(paths=10**9)),
            (ValueError, "steps: found 9, expected 1..8", lambda: matcher.planner(steps=9)),
            (TypeError, "years: found 'x'", lambda: matcher.planner(years="x")),
            (ValueError, "dwell: found 1 numbers, expected 6", lambda: matcher.planner(dwell=3)),
            (TypeError, "dwell: found 'x', expected a num",
             lambda: matcher.planner(dwell=["x"] * 6)),
            (TypeError, r"columns: found \[1\], expected a dict",
             lambda: planner.paths(x, None, columns=[1])),
            (ValueError, "columns: found", lambda: planner.paths(x, None, columns={"\ud800": "a"})),
            (TypeError, "columns: a value: found",
             lambda: planner.paths(x, None, columns={"a": 1})),
            (TypeError, "targets: found 1.0, expected ids", lambda: planner.paths(x, None, 1.0)),
            (TypeError, "targets: found b'x'", lambda: planner.paths(x, None, b"x")),
        ):
            with self.subTest(message), self.assertRaisesRegex(exception, message):
                call()

    def test_tops_and_options_are_refused(self):
        x, _ = people(2)
        for top in (0, -1, 2**70):
            self.refuse(rung.ArgumentError, "top: found", x, top=top)
        self.refuse(TypeError, "top: found 1.5", x, top=1.5)
        self.refuse(MemoryError, "", x, top=2**50)
        self.refuse(ValueError, "too big", x, top=2**60)
        self.refuse(rung.ArgumentError, "'nosuch'", x, profile="nosuch")
        self.refuse(rung.ArgumentError, "kernel", x, kernel="nosuch")
        self.refuse(rung.ArgumentError, "theta", x, theta=2.0)
        self.refuse(rung.ArgumentError, "threads: found -1", x, threads=-1)
        self.refuse(TypeError, "nosuch", x, nosuch=1)

    def test_vectors_are_refused_where_the_catalog_has_none(self):
        x, _ = people(2)
        self.refuse(ValueError, r"vectors: found shape \(2, 3\), expected \(2, 0\)",
                    x, vectors=np.zeros((2, 3), np.float32))
        self.refuse(rung.ArgumentError, "", x, profile="embedding")

    def test_sparse_rows_that_reach_out_of_their_arrays_are_refused(self):
        skill = np.array([0, 1], np.uint32)
        level = np.array([1, 2], np.float32)
        for first, message in (([0, 1, 3], "entry 2: found 3"), ([0, 2, 1], "entry 2: found 1"),
                               ([0, 1000, 2], "entry 1: found 1000"), ([0, -1, 2], "found -1")):
            self.refuse(ValueError, message, (np.array(first), skill, level))
        good = np.array([0, 1, 2])
        self.refuse(ValueError, r"level: found shape \(1,\)", (good, skill, level[:1]))
        self.refuse(rung.ArgumentError, "found skill 76", (good, skill + 75, level))
        self.refuse(ValueError, "indices: entry 1: found -1, expected positions of skills",
                    (good, np.array([0, -1], np.int32), level))
        self.refuse(ValueError, "out of range", (good, np.array([0, 2**32]), level))
        self.refuse(ValueError, "out of range", (good, np.array([0, -1]), level))
        self.refuse(TypeError, "level: found dtype float64", (good, skill, level.astype(float)))
        self.refuse(ValueError, "indptr", (np.array([], int), skill, level))
        self.refuse(TypeError, "", (good, None, None))
        self.refuse(rung.ArgumentError, "above that of the row before",
                    (np.array([0, 2]), np.array([1, 0], np.uint32), level))


class Taken(Case):
    def test_nobody_is_somebody_to_match(self):
        for levels in (np.empty((0, SKILLS), np.float32), (np.array([0]), np.array([], np.int32),
                                                             np.array([], np.float32))):
            matches = catalog().match(levels, top=4)
            self.assertEqual((len(matches), matches.role.shape), (0, (0, 4)))
            self.assertEqual((matches.to_dicts(), matches.role_ids().shape), ([], (0, 4)))
        self.assertEqual(len(catalog().match(np.empty((0, SKILLS), np.float32), [])), 0)

    def test_read_only_arrays_and_other_buffers_are_taken(self):
        x, current = people(5)
        expected = catalog().match(x, current)
        x.flags.writeable = current.flags.writeable = False
        self.assert_same_hits(catalog().match(x, current), expected)
        one = array.array("f", x[2].tolist())
        self.assert_same_hits(catalog().match(one, [current[2]]),
                              catalog().match(x[2:3], current[2:3]))
        self.assert_same_hits(catalog().match(memoryview(x), current), expected)
        self.assertFalse(x.flags.writeable)

    def test_levels_are_not_copied(self):
        x = np.zeros((100_000, SKILLS), np.float32)  # 30 MB
        x[:, 3] = 2
        matcher = catalog().matcher(profile="readiness")
        matcher.match(x, top=1)
        tracemalloc.start()
        before = resident()
        matches = matcher.match(x, top=1)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        self.assertLess(peak, matches.hits.nbytes + 100_000)  # NumPy tells tracemalloc, too
        self.assertLess(resident() - before, x.nbytes // 2)

    def test_nothing_of_the_callers_is_changed(self):
        x, current = people(50)
        kept = x.copy(), current.copy()
        catalog().match(x, current)
        catalog().matcher().explain(x[0], None, 2)
        np.testing.assert_array_equal(x, kept[0])
        np.testing.assert_array_equal(current, kept[1])

    def test_scipy_matrices_are_taken(self):
        try:
            import scipy.sparse as sparse
        except ImportError:
            self.skipTest("no SciPy")
        x, current = people(30)
        x[np.random.default_rng(2).random(x.shape) < 0.8] = 0
        expected = catalog().match(x, current)
        matrix = sparse.csr_matrix(x)
        self.assert_same_hits(catalog().match(matrix, current), expected)
        self.assert_same_hits(catalog().match(sparse.csr_array(x), current), expected)
        matrix.indices = matrix.indices.astype(np.int64)
        self.assert_same_hits(catalog().match(matrix, current), expected)
        with self.assertRaisesRegex(TypeError, "csc matrix"):
            catalog().match(sparse.csc_matrix(x))
        with self.assertRaisesRegex(ValueError, "found shape"):
            catalog().match(matrix[:, :5])
        with self.assertRaisesRegex(TypeError, "dtype float64"):
            catalog().match(matrix.astype(float))


if __name__ == "__main__":
    unittest.main()
