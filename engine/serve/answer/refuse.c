/* refuse.c - answers that say what is wrong with an ask, and where. */
#include "serve/answer/refuse.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "serve/answer/members.h"

enum { MOST_MESSAGE = 2000, MOST_SHOWN = 64 };

void rung_answer_clear(rung_answer *answer)
{
    free(answer->body);
    *answer = (rung_answer){0};
}

void rung_answer_take(rung_answer *answer, unsigned status, rung_buffer *out)
{
    rung_answer_clear(answer);
    answer->type = "application/json";
    answer->status = out->failed ? 503 : status;
    if (out->failed) {
        rung_buffer_free(out);
        return;
    }
    answer->body = out->at;
    answer->length = out->length;
    *out = (rung_buffer){0};
}

bool rung_refuse_memory(rung_answer *answer)
{
    rung_answer_take(answer, 503, &(rung_buffer){.failed = true});
    return false;
}

const char *rung_show(char out[RUNG_SHOWN], const char *text)
{
    size_t length = strlen(text), cut = rung_first_characters(text, length, MOST_SHOWN), n = 0;
    for (size_t i = 0; i < cut;) {
        size_t control = rung_control_length(text + i, length - i);
        out[n++] = control ? '?' : text[i];
        i += control ? control : 1;
    }
    out[n] = '\0';
    return cut < length ? strcat(out, "\u2026") : out;
}

/* ---------------------------------------------------------------- where */

/* One step of a pointer (RFC 6901), a name as messages show it. */
static void put_step(rung_buffer *out, const char *key)
{
    char shown[RUNG_SHOWN];
    for (const char *c = rung_show(shown, key); *c; c++)
        if (*c == '~')
            rung_put_text(out, "~0");
        else if (*c == '/')
            rung_put_text(out, "~1");
        else
            rung_put_char(out, *c);
}

static void put_pointer(rung_buffer *out, const rung_at *at)
{
    if (!at->up)
        return;
    put_pointer(out, at->up);
    rung_put_char(out, '/');
    if (at->key)
        put_step(out, at->key);
    else
        rung_put_whole(out, at->item);
}

/* ---------------------------------------------------------------- what */

static void open_error(rung_buffer *out, unsigned status, const char *message)
{
    rung_put_text(out, "{\"error\":");
    rung_put_key_whole(out, '{', "status", status);
    rung_put_key_text(out, ',', "message", message);
}

static bool close_error(rung_answer *answer, unsigned status, rung_buffer *out)
{
    rung_put_text(out, "}}\n");
    rung_answer_take(answer, status, out);
    return false;
}

bool rung_refuse(rung_answer *answer, unsigned status, const rung_at *at, const char *format, ...)
{
    char message[MOST_MESSAGE];
    rung_buffer out = {0}, pointer = {0};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    message[rung_utf8_whole(message, strlen(message))] = '\0';
    open_error(&out, status, message);
    if (at) {
        put_pointer(&pointer, at);
        rung_put_char(&pointer, '\0');
        rung_put_key_text(&out, ',', "at", pointer.failed ? "" : pointer.at);
        out.failed |= pointer.failed;
        rung_buffer_free(&pointer);
    }
    return close_error(answer, status, &out);
}

void rung_answer_error(rung_answer *answer, unsigned status, const char *message)
{
    rung_refuse(answer, status, NULL, "%s", message);
}

bool rung_refuse_text(rung_answer *answer, const rung_json_fault *fault)
{
    char message[MOST_MESSAGE];
    rung_buffer out = {0};
    if (fault->no_memory)
        return rung_refuse_memory(answer);
    snprintf(message, sizeof message, "%s%s%s%s%s", fault->message, fault->near ? " near " : "",
             fault->near ? fault->near : "", fault->expected ? ", expected " : "",
             fault->expected ? fault->expected : "");
    open_error(&out, 400, message);
    rung_put_key_whole(&out, ',', "line", fault->line);
    rung_put_key_whole(&out, ',', "column", fault->column);
    rung_put_key_whole(&out, ',', "offset", fault->offset);
    return close_error(answer, 400, &out);
}

bool rung_refuse_parameter(rung_answer *answer, const char *name, const char *format, ...)
{
    char message[MOST_MESSAGE], shown[RUNG_SHOWN];
    rung_buffer out = {0};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    open_error(&out, 400, message);
    rung_put_key_text(&out, ',', "parameter", rung_show(shown, name));
    return close_error(answer, 400, &out);
}

bool rung_refuse_status(rung_answer *answer, const rung_error *error)
{
    if (error->status == RUNG_NO_MEMORY)
        return rung_refuse_memory(answer);
    return rung_refuse(answer, 500, NULL, "%s", rung_status_text(error->status));
}
