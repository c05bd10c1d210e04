"""What tests share: the bundled catalog, made-up people, the program, memory."""
import atexit
import functools
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

import numpy as np

import rung

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
CATALOG = os.path.join(ROOT, "datasets", "upskilling-2025")
PROGRAM = os.path.abspath(os.environ.get("RUNG_PROGRAM", f"{ROOT}/build/release/rung"))
SANITIZED = "libasan" in os.environ.get("LD_PRELOAD", "")


@functools.cache
def catalog():
    return rung.Catalog.open(CATALOG)


@functools.cache
def _folder():
    folder = tempfile.mkdtemp(prefix="rung-python-")
    atexit.register(shutil.rmtree, folder)
    return folder


def path(name):
    """A path in a folder that goes away with the process."""
    return os.path.join(_folder(), name)


@functools.cache
def staff(people=300, seed=9, format="long"):
    """A folder of made-up people."""
    folder = path(f"staff-{people}-{seed}-{format}")
    catalog().synth(folder, people, seed=seed, format=format, on_grid=0.5)
    return folder


def people(number, seed=1):
    """Levels on no grid, and current roles, of which some are none."""
    random = np.random.default_rng(seed)
    skills, roles = len(catalog().skills), len(catalog().roles)
    levels = (random.random((number, skills)) * catalog().max_level).astype(np.float32)
    current = random.integers(0, roles + 1, number).astype(np.uint32)
    current[current == roles] = rung.NONE
    return levels, current


def program(*arguments):
    """What `rung` prints."""
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return done.stdout


def run_python(code, timeout=60, **options):
    """Run code in a Python of its own."""
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=timeout,
        env={**os.environ, "CATALOG": CATALOG}, **options,
    )


def resident():
    """Bytes of memory that this process has now."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")


class Case(unittest.TestCase):
    def assert_same_hits(self, a, b):
        for name in ("role", "score", "readiness", "similarity"):
            np.testing.assert_array_equal(getattr(a, name), getattr(b, name), name)
