/* miss.h - why there is no path to a target. */
#ifndef RUNG_PATH_MISS_H
#define RUNG_PATH_MISS_H

#include "path/planner.h"

/* Those that can be put aside, and with them those that cannot. */
enum { RUNG_RULES_ASIDE = 6, RUNG_RULES = 9 };

/* Rules in the order in which reasons name them. */
extern const rung_rule rung_rules_told[RUNG_RULES];

/* What a person has in the columns that audiences name. */
typedef struct rung_columns {
    const rung_column *column;
    size_t count;
} rung_columns;

/* Add to the text what path, the best with rules put aside, breaks of them; without a path what
 * else stops the search. columns may be NULL. */
void rung_say_reason(rung_searcher *searcher, const rung_missed *missed, const rung_found *path,
                     const rung_columns *columns);

/* The least wage_fall, in whole millionths of it, that lets this path through. */
uint32_t rung_needed_fall(rung_searcher *searcher, const rung_found *path);

/* A path that was kept (paths.c). */
rung_found rung_kept_path(const rung_searcher *searcher, const rung_kept *kept);

/* The paths found last again, *found, with reasons that hold what the person has in columns. Those
 * whom the search takes for one may differ in them. */
rung_status rung_searcher_retell(rung_searcher *searcher, const rung_columns *columns,
                                 const rung_paths **found, rung_error *error);

#endif
