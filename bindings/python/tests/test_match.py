"""Matching arrays: by the definition, and as `rung match` does."""
import csv
import io
import unittest

import numpy as np

import rung
from support import CATALOG, Case, catalog, people, program, staff


def requirements():
    """Levels and importances of all roles, [roles, skills], as the catalog tells them one by one."""
    c = catalog()
    rows = [[c.requirement(r, s) for s in range(len(c.skills))] for r in range(len(c.roles))]
    return (
        np.array([[q.level for q in row] for row in rows]),
        np.array([[q.importance for q in row] for row in rows]),
    )


class Matching(Case):
    def test_skills_stand_in_for_related_ones_as_rung_match_has_it(self):
        words = ["--adjacency", "learned", "--adjacency-factor", "0.5"]
        text = program("match", "--catalog", CATALOG, "--people", staff(), "--top", "7", *words)
        found = catalog().match(staff(), top=7, adjacency="learned", adjacency_factor=0.5)
        rows = list(csv.DictReader(io.StringIO(text)))
        self.assertEqual([r["role_id"] for r in rows], [r["role_id"] for r in found.to_dicts()])
        plain = catalog().match(staff(), top=7)
        self.assertGreater(found.readiness.mean(), plain.readiness.mean())
        with self.assertRaisesRegex(rung.ArgumentError, "adjacency: found 'x', expected one of off"):
            catalog().matcher(adjacency="x")

    def test_readiness_is_that_of_the_definition_and_ranks(self):
        level, weight = requirements()
        x, current = people(50)
        matches = catalog().match(x, current, top=5, profile="readiness")
        for i in range(len(x)):
            asked = (weight * level).sum(axis=1)
            ready = (weight * np.minimum(x[i], level)).sum(axis=1) / asked
            if current[i] != rung.NONE:
                ready[current[i]] = -1
            best = np.argsort(-ready, kind="stable")[:5]
            np.testing.assert_allclose(matches.readiness[i], ready[best], rtol=1e-12)
            np.testing.assert_array_equal(matches.role[i], best)
            np.testing.assert_array_equal(matches.score[i], matches.readiness[i])

    def test_rows_are_those_that_rung_match_prints(self):
        text = program("match", "--catalog", CATALOG, "--people", staff(), "--top", "7")
        rows = list(csv.DictReader(io.StringIO(text)))
        found = catalog().match(staff(), top=7).to_dicts()
        self.assertEqual(len(rows), len(found))
        for row, hit in zip(rows, found):
            self.assertEqual(row["person_id"], hit["person_id"])
            self.assertEqual(row["rank"], str(hit["rank"]))
            self.assertEqual(row["role_id"], hit["role_id"])
            for name in ("score", "readiness", "similarity"):
                self.assertEqual(row[name], format(hit[name], ".9g"))

    def test_options_reach_the_engine(self):
        args = ("match", "--catalog", CATALOG, "--people", staff(), "--desirable",
                "--theta", "0.9", "--zone-step", "2", "--wage-growth", "0.1")
        rows = list(csv.DictReader(io.StringIO(program(*args))))
        found = catalog().match(staff(), desirable=True, theta=0.9, zone_step=2, wage_growth=0.1)
        self.assertEqual([r["role_id"] for r in rows], [h["role_id"] for h in found.to_dicts()])
        plain = catalog().match(staff())
        self.assertNotEqual(len(rows), len(plain.to_dicts()))

    def test_the_answer_is_the_same_with_any_kernel_threads_and_form(self):
        x, current = people(100)
        expected = catalog().match(x, current)
        for kernel in [k.name for k in rung.kernels() if k.runs]:
            for threads in (1, 2):
                matcher = catalog().matcher(kernel=kernel, threads=threads)
                self.assertEqual(matcher.facts["kernel"], kernel)
                self.assert_same_hits(matcher.match(x, current), expected)
        first = np.arange(len(x) + 1) * x.shape[1]
        skill = np.tile(np.arange(x.shape[1], dtype=np.int32), len(x))
        self.assert_same_hits(catalog().match((first, skill, x.ravel()), current), expected)

    def test_current_roles_may_be_ids_positions_none(self):
        x, current = people(20)
        ids = [None if r == rung.NONE else catalog().roles[r].id for r in current]
        expected = catalog().match(x, current)
        for roles in (ids, np.array(ids, object), current.tolist(), current.astype(np.int64)):
            self.assert_same_hits(catalog().match(x, roles), expected)
        self.assert_same_hits(
            catalog().match(x, None), catalog().match(x, np.full(20, rung.NONE, np.uint32))
        )

    def test_one_person_is_a_row_alone(self):
        x, current = people(3)
        expected = catalog().match(x[1:2], current[1:2])
        role = None if current[1] == rung.NONE else int(current[1])
        self.assert_same_hits(catalog().match(x[1], role), expected)

    def test_a_matcher_is_kept_for_its_options(self):
        c = rung.Catalog.open(CATALOG)
        x, _ = people(1)
        c.match(x)
        c.match(x, top=3)
        c.match(x, profile="readiness")
        self.assertEqual(len(c._matchers), 2)
        for k in range(20):
            c.match(x, theta=k / 20, threads=1)
        self.assertEqual(len(c._matchers), 16)

    def test_beyond_the_last_role_there_is_none(self):
        x, _ = people(2)
        matches = catalog().match(x, top=40)
        self.assertEqual(matches.role.shape, (2, 40))
        self.assertEqual(matches.role[0, -1], rung.NONE)
        self.assertIsNone(matches.role_ids()[0, -1])
        self.assertEqual(matches.score[0, -1], 0)
        self.assertEqual(len(matches.to_dicts()), 2 * len(catalog().roles))

    def test_arrays_of_matches_are_views_of_one_memory(self):
        x, _ = people(4)
        matches = catalog().match(x, top=3)
        for array, kind in ((matches.role, np.uint32), (matches.score, np.float64),
                            (matches.readiness, np.float64), (matches.similarity, np.float64)):
            self.assertEqual((array.shape, array.dtype), ((4, 3), np.dtype(kind)))
            self.assertTrue(np.shares_memory(array, matches.hits))
        role = matches.role
        kept = role.copy()
        del matches
        np.testing.assert_array_equal(role, kept)


class Explaining(Case):
    def test_gaps_add_up_and_shares_make_the_score(self):
        c = catalog()
        levels = c.levels("fulfillment-associate")
        matcher = c.matcher()
        matches = matcher.match(levels, "fulfillment-associate")
        for k, role in enumerate(matches.role_ids()[0]):
            told = matcher.explain(levels, "fulfillment-associate", role)
            self.assertEqual(told.role, role)
            self.assertAlmostEqual(sum(g.gap for g in told.gaps), 1 - told.readiness, 12)
            self.assertAlmostEqual(sum(s.share for s in told.signals.values()), told.score, 12)
            self.assertEqual(told.score, matches.score[0, k])
            self.assertEqual(told.gaps, sorted(told.gaps, key=lambda g: -g.gap))

    def test_one_row_of_a_matrix_will_do_and_what_is_no_person_is_refused(self):
        x, _ = people(1)
        matcher = catalog().matcher()
        self.assertEqual(matcher.explain(x, None, 3), matcher.explain(x[0], None, 3))
        for levels in (people(2)[0], x[0, :5], None):
            with self.assertRaises((ValueError, TypeError)):
                matcher.explain(levels, None, 3)
        with self.assertRaisesRegex(rung.ArgumentError, "'nobody'"):
            matcher.explain(x[0], "nobody", 3)
        with self.assertRaisesRegex(rung.ArgumentError, "found 26"):
            matcher.explain(x[0], None, 26)


class Catalogs(Case):
    def test_tables_say_what_the_files_say(self):
        c = catalog()
        with open(CATALOG + "/roles.csv", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([r["role_id"] for r in rows], [r.id for r in c.roles])
        self.assertEqual([float(r["wage"]) for r in rows], [r.wage for r in c.roles])
        with open(CATALOG + "/programs.csv", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([float(r["cost"]) for r in rows], [p.cost for p in c.programs])
        two = c.programs[c.program_index("associate2tech")].audience
        self.assertEqual(two, (("role", "fulfillment-associate"), ("employment", "hourly")))
        with open(CATALOG + "/skills.csv", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([(r["skill_id"], r["kind"]) for r in rows],
                         [(s.id, s.kind) for s in c.skills])
        self.assertEqual(c.facts["currency"], "USD")
        self.assertEqual(c.max_level, 7)

    def test_levels_of_roles_and_programs_are_the_requirements(self):
        c = catalog()
        levels = c.role_levels()
        self.assertEqual(levels.shape, (len(c.roles), len(c.skills)))
        np.testing.assert_array_equal(levels, requirements()[0])
        np.testing.assert_array_equal(c.levels("shipping-clerk"), levels[1])
        with open(CATALOG + "/program_skills.csv", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        for program in c.programs:
            expected = np.zeros((2, len(c.skills)), np.float32)
            for row in rows:
                if row["program_id"] == program.id:
                    expected[int(row["requires"] == "1"), c.skill_index(row["skill_id"])] = row["level"]
            np.testing.assert_array_equal(c.program_levels(program.id), expected)
        self.assertIsNone(c.vector(0))

    def test_unknown_names_and_positions_are_refused(self):
        c = catalog()
        for call, value in ((c.role_index, "x"), (c.skill_index, "x\0y"), (c.role_index, 26),
                            (c.role_index, -1), (c.program_index, 99)):
            with self.assertRaises(rung.ArgumentError):
                call(value)
        with self.assertRaises(TypeError):
            c.role_index(1.5)


if __name__ == "__main__":
    unittest.main()
