/* arrow_hits.h - hits as the columns of an Arrow batch. */
#ifndef RUNG_PYTHON_ARROW_HITS_H
#define RUNG_PYTHON_ARROW_HITS_H

#include "arrow.h"
#include "module.h"

/* Columns person_id (or person), rank, role_id, score, readiness, similarity. */
enum { RUNG_PY_HIT_COLUMNS = 6 };

typedef struct rung_py_hits {
    const rung_catalog *catalog;
    const rung_hit *hit; /* people x top */
    size_t people, top;
    PyObject *ids; /* a list of people str, or None: then people are told by number */
} rung_py_hits;

/* Make a batch of the hits, but for those without a role. Its memory is its own, so that it can be
 * released by any thread, without Python. False with an exception. */
bool rung_py_make_batch(const rung_py_state *state, const rung_py_hits *hits,
                        struct ArrowArray *batch);

#endif
