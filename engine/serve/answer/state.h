/* state.h - what a service is made of; for the files that answer. */
#ifndef RUNG_SERVE_STATE_H
#define RUNG_SERVE_STATE_H

#include "serve/answer/listing.h"
#include "serve/answer/planners.h"
#include "serve/answer/service.h"
#include "serve/answer/staff.h"

enum {
    RUNG_MOST_TOP = 1000,     /* roles a person */
    RUNG_MOST_HITS = 1000000, /* in one ask, each gap counted as one */
    RUNG_MOST_TARGETS = 100,  /* of paths; also paths to each, and targets found */
    RUNG_MOST_LISTED = 1000,  /* entries of a list */
    RUNG_USUALLY_LISTED = 20,
    RUNG_MOST_WANTED = 200,     /* bytes of a search */
    RUNG_MOST_DENSE = 16 << 20, /* floats of the people of one ask */
    RUNG_LARGE_ASK = 256 << 10  /* bytes from which an ask to match goes to a worker */
};

/* A whole number that a double holds. */
#define RUNG_MOST_EFFORT 1000000000000000u

/* A profile and the matcher that ranks by it. */
typedef struct rung_ranker {
    rung_matcher *matcher;
    rung_matcher_facts facts;
    bool embeds; /* people need vectors */
} rung_ranker;

struct rung_service {
    rung_catalog *catalog;
    size_t skills, roles, dimensions;
    rung_scale scale;
    rung_ranker *ranker;
    size_t rankers;
    rung_matcher_options rules;
    size_t most_people, most_path_people;
    uint64_t most_effort;
    rung_listing role_list, skill_list, people_list;
    rung_buffer role_text; /* "role":"...","title":"..." of each role, as hits tell them */
    size_t *role_text_at;  /* roles + 1 */
    rung_staff staff;
    bool staffed;
    rung_planners *planners; /* what changes behind a const service, under a lock of its own */
};

#endif
