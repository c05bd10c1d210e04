/* fuzz_tuning.c - any text as the file of a tuning: refused, or a tuning that reads back alike. */
#include <stdlib.h>
#include <string.h>

#include "match/tuning.h"
#include "split.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static rung_status read(const rung_buffer *text, const rung_tuning_key *k, rung_tuning *tuning)
{
    rung_error error;
    *tuning = (rung_tuning){.threads = 0};
    return rung_tuning_read("tuning", (rung_slice){text->at, text->length}, k, tuning, &error);
}

/* A text without what every file starts with is refused at once: put it before most texts. */
static void put_head(rung_buffer *text, const rung_tuning_key *k)
{
    rung_tuning none = {.kernel = "x", .measured = "x"};
    rung_put_tuning(text, k, &none);
    const char *format = memmem(text->at, text->length, "format", strlen("format"));
    text->length = (size_t)(format - text->at);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rung_tuning_key k = {.name = 1};
    rung_buffer text = {0}, again = {0};
    rung_tuning tuning, same;
    rung_put_setting(&k.text, "processor", "any");
    rung_put_count(&k.text, "roles", 26);
    if (size > 0 && data[0] % 8 > 0)
        put_head(&text, &k);
    if (size > 0)
        rung_put(&text, (const char *)data + 1, size - 1);
    if (read(&text, &k, &tuning) != RUNG_OK) {
        if (tuning.threads > 0)
            fuzz_broken("what is refused leaves nothing behind");
    } else if (tuning.threads > 0) {
        if (!rung_tuning_is_whole(&tuning))
            fuzz_broken("what is read could have been written");
        rung_put_tuning(&again, &k, &tuning);
        if (read(&again, &k, &same) != RUNG_OK || strcmp(same.kernel, tuning.kernel) != 0 ||
            strcmp(same.measured, tuning.measured) != 0 || same.threads != tuning.threads ||
            same.window != tuning.window || same.batch != tuning.batch ||
            same.people_per_second != tuning.people_per_second)
            fuzz_broken("a tuning that is written reads back as it was");
    }
    rung_buffer_free(&k.text);
    rung_buffer_free(&text);
    rung_buffer_free(&again);
    return 0;
}
