/* profile.h - which signals make the score, and how much each counts. */
#ifndef RUNG_MATCH_PROFILE_H
#define RUNG_MATCH_PROFILE_H

#include "base/status.h"

typedef struct rung_profile {
    char name[64];
    double beta[RUNG_SIGNAL_COUNT];
    double without_flows[RUNG_SIGNAL_COUNT]; /* instead, where no moves are known */
    bool has_without_flows;
    double wage_floor; /* roles that pay less than this share of today's wage are left out */
    char *flows;       /* the file of moves that it goes with, or NULL */
    bool from_file;
} rung_profile;

/* A shipped profile by its name, or one from a file; NULL: "upskill". End it with
 * rung_profile_close(), which does nothing to all zeros.
 *
 * A file has lines "signal = weight"; "wage_floor = share"; "flows = FILE", a file of moves in the
 * profile's folder; and after a line "[without flows]" the weights where no moves are known. */
rung_status rung_profile_open(rung_profile *profile, const char *name_or_path, rung_error *error);
void rung_profile_close(rung_profile *profile);

/* A weight counts when it is not zero. */
static inline bool rung_profile_uses(const rung_profile *profile, rung_signal signal)
{
    return profile->beta[signal] != 0;
}

#endif
