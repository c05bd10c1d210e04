/* check.h - whether what a caller says of a person is what it should be. BAD_ARGUMENT names the
 * caller's function, the person unless that is RUNG_ALONE, the place and what was found. */
#ifndef RUNG_MATCH_CHECK_H
#define RUNG_MATCH_CHECK_H

#include "match/matcher.h"

/* The number of a person who is not one of several. */
#define RUNG_ALONE SIZE_MAX

/* Levels of all skills. */
rung_status rung_check_levels(const rung_matcher *matcher, const char *function, size_t person,
                              const float *levels, rung_error *error);
/* Levels by rows, those of one among several. */
rung_status rung_check_rows(const rung_matcher *matcher, const char *function, size_t person,
                            const rung_level_rows *rows, rung_error *error);
rung_status rung_check_role(const rung_matcher *matcher, const char *function, size_t person,
                            uint32_t current_role, rung_error *error);
rung_status rung_check_vector(const rung_matcher *matcher, const char *function, size_t person,
                              const float *vector, rung_error *error);

#endif
