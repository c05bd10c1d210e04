/* report.h - what a report gathers while a job runs, and the pages that are made of it. */
#ifndef RUNG_REPORT_REPORT_H
#define RUNG_REPORT_REPORT_H

#include <pthread.h>

#include "base/file.h"
#include "match/matcher.h"
#include "match/watch.h"
#include "path/planner.h"
#include "report/figures.h"
#include "report/flows.h"
#include "report/sample.h"

struct rung_gap_sum;
struct rung_gap_report;
struct rung_cohort;

/* What rung match found. Sums are whole numbers, so that no order changes them. */
typedef struct rung_match_tally {
    uint64_t people, matched, ready;
    uint64_t percent[101];   /* first hits by their readiness, rounded down */
    rung_counts first;       /* role: whose first hit it is */
    rung_report_flows flows; /* from the current role to the first hit */
    uint64_t *falls_short;   /* skills: people below what their first hit asks for */
    uint64_t *shortfall;     /* skills: levels that they lack, in RUNG_LEVEL_PARTS */
    uint64_t *gap;           /* skills: sum of gaps, in RUNG_GAP_PARTS */
    float *level;            /* skills: scratch */
} rung_match_tally;

#define RUNG_LEVEL_PARTS 1048576.0
#define RUNG_GAP_PARTS   4294967296.0

/* What rung path found; best is a person's first path. */
typedef struct rung_path_tally {
    uint64_t people, with_path, paths, unproven;
    rung_counts weeks, cost, gain; /* of best paths, as rung_amount_key() */
    rung_counts target, program;   /* of best paths: people; and people who take it */
    rung_counts steps;             /* of best paths */
    rung_report_flows flows;       /* current role, first program, target */
    rung_counts rules;             /* of misses: pairs whose rules these are */
    uint64_t misses;
} rung_path_tally;

/* Who takes part in a plan: 4 bytes each. */
typedef struct rung_plan_tally {
    uint32_t *role; /* of today */
    size_t people, room;
    rung_report_flows flows; /* current role, first program, last role */
} rung_plan_tally;

typedef struct rung_gathered {
    struct rung_report head; /* what a job sees of it */
    rung_report_options options;
    char *output, *title, *command;
    char *made; /* the file that it became; NULL where that is no file */
    rung_watched job;
    rung_page page; /* where what is found is told at once */
    bool begun, written;
    rung_sink sink;
    pthread_mutex_t lock;
    bool locked; /* the lock was made */
    rung_sample sample;
    rung_match_tally match;
    rung_path_tally path;
    rung_plan_tally plan;
    const rung_people_totals *read; /* of a plan, whose reader is gone by then; or NULL */
} rung_gathered;

static inline rung_gathered *rung_gathered_of(rung_report *report)
{
    return (rung_gathered *)report;
}

/* ---------------------------------------------------------------- match_tally.c, match_page.c */

rung_status rung_match_tally_make(rung_match_tally *tally, const rung_matcher *matcher,
                                  rung_error *error);
void rung_match_tally_free(rung_match_tally *tally);
rung_status rung_match_tally_add(rung_gathered *g, const rung_batch *batch, const rung_hit *hits,
                                 rung_error *error);
void rung_put_match_page(rung_page *page, const rung_gathered *g);

/* ---------------------------------------------------------------- path_tally.c, path_page.c */

rung_status rung_path_tally_add(rung_gathered *g, const rung_batch *batch, size_t person,
                                const rung_paths *paths, rung_error *error);
void rung_path_tally_free(rung_path_tally *tally);
void rung_put_path_page(rung_page *page, const rung_gathered *g);

/* ---------------------------------------------------------------- plan_tally.c, plan_page.c */

rung_status rung_plan_tally_join(rung_plan_tally *tally, const rung_batch *batch,
                                 rung_error *error);
rung_status rung_plan_tally_add(rung_gathered *g, const struct rung_cohort *plan,
                                rung_error *error);
void rung_plan_tally_free(rung_plan_tally *tally);
void rung_put_plan_page(rung_page *page, const rung_gathered *g, const struct rung_cohort *plan);

/* ---------------------------------------------------------------- audit_page.c */

rung_status rung_put_audit_page(rung_page *page, const rung_gathered *g,
                                const struct rung_audit *audit, rung_error *error);

/* ---------------------------------------------------------------- gap_bars.c, gaps_page.c */

/* The sum of gaps of skills of a kind; -1: of all. */
double rung_gaps_of_kind(const rung_catalog *catalog, const struct rung_gap_sum *sum, int kind);
/* The skills of the largest gaps, at most so many, largest first, equal ones in catalog order; how
 * many. */
size_t rung_largest_sums(const rung_catalog *catalog, const struct rung_gap_sum *sum, size_t *skill,
                         size_t most);
/* Kinds and skills; who falls short: "People". Some gap is above 0. */
void rung_put_gap_bars(rung_page *page, const rung_catalog *catalog, const struct rung_gap_sum *sum,
                       const char *who);
void rung_put_gaps_page(rung_page *page, const rung_gathered *g,
                        const struct rung_gap_report *report);

/* ---------------------------------------------------------------- parts.c: what pages share */

/* The title of a role, or what stands for none. */
const char *rung_role_title(const rung_catalog *catalog, uint32_t role);
/* Bars of the largest counts of roles or programs, at most so many; names by their position. */
typedef struct rung_ranking {
    const char *title, *description, *what; /* the table's first column */
    const char *(*name)(const rung_catalog *catalog, uint32_t item);
    size_t most;
} rung_ranking;
void rung_put_ranking(rung_page *page, const rung_catalog *catalog, const rung_counts *counts,
                      uint64_t of, const rung_ranking *ranking);
/* A path as a ladder (ladder_card.c). */
void rung_put_ladder(rung_page *page, const rung_catalog *catalog, uint32_t today,
                     const rung_path *path);
/* How it was computed: the command, the catalog, the profile, the people. */
void rung_put_record(rung_page *page, const rung_gathered *g);

#endif
