/* pseudonyms.h - names that stand for people's ids and tell nothing to who lacks the key. */
#ifndef RUNG_CLI_PSEUDONYMS_H
#define RUNG_CLI_PSEUDONYMS_H

#include "rung.h"

/* A key, in memory that is locked and wiped. Start from all zeros. */
typedef struct pseudonym_key {
    unsigned char *key;
    size_t length;
} pseudonym_key;

/* Read the key in a file that nobody else may read: 16 to 64 bytes, a line break at the end not
 * counted. */
rung_status pseudonyms_open(pseudonym_key *pseudonyms, const char *path, rung_error *error);
void pseudonyms_close(pseudonym_key *pseudonyms);

/* Write the name of an id: BLAKE2b with the key, 128 bits, as hexadecimal digits. */
void pseudonyms_name(const pseudonym_key *pseudonyms, const char *id, char name[RUNG_NAME_ROOM]);

#endif
