/* catalog_rows.h - what a row of each file of a catalog means. */
#ifndef RUNG_DATA_CATALOG_ROWS_H
#define RUNG_DATA_CATALOG_ROWS_H

#include "data/catalog.h"
#include "data/csv.h"

/* A table of the catalog's folder being read, with the catalog that it goes into. */
typedef struct rung_catalog_table {
    rung_catalog *catalog;
    rung_csv *csv;
    rung_error *error;
} rung_catalog_table;

enum { RUNG_CATALOG_COLUMNS = 16 };

/* A file of a catalog: its columns by name, and what takes a row. */
typedef struct rung_catalog_file {
    const char *name;
    bool optional;
    bool skills;                               /* optional, too, where there are vectors */
    const char *columns[RUNG_CATALOG_COLUMNS]; /* a leading '?' marks an optional one */
    rung_status (*row)(rung_catalog_table *in, const size_t *column);
} rung_catalog_file;

/* In the order in which they are read; ends in a name of NULL. */
extern const rung_catalog_file rung_catalog_files[];

#endif
