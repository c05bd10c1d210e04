/* status.c - how a failure becomes a message. */
#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

const char *rung_version(void)
{
    return "0.1.0";
}

const char *rung_status_text(rung_status status)
{
    static const char *const texts[] = {
#define RUNG_STATUS_TEXT(name, text) text,
        RUNG_STATUS_MAP(RUNG_STATUS_TEXT)
#undef RUNG_STATUS_TEXT
    };
    if ((unsigned)status >= sizeof texts / sizeof *texts)
        return "unknown status";
    return texts[status];
}

/* Take a last character off that the end of the room has cut. */
static void drop_half_character(char *text)
{
    size_t length = strlen(text), n = length;
    while (n > 0 && ((unsigned char)text[n - 1] & 0xC0) == 0x80)
        n--;
    if (n > 0 && rung_utf8_check(text + n - 1, length - n + 1) == 0)
        text[n - 1] = '\0';
}

rung_status rung_fail(rung_error *error, rung_status status, const char *format, ...)
{
    if (error) {
        va_list arguments;
        va_start(arguments, format);
        error->status = status;
        if (vsnprintf(error->message, sizeof error->message, format, arguments) >=
            (int)sizeof error->message)
            drop_half_character(error->message);
        va_end(arguments);
    }
    return status;
}

rung_status rung_fail_memory(rung_error *error, const char *what)
{
    return rung_fail(error, RUNG_NO_MEMORY, "out of memory for %s", what);
}

rung_status rung_fail_io(rung_error *error, const char *path, const char *verb, int code)
{
    const char *reason = strerrordesc_np(code);
    return rung_fail(error, RUNG_IO, "%s: cannot %s: %s", path, verb, reason ? reason : "unknown");
}

/* Control characters, those of two bytes (U+0080 to U+009F) too. */
static bool is_control(const char *text, size_t i, size_t length)
{
    unsigned char c = (unsigned char)text[i];
    if (c == 0xC2)
        return i + 1 < length && (unsigned char)text[i + 1] < 0xA0;
    return c < 0x20 || c == 0x7F || (c < 0xA0 && i > 0 && (unsigned char)text[i - 1] == 0xC2);
}

const char *rung_quote(char out[64], const char *text, size_t length)
{
    enum { MOST = 48 };
    size_t n = length < MOST ? length : MOST;
    if (n < length)
        while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
            n--;
    for (size_t i = 0; i < n; i++)
        out[i] = is_control(text, i, n) ? '?' : text[i];
    memcpy(out + n, n < length ? "..." : "", n < length ? 4 : 1);
    return out;
}
