/* ids.h - an id stands in a table once, found out without keeping the ids. */
#ifndef RUNG_DATA_IDS_H
#define RUNG_DATA_IDS_H

#include "base/hash.h"
#include "data/csv.h"

/* Note the id in this column of the current row; BAD_DATA where it is empty or an earlier row of
 * the table has it. Costs some 16 bytes an id. */
rung_status rung_ids_add(rung_set *seen, const rung_csv *table, size_t column, rung_error *error);

#endif
