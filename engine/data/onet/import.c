/* import.c - make a catalog from a release of O*NET, one step after another. */
#include "data/onet/model.h"

#include <math.h>
#include <stdlib.h>

/* The output takes the place of a whole folder, which must not hold what is read. */
static rung_status check_places(const rung_onet_job *job, rung_error *error)
{
    const char *const inputs[] = {job->source, job->wages, job->projections, job->groups,
                                  job->programs};
    rung_status status = RUNG_OK;
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs && status == RUNG_OK; i++)
        status = rung_folder_spares(job->output, inputs[i], error);
    return status;
}

static rung_status check_job(const rung_onet_job *job, rung_error *error)
{
    if (!job || job->size != sizeof *job || !job->source || !*job->source || !job->output)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_import_onet: expected a job that starts from RUNG_ONET_JOB_INIT, "
                         "with source and output");
    if ((unsigned)job->soc > RUNG_SOC_BROAD)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "soc: found %d, expected a rung_soc",
                         (int)job->soc);
    if (job->groups && job->soc != RUNG_SOC_ONET)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "found both groups and soc, expected one of them to make the roles");
    double steps = job->grid == 0 ? 1 : RUNG_ONET_LEVELS / job->grid;
    if (!(job->grid >= 0) || !(steps >= 1 && steps <= 1000) ||
        fabs(steps - round(steps)) > 1e-9 * steps)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "grid: found %.9g, expected a step of which 1 to 1000 make %d", job->grid,
                         RUNG_ONET_LEVELS);
    return check_places(job, error);
}

static rung_status read_everything(rung_onet *onet)
{
    static rung_status (*const steps[])(rung_onet *) = {
        rung_onet_read_occupations, rung_onet_read_ratings,  rung_onet_read_elements,
        rung_onet_impute,           rung_onet_read_labour,   rung_onet_make_roles,
        rung_onet_read_features,    rung_onet_read_programs,
    };
    const size_t count = sizeof steps / sizeof *steps;
    rung_status status = RUNG_OK;
    for (size_t i = 0; i < count && status == RUNG_OK; i++) {
        status = steps[i](onet);
        onet->done = (double)(i + 1) / (double)(count + 1); /* writing is one step more */
        if (status == RUNG_OK)
            status = rung_onet_go_on(onet);
    }
    return status;
}

static rung_status write_everything(rung_onet *onet, rung_onet_summary *summary)
{
    rung_folder folder;
    rung_status status = rung_folder_open(&folder, onet->job->output,
                                          onet->job->replace ? rung_onet_files : NULL, onet->error);
    if (status != RUNG_OK)
        return status;
    status = rung_onet_emit(onet, &folder, summary);
    return rung_folder_close(&folder, status, onet->error);
}

rung_status rung_import_onet(const rung_onet_job *job, rung_onet_summary *summary,
                             rung_error *error)
{
    rung_onet_summary unasked;
    if (!summary)
        summary = &unasked;
    *summary = (rung_onet_summary){0};
    rung_status status = check_job(job, error);
    if (status != RUNG_OK)
        return status;
    rung_onet onet = {.job = job, .error = error};
    status = read_everything(&onet);
    if (status == RUNG_OK)
        status = write_everything(&onet, summary);
    rung_onet_free(&onet);
    if (status != RUNG_OK || summary == &unasked) {
        free(summary->unrated);
        *summary = (rung_onet_summary){0};
    }
    return status;
}
