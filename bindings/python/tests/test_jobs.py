"""Whole folders: the same bytes as the program's, ended by progress and Ctrl-C."""
import os
import unittest

import rung
from support import CATALOG, Case, catalog, path, program, run_python, staff


def read(name):
    with open(name, "rb") as file:
        return file.read()


class Jobs(Case):
    def test_rows_are_the_programs_byte_by_byte(self):
        for form in ("csv", "jsonl"):
            ours, theirs = path(f"ours.{form}"), path(f"theirs.{form}")
            told = catalog().matcher(viable=True).match_folder(
                staff(), ours, top=4, gaps=2, format=form, impute="fill", batch=77)
            program("match", "--catalog", CATALOG, "--people", staff(), "--top", "4", "--gaps", "2",
                    "--format", form, "--impute", "fill", "--viable", "--output", theirs)
            self.assertEqual(read(ours), read(theirs))
            self.assertEqual(told["people"], 300)
            self.assertEqual(told["rows"], read(ours).count(b"\n") - (form == "csv"))
        found = {line.split(b",")[0] for line in read(path("ours.csv")).splitlines()[1:]}
        self.assertEqual(told["without_hits"], 300 - len(found))
        self.assertGreater(told["without_hits"], 0)

    def test_progress_is_told_and_may_end_the_job(self):
        steps = []
        output = path("progress.csv")
        catalog().matcher().match_folder(staff(), output, batch=50,
                                         progress=lambda *step: steps.append(step))
        self.assertEqual([p for p, _ in steps], sorted(p for p, _ in steps))
        self.assertGreater(len(steps), 2)
        self.assertLessEqual(steps[-1][1], 1)
        output = path("ended.csv")
        with self.assertRaises(rung.Cancelled):
            catalog().matcher().match_folder(staff(), output, batch=50, progress=lambda *_: True)
        with self.assertRaises(ZeroDivisionError):
            catalog().matcher().match_folder(staff(), output, batch=50, progress=lambda *_: 1 / 0)
        with self.assertRaises(TypeError):
            catalog().matcher().match_folder(staff(), output, batch=50, progress=3)
        self.assertFalse(os.path.exists(output))

    def interrupted(self, job, people):
        """How a Python ends whose job is interrupted: 9 when in its midst."""
        code = f"""
import os, signal, sys, threading, rung
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may start us without it
matcher = rung.Catalog.open(os.environ["CATALOG"]).matcher(threads=1)
output = os.environ["OUT"]
def interrupt(*_):
    os.kill(os.getpid(), signal.SIGINT)
try:
    {job}
except KeyboardInterrupt:
    sys.exit(8 if os.path.exists(output) else 9)
"""
        os.environ["PEOPLE"], os.environ["OUT"] = people, path("interrupted.csv")
        done = run_python(code)
        return done.returncode, done.stderr

    def test_ctrl_c_ends_a_job_as_keyboard_interrupt(self):
        job = 'matcher.match_folder(os.environ["PEOPLE"], output, batch=10, progress=interrupt)'
        self.assertEqual(self.interrupted(job, staff()), (9, ""))
        job = ('threading.Timer(0.05, interrupt).start(); '
               'matcher.match_folder(os.environ["PEOPLE"], output, top=26, gaps=9, batch=100)')
        self.assertEqual(self.interrupted(job, staff(40000)), (9, ""))

    def test_what_is_wrong_is_told_and_nothing_written(self):
        output = path("nothing.csv")
        matcher = catalog().matcher()
        with self.assertRaises(rung.FileError):
            matcher.match_folder(path("nowhere"), output)
        with self.assertRaisesRegex(rung.ArgumentError, "format: found 'xml'"):
            matcher.match_folder(staff(), output, format="xml")
        with self.assertRaises(TypeError):
            matcher.match_folder(staff(), None)
        os.mkdir(path("bad"))
        with open(path("bad/people.csv"), "w", encoding="utf-8") as file:
            file.write("person_id,role_id\na,nobody\n")
        with self.assertRaisesRegex(rung.DataError, "people.csv:2: .*'nobody'"):
            matcher.match_folder(path("bad"), output)
        self.assertFalse(os.path.exists(output))

    def test_made_up_people_are_the_programs(self):
        program("synth", "--catalog", CATALOG, "--people", "120", "--seed", "5", "--output",
                path("theirs"))
        told = catalog().synth(path("ours"), 120, seed=5)
        self.assertEqual(told["people"], 120)
        for name in ("people.csv", "people_skills.csv"):
            self.assertEqual(read(path("ours/" + name)), read(path("theirs/" + name)))
        with self.assertRaisesRegex(rung.Error, "exist|empty|replace"):
            catalog().synth(path("ours"), 120)


if __name__ == "__main__":
    unittest.main()
