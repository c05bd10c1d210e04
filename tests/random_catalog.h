/* random_catalog.h - catalogs and people by chance, with what is difficult about them. */
#ifndef RUNG_TEST_RANDOM_CATALOG_H
#define RUNG_TEST_RANDOM_CATALOG_H

#include "rung.h"

/* Write a catalog of random size (from one role and one skill on) into a new folder and open it:
 * duplicate and unrated roles, missing figures, levels on and off the grid, essential skills. */
rung_catalog *random_catalog(uint64_t *seed);

/* people x skills levels and their roles; free both. Among them are zero vectors, people alike,
 * people without a role, and with on_grid only levels on the grid. */
float *random_levels(const rung_catalog *catalog, size_t people, bool on_grid, uint64_t *seed);
uint32_t *random_roles(const rung_catalog *catalog, size_t people, uint64_t *seed);

#endif
