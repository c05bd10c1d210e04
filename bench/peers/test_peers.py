"""What the bench beside peers rests on: its check of answers, its encoding, its layouts."""
import ctypes
import os
import sys
import unittest

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import agree
import header
from blocks import best
from task import Task
from thermometer import Thermometer

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def random_task(people=40, roles=30, dimensions=16):
    draw = np.random.default_rng(2)
    a = draw.standard_normal((people, dimensions), dtype=np.float32)
    b = draw.standard_normal((roles, dimensions), dtype=np.float32)
    b[1] = b[0]  # a tie

    def score(first, ids):
        return np.einsum("pd,pkd->pk", a[first : first + len(ids)].astype(float),
                         b[ids].astype(float))

    return Task("t", "random", b, a, score, top=5), best(a.astype(float) @ b.astype(float).T, 5)


class Agree(unittest.TestCase):
    def test_the_same_answer_agrees_and_loses_nothing(self):
        task, ids = random_task()
        self.assertEqual(agree.compare(task, ids, ids), (0.0, 0))

    def test_fewer_people_are_compared_and_too_few_are_found(self):
        task, ids = random_task()
        few = task.part(0, 9)
        self.assertEqual(agree.compare(few, ids, ids[:9]), (0.0, 0))
        with self.assertRaisesRegex(ValueError, "found an answer of"):
            agree.compare(few, ids, ids[:8])

    def test_a_tie_may_fall_the_other_way(self):
        task, ids = random_task()
        other = np.where(ids == 0, 1, np.where(ids == 1, 0, ids))
        lost, people = agree.compare(task, ids, other)
        self.assertEqual(lost, 0.0)
        has_one = ((ids == 0) | (ids == 1)).any(axis=1) & ~(
            (ids == 0).any(axis=1) & (ids == 1).any(axis=1))
        self.assertEqual(people, int(has_one.sum()))

    def test_one_worse_role_is_found_wherever_it_stands(self):
        task, ids = random_task()
        for person, rank in ((0, 0), (17, 4), (39, 2)):
            wrong = ids.copy()
            wrong[person, rank] = next(r for r in range(29, 1, -1) if r not in ids[person])
            with self.assertRaisesRegex(ValueError, f"person {person}, rank"):
                agree.compare(task, ids, wrong, block=7)
            with self.assertRaisesRegex(ValueError, "Rung must not be worse"):
                agree.compare(task, wrong, ids, block=7)

    def test_a_role_named_twice_or_not_there_is_found(self):
        task, ids = random_task()
        for value in (ids[3, 0], -1, 30):
            wrong = ids.copy()
            wrong[3, 1] = value
            with self.assertRaisesRegex(ValueError, "person 3: found roles"):
                agree.compare(task, ids, wrong)


class Encoding(unittest.TestCase):
    def test_thermometers_of_people_on_the_grid_multiply_to_readiness(self):
        draw = np.random.default_rng(3)
        need = np.round(draw.uniform(0, 7, (20, 9)), 2)
        weight = np.round(draw.uniform(0, 1, (20, 9)), 2)
        have = draw.integers(0, 8, (50, 9)).astype(np.float32)
        steps = Thermometer(need, weight, 1.0)
        expected = (weight * np.minimum(have[:, None], need)).sum(2) / (weight * need).sum(1)
        np.testing.assert_allclose(steps.people(have, block=16) @ steps.roles.T, expected,
                                   atol=1e-5)

    def test_best_sorts_the_highest_and_takes_all_where_there_are_few(self):
        score = np.array([[1.0, 5, 3, 4], [9, 2, 8, 1]])
        self.assertEqual(best(score, 3).tolist(), [[1, 3, 2], [0, 2, 1]])
        self.assertEqual(best(score, 4).tolist(), [[1, 3, 2, 0], [0, 2, 1, 3]])


class Header(unittest.TestCase):
    def test_layouts_follow_the_header(self):
        struct = header.structs(os.path.join(ROOT, "include", "rung.h"))
        for size in os.environ.get("RUNG_SIZES", "").split():
            name, compiled = size.split("=")
            self.assertEqual(ctypes.sizeof(struct[name]), int(compiled), name)
        self.assertEqual([name for name, _ in struct["rung_hit"]._fields_],
                         ["score", "readiness", "similarity", "role"])
        self.assertEqual(ctypes.sizeof(struct["rung_hit"]), 32)
        self.assertEqual(ctypes.sizeof(struct["rung_error"]), 1024)
        self.assertEqual(struct["rung_batch"]._fields_[0], ("people", ctypes.c_size_t))
        self.assertEqual(struct["rung_matcher_options"]._fields_[0], ("size", ctypes.c_size_t))


if __name__ == "__main__":
    unittest.main()
