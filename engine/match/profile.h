/* profile.h - which signals make the score, and how much each counts. */
#ifndef RUNG_MATCH_PROFILE_H
#define RUNG_MATCH_PROFILE_H

#include "base/status.h"

typedef struct rung_profile {
    char name[64];
    double beta[RUNG_SIGNAL_COUNT];
    bool from_file;
} rung_profile;

/* A shipped profile by its name, or one from a file of "signal = beta" lines; NULL: "upskill". */
rung_status rung_profile_open(rung_profile *profile, const char *name_or_path, rung_error *error);

/* A weight counts when it is not zero. */
static inline bool rung_profile_uses(const rung_profile *profile, rung_signal signal)
{
    return profile->beta[signal] != 0;
}

#endif
