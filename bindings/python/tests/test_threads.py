"""Many threads, forks, and the end of things."""
import copy
import gc
import os
import pickle
import shutil
import subprocess
import sys
import threading
import unittest
import weakref

import rung
from arrow_abi import Producer
from support import CATALOG, SANITIZED, Case, catalog, path, people, resident, run_python, staff


class Threads(Case):
    def test_eight_threads_on_one_matcher_get_the_same_answers(self):
        matcher = catalog().matcher(threads=2)
        planner = matcher.planner(top=1, steps=1)
        parts = [people(200, seed) for seed in range(8)]
        expected = [matcher.match(*part) for part in parts]
        paths = [planner.paths(x[0], None) for x, _ in parts]
        found, failures = {}, []

        def work(k):
            try:
                for turn in range(5):
                    found[k, turn] = matcher.match(*parts[k])
                    assert planner.paths(parts[k][0][0], None) == paths[k]
                    assert matcher.explain(parts[k][0][0], None, k).score is not None
            except BaseException as failure:  # told in the thread that tests
                failures.append(failure)

        threads = [threading.Thread(target=work, args=(k,)) for k in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])
        for (k, _), matches in found.items():
            self.assert_same_hits(matches, expected[k])
        self.assertEqual(len(found), 40)

    def test_other_threads_run_while_rung_computes(self):
        x, _ = people(60_000)
        matcher = catalog().matcher(threads=1)
        steps, done = 0, threading.Event()

        def work():
            matcher.match(x)
            done.set()

        thread = threading.Thread(target=work)
        thread.start()
        while not done.wait(0.001):
            steps += 1
        thread.join()
        self.assertGreater(steps, 5)  # with the GIL held it would be 0 or 1

    def test_one_reader_serves_one_thread_at_a_time(self):
        failures = []

        def read():
            try:
                table.next()
            except RuntimeError as failure:
                failures.append(str(failure))

        def meanwhile():
            thread = threading.Thread(target=read)
            thread.start()
            thread.join()

        producer = Producer([("person_id", "u", ["a"])], before_next=meanwhile)
        table = catalog()._handle.table(producer.__arrow_c_stream__(), 0)
        self.assertEqual(table.next()[0], ["a"])
        self.assertEqual(len(failures), 1)
        self.assertIn("another thread is reading", failures[0])

    def test_a_forked_child_is_refused_rather_than_left_waiting(self):
        code = """
import os, sys, numpy, rung
c = rung.Catalog.open(os.environ["CATALOG"])
x = numpy.zeros((5000, len(c.skills)), numpy.float32)
matcher, alone = c.matcher(threads=2), c.matcher(threads=1)
matcher.match(x)
child = os.fork()
if child == 0:
    try:
        matcher.match(x)
    except rung.Error as error:
        os._exit(7 if "forked" in str(error) and len(alone.match(x)) == 5000 else 8)
    os._exit(9)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
        done = run_python(code)
        self.assertEqual(done.returncode, 7, done.stderr)

    def test_processes_that_are_spawned_work(self):
        code = """
import multiprocessing, os
import numpy, rung
def work(n):
    c = rung.Catalog.open(os.environ["CATALOG"])
    return c.match(numpy.full((n, len(c.skills)), 3, numpy.float32)).role[0, 0]
if __name__ == "__main__":
    rung.Catalog.open(os.environ["CATALOG"]).matcher(threads=2)
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        print(len(set(map(int, pool.map(work, [1, 2])))))
"""
        with open(path("spawn.py"), "w", encoding="utf-8") as file:
            file.write(code)
        done = subprocess.run([sys.executable, path("spawn.py")], capture_output=True, text=True,
                              env={**os.environ, "CATALOG": CATALOG}, timeout=60)
        self.assertEqual(done.stdout, "1\n", done.stderr)


class Lives(Case):
    def test_whoever_is_needed_stays(self):
        c = rung.Catalog.open(CATALOG)
        gone = weakref.ref(c)
        x, current = people(10)
        expected = catalog().match(x, current)
        planner = c.matcher().planner()
        matches = c.matcher().match(x, current)
        batches = c.people({"person_id": ["a"], "role_id": ["shipping-clerk"]})
        handle = planner._handle
        del c, planner
        gc.collect()
        self.assertEqual(handle.paths(x[0], rung.NONE, None, None)[1], [])
        self.assertEqual(len(next(batches)), 1)
        self.assert_same_hits(matches, expected)
        del matches, handle, batches
        gc.collect()
        self.assertIsNone(gone())

    def test_nothing_is_pickled_and_the_message_tells_why(self):
        matcher = catalog().matcher()
        x, _ = people(1)
        for thing in (catalog(), matcher, matcher.planner(), matcher.match(x), catalog()._handle):
            with self.assertRaisesRegex(TypeError, "pickle"):
                pickle.dumps(thing)
            with self.assertRaisesRegex(TypeError, "pickle"):
                copy.deepcopy(thing)
        # Figures that are missing are nan, which equals nothing.
        self.assertEqual(repr(pickle.loads(pickle.dumps(catalog().roles))), repr(catalog().roles))

    def test_handles_are_made_by_functions_alone(self):
        from rung import _rung

        for kind in (_rung.Catalog, _rung.Matcher, _rung.Planner, _rung.Folder, _rung.Table):
            with self.assertRaises(TypeError):
                kind()

    def test_errors_can_be_caught_as_what_they_are(self):
        with self.assertRaisesRegex(OSError, "cannot open"):
            rung.Catalog.open("/nonexistent")
        with self.assertRaises(rung.FileError):
            rung.Catalog.open("/nonexistent")
        with self.assertRaises(TypeError):
            rung.Catalog.open(3.5)
        with self.assertRaises(ValueError):
            rung.Catalog.open("a\0b")
        for kind, base in ((rung.DataError, ValueError), (rung.ArgumentError, ValueError),
                           (rung.OutOfMemory, MemoryError), (rung.FileError, OSError)):
            self.assertTrue(issubclass(kind, rung.Error) and issubclass(kind, base))
        self.assertTrue(issubclass(rung.Cancelled, rung.Error))

    def test_malformed_catalogs_are_told_by_file_line_and_column(self):
        folder = shutil.copytree(CATALOG, path("broken"))
        with open(folder + "/role_skills.csv", "a", encoding="utf-8") as file:
            file.write("shipping-clerk,2.A.1.a,x,1,0\n")
        with self.assertRaisesRegex(rung.DataError, r"role_skills.csv:\d+: .*'x'"):
            rung.Catalog.open(folder)


class Leaks(Case):
    def grows(self, step, rounds):
        """How much memory rounds of a step take, after some to warm up."""
        for _ in range(rounds // 4):
            step()
        gc.collect()
        before, blocks = resident(), sys.getallocatedblocks()
        for _ in range(rounds):
            step()
        gc.collect()
        self.assertLess(sys.getallocatedblocks() - blocks, 200)
        return resident() - before

    @unittest.skipIf(SANITIZED, "freed memory is kept for a while under AddressSanitizer")
    def test_ten_thousand_calls_leave_nothing_behind(self):
        c = catalog()
        matcher = c.matcher(threads=1)
        planner = matcher.planner(top=1, paths=1, steps=1)
        x, current = people(4)
        table = {"person_id": ["a", "b"], "role_id": ["shipping-clerk", None], "2.A.1.a": [1, None]}

        def calls():
            matcher.match(x, current, 2).__arrow_c_stream__()
            matcher.explain(x[0], None, 1)
            c.match(table, top=1)
            for bad in (x[::2], x.astype(float), "nowhere"):
                try:
                    matcher.match(bad, current)
                except (TypeError, ValueError, rung.Error):
                    pass

        self.assertLess(self.grows(calls, 2500), 2 << 20)
        self.assertLess(self.grows(lambda: planner.paths(x[0], 0), 300), 1 << 20)

    @unittest.skipIf(SANITIZED, "freed memory is kept for a while under AddressSanitizer")
    def test_catalogs_matchers_and_readers_leave_nothing_behind(self):
        folder = staff(50)

        def calls():
            c = rung.Catalog.open(CATALOG)
            matcher = c.matcher(threads=1)
            list(matcher.match_batches(folder, 1))
            matcher.planner()
            c.people(folder)

        self.assertLess(self.grows(calls, 200), 2 << 20)


if __name__ == "__main__":
    unittest.main()
