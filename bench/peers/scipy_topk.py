"""Rank roles by readiness with SciPy: sparse people times sparse roles, then the top by argpartition.

Reads what bench_sparse.c writes into the folder given, and prints the seconds of processor time of
the fastest of some block sizes. Levels are 0 or 1, so readiness is the product with importances
over their sum.
"""
import sys
import time

import numpy as np
import scipy.sparse as sparse

TOP = 10


def matrix(folder, what, columns):
    first = np.fromfile(f"{folder}/{what}.first", np.uint64).astype(np.int64)
    column = np.fromfile(f"{folder}/{what}.skill", np.uint32).astype(np.int32)
    value = np.fromfile(f"{folder}/{what}.value", np.float32)
    return sparse.csr_matrix((value, column, first.astype(np.int32)), (len(first) - 1, columns))


def rank(people, roles, block):
    best = np.empty((people.shape[0], TOP), np.int32)
    for i in range(0, people.shape[0], block):
        score = (people[i : i + block] @ roles).toarray()
        some = np.argpartition(-score, TOP, axis=1)[:, :TOP]
        value = np.take_along_axis(score, some, 1)
        order = np.argsort(-value, axis=1, kind="stable")
        best[i : i + block] = np.take_along_axis(some, order, 1)
    return best


def main():
    folder, skills = sys.argv[1], int(sys.argv[2])
    people = matrix(folder, "people", skills)
    roles = matrix(folder, "roles", skills)
    asked = np.asarray(roles.sum(1)).ravel()
    share = sparse.diags((1 / asked).astype(np.float32)).dot(roles).T.tocsr()
    rank(people[:2048], share, 256)
    taken = []
    for block in (256, 512, 1024):
        start = time.process_time()
        rank(people, share, block)
        taken.append(time.process_time() - start)
    print(min(taken))


main()
