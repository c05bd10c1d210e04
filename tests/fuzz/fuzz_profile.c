/* fuzz_profile.c - any text as a profile, any files as a catalog and its moves: refused, or scores
 * that are numbers within what kernels allow for. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "match/matcher.h"
#include "split.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_pair(const rung_matcher *m, const float *levels, uint32_t current, uint32_t role)
{
    rung_explanation e;
    if (rung_explain(m, levels, current, role, &e, NULL, NULL, NULL) != RUNG_OK)
        return;
    double sum = 0, size = 0;
    for (int s = 0; s < RUNG_SIGNAL_COUNT; s++) {
        if (!isfinite(e.value[s]))
            fuzz_broken("a signal is a number");
        if (s >= RUNG_SIGNAL_WAGE &&
            fabs(e.value[s]) > rung_role_signal_bound(&m->priors.signals, (rung_signal)s))
            fuzz_broken("a signal of roles keeps to its bound");
        sum += e.weight[s] * e.value[s];
        size += fabs(e.weight[s] * e.value[s]);
    }
    if (!(fabs(sum - e.score) <= 1e-9 * (1 + size)))
        fuzz_broken("a score is the sum of its signals");
}

static void check_matcher(const rung_matcher *m, const rung_catalog *catalog)
{
    float *levels = calloc(rung_catalog_skills(catalog) + 1, sizeof *levels);
    if (!levels)
        fuzz_broken("there is memory for a row");
    uint32_t roles = (uint32_t)rung_catalog_roles(catalog);
    for (uint32_t c = 0; c <= roles && c < 6; c++)
        for (uint32_t r = 0; r < roles && r < 6; r++)
            check_pair(m, levels, c < roles ? c : RUNG_NONE, r);
    free(levels);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rung_error error = {.message = ""};
    rung_catalog *catalog = NULL;
    rung_matcher *matcher = NULL;
    fuzz_split(data, size);
    char *profile = rung_path_join(fuzz_folder(), "profile");
    if (profile && rung_catalog_open(&catalog, fuzz_folder(), &error) == RUNG_OK &&
        rung_catalog_dimensions(catalog) == 0) {
        rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
        options.profile = profile;
        options.kernel = "scalar";
        rung_status status = rung_matcher_new(&matcher, catalog, &options, &error);
        if ((matcher != NULL) != (status == RUNG_OK) || (!matcher && !*error.message))
            fuzz_broken("a matcher or a failure that is told");
        if (matcher)
            check_matcher(matcher, catalog);
    }
    rung_matcher_free(matcher);
    rung_catalog_free(catalog);
    free(profile);
    return 0;
}
