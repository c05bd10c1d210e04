"""Time contenders by turns, so that a busy machine disturbs all of them alike."""
import time
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Contender:
    name: str
    task: object         # all of a row, or its first people where more would take too long
    search: object = None
    build: float = 0.0   # seconds to take the roles in
    wall: list = field(default_factory=list)
    cpu: list = field(default_factory=list)
    lost: float = 0.0    # the most of a score, against Rung's
    other: int = 0       # people with other roles, because scores tie or rounding turns them round


def timed(work):
    """(seconds, processor seconds of all threads) of a call."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


class Peak:
    """A large product in single precision: the most that this machine does."""

    def __init__(self, size):
        draw = np.random.default_rng(1)
        self.a, self.b = draw.standard_normal((2, size, size), dtype=np.float32)
        self.out = np.empty_like(self.a)
        self.work = 2.0 * size**3
        self.rates = []

    def measure(self):
        taken = timed(lambda: np.matmul(self.a, self.b, out=self.out))[0]
        self.rates.append(self.work / taken)


def by_turns(contenders, peak, rounds):
    """Each round starts with the next contender, and with the peak."""
    for turn in range(rounds):
        peak.measure()
        for i in range(len(contenders)):
            one = contenders[(turn + i) % len(contenders)]
            wall, cpu = timed(lambda one=one: one.search(one.task))
            one.wall.append(wall)
            one.cpu.append(cpu)


def spread(values):
    """(median, smallest, largest)."""
    return float(np.median(values)), float(min(values)), float(max(values))


def ratios(one, ours, seconds):
    """How many times Rung's time a pair takes, round by round."""
    scale = ours.task.pairs / one.task.pairs
    return spread([a * scale / b for a, b in zip(getattr(one, seconds), getattr(ours, seconds))])
