"""Paths: as `rung path` finds them."""
import json
import unittest

import numpy as np

import rung
from support import CATALOG, Case, catalog, path, people, program, staff


class Paths(Case):
    def test_paths_are_those_that_rung_path_prints(self):
        # Columns of people are the folder's; arrays have none, so audiences that ask for some are
        # compared by one person whose columns are given.
        text = program("path", "--catalog", CATALOG, "--people", staff(40), "--top", "2", "--paths",
                       "2", "--steps", "2", "--format", "jsonl")
        printed = {}
        for line in text.splitlines():
            row = json.loads(line)
            printed.setdefault(row["person_id"], []).append(row)
        columns = read_columns(staff(40))
        planner = catalog().matcher().planner(top=2, paths=2, steps=2)
        batch = next(catalog().people(staff(40)))
        for i, person in enumerate(batch.ids):
            role = batch.current_role[i]
            answer = planner.paths(batch.levels[i], None if role == rung.NONE else int(role),
                                   columns=columns[person])
            rows = printed.get(person, [])
            self.assertEqual(
                [(r["target_role"], r["path_rank"], r["weeks"], r["cost"]) for r in rows],
                [(p.target, p.rank, p.weeks, p.cost) for p in answer.paths],
            )
        self.assertGreater(len(printed), 10)

    def test_routes_are_written_as_the_program_does(self):
        output = path("routes.csv")
        planner = catalog().matcher().planner()
        told = planner.path_folder(staff(40), output, person="p000000003")
        with open(output, encoding="utf-8") as file:
            rows = [line.rstrip("\n").split(",") for line in file][1:]
        batch = next(catalog().people(staff(40)))
        columns = read_columns(staff(40))["p000000003"]
        answer = planner.paths(batch.levels[2], int(batch.current_role[2]), columns=columns)
        self.assertEqual([row[-1] for row in rows], [p.route for p in answer.paths])
        self.assertEqual((told["searched"], told["rows"]), (1, len(rows)))

    def test_misses_tell_why(self):
        levels = np.zeros(len(catalog().skills), np.float32)
        answer = catalog().matcher().planner(steps=1).paths(
            levels, "fulfillment-associate", ["solutions-architect", "fulfillment-associate"]
        )
        self.assertEqual(answer.paths, [])
        self.assertEqual([m.target for m in answer.misses],
                         ["solutions-architect", "fulfillment-associate"])
        self.assertIn("readiness", answer.misses[0].rules)
        self.assertLess(answer.misses[0].theta, 0.8)
        self.assertEqual(answer.misses[1].rules, ["current"])
        self.assertIsNone(answer.misses[1].path)
        self.assertTrue(answer.misses[1].reason)

    def test_options_are_checked(self):
        matcher = catalog().matcher()
        x, _ = people(1)
        for options, message in (({"prefer": "best"}, "expected one of gain, fastest"),
                                 ({"steps": 9}, "steps"), ({"discount": 2.0}, "discount"),
                                 ({"dwell": [1.0]}, "found 1 numbers"), ({"dwell": {7: 1.0}}, "zone 7"),
                                 ({"effort": -1}, "effort: found -1")):
            with self.assertRaisesRegex(ValueError, message):
                matcher.planner(**options)
        planner = matcher.planner()
        for columns in ({"a": 1}, {"a": "x\0"}, {1: "a"}, [1]):
            with self.assertRaises((TypeError, ValueError, AttributeError)):
                planner.paths(x[0], None, columns=columns)
        with self.assertRaisesRegex(rung.ArgumentError, "twice|again|once"):
            planner.paths(x[0], None, [1, 1])

    def test_dwell_may_name_some_zones(self):
        levels = catalog().levels("fulfillment-associate")
        quick = catalog().matcher().planner(dwell={2: 0.0, 3: 0.0, 4: 0.0})
        slow = catalog().matcher().planner()
        goal = (levels, "fulfillment-associate", "solutions-architect")
        self.assertLess(quick.paths(*goal).paths[0].weeks, slow.paths(*goal).paths[0].weeks)


def read_columns(folder):
    import csv

    with open(folder + "/people.csv", encoding="utf-8") as file:
        return {row["person_id"]: row for row in csv.DictReader(file)}


if __name__ == "__main__":
    unittest.main()
