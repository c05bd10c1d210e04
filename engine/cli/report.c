/* report.c - the page with pictures that several commands can write. */
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "cli/command.h"

/* Whether a shell takes the word as it is. */
static bool is_plain(const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_-+=./,:%@";
    return *word && word[strspn(word, plain)] == '\0';
}

static void put_word(rung_buffer *out, const char *word)
{
    if (is_plain(word)) {
        rung_put_text(out, word);
        return;
    }
    rung_put_char(out, '\'');
    for (; *word; word++)
        if (*word == '\'')
            rung_put_text(out, "'\\''");
        else
            rung_put_char(out, *word);
    rung_put_char(out, '\'');
}

char *command_text(int argc, char **argv)
{
    rung_buffer out = {0};
    rung_put_text(&out, "rung");
    for (int i = 0; i < argc; i++) {
        rung_put_char(&out, ' ');
        put_word(&out, argv[i]);
    }
    rung_put_char(&out, '\0');
    if (!out.failed)
        return out.at;
    rung_buffer_free(&out);
    return NULL;
}

rung_status open_report(const report_settings *settings, const char *typed, rung_report **report,
                        rung_error *error)
{
    rung_report_options options = RUNG_REPORT_OPTIONS_INIT;
    *report = NULL;
    if (!settings->file)
        return RUNG_OK;
    options.output = settings->file;
    options.command = typed;
    options.sample = (size_t)settings->sample;
    return rung_report_new(report, &options, error);
}
