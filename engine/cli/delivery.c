/* delivery.c - what commands that write rows share: the record, pseudonyms, safe CSV. */
#include "cli/delivery.h"

static void rename_person(void *context, const char *id, char name[RUNG_NAME_ROOM])
{
    const delivery_run *d = context;
    pseudonyms_name(&d->pseudonyms, id, name);
}

static rung_status write_record(void *context, const rung_output *output, size_t outputs,
                                rung_error *error)
{
    delivery_run *d = context;
    return record_write(&d->record, output, outputs, error);
}

rung_status delivery_begin(delivery_run *delivery, const delivery_settings *settings,
                           rung_delivery *rows, rung_error *error)
{
    *delivery = (delivery_run){.settings = settings};
    record_begin(&delivery->record, settings->usage, settings->argc, settings->argv);
    rows->spreadsheet_safe = settings->spreadsheet_safe;
    rows->context = delivery;
    rows->before = settings->no_record ? NULL : write_record;
    if (!settings->pseudonyms)
        return RUNG_OK;
    rows->rename = rename_person;
    return pseudonyms_open(&delivery->pseudonyms, settings->pseudonyms, error);
}

rung_status delivery_end(delivery_run *delivery, rung_status status, rung_error *error)
{
    pseudonyms_close(&delivery->pseudonyms);
    return record_end(&delivery->record, status, error);
}
