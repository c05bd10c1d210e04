/* role_signals.h - the signals of a role, or of the current role and a target, that do not depend
 * on a person's levels (MODEL, section 2: priors). */
#ifndef RUNG_MATCH_ROLE_SIGNALS_H
#define RUNG_MATCH_ROLE_SIGNALS_H

#include "match/features.h"
#include "match/flows.h"
#include "match/knowledge.h"
#include "match/relatives.h"

typedef struct rung_role_signals {
    const rung_catalog *catalog;
    const rung_flows *flows; /* somebody else's */
    rung_role_features features[RUNG_FEATURE_KINDS];
    rung_relatives relatives;
    rung_knowledge knowledge;
    double *ln_wage;                     /* roles; NAN where not known, as below */
    double *ln_employment, *ln_openings; /* less their means over the roles */
} rung_role_signals;

rung_status rung_role_signals_make(rung_role_signals *signals, const rung_catalog *catalog,
                                   const rung_flows *flows, rung_error *error);
void rung_role_signals_free(rung_role_signals *signals);

/* A signal from RUNG_SIGNAL_WAGE on; current may be RUNG_NONE. 0 where a figure is missing. */
double rung_role_signal(const rung_role_signals *signals, rung_signal signal, uint32_t current,
                        uint32_t role);
/* The same of every role, to the last bit: value has room for all. */
void rung_role_signal_all(const rung_role_signals *signals, rung_signal signal, uint32_t current,
                          double *value);
/* No value of the signal is larger, up or down. */
double rung_role_signal_bound(const rung_role_signals *signals, rung_signal signal);

/* Whether a role has the figure behind a signal. */
bool rung_role_has_figure(const rung_role_signals *signals, rung_signal signal, uint32_t role);
/* Whether a signal depends on the current role too. */
static inline bool rung_signal_of_pair(rung_signal signal)
{
    return signal >= RUNG_SIGNAL_WAGE && signal <= RUNG_SIGNAL_FAMILY_INFLOW;
}

#endif
