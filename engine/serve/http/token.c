/* token.c - the bearer token that requests must bring. */
#include "serve/http/token.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/text.h"

enum { LEAST = 16, MOST = 4096 };

/* b64token of RFC 6750. */
static bool is_token_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("-._~+/=", c));
}

static rung_status check(const char *token, size_t length, const char *where, rung_error *error)
{
    if (length < LEAST)
        return rung_fail(error, RUNG_BAD_DATA,
                         "%s: found a token of %zu characters, expected at least %d", where, length,
                         LEAST);
    for (size_t i = 0; i < length; i++)
        if (!is_token_character(token[i]))
            return rung_fail(error, RUNG_BAD_DATA,
                             "%s: character %zu of the token is none that a bearer token may have: "
                             "letters, digits and -._~+/=",
                             where, i + 1);
    return RUNG_OK;
}

static rung_status keep(char **token, rung_slice text, const char *where, rung_error *error)
{
    rung_status status = check(text.at, text.length, where, error);
    if (status != RUNG_OK)
        return status;
    *token = strndup(text.at, text.length);
    return *token ? RUNG_OK : rung_fail_memory(error, "the token");
}

/* Without white space at the ends, line ends above all. */
static rung_slice trim(const char *text, size_t length)
{
    static const char white[] = " \t\r\n";
    while (length > 0 && strchr(white, *text))
        text++, length--;
    while (length > 0 && strchr(white, text[length - 1]))
        length--;
    return (rung_slice){text, length};
}

rung_status rung_token_read(char **token, const char *path, rung_error *error)
{
    char *text = NULL, *given = getenv("RUNG_TOKEN");
    size_t length;
    rung_status status = RUNG_OK;
    *token = NULL;
    if (path) {
        status = rung_file_text(path, MOST, &text, &length, error);
        if (status == RUNG_OK)
            status = keep(token, trim(text, length), path, error);
        rung_token_free(text);
    } else if (given && *given) {
        status = keep(token, rung_slice_of(given), "RUNG_TOKEN", error);
        explicit_bzero(given, strlen(given));
    }
    if (given)
        unsetenv("RUNG_TOKEN");
    return status;
}

void rung_token_free(char *token)
{
    if (token)
        explicit_bzero(token, strlen(token));
    free(token);
}

bool rung_token_fits(const char *token, const char *authorization)
{
    static const char scheme[] = "Bearer ";
    if (!authorization || strncasecmp(authorization, scheme, sizeof scheme - 1) != 0)
        return false;
    const char *given = authorization + sizeof scheme - 1;
    given += strspn(given, " ");
    size_t length = strlen(token), brought = strlen(given);
    volatile unsigned char differs = length != brought;
    for (size_t i = 0; i < length; i++) /* as many steps whatever was brought */
        differs |= (unsigned char)(token[i] ^ given[i < brought ? i : brought]);
    return differs == 0;
}
