/* arrow_schema.h - which columns of an Arrow table are a person's id, role and levels. */
#ifndef RUNG_PYTHON_ARROW_SCHEMA_H
#define RUNG_PYTHON_ARROW_SCHEMA_H

#include "arrow.h"
#include "module.h"

/* Types that are read. */
typedef enum rung_py_kind {
    RUNG_PY_OTHER, /* none of them */
    RUNG_PY_NULL,  /* every value is missing */
    RUNG_PY_INT8,
    RUNG_PY_UINT8,
    RUNG_PY_INT16,
    RUNG_PY_UINT16,
    RUNG_PY_INT32,
    RUNG_PY_UINT32,
    RUNG_PY_INT64,
    RUNG_PY_UINT64,
    RUNG_PY_FLOAT32,
    RUNG_PY_FLOAT64,
    RUNG_PY_UTF8,       /* 32-bit offsets */
    RUNG_PY_LARGE_UTF8, /* 64-bit offsets */
    RUNG_PY_VIEW_UTF8   /* views into several buffers */
} rung_py_kind;

typedef struct rung_py_field {
    int64_t child;           /* its place in the table; -1: there is no such column */
    uint32_t skill;          /* of a level */
    rung_py_kind kind;       /* of the values, or of the indices into a dictionary */
    rung_py_kind dictionary; /* of its values; RUNG_PY_OTHER: no dictionary */
    char *name;
} rung_py_field;

/* What is read of a table. Columns of other names are left aside, whatever they hold. */
typedef struct rung_py_plan {
    int64_t children;
    rung_py_field person, role; /* columns person_id and role_id */
    rung_py_field *level;       /* columns level:SKILL_ID or SKILL_ID */
    size_t levels;
} rung_py_plan;

/* Read a schema that a stream gave. False with rung.DataError; free the plan either way. */
bool rung_py_read_schema(const rung_py_state *state, const rung_catalog *catalog,
                         const struct ArrowSchema *schema, rung_py_plan *plan);
void rung_py_free_plan(rung_py_plan *plan);

#endif
