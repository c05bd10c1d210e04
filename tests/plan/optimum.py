"""Solve the plans of a file by HiGHS and tell how far those of Rung are from the best.

usage: optimum.py FILE

FILE holds a problem after another: "plan VALUE BOUND PROGRAMS ROLES", "limits BUDGET PLACES SEATS...
OPENINGS...", and an option a line: "option PERSON VALUE COST TARGET PROGRAM...", with -1 for no limit
and no target. Fails where a bound is below the best value that HiGHS finds, a value above what HiGHS
proves, more than 0.5 % short of it, or the median more than 0.1 %."""

import statistics
import sys

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix


def read(path):
    """Problems one after another: head, limits, options."""
    problem = None
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            word, *numbers = line.split()
            numbers = [int(number) for number in numbers]
            if word == "plan":
                if problem:
                    yield problem
                problem = {"head": numbers, "options": []}
            elif word == "limits":
                problem["limits"] = numbers
            else:
                problem["options"].append(numbers)
    yield problem


def solve(problem):
    """The best value, and the bound on it that HiGHS proves."""
    options, limits = problem["options"], problem["limits"]
    programs = problem["head"][2]
    if not options:
        return 0, 0
    people = sorted({option[0] for option in options})
    row_of = {person: len(limits) + i for i, person in enumerate(people)}
    rows, columns, amounts = [], [], []
    for column, (person, _, cost, target, *taken) in enumerate(options):
        shares = [(0, cost), (1, 1 if taken else 0), (row_of[person], 1)]
        shares += [(2 + program, 1) for program in taken]
        shares += [(2 + programs + target, 1)] if target >= 0 else []
        for row, amount in shares:
            if amount:
                rows.append(row)
                columns.append(column)
                amounts.append(amount)
    most = [numpy.inf if limit < 0 else limit for limit in limits] + [1] * len(people)
    matrix = coo_matrix((amounts, (rows, columns)), shape=(len(most), len(options))).tocsc()
    found = milp(
        -numpy.array([option[1] for option in options], float),
        constraints=LinearConstraint(matrix, -numpy.inf, numpy.array(most)),
        integrality=numpy.ones(len(options)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 1e-6, "time_limit": 30},
    )
    return -found.fun, -found.mip_dual_bound


def main():
    """Solve all; the exit code tells whether all is well."""
    short, bad = [], 0
    for number, problem in enumerate(read(sys.argv[1])):
        value, bound = problem["head"][:2]
        best, proven = solve(problem)
        hair = 1e-6 * max(best, 1)
        short.append((best - value) / best if best > 0 else 0)
        if bound < best - hair or value > proven + hair or short[-1] > 0.005:
            bad += 1
            print(f"plan {number}: value {value}, bound {bound}; HiGHS {best:.0f}..{proven:.0f}")
    median = statistics.median(short)
    print(f"{len(short)} plans: at most {100 * max(short):.4f} % short, median {100 * median:.4f} %")
    return 1 if bad or median > 0.001 else 0


if __name__ == "__main__":
    sys.exit(main())
