/* kernel.h - kernels propose roles; the scorer decides among them.
 *
 * People and roles come as vectors of equal length. For person e and role r let
 *     v(e,r) = person . role + bias(e,r).
 * Whoever encoded them promises that, but for a constant of the person's and for the rounding of
 * vectors and biases to float, the score lies within
 *     slack(e) + blur(e) * slack(r)
 * of v. A kernel computes v in whatever way is fast, bounds its own error and that rounding, and
 * proposes every role whose score could be among the top k. */
#ifndef RUNG_KERNEL_KERNEL_H
#define RUNG_KERNEL_KERNEL_H

#include "base/status.h"

/* Rows of which most entries are 0: those of row i are entry[first[i]] .. entry[first[i + 1] - 1],
 * by column, each column once. first is NULL where rows come otherwise. */
typedef struct rung_entry {
    uint32_t column;
    float value;
} rung_entry;

typedef struct rung_sparse_rows {
    const size_t *first;
    const rung_entry *entry;
} rung_sparse_rows;

/* The roles, given once. Everything belongs to the caller and outlives what is packed from it. */
typedef struct rung_targets {
    size_t roles, dimensions;
    const float *rows;       /* roles x dimensions */
    const float *slack;      /* roles */
    double bias_size;        /* no finite bias is larger than this, up or down */
    rung_sparse_rows sparse; /* instead of rows, for a kernel that takes them */
} rung_targets;

/* Writes bias(e,r) for roles from .. from + count - 1; -INFINITY rules a role out. */
typedef void (*rung_bias)(const void *context, uint32_t key, size_t from, size_t count,
                          float *bias);

/* Where the same biases stand already, or NULL: then they are asked for as above. */
typedef const float *(*rung_bias_kept)(const void *context, uint32_t key, size_t from,
                                       size_t count);

/* Most people in one call of propose. */
enum { RUNG_BLOCK = 64 };

/* People to propose for, at most RUNG_BLOCK. */
typedef struct rung_query {
    size_t people;
    const float *rows;   /* people x dimensions */
    const float *slack;  /* people */
    const float *blur;   /* people */
    const uint32_t *key; /* people: what bias is asked with */
    rung_bias bias;
    rung_bias_kept kept; /* NULL: none are kept anywhere */
    const void *context;
    size_t top;
    rung_sparse_rows sparse; /* instead of rows, for a kernel that takes them */
} rung_query;

/* Roles proposed for each person of a query, in no order. */
typedef struct rung_proposals {
    size_t room;     /* roles a person */
    uint32_t *roles; /* RUNG_BLOCK x room */
    uint32_t *count; /* RUNG_BLOCK; RUNG_EVERYTHING: too many to list, every role is meant */
} rung_proposals;

#define RUNG_EVERYTHING UINT32_MAX

/* One row of the table. */
typedef struct rung_kernel {
    const char *name, *needs;
    bool (*runs)(void);
    /* Prepare the roles; *packed is ended with unpack. */
    rung_status (*pack)(void **packed, const rung_targets *targets, rung_error *error);
    void (*unpack)(void *packed);
    /* Bytes that propose needs at hand, aligned to a cache line. */
    size_t (*scratch)(const void *packed, size_t room);
    void (*propose)(const void *packed, const rung_query *query, void *scratch,
                    rung_proposals *proposals);
    bool sparse; /* takes sparse rows, and is faster with them than with others */
} rung_kernel;

/* Fastest first where rows are dense; ends in NULL. */
extern const rung_kernel *const rung_kernels[];

/* The version and build of OpenBLAS, one line. Static memory. */
const char *rung_blas_version(void);

/* The kernel of this name, or for NULL the first for dense rows that runs here. */
rung_status rung_kernel_choose(const rung_kernel **kernel, const char *name, rung_error *error);
/* The same; messages begin with what named it. */
rung_status rung_kernel_choose_by(const rung_kernel **kernel, const char *name, const char *by,
                                  rung_error *error);

#endif
