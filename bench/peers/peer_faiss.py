"""FAISS: the exact index for inner products."""
import faiss
import numpy as np

STEP = 1024  # people of a sparse row made dense at a time


def ready(task, threads):
    faiss.omp_set_num_threads(threads)
    sparse = not isinstance(task.roles, np.ndarray)
    index = faiss.IndexFlatIP(task.roles.shape[1])
    index.add(task.roles.toarray() if sparse else task.roles)

    def search(part):
        if not sparse:
            return index.search(part.people, part.top)[1]
        found = [index.search(part.people[i : i + STEP].toarray(), part.top)[1]
                 for i in range(0, part.people.shape[0], STEP)]
        return np.concatenate(found)

    return search
