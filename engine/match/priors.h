/* priors.h - the signals that do not depend on levels, and the table B of biases made of them. */
#ifndef RUNG_MATCH_PRIORS_H
#define RUNG_MATCH_PRIORS_H

#include "data/catalog.h"
#include "match/profile.h"
#include "match/role_signals.h"

/* What rules a move out whoever makes it (MODEL, section 5); levels are looked at elsewhere. */
typedef struct rung_rules {
    bool viable, desirable;
    double theta, essential, wage_growth;
    double asked_theta, asked_essential; /* as somebody put them; the others count as reached */
    int zone_step;
} rung_rules;

/* Levels and importances are kept in single precision, so that 3.6 of 4.5 may come out a little
 * below 0.8: what is that little below a limit reaches it. */
static inline double rung_nearly(double limit)
{
    return limit * (1 - 0x1p-22);
}

typedef struct rung_priors {
    const rung_catalog *catalog;
    const rung_profile *profile;
    const rung_rules *rules;
    rung_role_signals signals;
    bool unrated;      /* roles without skill rows are proposed, too */
    float *base;       /* roles: the bias where nothing depends on the current role */
    double *base_sums; /* the same exactly; NULL where something does */
    bool pairwise;     /* something does */
    double *sums;      /* (roles + 1) x roles: the sums themselves; NULL as below */
    float *table;      /* (roles + 1) x roles biases, the last row for no current role; NULL where
                          it would be too large: then rows are made when asked for */
    double bias_size;  /* no finite bias is larger, up or down */
} rung_priors;

/* Tables beyond most_cells are not kept. catalog, flows, profile and rules must outlive priors. */
rung_status rung_priors_make(rung_priors *priors, const rung_catalog *catalog,
                             const rung_flows *flows, const rung_profile *profile,
                             const rung_rules *rules, size_t most_cells, unsigned threads,
                             rung_error *error);
void rung_priors_free(rung_priors *priors);

/* What the profile makes of all signals that do not depend on levels, in their order; current may
 * be RUNG_NONE. */
double rung_prior_sum(const rung_priors *priors, uint32_t current, uint32_t role);

/* Whether figures that are known allow the move; a figure that is not known allows it. */
bool rung_zone_in_reach(const rung_priors *priors, uint32_t current, uint32_t role);
bool rung_wage_high_enough(const rung_priors *priors, uint32_t current, uint32_t role);
/* Whether it pays less than the profile's floor; a wage that is not known does not. */
bool rung_below_wage_floor(const rung_priors *priors, uint32_t current, uint32_t role);
/* Whether a role can be proposed: a rated one, or any where the vectors alone count. */
static inline bool rung_proposable(const rung_priors *priors, uint32_t role)
{
    return priors->unrated || priors->catalog->role[role].rated;
}
/* The current role, one that cannot be proposed, or one that the rules in force exclude by their
 * figures. */
bool rung_ruled_out(const rung_priors *priors, uint32_t current, uint32_t role);

/* A rung_bias; context is the priors, key the current role or RUNG_NONE. */
void rung_priors_bias(const void *context, uint32_t key, size_t from, size_t count, float *bias);

/* A rung_bias_kept, likewise. */
const float *rung_priors_kept(const void *context, uint32_t key, size_t from, size_t count);

/* Whether every figure that a signal needs is known, the current role's too. */
bool rung_prior_known(const rung_priors *priors, rung_signal signal, uint32_t current,
                      uint32_t role);
/* Roles that can be proposed; those of them that lack the figure behind a signal. */
size_t rung_priors_proposable(const rung_priors *priors);
size_t rung_priors_missing(const rung_priors *priors, rung_signal signal);

#endif
