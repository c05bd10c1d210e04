/* moves.c - observed moves between roles: read, normalised by origin (MODEL, section 9). */
#include "data/moves.h"

#include <stdlib.h>

#include "data/pairs.h"

/* ---------------------------------------------------------------- pairs left aside */

static rung_status keep_aside(rung_mobility *m, const rung_catalog *catalog,
                              const rung_pairs *pairs, rung_error *error)
{
    m->aside = rung_array(pairs->count, sizeof *m->aside);
    m->aside_first = rung_array(catalog->roles + 1, sizeof *m->aside_first);
    if (!m->aside || !m->aside_first)
        return rung_fail_memory(error, "pairs of roles");
    m->counts.pairs = pairs->count;
    size_t kept = 0, next = 0;
    for (size_t from = 0; from < catalog->roles; from++) {
        for (; next < pairs->count && pairs->pair[next].from == from; next++)
            if (pairs->pair[next].to < catalog->roles)
                m->aside[kept++] = pairs->pair[next].to;
        m->aside_first[from + 1] = kept;
    }
    return RUNG_OK;
}

static rung_status read_aside(rung_mobility *m, const rung_catalog *catalog, const char *path,
                              rung_error *error)
{
    static const rung_pair_columns columns[] = {
        {"from_role", "to_role", NULL}, {"role_a", "role_b", NULL}, {NULL, NULL, NULL}};
    rung_pairs pairs = {0};
    rung_status status = path ? rung_pairs_read(&pairs, catalog, path, columns, 0, error) : RUNG_OK;
    if (status == RUNG_OK)
        status = keep_aside(m, catalog, &pairs, error);
    rung_pairs_free(&pairs);
    return status;
}

bool rung_mobility_excluded(const rung_mobility *m, uint32_t from, uint32_t to)
{
    size_t low = m->aside_first[from], high = m->aside_first[from + 1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (m->aside[middle] == to)
            return true;
        if (m->aside[middle] < to)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* ---------------------------------------------------------------- moves */

/* Without a single rated role, vectors alone count, and any role is proposed. */
static bool has_skills(const rung_catalog *catalog, uint32_t role)
{
    return catalog->role[role].rated || catalog->requirements.count == 0;
}

/* Whether a row is a move that counts; if not, it is counted as what it is. A wage that is not
 * known is not higher: NAN compares false. */
static bool counts(rung_mobility *m, const rung_catalog *catalog, const rung_pair *pair,
                   bool upward)
{
    rung_moves_totals *c = &m->counts;
    size_t *why = NULL;
    if (pair->from >= catalog->roles || pair->to >= catalog->roles)
        why = &c->outside;
    else if (pair->from == pair->to)
        why = &c->to_self;
    else if (!(pair->weight > 0))
        why = &c->weightless;
    else if (rung_mobility_excluded(m, pair->from, pair->to))
        why = &c->excluded;
    else if (!has_skills(catalog, pair->from) || !has_skills(catalog, pair->to))
        why = &c->unrated;
    else if (upward && !(catalog->role[pair->to].wage > catalog->role[pair->from].wage))
        why = &c->not_upward;
    if (why)
        ++*why;
    return !why;
}

/* Divide the weights of the last origin by their sum, and end it. */
static void end_origin(rung_mobility *m, uint32_t role)
{
    size_t from = m->first[m->origins];
    double sum = 0;
    for (size_t i = from; i < m->moves; i++)
        sum += m->share[i];
    for (size_t i = from; i < m->moves; i++)
        m->share[i] /= sum;
    if (m->moves == from) {
        m->counts.emptied++;
        return;
    }
    m->origin[m->origins++] = role;
    m->first[m->origins] = m->moves;
}

static void keep_moves(rung_mobility *m, const rung_catalog *catalog, const rung_pairs *pairs,
                       bool upward)
{
    const rung_pair *p = pairs->pair, *end = p + pairs->count;
    m->counts.rows = pairs->count;
    while (p < end) {
        uint32_t from = p->from;
        for (; p < end && p->from == from; p++) {
            if (!counts(m, catalog, p, upward))
                continue;
            m->to[m->moves] = p->to;
            m->share[m->moves++] = p->weight;
        }
        if (from < catalog->roles)
            end_origin(m, from);
    }
    m->counts.used = m->moves;
}

size_t rung_mobility_ranked(const rung_mobility *m, const rung_catalog *catalog, uint32_t from,
                            uint32_t *roles)
{
    size_t count = 0, next = m->aside_first[from], end = m->aside_first[from + 1];
    for (uint32_t role = 0; role < catalog->roles; role++) {
        bool aside = next < end && m->aside[next] == role;
        next += aside;
        if (!aside && role != from && has_skills(catalog, role))
            roles[count++] = role;
    }
    return count;
}

static rung_status read_moves(rung_mobility *m, const rung_catalog *catalog, const char *path,
                              bool upward, rung_error *error)
{
    static const rung_pair_columns columns[] = {{"from_role", "to_role", "weight"},
                                                {NULL, NULL, NULL}};
    rung_pairs pairs;
    rung_status status = rung_pairs_read(&pairs, catalog, path, columns, RUNG_MOST_WEIGHT, error);
    if (status != RUNG_OK)
        return status;
    m->origin = rung_array(catalog->roles, sizeof *m->origin);
    m->first = rung_array(catalog->roles + 1, sizeof *m->first);
    m->to = rung_array(pairs.count, sizeof *m->to);
    m->share = rung_array(pairs.count, sizeof *m->share);
    if (m->origin && m->first && m->to && m->share)
        keep_moves(m, catalog, &pairs, upward);
    else
        status = rung_fail_memory(error, "observed moves");
    rung_pairs_free(&pairs);
    return status;
}

rung_status rung_mobility_open(rung_mobility *mobility, const rung_catalog *catalog,
                               const char *path, const char *exclude, bool upward,
                               rung_error *error)
{
    *mobility = (rung_mobility){0};
    rung_status status = read_aside(mobility, catalog, exclude, error);
    if (status == RUNG_OK)
        status = read_moves(mobility, catalog, path, upward, error);
    if (status == RUNG_OK && mobility->origins == 0)
        status = rung_fail(error, RUNG_BAD_DATA,
                           "%s: found no move that counts in %zu rows, expected one%s between "
                           "rated roles of the catalog",
                           path, mobility->counts.rows, upward ? " to a higher wage" : "");
    if (status != RUNG_OK)
        rung_mobility_free(mobility);
    return status;
}

void rung_mobility_free(rung_mobility *mobility)
{
    free(mobility->origin);
    free(mobility->first);
    free(mobility->to);
    free(mobility->share);
    free(mobility->aside);
    free(mobility->aside_first);
    *mobility = (rung_mobility){0};
}
