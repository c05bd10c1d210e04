/* random_career.h - small catalogs and people by chance, in which there are many ways up. */
#ifndef RUNG_TEST_RANDOM_CAREER_H
#define RUNG_TEST_RANDOM_CAREER_H

#include "rung.h"

enum { CAREER_SKILLS = 6, CAREER_ROLES = 7, CAREER_PROGRAMS = 5 };

/* Write a catalog of up to so many skills, roles and programs into folder, over what is there, and
 * open it: roles that are alike, unrated, or lack a wage, a zone or a family; programs that are
 * alike, free, ask for levels first, admit an audience alone or open a zone. Its last program is
 * left out where `shorter` is set; the rest is the same then. */
rung_catalog *random_career(const char *folder, bool shorter, uint64_t *seed);

/* Options by chance, in range for both. */
void random_career_options(rung_matcher_options *matcher, rung_planner_options *planner,
                           uint64_t *seed);

/* Fill person, whose levels and columns go into the arrays given. */
void random_worker(const rung_catalog *catalog, rung_person *person, float levels[CAREER_SKILLS],
                   rung_column columns[2], uint64_t *seed);

#endif
