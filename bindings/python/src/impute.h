/* impute.h - levels that nobody gave. */
#ifndef RUNG_PYTHON_IMPUTE_H
#define RUNG_PYTHON_IMPUTE_H

#include "module.h"

/* Put the current role's levels, or 0, in place of NANs, as impute says; role may be NULL. Returns
 * the number of people who got at least one from their role, or -1 when memory is short. touched
 * (may be NULL) tells for each. Needs no GIL. */
int64_t rung_py_fill_levels(const rung_catalog *catalog, rung_impute impute, const uint32_t *role,
                            size_t people, float *levels, char *touched);

#endif
