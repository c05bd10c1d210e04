/* tuning.h - what was measured, as a small file, and what it holds for. */
#ifndef RUNG_MATCH_TUNING_H
#define RUNG_MATCH_TUNING_H

#include "base/text.h"
#include "match/profile.h"

/* What a tuning holds for: the machine, the shape of the catalog, the profile's weights and the
 * versions of the libraries, as lines of its file. */
typedef struct rung_tuning_key {
    rung_buffer text;
    uint64_t name; /* a fingerprint of all but the versions, which names the file */
} rung_tuning_key;

/* ---------------------------------------------------------------- tuning_key.c */

/* End the key's text with rung_buffer_free(). */
rung_status rung_tuning_key_make(rung_tuning_key *k, const rung_catalog *catalog,
                                 const rung_profile *profile, rung_error *error);
/* The file for a key in folder, or for NULL in the usual one, in memory to be freed; NULL in *path
 * where there is no usual one. */
rung_status rung_tuning_place(const rung_tuning_key *k, const char *folder, char **path,
                              rung_error *error);
/* A line "name = value". */
void rung_put_setting(rung_buffer *out, const char *name, const char *value);
void rung_put_count(rung_buffer *out, const char *name, uint64_t value);

/* ---------------------------------------------------------------- tuning_text.c */

/* The format of the file. */
enum { RUNG_TUNING_FORMAT = 1 };

void rung_put_tuning(rung_buffer *out, const rung_tuning_key *k, const rung_tuning *tuning);
/* Whether a file of this tuning could be read again. */
bool rung_tuning_is_whole(const rung_tuning *tuning);
/* Read the text of the file at path. *tuning stays as it is where the text is right, but for
 * another key or of another format. Failure: RUNG_BAD_DATA. */
rung_status rung_tuning_read(const char *path, rung_slice text, const rung_tuning_key *k,
                             rung_tuning *tuning, rung_error *error);

#endif
