/* service.h - what rung serve answers from: a catalog, its matchers, people to look at. */
#ifndef RUNG_SERVE_SERVICE_H
#define RUNG_SERVE_SERVICE_H

#include "rung.h"

/* Never changes after it is opened, so any number of threads may answer from one; a reload opens
 * another. */
typedef struct rung_service rung_service;

/* Limits of 0 are the usual ones. */
typedef struct rung_service_options {
    const char *catalog;        /* the folder */
    const char *people;         /* a folder of people to look at; NULL: none */
    const char *const *profile; /* names or files, the first one is used where an ask names none */
    size_t profiles;            /* 0: the one that matcher names */
    const rung_matcher_options *matcher; /* of every profile; NULL: the usual ones */
    size_t most_people;                  /* in one ask to match; 10000 */
    size_t most_path_people; /* searches in one ask for paths: people times targets; 100 */
    uint64_t most_effort;    /* that an ask for paths may name; 1000000 */
    size_t most_kept_people; /* of the folder people, which are kept in memory; 100000 */
} rung_service_options;

/* Read the catalog and the people and build a matcher for each profile.
 * Success: *service is new; end it with rung_service_free().
 * Failure: *service is NULL; the status and message of what failed; RUNG_BAD_ARGUMENT for two
 * profiles of one name; RUNG_BAD_DATA for more people than may be kept. */
rung_status rung_service_open(rung_service **service, const rung_service_options *options,
                              rung_error *error);
void rung_service_free(rung_service *service);

const rung_catalog *rung_service_catalog(const rung_service *service);
size_t rung_service_profiles(const rung_service *service);
/* What the matcher of a profile is; the first one is the usual one. */
rung_matcher_facts rung_service_facts(const rung_service *service, size_t profile);
/* People that are kept. */
size_t rung_service_people(const rung_service *service);

#endif
