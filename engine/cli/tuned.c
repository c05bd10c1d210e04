/* tuned.c - what rung tune has measured for a catalog, and what to say of it. */
#include "cli/command.h"

#include <stdio.h>

#include "base/processors.h"

void find_tuning(const rung_catalog *catalog, const matcher_settings *settings, rung_tuning *tuning)
{
    rung_error error;
    if (rung_tuning_find(catalog, settings->profile, NULL, tuning, &error) != RUNG_OK)
        complain("%s; going on without what was measured, which 'rung tune' measures again",
                 error.message);
}

static const char *reason_for_kernel(char out[120], const matcher_settings *settings,
                                     const rung_matcher_facts *facts, const rung_tuning *tuning)
{
    if (facts->kernel_by == RUNG_BY_CALLER)
        snprintf(out, 120, "named by %s", settings->kernel ? "--kernel" : "RUNG_KERNEL");
    else if (facts->kernel_by == RUNG_BY_TUNING)
        snprintf(out, 120, "the fastest that rung tune measured, %s", tuning->measured);
    else
        snprintf(out, 120, "%s; %s%s",
                 facts->sparse ? "the one for sparse rows"
                               : "the first for dense rows that runs here",
                 *tuning->kernel ? tuning->kernel : "none",
                 *tuning->kernel ? ", which rung tune measured, does not"
                                 : " is measured by rung tune for this catalog and profile");
    return out;
}

static const char *reason_for_threads(char out[120], const rung_matcher_facts *facts)
{
    rung_processors p = rung_processors_find("");
    if (facts->threads_by == RUNG_BY_CALLER)
        snprintf(out, 120, "by --threads");
    else if (facts->threads_by == RUNG_BY_TUNING)
        snprintf(out, 120, "as many as rung tune found fastest");
    else if (p.quota > 0)
        snprintf(out, 120, "the scheduler allows %u, the control group the time of %.3g",
                 p.scheduler, p.quota);
    else
        snprintf(out, 120, "all that the scheduler allows");
    return out;
}

/* Which shape rows have, and what a person was expected to take by either. */
static void tell_shape(const rung_catalog *catalog, const rung_matcher_facts *facts)
{
    char vectors[64] = "";
    if (facts->weight[RUNG_SIGNAL_EMBEDDING] != 0)
        snprintf(vectors, sizeof vectors, ", vectors have all of their %zu floats",
                 rung_catalog_dimensions(catalog));
    fprintf(stderr,
            "shape %s: roles ask for %.2g %% of all skills%s; about %.3g us a person by sparse "
            "rows, %.3g us by dense ones%s\n",
            facts->sparse ? "sparse" : "dense", 100 * facts->density, vectors,
            1e6 * facts->sparse_estimate, 1e6 * facts->dense_estimate,
            facts->kernel_by == RUNG_BY_USUAL ? "" : " (the kernel's choice)");
}

void tell_choices(const rung_catalog *catalog, const matcher_settings *settings,
                  const rung_matcher_facts *facts, const rung_tuning *tuning, size_t batch)
{
    static const char *const by[] = {"usual", "measured by rung tune", "by --window"};
    char reason[120], threads[64];
    fprintf(stderr, "kernel %s: %s\n", facts->kernel,
            reason_for_kernel(reason, settings, facts, tuning));
    tell_shape(catalog, facts);
    fprintf(stderr, "%zu roles, encoded in %zu dimensions\n", facts->roles, facts->dimensions);
    fprintf(stderr, "%s: %s\n", counted(threads, facts->threads, "thread", "threads"),
            reason_for_threads(reason, facts));
    fprintf(stderr, "window %zu (%s), batch %zu\n", facts->window, by[facts->window_by], batch);
}
