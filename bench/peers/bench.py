"""Rung beside its peers, by turns, on the same arrays: `make bench-peers`."""
import argparse
import os
import sys
import tempfile
import time

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # spinning threads steal from others
try:
    import numpy
    import scipy  # noqa: F401
    import threadpoolctl  # noqa: F401
except ImportError as missing:
    print(f"skipped: {missing}; `make deps-peers` installs what this bench needs")
    sys.exit(0)

import librung
import machine
import measure
import one
import race
import report
import rows
import whole
from catalogs import Missing
from row_esco import esco

DENSE = ("FAISS", "NumPy", "scikit-learn")
# Rows of random floats: people, roles, dimensions, and what people are divided by unless told.
VECTORS = {"b": (50000, 10000, 128, 5), "c": (100000, 100000, 256, 100),
           "d1": (10000, 100000, 128, 10), "d2": (300000, 1000, 128, 5)}
ALL = ("a", "b", "c", "d1", "d2", "e", "f", "g", "h")
# Share of the people for those to whom sparse rows are dense or slow.
SLOW = {"FAISS": 0.05, "NumPy": 0.05, "scikit-learn": 0.02}


class Bench:
    def __init__(self, options, folder):
        library = librung.Library(options.library, options.header)
        self.options = options
        self.place = rows.Place(library, options.program, folder)
        self.facts = machine.describe(library, options.compiler)
        self.result = {"facts": self.facts, "rows": []}
        self.lines = [f"{key:12}{value}" for key, value in self.facts.items()]

    def say(self, text=""):
        race.say(text)
        self.lines.append(text)

    def people(self, full, divisor):
        """People of a row, which --scale or --quick divides."""
        divisor = self.options.scale or (divisor * 20 if self.options.quick else divisor)
        return max(64, int(full / divisor))

    def size(self, full):
        return max(100, full // 20) if self.options.quick else full

    def head(self, title, notes=()):
        self.say()
        self.say(title)
        for note in notes:
            self.say(f"    {note}")

    def race(self, task, ours, peers, few=None):
        self.head(f"{task.name}. {task.title}, top {task.top}", task.notes)
        self.say(report.HEAD)
        row = {"row": task.name, "title": task.title, "top": task.top, "notes": task.notes,
               "contenders": [], "peak": {}}
        for threads in self.options.threads:
            peak = measure.Peak(512 if self.options.quick else 2048)
            made = race.race(task, threads, ours, peers, peak, self.options.rounds, few)
            row["contenders"] += report.figures(made, threads, task, peak)
            row["peak"][threads] = measure.spread(peak.rates)
            for figure in row["contenders"][-len(made):]:
                self.say(report.line(figure))
            self.say(f"    peak of a product in single precision, {threads} threads: "
                     f"{row['peak'][threads][0] / 1e9:.0f} GFLOP/s")
        self.result["rows"].append(row)

    def row(self, name):
        if name == "a":
            task = rows.onet(self.place, self.people(300000, 10), time.perf_counter)
            self.race(task, {"Rung": {}}, DENSE)
        elif name in VECTORS:
            self.race(self.vectors(name), {"Rung": {}}, DENSE)
        elif name == "e":
            task = esco(self.place, self.people(100000, 10))
            self.race(task, {"Rung": {"similarity": False}, "Rung, similarity": {}},
                      ("SciPy", "scikit-learn", "NumPy", "FAISS"), SLOW)
        elif name == "f":
            task = self.vectors("b")
            task.name = "f"
            names = ("amx_int8", "vnni", "avx2", "blas")
            self.race(task, {f"Rung, {k}": {"kernel": k} for k in names}, ("FAISS",))
        elif name == "g":
            whole.row(self)
        else:
            self.single()

    def vectors(self, name):
        people, roles, dimensions, divisor = VECTORS[name]
        return rows.vectors(self.place, name, self.people(people, divisor), self.size(roles),
                            dimensions)

    def more_threads(self):
        task = rows.onet(self.place, self.people(300000, 10), time.perf_counter)
        self.head(f"h. Rung on 1 and 2 threads by turns: {task.title}, top {task.top}")
        self.say(report.HEAD)
        peak = measure.Peak(512 if self.options.quick else 2048)
        made = race.threads_by_turns(task, (1, 2), peak, self.options.rounds)
        figures = [f for one, threads in zip(made, (1, 2))
                   for f in report.figures([made[0], one], threads, task, peak)[1:]]
        for figure in figures:
            self.say(report.line(figure))
        self.result["rows"].append({"row": "h", "title": task.title, "contenders": figures})

    def single(self):
        calls = 500 if self.options.quick else 4000
        tasks = [rows.vectors(self.place, "h", 1000, 1000, 128)]
        try:
            self.more_threads()
            tasks.append(rows.onet(self.place, 1000, time.perf_counter))
        except Missing as missing:
            self.say(f"skipped: part of row h: {missing}")
        empty = one.overhead(self.place.library)
        for task in tasks:
            self.head(f"h. one person a call, one thread: {task.title}",
                      [f"an empty call through ctypes takes {empty:.2f} us",
                       "smallest and largest: medians of 50 calls in a row"])
            found = one.in_turns(task, calls)
            for f in found:
                t, r = f["microseconds"], f["times_rung"]
                self.say(f"{f['contender']:17}{t[0]:9.1f} us ({t[1]:.1f} to {t[2]:.1f}), 99 %: "
                         f"{f['p99_microseconds']:.1f} us; times Rung {r[0]:.2f} "
                         f"({report.times(r)})")
            self.result["rows"].append({"row": "h", "title": task.title, "contenders": found,
                                        "empty_call_microseconds": empty})

    def run(self):
        for line in self.lines:
            race.say(line)
        for name in self.options.rows:
            try:
                self.row(name)
            except Missing as missing:
                self.say()
                self.say(f"skipped: row {name}: {missing}")
        if self.options.output:
            report.save(self.options.output, self.lines, self.result)


def names(text):
    found = text.split(",")
    for name in found:
        if name not in ALL:
            raise argparse.ArgumentTypeError(f"found {name!r}, expected some of {','.join(ALL)}")
    return found


def above_zero(kind):
    """An argparse type: a number of this kind above 0."""
    def read(text):
        try:
            if (value := kind(text)) > 0:
                return value
        except ValueError:
            pass
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a number above 0")
    return read


def counts(text):
    return [above_zero(int)(part) for part in text.split(",")]


def parse(arguments):
    p = argparse.ArgumentParser(prog="bench-peers", description=__doc__)
    p.add_argument("--out", default="build/release", help="the build to measure")
    p.add_argument("--header", default="include/rung.h", help="its rung.h")
    p.add_argument("--compiler", default="gcc", help="what it was built with")
    p.add_argument("--rows", type=names, default=list(ALL), help=f"some of {','.join(ALL)}")
    p.add_argument("--threads", type=counts, default=[1, 2])
    p.add_argument("--rounds", type=above_zero(int), help="of each contender (5; 2 with --quick)")
    p.add_argument("--scale", type=above_zero(float),
                   help="divide the people of the full size by this; 1: all of them")
    p.add_argument("--quick", action="store_true", help="few people and roles: seconds")
    p.add_argument("--output", help="also write this with .txt and .json behind it")
    options = p.parse_args(arguments)
    options.rounds = options.rounds or (2 if options.quick else 5)
    options.library = os.path.join(os.path.abspath(options.out), "librung.so")
    options.program = os.path.join(os.path.abspath(options.out), "rung")
    return options


def main():
    options = parse(sys.argv[1:])
    try:
        with tempfile.TemporaryDirectory(prefix="peers-", dir=options.out) as folder:
            Bench(options, folder).run()
    except (ValueError, OSError, librung.RungError) as error:
        sys.exit(f"bench-peers: {error}")


if __name__ == "__main__":
    main()
