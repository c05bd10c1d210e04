/* members.c - members of JSON objects, appended to a buffer. */
#include "serve/answer/members.h"

#include <math.h>

void rung_put_key(rung_buffer *out, char before, const char *key)
{
    const char opening[] = {before, '"'};
    rung_put(out, opening, sizeof opening);
    rung_put_text(out, key);
    rung_put(out, "\":", 2);
}

void rung_put_key_text(rung_buffer *out, char before, const char *key, const char *text)
{
    rung_put_key(out, before, key);
    rung_put_json(out, text);
}

void rung_put_key_known(rung_buffer *out, char before, const char *key, const char *text)
{
    rung_put_key(out, before, key);
    if (text && *text)
        rung_put_json(out, text);
    else
        rung_put_text(out, "null");
}

void rung_put_key_number(rung_buffer *out, char before, const char *key, double number)
{
    rung_put_key(out, before, key);
    if (isnan(number))
        rung_put_text(out, "null");
    else
        rung_put_number(out, number);
}

void rung_put_key_whole(rung_buffer *out, char before, const char *key, unsigned long long number)
{
    rung_put_key(out, before, key);
    rung_put_whole(out, number);
}

void rung_put_key_level(rung_buffer *out, char before, const char *key, float level)
{
    rung_put_key(out, before, key);
    rung_put_level(out, level);
}

void rung_put_key_flag(rung_buffer *out, char before, const char *key, bool flag)
{
    rung_put_key(out, before, key);
    rung_put_text(out, flag ? "true" : "false");
}
