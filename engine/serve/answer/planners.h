/* planners.h - planners for the options that asks name, the last few of them kept. */
#ifndef RUNG_SERVE_PLANNERS_H
#define RUNG_SERVE_PLANNERS_H

#include "rung.h"

/* Planners that nobody asked for lately make room for others, and end with their last user. */
typedef struct rung_planners rung_planners;

enum { RUNG_PLANNERS_KEPT = 16 };

/* NULL where memory is short. */
rung_planners *rung_planners_new(void);
/* Nobody uses one of them any more. */
void rung_planners_free(rung_planners *planners);

/* A planner of this matcher with these options, to be given back. Threads may share them. */
rung_status rung_planners_take(rung_planners *planners, const rung_matcher *matcher,
                               const rung_planner_options *options, const rung_planner **planner,
                               rung_error *error);
void rung_planners_give_back(rung_planners *planners, const rung_planner *planner);

/* How many are kept now. */
size_t rung_planners_count(rung_planners *planners);

#endif
