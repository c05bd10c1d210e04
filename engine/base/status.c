/* status.c - how a failure becomes a message. */
#include "base/status.h"

#include <errno.h>
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

rung_status rung_fail(rung_error *error, rung_status status, const char *format, ...)
{
    if (error) {
        va_list arguments;
        va_start(arguments, format);
        error->status = status;
        if (vsnprintf(error->message, sizeof error->message, format, arguments) >=
            (int)sizeof error->message)
            error->message[rung_utf8_whole(error->message, strlen(error->message))] = '\0';
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
    if (code == EINTR)
        return rung_fail(error, RUNG_CANCELLED, "%s: cannot %s: a signal interrupted it", path,
                         verb);
    const char *reason = strerrordesc_np(code);
    return rung_fail(error, RUNG_IO, "%s: cannot %s: %s", path, verb, reason ? reason : "unknown");
}

/* Whether byte i is, or belongs to, a control character. */
static bool is_control(const char *text, size_t i, size_t length)
{
    return rung_control_length(text + i, length - i) > 0 ||
           (i > 0 && rung_control_length(text + i - 1, length - i + 1) == 2);
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
