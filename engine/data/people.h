/* people.h - what a reader can keep of people besides their levels. */
#ifndef RUNG_DATA_PEOPLE_H
#define RUNG_DATA_PEOPLE_H

#include "base/status.h"

/* Before the first batch is read: keep what people.csv says in the columns that audiences name. */
rung_status rung_people_keep_columns(rung_people *people, rung_error *error);
/* The same of these columns, which people.csv must have: kept in this order. The names live as long
 * as the reader. */
rung_status rung_people_keep_named(rung_people *people, const char *const *names, size_t count,
                                   rung_error *error);
/* What the person at this place of the batch read last has in them; how many they are. They belong
 * to the reader and live until the next batch is read. */
size_t rung_people_columns(const rung_people *people, size_t place, const rung_column **columns);

#endif
