/* delivery.h - what commands that write rows share: the record, pseudonyms, safe CSV. */
#ifndef RUNG_CLI_DELIVERY_H
#define RUNG_CLI_DELIVERY_H

#include "cli/pseudonyms.h"
#include "cli/record.h"

/* What the options say. */
typedef struct delivery_settings {
    const char *pseudonyms; /* the key's file */
    bool spreadsheet_safe, no_record;
    const usage *usage; /* for the record: the options, and the words as they were given */
    int argc;
    char **argv;
} delivery_settings;

#define SAFE_OPTION(s)                                                                             \
    {                                                                                              \
        "spreadsheet-safe", NULL, OPTION_FLAG, &(s).spreadsheet_safe,                              \
            "put ' before texts in CSV that a spreadsheet would take for a formula", 0, 0, NULL,   \
            false                                                                                  \
    }
#define RECORD_OPTION(s)                                                                           \
    {                                                                                              \
        "no-record", NULL, OPTION_FLAG, &(s).no_record,                                            \
            "write no record of the run beside --output, as FILE.run.json", 0, 0, NULL, false      \
    }
#define PSEUDONYMS_OPTION(s)                                                                       \
    {                                                                                              \
        "pseudonyms", "FILE", OPTION_TEXT, &(s).pseudonyms,                                        \
            "names stand for people's ids, made with the key in this file (16 to 64 bytes)", 0, 0, \
            NULL, false                                                                            \
    }

/* A run whose rows leave so. */
typedef struct delivery_run {
    const delivery_settings *settings;
    pseudonym_key pseudonyms;
    run_record record;
} delivery_run;

/* Start: read the key, and the record. Fill rows with what the job needs; its context is the
 * delivery, which must stay where it is. */
rung_status delivery_begin(delivery_run *delivery, const delivery_settings *settings,
                           rung_delivery *rows, rung_error *error);
/* End it as record_end() does. */
rung_status delivery_end(delivery_run *delivery, rung_status status, rung_error *error);

#endif
