"""Rung itself, in this process, on the caller's arrays."""
import librung


def ready(task, threads, kernel=None, similarity=True):
    """Pack the roles; search() gives roles by their positions in the catalog."""
    matcher = librung.Matcher(task.catalog, task.profile, threads, kernel, similarity)

    def search(part):
        hits = matcher.hits(part.people.shape[0], part.top)
        if part.rows is not None:
            matcher.match_rows(*part.rows, hits)
        elif part.levels is not None:
            matcher.match(part.levels, hits)
        else:
            matcher.match_vectors(part.people, hits)
        return hits["role"]

    return search
