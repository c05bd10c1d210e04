"""One person at a time: microseconds of a call, contenders by turns."""
import time

import numpy as np
from threadpoolctl import threadpool_limits

import peer_rung
import race
from measure import Contender, ratios, spread

CHUNK = 50  # calls of one contender before the next has its turn


def microseconds(work, *arguments):
    start = time.perf_counter_ns()
    work(*arguments)
    return (time.perf_counter_ns() - start) / 1e3


def in_turns(task, calls):
    """For each contender the microseconds of a call, and the ratio to Rung's by chunks."""
    with threadpool_limits(limits=1):
        made = [Contender("Rung", task, peer_rung.ready(task, 1))]
        for name in ("FAISS", "NumPy"):
            ready = race.peer(name)
            if ready:
                made.append(Contender(name, task, ready(task, 1)))
        taken = {one.name: [] for one in made}
        for turn in range(max(1, calls // CHUNK)):
            parts = [task.part((turn * CHUNK + i) % task.people.shape[0], 1) for i in range(CHUNK)]
            for one in made:
                own = [microseconds(one.search, part) for part in parts]
                one.wall.append(float(np.median(own)))
                taken[one.name] += own
    return [{"contender": one.name, "calls": len(taken[one.name]),
             "microseconds": spread(one.wall),
             "p99_microseconds": float(np.percentile(taken[one.name], 99)),
             "times_rung": ratios(one, made[0], "wall")} for one in made]


def overhead(library, calls=2000):
    """Microseconds of a call through ctypes that does nothing."""
    return float(np.median([microseconds(library.so.rung_version) for _ in range(calls)]))
