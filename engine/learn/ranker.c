/* ranker.c - rank roles for somebody in a role of the catalog, by a profile or a baseline. */
#include "learn/ranker.h"

#include <math.h>
#include <stdlib.h>

rung_status rung_ranker_open(rung_ranker *ranker, const rung_catalog *catalog, const char *name,
                             const rung_matcher_options *options, rung_error *error)
{
    rung_matcher_options own = RUNG_MATCHER_OPTIONS_INIT;
    *ranker = (rung_ranker){.catalog = catalog};
    ranker->baseline = name ? rung_baseline_find(name) : NULL;
    if (ranker->baseline)
        return RUNG_OK;
    if (options)
        own = *options;
    own.profile = name;
    return rung_matcher_new(&ranker->matcher, catalog, &own, error);
}

void rung_ranker_close(rung_ranker *ranker)
{
    rung_matcher_free(ranker->matcher);
    ranker->matcher = NULL;
}

bool rung_ranker_scratch_make(rung_ranker_scratch *s, const rung_catalog *catalog)
{
    size_t stride = (catalog->skills + RUNG_LANES - 1) / RUNG_LANES * RUNG_LANES;
    s->score = rung_array(catalog->roles, sizeof *s->score);
    s->own = rung_array(stride, sizeof *s->own);
    s->level = rung_array(stride, sizeof *s->level);
    s->standard = rung_array(stride, sizeof *s->standard);
    s->vector = rung_array(catalog->vector_stride, sizeof *s->vector);
    return s->score && s->own && s->level && s->standard && s->vector;
}

void rung_ranker_scratch_free(rung_ranker_scratch *s)
{
    free(s->score);
    free(s->own);
    free(s->level);
    free(s->standard);
    free(s->vector);
    *s = (rung_ranker_scratch){0};
}

static void rank_by_baseline(const rung_ranker *ranker, const rung_ranker_scratch *s,
                             uint32_t origin, rung_ranked *ranked, size_t count)
{
    rung_worker worker = rung_worker_make(ranker->catalog, origin, s->own);
    for (size_t i = 0; i < count; i++)
        ranked[i].score = ranker->baseline(&worker, ranked[i].role);
}

static void rank_by_profile(const rung_ranker *ranker, const rung_ranker_scratch *s,
                            uint32_t origin, const uint32_t *roles, rung_ranked *ranked,
                            size_t count)
{
    const rung_matcher *m = ranker->matcher;
    const rung_catalog *c = ranker->catalog;
    rung_subject subject;
    rung_catalog_levels(c, origin, s->own);
    rung_matcher_subject(m, &subject, s->own, origin, s->level, s->standard);
    if (rung_matcher_embeds(m))
        rung_matcher_embed(m, &subject, rung_catalog_vector(c, origin), s->vector);
    rung_scores(&m->scorer, &subject, roles, count, s->score);
    for (size_t i = 0; i < count; i++) {
        bool out = rung_ruled_out(&m->priors, origin, roles[i]) ||
                   !rung_levels_allow(&m->scorer, &subject, roles[i]);
        ranked[i].score = out ? -INFINITY : s->score[i];
    }
}

void rung_ranker_rank(const rung_ranker *ranker, const rung_ranker_scratch *scratch,
                      uint32_t origin, const uint32_t *roles, size_t count, rung_ranked *ranked)
{
    for (size_t i = 0; i < count; i++)
        ranked[i].role = roles[i];
    if (ranker->baseline)
        rank_by_baseline(ranker, scratch, origin, ranked, count);
    else
        rank_by_profile(ranker, scratch, origin, roles, ranked, count);
    rung_ranked_sort(ranked, count);
}
