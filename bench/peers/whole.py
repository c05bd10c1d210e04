"""Whole processes: people from CSV to ranked rows with gaps, by `rung match` and by a script."""
import csv
import os
import re
import subprocess
import sys
import time
from itertools import zip_longest

import catalogs
import machine
from measure import spread

TOP, GAPS = 10, 3
NEAR = 1e-6  # of scores, and of similarities, printed by either
MEMORY = re.compile(r"peak memory (\d+) MiB")
SPENT = re.compile(r"reading ([\d.]+) s, matching ([\d.]+) s, writing ([\d.]+) s")


def timed_process(command, threads):
    """(seconds, processor seconds, MiB that it says it took, stderr) of a process.

    The shell stands between because a process counts the memory of the one that started it."""
    command = ["/bin/sh", "-c", '"$@"; exit $?', "sh", *command]
    environment = dict(os.environ, OMP_NUM_THREADS=str(threads), OPENBLAS_NUM_THREADS=str(threads))
    start = time.perf_counter()
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as child:
        said = child.stderr.read()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise ValueError(f"{' '.join(command)}: {said}")
    return (time.perf_counter() - start, used.ru_utime + used.ru_stime,
            int(MEMORY.search(said).group(1)), said)


def compare(ours, theirs):
    """Row by row: the same person, rank and figures. Returns (rows, rows of another role because
    scores tie, rows of other gaps because gaps tie)."""
    rows = other_roles = other_gaps = 0
    with open(ours, newline="", encoding="utf-8") as a, open(theirs, newline="",
                                                             encoding="utf-8") as b:
        for mine, yours in zip_longest(csv.DictReader(a), csv.DictReader(b)):
            rows += 1
            if not mine or not yours:
                raise ValueError(f"{theirs}: found another number of rows than in {ours}")
            near = ["score", "readiness"]
            if mine["role_id"] == yours["role_id"]:
                near.append("similarity")
                other_gaps += mine["gaps"] != yours["gaps"]
            else:
                other_roles += 1
            if (mine["person_id"], mine["rank"]) != (yours["person_id"], yours["rank"]) or any(
                    abs(float(mine[f]) - float(yours[f])) > NEAR for f in near):
                raise ValueError(f"{theirs}, row {rows}: found {yours}, expected {mine}")
    return rows, other_roles, other_gaps


def row(bench):
    if not machine.version("pandas"):
        raise catalogs.Missing("pandas is not installed; `make deps-peers` installs it")
    place, people = bench.place, bench.people(300000, 10)
    catalog, staff = place.onet(), place.path("onet-staff")
    catalogs.run(place.program, "synth", "--catalog", catalog, "--people", str(people), "--seed",
                 "1", "--output", staff, "--replace")
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "script_pandas.py")
    bench.head(f"g. whole processes: {people} people of O*NET from CSV to the {TOP} best roles, "
               f"with {GAPS} gaps each, profile readiness")
    for threads in bench.options.threads:
        outputs = [place.path("rung.csv"), place.path("script.csv")]
        commands = [
            [place.program, "match", "--catalog", catalog, "--people", staff, "--profile",
             "readiness", "--impute", "none", "--top", str(TOP), "--gaps", str(GAPS), "--threads",
             str(threads), "--verbose", "--output", outputs[0]],
            [sys.executable, script, catalog, staff, outputs[1], str(TOP), str(GAPS)]]
        runs = [[], []]
        for _ in range(min(bench.options.rounds, 3)):
            for one, command in zip(runs, commands):
                one.append(timed_process(command, threads))
        report(bench, people, threads, runs, compare(*outputs))


def report(bench, people, threads, runs, agreed):
    rows, roles, gaps = agreed
    spent = [[float(t) for t in SPENT.search(run[3]).groups()] for run in runs[0]]
    share = spread([(s[0] + s[2]) / run[0] for s, run in zip(spent, runs[0])])
    found = []
    for name, one in zip(("rung match", "pandas, NumPy"), runs):
        wall, cpu = ([run[k] / ours[k] for run, ours in zip(one, runs[0])] for k in (0, 1))
        figure = {"contender": name, "threads": threads, "people": people, "rounds": len(one),
                  "seconds": spread([run[0] for run in one]),
                  "processor_seconds": spread([run[1] for run in one]),
                  "mebibytes": max(run[2] for run in one),
                  "times_rung": spread(wall), "times_rung_processor": spread(cpu)}
        found.append(figure)
        t, c = figure["times_rung"], figure["times_rung_processor"]
        bench.say(f"{name:17}{threads:7}{people:9}  {figure['seconds'][0]:9.3f} s, "
                  f"{figure['mebibytes']} MiB; times Rung {t[0]:.1f} ({t[1]:.1f} to {t[2]:.1f})"
                  f", processor time {c[0]:.1f} ({c[1]:.1f} to {c[2]:.1f})")
    bench.say(f"    of Rung's time, reading and writing take {100 * share[0]:.0f} %; {rows} rows, "
              f"{roles} with another role of the same score, {gaps} with other gaps of one size")
    bench.result["rows"].append({"row": "g", "contenders": found, "rows": rows,
                                 "rung_reading_and_writing": share, "other_roles": roles,
                                 "other_gaps": gaps})
