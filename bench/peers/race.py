"""One row of the bench with one number of threads: build, check, and time by turns."""
import importlib
import time

from threadpoolctl import threadpool_limits

import agree
import measure
import peer_rung
from librung import RungError

MODULES = {"FAISS": "faiss", "NumPy": "numpy", "SciPy": "scipy", "scikit-learn": "sklearn"}


def say(text):
    print(text, flush=True)


def peer(name):
    """The ready() of a peer, or None where it is not installed, aloud."""
    try:
        return importlib.import_module(f"peer_{MODULES[name]}").ready
    except ImportError as error:
        say(f"skipped: {name} is not installed ({error}); `make deps-peers` installs it")
        return None


def contenders_of(task, threads, ours, peers, few):
    """Rung's ways first: {name: options of peer_rung.ready}. few: {name: share of the people} for
    those that would take too long for all."""
    made = []
    for name, options in ours.items():
        start = time.perf_counter()
        try:
            search = peer_rung.ready(task, threads, **options)
        except RungError as error:
            say(f"skipped: {name}: {error}")
            continue
        made.append(measure.Contender(name, task, search, time.perf_counter() - start))
    for name in peers:
        build = peer(name)
        if build:
            part = task.part(0, max(1, int(task.people.shape[0] * few.get(name, 1))))
            start = time.perf_counter()
            search = build(task, threads)
            made.append(measure.Contender(name, part, search, time.perf_counter() - start))
    return made


def race(task, threads, ours, peers, peak, rounds, few=None):
    """Contenders, timed; the first of them is what ratios are to."""
    with threadpool_limits(limits=threads):
        made = contenders_of(task, threads, ours, peers, few or {})
        if not made:
            return made
        expected = None
        for one in made:  # a first run of each, checked and not timed
            found = one.search(one.task)
            found = task.row_of(found) if one.name in ours else found
            expected = found.copy() if expected is None else expected
            try:
                one.lost, one.other = agree.compare(one.task, expected, found)
            except ValueError as error:
                raise ValueError(f"row {task.name}, {one.name}: {error}") from None
        measure.by_turns(made, peak, rounds)
    return made


def threads_by_turns(task, counts, peak, rounds):
    """Rung alone, with each of these numbers of threads."""
    with threadpool_limits(limits=max(counts)):
        made = []
        for count in counts:
            search = peer_rung.ready(task, count)
            search(task)
            made.append(measure.Contender("Rung", task, search))
        measure.by_turns(made, peak, rounds)
    return made
