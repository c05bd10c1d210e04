/* moves.c - which moves between roles are viable, and bounds that tell early which cannot be. */
#include "path/moves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/vector.h"
#include "path/value.h"

static bool allocate(rung_moves *m)
{
    const rung_links *rows = &m->catalog->requirements;
    size_t roles = m->demand->roles, cells, pairs;
    if (__builtin_mul_overflow(m->panel.lanes, m->panel.skills, &cells) ||
        __builtin_mul_overflow(roles, roles, &pairs))
        return false;
    m->dwell = rung_array(roles, sizeof *m->dwell);
    m->first_essential = rung_array(roles + 1, sizeof *m->first_essential);
    m->essential_skill = rung_array(rows->count, sizeof *m->essential_skill);
    m->essential_level = rung_array(rows->count, sizeof *m->essential_level);
    m->panel.need = rung_array(cells, sizeof *m->panel.need);
    m->panel.share = rung_array(cells, sizeof *m->panel.share);
    m->granted = rung_array(pairs, sizeof *m->granted);
    m->order = rung_array(roles, sizeof *m->order);
    return m->dwell && m->first_essential && m->essential_skill && m->essential_level &&
           m->panel.need && m->panel.share && m->granted && m->order;
}

static void gather_essentials(rung_moves *m)
{
    const rung_links *rows = &m->catalog->requirements;
    uint32_t count = 0;
    for (size_t r = 0; r < m->demand->roles; r++) {
        m->first_essential[r] = count;
        for (size_t i = rows->first[r]; i < rows->first[r + 1]; i++)
            if (rows->link[i].flag) {
                m->essential_skill[count] = rows->link[i].to;
                m->essential_level[count++] = rows->link[i].value;
            }
    }
    m->first_essential[m->demand->roles] = count;
}

static void turn_levels(rung_moves *m)
{
    const rung_demand *d = m->demand;
    for (size_t r = 0; r < d->roles; r++)
        for (size_t s = 0; s < d->skills && d->asked[r] > 0; s++) {
            size_t at = rung_panel_place(&m->panel, s, r);
            m->panel.need[at] = d->level[r * d->stride + s];
            m->panel.share[at] = (float)((double)d->importance[r * d->stride + s] / d->asked[r]);
        }
}

/* What the levels that a role asks for are ready for: moves that whoever worked there can make. */
static void grant(rung_moves *m, unsigned threads)
{
    size_t roles = m->demand->roles;
#pragma omp parallel for schedule(dynamic) num_threads((int)threads)
    for (size_t from = 0; from < roles; from++)
        for (uint32_t to = 0; to < roles; to++) {
            const float *levels = m->demand->level + from * m->demand->stride;
            m->granted[from * roles + to] = m->demand->asked[to] > 0 &&
                                            rung_move_essentials_short(m, levels, to) == 0 &&
                                            rung_move_readiness(m, levels, to) >= m->theta;
        }
}

typedef struct ranked {
    int group;
    double wage;
    uint32_t role;
} ranked;

static int by_group(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->wage != y->wage)
        return x->wage > y->wage ? -1 : 1;
    return (x->role > y->role) - (x->role < y->role);
}

static bool rank_stops(rung_moves *m)
{
    ranked *list = rung_array(m->demand->roles, sizeof *list);
    if (!list)
        return false;
    for (uint32_t r = 0; r < m->demand->roles; r++) {
        const rung_role *role = &m->catalog->role[r];
        if (m->demand->asked[r] == 0)
            continue;
        bool waged = !isnan(role->wage);
        list[m->enterable++] =
            (ranked){waged ? role->job_zone : RUNG_GROUPS - 1, waged ? role->wage : 0, r};
        if (waged && role->wage > m->highest_wage)
            m->highest_wage = role->wage;
    }
    qsort(list, m->enterable, sizeof *list, by_group);
    for (size_t i = 0; i < m->enterable; i++) {
        m->order[i] = list[i].role;
        m->group_count[list[i].group]++;
    }
    free(list);
    return true;
}

static void measure_zones(rung_moves *m)
{
    for (int z = 0; z < RUNG_ZONES; z++) {
        m->zone_dwell[z] = INT64_MAX;
        for (size_t i = 0; i < m->enterable; i++) {
            const rung_role *role = &m->catalog->role[m->order[i]];
            int64_t dwell = m->dwell[m->order[i]];
            if (role->job_zone <= z && role->wage > m->zone_wage[z])
                m->zone_wage[z] = role->wage;
            if ((role->job_zone == 0 || z <= role->job_zone + m->zone_step) &&
                dwell < m->zone_dwell[z])
                m->zone_dwell[z] = dwell;
        }
    }
}

rung_status rung_moves_make(rung_moves *moves, const rung_matcher *matcher,
                            const rung_moves_rules *rules, rung_error *error)
{
    *moves = (rung_moves){.catalog = matcher->catalog,
                          .demand = &matcher->demand,
                          .scored = &matcher->demand,
                          .theta = rules->theta,
                          .essential = rules->essential,
                          .wage_fall = rules->wage_fall,
                          .zone_step = rules->zone_step};
    if (!matcher->demand.level) { /* the search walks dense rows */
        rung_status status = rung_demand_make(&moves->dense, matcher->catalog, error);
        if (status == RUNG_OK)
            status = rung_demand_fill_levels(&moves->dense, error);
        if (status != RUNG_OK) {
            rung_moves_free(moves);
            return status;
        }
        moves->demand = &moves->dense;
    }
    moves->panel.skills = moves->demand->skills;
    moves->panel.lanes =
        (moves->demand->roles + RUNG_PANEL_LANES - 1) / RUNG_PANEL_LANES * RUNG_PANEL_LANES;
    moves->slack = (double)(moves->demand->skills + 8) * 0x1p-22;
    if (!allocate(moves)) {
        rung_moves_free(moves);
        return rung_fail_memory(error, "the moves of a planner");
    }
    for (size_t r = 0; r < moves->demand->roles; r++)
        moves->dwell[r] = (int64_t)floor(
            rules->dwell[moves->catalog->role[r].job_zone] * RUNG_TICKS_PER_WEEK + 0.5);
    gather_essentials(moves);
    turn_levels(moves);
    grant(moves, rules->threads);
    if (!rank_stops(moves)) {
        rung_moves_free(moves);
        return rung_fail_memory(error, "the moves of a planner");
    }
    measure_zones(moves);
    return RUNG_OK;
}

void rung_moves_free(rung_moves *moves)
{
    rung_demand_free(&moves->dense);
    free(moves->dwell);
    free(moves->first_essential);
    free(moves->essential_skill);
    free(moves->essential_level);
    free(moves->panel.need);
    free(moves->panel.share);
    free(moves->granted);
    free(moves->order);
    *moves = (rung_moves){0};
}

double rung_move_readiness(const rung_moves *moves, const float *levels, uint32_t role)
{
    const rung_scorer scorer = {.demand = moves->scored};
    const rung_subject subject = {.level = levels};
    return rung_signal_value(&scorer, &subject, RUNG_SIGNAL_READINESS, role);
}

size_t rung_move_essentials_short(const rung_moves *moves, const float *levels, uint32_t role)
{
    size_t missing = 0;
    for (uint32_t i = moves->first_essential[role]; i < moves->first_essential[role + 1]; i++)
        missing += (double)levels[moves->essential_skill[i]] <
                   moves->essential * (double)moves->essential_level[i];
    return missing;
}

RUNG_VECTORS void rung_panel_fit(const rung_panel *panel, const float *levels, float *fit)
{
    for (size_t lane = 0; lane < panel->lanes; lane += RUNG_PANEL_LANES) {
        const float *need = panel->need + lane * panel->skills;
        const float *share = panel->share + lane * panel->skills;
        float sum[RUNG_PANEL_LANES] = {0};
        for (size_t s = 0; s < panel->skills;
             s++, need += RUNG_PANEL_LANES, share += RUNG_PANEL_LANES)
            for (size_t i = 0; i < RUNG_PANEL_LANES && levels[s] > 0; i++)
                sum[i] += share[i] * (levels[s] < need[i] ? levels[s] : need[i]);
        memcpy(fit + lane, sum, sizeof sum);
    }
}

/* What asking for a skill weighs in readiness. */
static inline float share_of(const rung_demand *d, uint32_t target, const rung_link *row)
{
    return (float)((double)row->weight / d->asked[target]);
}

/* What the skills bring to readiness for target in which levels leave nothing to add. */
static float covered(const rung_moves *moves, uint32_t target, const float *levels)
{
    const rung_links *rows = &moves->catalog->requirements;
    float sum = 0;
    for (size_t k = rows->first[target]; k < rows->first[target + 1]; k++) {
        const rung_link *row = &rows->link[k];
        if (levels[row->to] >= row->value)
            sum += share_of(moves->demand, target, row) * row->value;
    }
    return sum;
}

RUNG_VECTORS void rung_moves_lift(const rung_moves *moves, uint32_t target, const float *levels,
                                  float *lift)
{
    const rung_links *rows = &moves->catalog->requirements;
    float base = covered(moves, target, levels);
    for (size_t lane = 0; lane < moves->panel.lanes; lane += RUNG_PANEL_LANES) {
        const float *block = moves->panel.need + lane * moves->panel.skills;
        float sum[RUNG_PANEL_LANES];
        for (size_t i = 0; i < RUNG_PANEL_LANES; i++)
            sum[i] = base;
        for (size_t k = rows->first[target]; k < rows->first[target + 1]; k++) {
            const rung_link *row = &rows->link[k];
            const float *asked = block + row->to * RUNG_PANEL_LANES;
            float have = levels[row->to], most = row->value;
            float weight = share_of(moves->demand, target, row);
            for (size_t i = 0; i < RUNG_PANEL_LANES && have < most; i++) {
                float level = asked[i] > have ? asked[i] : have;
                sum[i] += weight * (level < most ? level : most);
            }
        }
        memcpy(lift + lane, sum, sizeof sum);
    }
}
