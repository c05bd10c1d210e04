/* watch.h - a report looks on while rows are made: it stands on a higher floor. */
#ifndef RUNG_MATCH_WATCH_H
#define RUNG_MATCH_WATCH_H

#include "base/file.h"

struct rung_audit;
struct rung_gap_report;
struct rung_cohort;

/* A job that is looked at; what it has not is NULL. All of it lives until the end. */
typedef struct rung_watched {
    const rung_matcher *matcher;
    const rung_planner *planner;
    const rung_match_job *match;
    const rung_path_job *path;
    const rung_audit_job *audit;
    const rung_gaps_job *gaps;
    const rung_plan_job *plan;
    const rung_catalog *catalog; /* where there is no matcher */
    const rung_people *people;   /* the reader */
} rung_watched;

/* What a report does. */
typedef struct rung_watch {
    /* Before the first person: check and open the place where it will be written. */
    rung_status (*begin)(rung_report *report, const rung_watched *job, rung_error *error);
    /* The hits of a batch, top each; by one thread. */
    rung_status (*matched)(rung_report *report, const rung_batch *batch, const rung_hit *hits,
                           rung_error *error);
    /* The paths of the person at this place of a batch; any thread may call it. */
    rung_status (*found)(rung_report *report, const rung_batch *batch, size_t person,
                         const rung_paths *paths, rung_error *error);
    /* The whole of an audit. */
    rung_status (*audited)(rung_report *report, const struct rung_audit *audit, rung_error *error);
    /* All gaps. */
    rung_status (*lacking)(rung_report *report, const struct rung_gap_report *gaps,
                           rung_error *error);
    /* The next people of a plan, and the plan. */
    rung_status (*joined)(rung_report *report, const rung_batch *batch, rung_error *error);
    rung_status (*planned)(rung_report *report, const struct rung_cohort *plan, rung_error *error);
    /* Behind the last one, unless status is a failure, which is returned: write the page, which is
     * not at its place yet. *sink is where it goes, as long as the report. */
    rung_status (*write)(rung_report *report, rung_status status, const rung_sink **sink,
                         rung_error *error);
    /* Give it its place, or after a failure, which is returned, drop it. */
    rung_status (*end)(rung_report *report, rung_status status, rung_error *error);
    /* What came behind end() failed: the file goes again. */
    void (*undo)(rung_report *report);
} rung_watch;

struct rung_report {
    const rung_watch *watch;
};

#endif
