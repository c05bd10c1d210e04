/* fuzz_csv.c - any bytes as a table: read to the end or refused with a message, never worse. */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/text.h"
#include "data/csv.h"
#include "split.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_row(const rung_csv *csv, uint64_t *line)
{
    if (rung_csv_line(csv) <= *line)
        fuzz_broken("rows start on later and later lines");
    *line = rung_csv_line(csv);
    for (size_t i = 0; i < rung_csv_columns(csv); i++) {
        rung_slice field = rung_csv_field(csv, i);
        if (rung_utf8_check(field.at, field.length) < field.length)
            fuzz_broken("fields are UTF-8");
        if (field.length > 0 && memchr(field.at, '\0', field.length))
            fuzz_broken("fields hold no zero byte");
        double number;
        rung_error error;
        rung_csv_number(csv, i, -1e300, 1e300, true, &number, &error);
    }
    if (!(rung_csv_fraction(csv) >= 0 && rung_csv_fraction(csv) <= 1))
        fuzz_broken("the fraction read is in 0..1");
}

static void read_table(const char *path, rung_dialect dialect)
{
    rung_error error = {.message = ""};
    rung_csv *csv;
    bool more = true;
    uint64_t line = 0;
    size_t column;
    rung_status status = rung_csv_open(&csv, path, dialect, &error);
    if (status == RUNG_OK && rung_csv_need(csv, "", &column, NULL) == RUNG_OK)
        fuzz_broken("every column has a name");
    if (status == RUNG_OK && rung_csv_column(csv, rung_csv_column_name(csv, 0)) != 0)
        fuzz_broken("a column is found by its name");
    if (status == RUNG_OK)
        line = rung_csv_line(csv);
    while (status == RUNG_OK && more) {
        status = rung_csv_next(csv, &more, &error);
        if (status == RUNG_OK && more)
            check_row(csv, &line);
    }
    if (status != RUNG_OK && (error.status != status || *error.message == '\0'))
        fuzz_broken("a failure has a message");
    if (rung_utf8_check(error.message, strlen(error.message)) < strlen(error.message))
        fuzz_broken("a message is UTF-8");
    rung_csv_close(csv);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    int file = memfd_create("table", MFD_CLOEXEC);
    if (file < 0 || write(file, data, size) != (ssize_t)size)
        fuzz_broken("there is memory for a file");
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    read_table(path, RUNG_CSV);
    read_table(path, RUNG_TSV);
    close(file);
    return 0;
}
