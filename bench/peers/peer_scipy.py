"""SciPy: sparse people times sparse roles, then as NumPy does."""
from blocks import by_blocks

STEP = 512  # people of a block


def ready(task, threads):
    roles = task.roles.T.tocsr()

    def search(part):
        return by_blocks(lambda some: (some @ roles).toarray(), part.people, part.top, STEP,
                         threads)

    return search
