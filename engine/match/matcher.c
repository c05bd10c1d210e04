/* matcher.c - build a matcher: profile, encoder, kernel and scorer for one catalog. */
#include "match/matcher.h"

#include <stdlib.h>
#include <string.h>

#include "match/encode_sparse.h"

/* Roles that a kernel may list for a person before it means all of them: enough for rounding and
 * ties around an ordinary k; beyond that scoring everything costs little more. */
enum { USUAL_ROOM = 512 };

enum { DEFAULT_WINDOW = 4096, LARGEST_WINDOW = 65536, MOST_TABLE_CELLS = 1 << 24 };

static rung_status check_options(const rung_matcher_options *o, rung_error *error)
{
    if (o->size != sizeof *o)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_matcher_new: options of size %zu, expected %zu (set them with "
                         "RUNG_MATCHER_OPTIONS_INIT)",
                         o->size, sizeof *o);
    if (o->window > LARGEST_WINDOW)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "window: found %zu, expected 1..%d", o->window,
                         LARGEST_WINDOW);
    if (!(o->theta >= 0 && o->theta <= 1))
        return rung_fail(error, RUNG_BAD_ARGUMENT, "theta: found %.9g, expected 0..1", o->theta);
    if (!(o->essential >= 0 && o->essential <= 1))
        return rung_fail(error, RUNG_BAD_ARGUMENT, "essential: found %.9g, expected 0..1",
                         o->essential);
    if (o->zone_step < 0 || o->zone_step > 4)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "zone_step: found %d, expected 0..4",
                         o->zone_step);
    if (!(o->wage_growth >= -1 && o->wage_growth <= 100))
        return rung_fail(error, RUNG_BAD_ARGUMENT, "wage_growth: found %.9g, expected -1..100",
                         o->wage_growth);
    if ((unsigned)o->adjacency > RUNG_ADJACENCY_LEARNED)
        return rung_fail(error, RUNG_BAD_ARGUMENT, "adjacency: found %d, expected a rung_adjacency",
                         (int)o->adjacency);
    if (!(o->adjacency_factor >= 0 && o->adjacency_factor <= 1))
        return rung_fail(error, RUNG_BAD_ARGUMENT, "adjacency_factor: found %.9g, expected 0..1",
                         o->adjacency_factor);
    return RUNG_OK;
}

/* A profile that no role of the catalog can be measured by is a mistake. */
static rung_status check_profile(const rung_matcher *m, rung_error *error)
{
    const char *name = m->profile.name;
    if (rung_matcher_embeds(m) && !m->catalog->vector)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "profile %s: the signal embedding needs vectors, expected "
                         "role_vectors.npy in %s",
                         name, m->catalog->folder);
    if (rung_priors_proposable(&m->priors) == 0)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "profile %s%s: no role of %s has skills, expected signals that need none, "
                         "as those of profile embedding",
                         name, m->rules.viable ? " with rules for a move" : "", m->catalog->folder);
    return RUNG_OK;
}

const char *rung_matcher_profile(const rung_catalog *catalog, const char *name)
{
    return !name && catalog->requirements.count == 0 ? "embedding" : name;
}

static rung_status open_profile(rung_matcher *m, const char *name, rung_error *error)
{
    name = rung_matcher_profile(m->catalog, name);
    rung_status status = rung_profile_open(&m->profile, name, error);
    if (status == RUNG_OK && m->profile.from_file && !(m->profile_path = strdup(name)))
        status = rung_fail_memory(error, "a path");
    return status;
}

/* The moves that the profile was fitted on, or the catalog's own. Without any, the weights that the
 * profile keeps for that. */
static rung_status open_flows(rung_matcher *m, rung_error *error)
{
    rung_status status;
    if (m->profile.flows) {
        rung_mobility moves;
        status = rung_mobility_open(&moves, m->catalog, m->profile.flows, NULL, false, error);
        if (status == RUNG_OK)
            status = rung_flows_make(&m->flows, m->catalog, &moves, NULL, error);
        rung_mobility_free(&moves);
    } else {
        status = rung_flows_of_catalog(&m->flows, m->catalog, error);
    }
    if (m->flows.origins == 0 && m->profile.has_without_flows)
        memcpy(m->profile.beta, m->profile.without_flows, sizeof m->profile.beta);
    return status;
}

const char *rung_matcher_named_kernel(const rung_matcher_options *options)
{
    const char *name = options->kernel ? options->kernel : getenv("RUNG_KERNEL");
    return name && *name ? name : NULL;
}

/* The tuning to go by: none where its kernel does not run here. */
static const rung_tuning *usable(const rung_tuning *tuning)
{
    static const rung_tuning nothing = {.threads = 0};
    const rung_kernel *kernel;
    bool runs = tuning && (*tuning->kernel == '\0' ||
                           rung_kernel_choose(&kernel, tuning->kernel, NULL) == RUNG_OK);
    return runs ? tuning : &nothing;
}

/* The kernel that is named by options or environment, or was measured, or for dense or sparse rows
 * what the estimate says is faster. Needs the demand, without dense rows yet. */
static rung_status choose_kernel(rung_matcher *m, const rung_matcher_options *o,
                                 const rung_tuning *t, rung_error *error)
{
    const char *name = rung_matcher_named_kernel(o);
    m->kernel_by = name ? RUNG_BY_CALLER : *t->kernel ? RUNG_BY_TUNING : RUNG_BY_USUAL;
    m->estimate =
        rung_shape_estimate(&m->demand, m->catalog->scale, &m->profile, m->embedding.dimensions);
    if (m->kernel_by == RUNG_BY_TUNING)
        name = t->kernel;
    else if (!name && m->estimate.sparse < m->estimate.dense)
        name = "sparse";
    const char *by =
        name && name != o->kernel && m->kernel_by == RUNG_BY_CALLER ? "RUNG_KERNEL" : "kernel";
    return rung_kernel_choose_by(&m->kernel, name, by, error);
}

static void choose_sizes(rung_matcher *m, const rung_matcher_options *o, const rung_tuning *t)
{
    bool threads = o->threads == 0 && t->threads > 0;
    bool window = o->window == 0 && t->window > 0 && t->window <= LARGEST_WINDOW;
    m->threads_by = o->threads ? RUNG_BY_CALLER : threads ? RUNG_BY_TUNING : RUNG_BY_USUAL;
    m->window_by = o->window ? RUNG_BY_CALLER : window ? RUNG_BY_TUNING : RUNG_BY_USUAL;
    m->threads = rung_threads(threads ? t->threads : o->threads);
    m->window = window ? t->window : o->window ? o->window : DEFAULT_WINDOW;
}

static rung_status make_scorer(rung_matcher *m, rung_error *error)
{
    m->scorer = (rung_scorer){.demand = &m->demand,
                              .priors = &m->priors,
                              .embedding = &m->embedding,
                              .profile = &m->profile};
    m->scorer.ones = rung_array(m->demand.stride, sizeof *m->scorer.ones);
    if (!m->scorer.ones)
        return rung_fail_memory(error, "a matcher");
    for (size_t s = 0; s < m->demand.skills; s++)
        m->scorer.ones[s] = 1;
    return RUNG_OK;
}

static rung_status pack(rung_matcher *m, rung_error *error)
{
    rung_status status =
        rung_encoder_make(&m->encoder, &m->scorer, m->catalog->scale.grid, m->threads, error);
    if (status != RUNG_OK)
        return status;
    const rung_sparse_code *code = m->encoder.sparse;
    rung_targets targets = {.roles = m->demand.roles,
                            .dimensions = m->encoder.dimensions,
                            .rows = m->encoder.rows,
                            .slack = m->encoder.slack,
                            .bias_size = m->priors.bias_size};
    if (code)
        targets.sparse = (rung_sparse_rows){code->first, code->entry};
    status = m->kernel->pack(&m->packed, &targets, error);
    if (status != RUNG_OK)
        return status;
    size_t room = m->demand.roles < USUAL_ROOM ? m->demand.roles : USUAL_ROOM;
    m->shape = (rung_workspace_shape){.window = m->window,
                                      .stride = m->demand.stride,
                                      .vector = m->embedding.stride,
                                      .dimensions = m->encoder.dimensions,
                                      .room = room,
                                      .kernel_bytes = m->kernel->scratch(m->packed, room),
                                      .entries = code ? code->room : 0,
                                      .raised = code && m->stand_ins.first ? m->demand.skills : 0};
    m->pool = rung_array(1, sizeof *m->pool);
    if (!m->pool || !rung_pool_make(m->pool, m->threads, rung_workspace_bytes(&m->shape)))
        status = rung_fail_memory(error, "the scratch of a matcher");
    return status;
}

static rung_status build(rung_matcher *m, const rung_matcher_options *o, rung_error *error)
{
    rung_status status = open_profile(m, o->profile, error);
    if (status == RUNG_OK)
        status = open_flows(m, error);
    m->similar = !o->no_similarity || rung_profile_uses(&m->profile, RUNG_SIGNAL_SIMILARITY);
    if (status == RUNG_OK)
        status = rung_demand_make(&m->demand, m->catalog, error);
    if (status == RUNG_OK)
        status = rung_stand_ins_make(&m->stand_ins, m->catalog, &m->demand, o->adjacency,
                                     o->adjacency_factor, error);
    if (status == RUNG_OK)
        status = rung_embedding_make(&m->embedding, m->catalog, error);
    if (status == RUNG_OK)
        status = choose_kernel(m, o, usable(o->tuning), error);
    if (status == RUNG_OK && !m->kernel->sparse)
        status = rung_demand_fill(&m->demand, error);
    if (status == RUNG_OK)
        status = rung_priors_make(&m->priors, m->catalog, &m->flows, &m->profile, &m->rules,
                                  MOST_TABLE_CELLS, m->threads, error);
    if (status == RUNG_OK)
        status = check_profile(m, error);
    if (status == RUNG_OK)
        status = make_scorer(m, error);
    return status == RUNG_OK ? pack(m, error) : status;
}

rung_status rung_matcher_new(rung_matcher **matcher, const rung_catalog *catalog,
                             const rung_matcher_options *options, rung_error *error)
{
    static const rung_matcher_options usual = RUNG_MATCHER_OPTIONS_INIT;
    const rung_matcher_options *o = options ? options : &usual;
    if (matcher)
        *matcher = NULL;
    if (!matcher || !catalog)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "rung_matcher_new: matcher and catalog are needed");
    rung_status status = check_options(o, error);
    if (status != RUNG_OK)
        return status;
    rung_matcher *m = rung_array(1, sizeof *m);
    if (!m)
        return rung_fail_memory(error, "a matcher");
    m->catalog = catalog;
    m->rules = (rung_rules){.viable = o->viable_only || o->desirable_only,
                            .desirable = o->desirable_only,
                            .theta = rung_nearly(o->theta),
                            .essential = rung_nearly(o->essential),
                            .asked_theta = o->theta,
                            .asked_essential = o->essential,
                            .wage_growth = o->wage_growth,
                            .zone_step = o->zone_step};
    choose_sizes(m, o, usable(o->tuning));
    status = build(m, o, error);
    if (status != RUNG_OK) {
        rung_matcher_free(m);
        return status;
    }
    *matcher = m;
    return RUNG_OK;
}

void rung_matcher_free(rung_matcher *matcher)
{
    if (!matcher)
        return;
    if (matcher->pool)
        rung_pool_free(matcher->pool);
    free(matcher->pool);
    if (matcher->packed)
        matcher->kernel->unpack(matcher->packed);
    rung_encoder_free(&matcher->encoder);
    rung_embedding_free(&matcher->embedding);
    rung_stand_ins_free(&matcher->stand_ins);
    rung_priors_free(&matcher->priors);
    rung_flows_free(&matcher->flows);
    rung_profile_close(&matcher->profile);
    rung_demand_free(&matcher->demand);
    free(matcher->scorer.ones);
    free(matcher->profile_path);
    free(matcher);
}

rung_matcher_facts rung_matcher_describe(const rung_matcher *matcher)
{
    rung_matcher_facts facts = {.kernel = matcher->kernel->name,
                                .profile = matcher->profile.name,
                                .threads = matcher->threads,
                                .dimensions = matcher->encoder.dimensions,
                                .wage_floor = matcher->profile.wage_floor,
                                .roles = rung_priors_proposable(&matcher->priors),
                                .sparse = matcher->encoder.sparse != NULL,
                                .window = matcher->window,
                                .kernel_by = matcher->kernel_by,
                                .threads_by = matcher->threads_by,
                                .window_by = matcher->window_by,
                                .density = matcher->estimate.density,
                                .dense_estimate = matcher->estimate.dense * 1e-9,
                                .sparse_estimate = matcher->estimate.sparse * 1e-9,
                                .stand_ins = matcher->stand_ins.count};
    for (size_t s = 0; s < RUNG_SIGNAL_COUNT; s++) {
        facts.weight[s] = matcher->profile.beta[s];
        facts.missing[s] = rung_priors_missing(&matcher->priors, (rung_signal)s);
    }
    return facts;
}

void rung_matcher_subject(const rung_matcher *matcher, rung_subject *subject, const float *levels,
                          uint32_t current_role, float *level, double *standard)
{
    const rung_demand *d = &matcher->demand;
    if (d->skills > 0)
        memcpy(level, levels, d->skills * sizeof *level);
    memset(level + d->skills, 0, (d->stride - d->skills) * sizeof *level);
    rung_raise(&matcher->stand_ins, levels, level);
    rung_subject_make(subject, &matcher->scorer, level, standard, current_role);
}

void rung_rows_spread(const rung_level_rows *rows, size_t person, float *level, size_t stride)
{
    memset(level, 0, stride * sizeof *level);
    for (size_t i = rows->first[person]; i < rows->first[person + 1]; i++)
        level[rows->skill[i]] = rows->level[i];
}

void rung_matcher_spread(const rung_matcher *matcher, const rung_level_rows *rows, size_t person,
                         float *level)
{
    const rung_stand_ins *ins = &matcher->stand_ins;
    rung_rows_spread(rows, person, level, matcher->demand.stride);
    for (size_t i = rows->first[person]; ins->first && i < rows->first[person + 1]; i++)
        rung_raise_by(ins, rows->skill[i], rows->level[i], level);
}

void rung_matcher_embed(const rung_matcher *matcher, rung_subject *subject, const float *vector,
                        float *place)
{
    const rung_embedding *e = &matcher->embedding;
    memcpy(place, vector, e->dimensions * sizeof *place);
    memset(place + e->dimensions, 0, (e->stride - e->dimensions) * sizeof *place);
    rung_subject_embed(subject, &matcher->scorer, place);
}

bool rung_matcher_embeds(const rung_matcher *matcher)
{
    return rung_profile_uses(&matcher->profile, RUNG_SIGNAL_EMBEDDING);
}
