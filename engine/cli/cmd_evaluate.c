/* cmd_evaluate.c - rung evaluate: how well rankings foretell observed moves. */
#include <stdlib.h>

#include "base/file.h"
#include "cli/evaluate.h"

typedef struct settings {
    matcher_settings matcher;
    const char *catalog, *moves, *exclude, *output, *compare, *compare_to;
    option_list profiles;
    uint64_t resamples, seed;
    int by, format;
    bool upward, baselines;
} settings;

enum { FORMAT_TEXT, FORMAT_CSV, FORMAT_JSON };

/* ---------------------------------------------------------------- rankers */

/* The place of a ranker, which is added where it is not there yet. */
static size_t place_of(option_list *rankers, const char *name)
{
    for (size_t i = 0; i < rankers->count; i++)
        if (strcmp(rankers->value[i], name) == 0)
            return i;
    rankers->value[rankers->count] = name;
    return rankers->count++;
}

/* Each once: the profiles, what is compared, the baselines. False when memory is short. */
static bool list_rankers(const settings *s, option_list *rankers, judgement *j)
{
    size_t baselines = 0;
    while (rung_baseline_name(baselines))
        baselines++;
    rankers->value = calloc(s->profiles.count + 3 + baselines, sizeof *rankers->value);
    if (!rankers->value)
        return false;
    for (size_t i = 0; i < s->profiles.count; i++)
        place_of(rankers, s->profiles.value[i]);
    j->compared = s->compare != NULL;
    if (j->compared) {
        j->first = place_of(rankers, s->compare);
        j->second = place_of(rankers, s->compare_to);
    }
    for (size_t i = 0; i < baselines && s->baselines; i++)
        place_of(rankers, rung_baseline_name(i));
    return true;
}

/* ---------------------------------------------------------------- output */

static rung_status spare(const char *output, const char *input, rung_error *error)
{
    if (!input || !rung_path_same(output, input))
        return RUNG_OK;
    return rung_fail(error, RUNG_BAD_ARGUMENT,
                     "--output: found '%s', which is read, expected another file", output);
}

/* What is written must not take the place of what is read. */
static rung_status spare_inputs(const settings *s, const option_list *rankers, rung_error *error)
{
    if (!s->output)
        return RUNG_OK;
    char *folder = rung_path_folder(s->output);
    if (!folder)
        return rung_fail_memory(error, "a path");
    rung_status status = RUNG_OK;
    if (rung_path_same(folder, s->catalog))
        status = rung_fail(error, RUNG_BAD_ARGUMENT,
                           "--output: found '%s', expected a file outside the catalog's folder",
                           s->output);
    free(folder);
    if (status == RUNG_OK)
        status = spare(s->output, s->moves, error);
    if (status == RUNG_OK)
        status = spare(s->output, s->exclude, error);
    for (size_t i = 0; i < rankers->count && status == RUNG_OK; i++)
        status = spare(s->output, rankers->value[i], error);
    return status;
}

static rung_status write_out(const settings *s, const rung_buffer *out, rung_error *error)
{
    rung_sink sink;
    if (out->failed)
        return rung_fail_memory(error, "output");
    rung_status status = s->output ? rung_sink_open(&sink, s->output, error)
                                   : rung_sink_descriptor(&sink, 1, "stdout", error);
    if (status != RUNG_OK)
        return status;
    return rung_sink_close(&sink, rung_sink_write(&sink, out->at, out->length, error), error);
}

static rung_status put_judgement(const settings *s, const judgement *j, rung_error *error)
{
    rung_buffer out = {0};
    if (s->format == FORMAT_TEXT)
        put_judgement_text(&out, j);
    else if (s->format == FORMAT_CSV)
        put_judgement_csv(&out, j);
    else
        put_judgement_json(&out, j);
    rung_status status = write_out(s, &out, error);
    rung_buffer_free(&out);
    return status;
}

/* ---------------------------------------------------------------- the command */

static rung_status evaluate(const settings *s, const option_list *rankers, judgement *j,
                            rung_error *error)
{
    rung_catalog *catalog = NULL;
    rung_evaluation *evaluation = NULL;
    rung_matcher_options matcher = matcher_options(&s->matcher);
    progress_bar bar = {.verb = "ranked for"};
    rung_evaluate_job job = RUNG_EVALUATE_JOB_INIT;
    job.moves = s->moves;
    job.exclude = s->exclude;
    job.ranker = rankers->value;
    job.rankers = rankers->count;
    job.matcher = &matcher;
    job.upward = s->upward;
    job.by = j->by;
    job.resamples = (size_t)s->resamples;
    job.seed = s->seed;
    job.progress = show_progress;
    job.context = &bar;
    rung_status status = spare_inputs(s, rankers, error);
    if (status == RUNG_OK)
        status = rung_catalog_open(&catalog, s->catalog, error);
    if (status == RUNG_OK) {
        warn_of_rules(catalog, s->matcher.viable || s->matcher.desirable, s->matcher.desirable);
        status = rung_evaluate(&evaluation, catalog, &job, error);
        end_progress(&bar);
    }
    j->catalog = catalog;
    j->evaluation = evaluation;
    if (status == RUNG_OK && j->compared)
        status = rung_evaluation_compare(evaluation, j->first, j->second, j->difference, error);
    if (status == RUNG_OK)
        status = put_judgement(s, j, error);
    rung_evaluation_free(evaluation);
    rung_catalog_free(catalog);
    return status;
}

static int run(const settings *s)
{
    option_list rankers = {0};
    judgement j = {.by = (rung_grouping)s->by, .upward = s->upward};
    rung_error error;
    rung_status status = list_rankers(s, &rankers, &j)
                             ? evaluate(s, &rankers, &j, &error)
                             : rung_fail_memory(&error, "the names of profiles");
    free(rankers.value);
    return status == RUNG_OK ? EXIT_DONE : failed(&error);
}

/* --compare takes one name as its value, and the other is the word behind it. */
static bool check_names(const settings *s, size_t words)
{
    if (s->compare && words == 0)
        complain("--compare: expected two names behind it");
    else if (!s->compare && words > 0)
        complain("found '%s', expected an option; see rung evaluate --help", s->compare_to);
    else if (s->compare && strcmp(s->compare, s->compare_to) == 0)
        complain("--compare: found '%s' twice, expected two that differ", s->compare);
    else
        return true;
    return false;
}

int cmd_evaluate(int argc, char **argv)
{
    settings s = {.matcher = MATCHER_SETTINGS_INIT, .resamples = 10000, .seed = 1};
    const option options[] = {
        {"catalog", "DIR", OPTION_TEXT, &s.catalog, "the catalog's folder", 0, 0, NULL, true},
        {"moves", "FILE", OPTION_TEXT, &s.moves, "observed moves, from_role,to_role,weight", 0, 0,
         NULL, true},
        {"exclude", "FILE", OPTION_TEXT, &s.exclude,
         "pairs role_a,role_b that are neither ranked nor count as moves", 0, 0, NULL, false},
        {"profile", "NAME|FILE", OPTION_LIST, &s.profiles,
         "how to score: upskill (the default), mobility, readiness, similarity, embedding, size, "
         "cosine, euclid, coverage, related, or a profile file; once or more",
         0, 0, NULL, false},
        {"baselines", NULL, OPTION_FLAG, &s.baselines, "all baselines, too", 0, 0, NULL, false},
        {"compare", "P1", OPTION_TEXT, &s.compare,
         "whether this profile or baseline and P2, the word behind it, differ by more than chance",
         0, 0, NULL, false},
        {"upward", NULL, OPTION_FLAG, &s.upward, "only moves to a higher wage count", 0, 0, NULL,
         false},
        {"by", NULL, OPTION_CHOICE, &s.by, "also for each family or job zone of origins", 0, 0,
         "all|family|zone", false},
        VIABLE_OPTION(s.matcher),
        DESIRABLE_OPTION(s.matcher),
        THETA_OPTION(s.matcher),
        ESSENTIAL_OPTION(s.matcher),
        ZONE_STEP_OPTION(s.matcher),
        WAGE_GROWTH_OPTION(s.matcher),
        ADJACENCY_OPTION(s.matcher),
        ADJACENCY_FACTOR_OPTION(s.matcher),
        {"resamples", "N", OPTION_COUNT, &s.resamples, "drawn for intervals and chance (10000)",
         100, 100000, NULL, false},
        {"seed", "N", OPTION_COUNT, &s.seed, "of the resamples (1)", 0, 9007199254740992, NULL,
         false},
        THREADS_OPTION(s.matcher),
        {"format", NULL, OPTION_CHOICE, &s.format,
         "tables (the default), rows of CSV, or JSON with a row for each origin", 0, 0,
         "text|csv|json", false},
        {"output", "FILE", OPTION_TEXT, &s.output,
         "write there, whole or not at all; without it to stdout", 0, 0, NULL, false},
    };
    const usage u = {
        "evaluate",
        "--catalog DIR --moves FILE [--compare P1 P2] [options]",
        "Tell how well profiles foretell observed moves: somebody in each origin's role, with its "
        "levels,\n"
        "gets all other roles ranked. h@10 is the share of moves that lead to the first 10.",
        "rung evaluate --catalog onet --moves moves.csv --profile readiness --baselines",
        options,
        sizeof options / sizeof *options};
    int code = EXIT_USAGE;
    size_t words = 1;
    s.profiles.value = calloc((size_t)argc, sizeof *s.profiles.value);
    if (!s.profiles.value) {
        complain("out of memory for the options");
        return EXIT_FAILED;
    }
    if (read_options(&u, argc, argv, &s.compare_to, &words, &code))
        code = check_names(&s, words) ? run(&s) : EXIT_USAGE;
    free(s.profiles.value);
    return code;
}
