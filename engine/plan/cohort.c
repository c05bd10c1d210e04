/* cohort.c - rung_plan_people: search everybody's paths, choose, write. */
#include "plan/cohort.h"

#include <math.h>
#include <stdlib.h>

#include "base/delivery.h"
#include "base/threads.h"
#include "match/inputs.h"
#include "match/watch.h"

enum { USUAL_BATCH = 16384, LARGEST_BATCH = 1 << 20 };

/* Beyond any budget and number of places that there is, and whole numbers of ticks. */
static const double most_money = 9e14, most_people = 4e9;

/* run.json is the record that whoever asks for the plan may put beside. */
static const char *const own_files[] = {
    "plan.json", "assignments.csv", "programs.csv", "roles.csv", "what_if.csv", "run.json", NULL};

/* ---------------------------------------------------------------- the job */

static rung_status check_limits(double budget, double places, rung_error *error)
{
    if (!(budget >= 0) || (budget > most_money && budget != RUNG_NO_LIMIT))
        return rung_fail(error, RUNG_BAD_ARGUMENT, "budget: found %.9g, expected 0..%.9g", budget,
                         most_money);
    if (!(places >= 0) || (places > most_people && places != RUNG_NO_LIMIT) ||
        places != floor(places))
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "places: found %.9g, expected a whole number in 0..%.9g", places,
                         most_people);
    return RUNG_OK;
}

static rung_status check_files(const rung_plan_job *job, rung_error *error)
{
    if ((unsigned)job->value > RUNG_PLAN_PEOPLE || (unsigned)job->seats_from > RUNG_LIMITS_FILE ||
        (unsigned)job->openings_from > RUNG_LIMITS_FILE)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "value, seats_from, openings_from: found %d, %d, %d, expected numbers of "
                         "their lists",
                         (int)job->value, (int)job->seats_from, (int)job->openings_from);
    if ((job->seats_from == RUNG_LIMITS_FILE && !job->seats) ||
        (job->openings_from == RUNG_LIMITS_FILE && !job->openings))
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "seats, openings: found no name of a file, expected one");
    return RUNG_OK;
}

static rung_status check_job(const rung_planner *planner, const rung_plan_job *job,
                             rung_error *error)
{
    if (!planner || !job || job->size != sizeof *job || !job->people || !job->output ||
        (job->points > 0 && !job->point))
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_plan_people: a planner and a job set with RUNG_PLAN_JOB_INIT, with "
                         "people and an output, are needed");
    if (job->batch > LARGEST_BATCH)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "batch: found %zu, expected at most %d",
                         job->batch, LARGEST_BATCH);
    if (!(job->gap >= 0 && job->gap <= 1) || !(job->seconds >= 0) ||
        !(job->openings_years >= 0 && job->openings_years <= 100))
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "gap, seconds, openings_years: found %.9g, %.9g, %.9g, expected 0..1, 0 "
                         "or more, 0..100",
                         job->gap, job->seconds, job->openings_years);
    rung_status status = check_limits(job->budget, job->places, error);
    for (size_t i = 0; i < job->points && status == RUNG_OK; i++)
        status = check_limits(job->point[i].budget, job->point[i].places, error);
    return status == RUNG_OK ? check_files(job, error) : status;
}

static int64_t ticks_of(double coins)
{
    return coins == RUNG_NO_LIMIT ? RUNG_UNLIMITED : (int64_t)floor(coins * RUNG_TICKS_PER_COIN);
}

static int64_t people_of(double number)
{
    return number == RUNG_NO_LIMIT ? RUNG_UNLIMITED : (int64_t)number;
}

/* ---------------------------------------------------------------- reading */

/* Where the people are that are being searched. */
typedef struct reading {
    const rung_cohort *cohort;
    const rung_people *people;
    rung_people_totals before;
} reading;

static rung_status report(void *context, size_t done, size_t of, rung_error *error)
{
    const reading *r = context;
    rung_people_totals now = rung_people_total(r->people);
    const rung_plan_job *job = r->cohort->job;
    uint64_t people = done < of ? r->before.people + done : now.people;
    double share = done < of ? (double)done / (double)of : 1;
    double fraction = r->before.fraction + share * (now.fraction - r->before.fraction);
    if (job->progress && job->progress(job->context, people, fraction))
        return rung_fail(error, RUNG_CANCELLED, "cancelled after %llu people",
                         (unsigned long long)people);
    return RUNG_OK;
}

static rung_status read_people(rung_cohort *h, rung_people *people, rung_harvest *harvest,
                               size_t most, rung_error *error)
{
    reading r = {h, people, {0}};
    rung_status status = RUNG_OK;
    for (bool more = true; more && status == RUNG_OK;) {
        rung_batch batch;
        double start = rung_clock();
        status = rung_people_next(people, most, &batch, error);
        double read = rung_clock();
        h->summary->seconds_reading += read - start;
        if (status != RUNG_OK)
            break;
        more = batch.people > 0;
        if (more)
            status = rung_harvest_batch(harvest, &batch, &h->fixed, &h->options, report, &r, error);
        rung_report *shown = h->job->report;
        if (status == RUNG_OK && shown)
            status = shown->watch->joined(shown, &batch, error);
        if (status == RUNG_OK)
            status = report(&r, 1, 1, error);
        h->summary->seconds_searching += rung_clock() - read;
        r.before = rung_people_total(people);
    }
    h->summary->people = rung_people_total(people);
    return status == RUNG_OK ? rung_fixed_all_met(&h->fixed, h->job->people, error) : status;
}

static rung_status find_options(rung_cohort *h, rung_error *error)
{
    size_t most = h->job->batch ? h->job->batch : USUAL_BATCH;
    rung_people *people = NULL;
    rung_harvest harvest = {0};
    rung_status status = RUNG_OK;
    if (h->job->fix)
        status = rung_fixed_read(&h->fixed, h->catalog, h->job->fix, &h->job->delivery, error);
    if (status == RUNG_OK)
        status = rung_people_open(&people, h->catalog, h->job->people, h->job->impute, error);
    if (status == RUNG_OK)
        status = rung_harvest_make(&harvest, h->planner, h->job->value, most, error);
    if (status == RUNG_OK)
        status = read_people(h, people, &harvest, most, error);
    for (unsigned t = 0; harvest.reaper && t < harvest.threads; t++)
        h->summary->unproven += harvest.reaper[t].unproven;
    h->summary->threads = harvest.threads;
    rung_harvest_free(&harvest);
    rung_people_free(people);
    return status;
}

/* ---------------------------------------------------------------- choosing */

static int64_t less(int64_t most, int64_t taken)
{
    return most == RUNG_UNLIMITED ? most : most - taken;
}

static rung_status choose_points(rung_cohort *h, rung_error *error)
{
    rung_status status = RUNG_OK;
    for (size_t i = 0; i < h->job->points && status == RUNG_OK; i++) {
        rung_plan_point *point = &h->job->point[i];
        int64_t budget = less(ticks_of(point->budget), h->fixed_cost);
        int64_t places = less(people_of(point->places), h->fixed_trained);
        if (budget < 0 || places < 0)
            return rung_fail(error, RUNG_BAD_ARGUMENT,
                             "what if budget is %.9g and places %.9g: expected no less than fixed "
                             "people take, %.9g and %lld",
                             point->budget, point->places, rung_ticks_to_coins(h->fixed_cost),
                             (long long)h->fixed_trained);
        status = rung_chooser_run(&h->chooser, budget, places, error);
        if (status == RUNG_OK)
            rung_cohort_sum(h, point);
    }
    return status;
}

static rung_status choose(rung_cohort *h, rung_error *error)
{
    double start = rung_clock();
    rung_status status = rung_cohort_pose(h, error);
    if (status == RUNG_OK)
        status = rung_chooser_run(&h->chooser, less(h->budget, h->fixed_cost),
                                  less(h->places, h->fixed_trained), error);
    if (status == RUNG_OK)
        status = rung_cohort_tally(h, error);
    if (status == RUNG_OK) {
        int64_t value = h->chooser.whole.value, bound = h->chooser.bound;
        status = choose_points(h, error);
        h->chooser.whole.value = value; /* of the plan again, for what is written */
        h->chooser.bound = bound;
    }
    h->summary->seconds_choosing = rung_clock() - start;
    return status;
}

/* ---------------------------------------------------------------- writing */

/* The folder that is replaced may not hold what is read. */
static rung_status check_places(const rung_cohort *h, rung_error *error)
{
    const rung_plan_job *job = h->job;
    const char *const inputs[] = {h->catalog->folder,
                                  job->people,
                                  job->fix,
                                  job->seats_from == RUNG_LIMITS_FILE ? job->seats : NULL,
                                  job->openings_from == RUNG_LIMITS_FILE ? job->openings : NULL,
                                  h->planner->matcher->profile_path};
    rung_status status = RUNG_OK;
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs && status == RUNG_OK; i++)
        status = rung_folder_spares(job->output, inputs[i], error);
    rung_watched watched = {.matcher = h->planner->matcher, .planner = h->planner, .plan = job};
    if (status == RUNG_OK && job->report)
        status = job->report->watch->begin(job->report, &watched, error);
    return status;
}

/* All is written: the page goes first, then the folder; both or none. */
static rung_status hand_over(const rung_cohort *h, rung_folder *folder, rung_status status,
                             rung_error *error)
{
    rung_report *shown = h->job->report;
    const rung_sink *page = NULL;
    if (shown && status == RUNG_OK)
        status = shown->watch->planned(shown, h, error);
    if (shown)
        status = shown->watch->write(shown, status, &page, error);
    status = rung_delivery_folder(&h->job->delivery, folder, own_files, page, status, error);
    if (shown)
        status = shown->watch->end(shown, status, error);
    status = rung_folder_close(folder, status, error);
    if (shown && status != RUNG_OK)
        shown->watch->undo(shown);
    return status;
}

static rung_status plan(rung_cohort *h, rung_error *error)
{
    rung_folder folder;
    rung_status status = check_places(h, error);
    if (status != RUNG_OK)
        return status;
    status = rung_folder_open(&folder, h->job->output, h->job->replace ? own_files : NULL, error);
    if (status != RUNG_OK)
        return status;
    status = rung_limits_make(&h->limits, h->catalog, h->job, error);
    if (status == RUNG_OK)
        status = find_options(h, error);
    if (status == RUNG_OK)
        status = choose(h, error);
    double start = rung_clock();
    if (status == RUNG_OK)
        status = rung_cohort_write(h, &folder, error);
    status = hand_over(h, &folder, status, error);
    h->summary->seconds_writing = rung_clock() - start;
    return status;
}

static void end_cohort(rung_cohort *h)
{
    rung_chooser_free(&h->chooser);
    rung_limits_free(&h->limits);
    rung_options_free(&h->options);
    rung_fixed_free(&h->fixed);
    free(h->first_program);
    free(h->program);
    free(h->target);
    free(h->choice);
    free(h->seats);
    free(h->openings);
    free(h->all);
}

rung_status rung_plan_people(const rung_planner *planner, const rung_plan_job *job,
                             rung_plan_summary *summary, rung_error *error)
{
    rung_plan_summary ignored;
    double start = rung_clock();
    rung_status status = check_job(planner, job, error);
    if (status != RUNG_OK)
        return status;
    rung_cohort h = {.planner = planner,
                     .catalog = planner->matcher->catalog,
                     .job = job,
                     .summary = summary ? summary : &ignored,
                     .budget = ticks_of(job->budget),
                     .places = people_of(job->places)};
    *h.summary = (rung_plan_summary){0};
    status = plan(&h, error);
    end_cohort(&h);
    h.summary->seconds = rung_clock() - start;
    return status;
}
