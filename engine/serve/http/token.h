/* token.h - the bearer token that requests must bring. */
#ifndef RUNG_SERVE_TOKEN_H
#define RUNG_SERVE_TOKEN_H

#include <stdbool.h>

#include "rung.h"

/* Read the token: of a file, its text without white space at the ends; or where path is NULL of the
 * environment's RUNG_TOKEN, which is then removed from there. *token is NULL where there is none,
 * else to be ended with rung_token_free(). RUNG_BAD_DATA where it has fewer than 16 characters or
 * others than tokens may have (RFC 6750). Messages never tell the token. */
rung_status rung_token_read(char **token, const char *path, rung_error *error);
void rung_token_free(char *token);

/* Whether an Authorization header (may be NULL) brings the token. The time that it takes tells
 * nothing about the token but its length. */
bool rung_token_fits(const char *token, const char *authorization);

#endif
