"""NumPy: blocks of the product, argpartition, and the few that are left sorted."""
import numpy as np
from threadpoolctl import ThreadpoolController

from blocks import by_blocks

CELLS = 1 << 20  # of a block of scores: 4 MiB
LEAST = 64       # people of a block


def ready(task, threads):
    sparse = not isinstance(task.roles, np.ndarray)
    roles = (task.roles.toarray() if sparse else task.roles).T
    step = max(LEAST, CELLS // roles.shape[1])
    controller = ThreadpoolController()

    def scores(some):
        return (some.toarray() if sparse else some) @ roles

    def search(part):
        if threads == 1:
            return by_blocks(scores, part.people, part.top, step, 1)
        with controller.limit(limits=1, user_api="blas"):
            return by_blocks(scores, part.people, part.top, step, threads)

    return search
