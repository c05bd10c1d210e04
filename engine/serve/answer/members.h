/* members.h - members of JSON objects, appended to a buffer. */
#ifndef RUNG_SERVE_MEMBERS_H
#define RUNG_SERVE_MEMBERS_H

#include "base/text.h"

/* before is '{' where a member opens its object, ',' where one went before. Keys are plain ASCII
 * and are written as they are. */
void rung_put_key(rung_buffer *out, char before, const char *key);
void rung_put_key_text(rung_buffer *out, char before, const char *key, const char *text);
/* The same, with null for "" or NULL. */
void rung_put_key_known(rung_buffer *out, char before, const char *key, const char *text);
/* null for NAN. */
void rung_put_key_number(rung_buffer *out, char before, const char *key, double number);
void rung_put_key_whole(rung_buffer *out, char before, const char *key, unsigned long long number);
void rung_put_key_level(rung_buffer *out, char before, const char *key, float level);
void rung_put_key_flag(rung_buffer *out, char before, const char *key, bool flag);

#endif
