"""scikit-learn: brute-force nearest neighbours.

It has no inner product. One more dimension that makes all roles equally long, and is 0 for people,
turns the greatest inner product into the least Euclidean distance, which it has a fast path for."""
import numpy as np
import scipy.sparse
from sklearn.neighbors import NearestNeighbors


def widened(rows, column):
    column = column.astype(np.float32)[:, None]
    if scipy.sparse.issparse(rows):
        return scipy.sparse.hstack([rows, scipy.sparse.csr_matrix(column)], format="csr")
    return np.hstack([rows, column])


def ready(task, threads):
    square = task.roles.multiply(task.roles) if scipy.sparse.issparse(task.roles) else (
        task.roles.astype(np.float64) ** 2)
    square = np.asarray(square.sum(axis=1), np.float64).ravel()
    roles = widened(task.roles, np.sqrt(square.max() - square))
    index = NearestNeighbors(n_neighbors=task.top, algorithm="brute", n_jobs=threads).fit(roles)

    def search(part):
        people = widened(part.people, np.zeros(part.people.shape[0]))
        return index.kneighbors(people, return_distance=False)

    return search
