"""Products a block of people at a time, and the highest of each row."""
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def best(score, top):
    """Columns of the highest scores of each row, best first."""
    columns = score.shape[1]
    if top < columns:
        some = np.argpartition(score, columns - top, axis=1)[:, columns - top :]
    else:
        some = np.broadcast_to(np.arange(columns), score.shape)
    order = np.argsort(-np.take_along_axis(score, some, 1), axis=1, kind="stable")
    return np.take_along_axis(some, order, 1)


def by_blocks(scores, people, top, step, threads):
    """best() of scores(block) for blocks of so many people, dealt to threads: argpartition takes
    one thread and most of the time, so that this beats a BLAS of several threads."""
    def block(first):
        return best(scores(people[first : first + step]), top)

    firsts = range(0, people.shape[0], step)
    if threads == 1:
        return np.concatenate([block(first) for first in firsts])
    with ThreadPoolExecutor(threads) as pool:
        return np.concatenate(list(pool.map(block, firsts)))
