/* import.c - make a catalog from a release of O*NET, one step after another. */
#include "data/onet/model.h"

#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"

/* The output takes the place of a whole folder, which must not be the one that is read. */
static rung_status check_places(const rung_onet_job *job, rung_error *error)
{
    struct stat output, input;
    if (stat(job->output, &output) != 0)
        return RUNG_OK;
    const char *const inputs[] = {job->source, job->programs};
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
        if (inputs[i] && stat(inputs[i], &input) == 0 && input.st_dev == output.st_dev &&
            input.st_ino == output.st_ino)
            return rung_fail(error, RUNG_BAD_ARGUMENT,
                             "%s: is read from and written to, expected another output folder",
                             job->output);
    return RUNG_OK;
}

static rung_status check_job(const rung_onet_job *job, rung_error *error)
{
    if (!job || job->size != sizeof *job || !job->source || !job->output)
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
        rung_onet_read_occupations, rung_onet_read_ratings, rung_onet_read_elements,
        rung_onet_impute,           rung_onet_read_labour,  rung_onet_make_roles,
        rung_onet_read_programs,
    };
    rung_status status = RUNG_OK;
    for (size_t i = 0; i < sizeof steps / sizeof *steps && status == RUNG_OK; i++)
        status = steps[i](onet);
    return status;
}

static rung_status write_everything(rung_onet *onet, rung_onet_summary *summary)
{
    rung_folder folder;
    rung_status status = rung_folder_open(&folder, onet->job->output,
                                          onet->job->replace ? "catalog.ini" : NULL, onet->error);
    if (status != RUNG_OK)
        return status;
    status = rung_onet_emit(onet, folder.building, summary);
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
