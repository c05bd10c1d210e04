/* select.h - find the roles that could be in a person's top k among approximate scores that come
 * panel by panel, without sorting them. Every kernel that computes plain floats shares this. */
#ifndef RUNG_KERNEL_SELECT_H
#define RUNG_KERNEL_SELECT_H

#include "kernel/kernel.h"

/* Roles looked at together; a panel of one person's scores stays in the first-level cache. */
enum { RUNG_PANEL = 1024 };

/* A role that may be among the best, with its approximate score. */
typedef struct rung_candidate {
    float value;
    uint32_t role;
} rung_candidate;

/* One person's selection. Start with rung_select_begin(). */
typedef struct rung_select {
    size_t top, room, count;
    float margin;    /* no score is further than this from its value */
    float threshold; /* at least top values reach it, or -INFINITY */
    float cut;       /* a value below this is no candidate */
    bool overflow;   /* more candidates than room */
    rung_candidate *candidate;
} rung_select;

void rung_select_begin(rung_select *select, size_t top, float margin, rung_candidate *candidate,
                       size_t room);
/* Look at values of roles first .. first + count - 1. */
void rung_select_panel(rung_select *select, const float *values, size_t count, uint32_t first);

/* For kernels that compare in registers: take a first cut from values, when there is none yet;
 * offer a role whose value is at least the cut; and, now and then, let what has been collected
 * raise the cut. */
void rung_select_look(rung_select *select, const float *values, size_t count);
void rung_select_push_full(rung_select *select, float value, uint32_t role);
static inline void rung_select_push(rung_select *select, float value, uint32_t role)
{
    if (select->count == select->room)
        rung_select_push_full(select, value, role);
    else
        select->candidate[select->count++] = (rung_candidate){value, role};
}
void rung_select_settle(rung_select *select);
/* Nothing is known of the values: every role is meant. */
void rung_select_give_up(rung_select *select);

/* What is known of one role's error, for a person: person + blur * slack[role] +
 * length * norm[role]. */
typedef struct rung_margins {
    double person, blur, length;
    const float *slack, *norm;
} rung_margins;

/* Drop what the margins of the single roles rule out, and write the rest. */
void rung_select_end(rung_select *select, const rung_margins *margins, uint32_t *roles,
                     uint32_t *count);

#endif
