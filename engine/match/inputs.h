/* inputs.h - a job must find all that it needs, and must not write over what it reads. */
#ifndef RUNG_MATCH_INPUTS_H
#define RUNG_MATCH_INPUTS_H

#include "match/matcher.h"

/* BAD_DATA when people of a folder have no vectors and the matcher's profile needs them. */
rung_status rung_inputs_suffice(const rung_matcher *matcher, const rung_people *people,
                                const char *folder, rung_error *error);

/* BAD_ARGUMENT when output, which may be NULL and which messages call what, leads to a file that
 * the matcher's catalog or profile was read from, or to one of the folder people. */
rung_status rung_inputs_spare(const rung_matcher *matcher, const char *people, const char *what,
                              const char *output, rung_error *error);
/* The same without a matcher; people may be NULL. */
rung_status rung_catalog_spare(const rung_catalog *catalog, const char *people, const char *what,
                               const char *output, rung_error *error);

/* What goes to path must not go where the job's rows go: to output, or for NULL to a descriptor. */
rung_status rung_outputs_differ(const char *what, const char *path, const char *output,
                                int descriptor, rung_error *error);

#endif
