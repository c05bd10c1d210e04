/* import.c - make a catalog from a release of ESCO, one step after another. */
#include "data/esco/model.h"

#include <string.h>

static rung_status check_job(const rung_esco_job *job, rung_error *error)
{
    if (!job || job->size != sizeof *job || !job->source || !*job->source || !job->output)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_import_esco: expected a job that starts from RUNG_ESCO_JOB_INIT, "
                         "with source and output");
    if (!(job->optional >= 0 && job->optional <= 1))
        return rung_fail(error, RUNG_BAD_ARGUMENT, "optional: found %.9g, expected 0..1",
                         job->optional);
    if ((unsigned)job->weights > RUNG_ESCO_PLAIN)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "weights: found %d, expected a rung_esco_weights", (int)job->weights);
    if (!(job->hierarchy >= 0 && job->hierarchy <= 1))
        return rung_fail(error, RUNG_BAD_ARGUMENT, "hierarchy: found %.9g, expected 0..1",
                         job->hierarchy);
    if (job->isco_digits > RUNG_ESCO_ISCO)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "isco_digits: found %u, expected 1..%d",
                         job->isco_digits, RUNG_ESCO_ISCO);
    if (job->language && (!*job->language || strchr(job->language, '/')))
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "language: found '%s', expected the ending of the files, such as en",
                         job->language);
    return rung_folder_spares(job->output, job->source, error);
}

static rung_status write_everything(rung_esco *esco, rung_esco_summary *summary)
{
    rung_folder folder;
    rung_status status = rung_folder_open(&folder, esco->job->output,
                                          esco->job->replace ? rung_esco_files : NULL, esco->error);
    if (status != RUNG_OK)
        return status;
    status = rung_esco_emit(esco, &folder, summary);
    return rung_folder_close(&folder, status, esco->error);
}

/* Count who asks for what. A catalog needs somebody to ask for something. */
static rung_status count_links(rung_esco *esco)
{
    esco->asked_by = rung_array(esco->skills, sizeof *esco->asked_by);
    if (!esco->asked_by)
        return rung_esco_no_memory(esco);
    for (size_t o = 0; o < esco->occupations; o++) {
        bool asks = false;
        for (size_t i = esco->asked.first[o]; i < esco->asked.first[o + 1]; i++) {
            const rung_link *link = &esco->asked.link[i];
            bool counts = link->flag == RUNG_ESCO_ESSENTIAL || esco->job->optional > 0;
            esco->asked_by[link->to] += counts;
            asks |= counts;
        }
        esco->askers += asks;
    }
    if (esco->askers > 0)
        return RUNG_OK;
    return rung_fail(esco->error, RUNG_BAD_DATA,
                     "%s/occupationSkillRelations.csv: no row counts, expected one at least whose "
                     "occupation is listed",
                     esco->job->source);
}

rung_status rung_import_esco(const rung_esco_job *job, rung_esco_summary *summary,
                             rung_error *error)
{
    rung_esco_summary unasked;
    if (!summary)
        summary = &unasked;
    *summary = (rung_esco_summary){0};
    rung_status status = check_job(job, error);
    if (status != RUNG_OK)
        return status;
    rung_esco esco = {.job = job, .error = error};
    status = rung_esco_read_concepts(&esco);
    if (status == RUNG_OK)
        status = rung_esco_read_relations(&esco);
    if (status == RUNG_OK)
        status = count_links(&esco);
    if (status == RUNG_OK)
        status = write_everything(&esco, summary);
    rung_esco_free(&esco);
    if (status != RUNG_OK)
        *summary = (rung_esco_summary){0};
    return status;
}
