/* search.h - the best paths of one person to her targets, exactly: depth first, cut off by bounds
 * that no path can beat (MODEL, section 6). */
#ifndef RUNG_PATH_SEARCH_H
#define RUNG_PATH_SEARCH_H

#include "path/courses.h"
#include "path/moves.h"
#include "path/value.h"

/* What every search of a planner goes by. */
typedef struct rung_terrain {
    rung_moves moves;
    rung_courses courses;
    rung_horizon horizon;
    rung_prefer prefer;
    uint64_t effort; /* moves tried for one target; 0: no limit */
    size_t steps;    /* most that any quest asks for */
} rung_terrain;

/* A path found. Its route lists roles as they are and programs as roles + program. */
typedef struct rung_found {
    rung_key key;
    rung_figures figures;
    uint32_t *route;
    size_t length;
} rung_found;

/* Most targets of one search. */
enum { RUNG_GOALS = 31 };

/* A target, what a path to it can bring at most, and the best found so far. */
typedef struct rung_goal {
    uint32_t role;
    int zone;          /* 0 where zones do not matter */
    double wage_cap;   /* no wage on a way to it is higher */
    rung_key limit;    /* nothing worse is of interest */
    rung_found *found; /* best first; one more place than is kept, and its memory */
    size_t count;
} rung_goal;

/* Told of a better path to a goal; returns the limit for all of them from now on. */
typedef rung_key (*rung_told)(void *context, uint32_t role, rung_key key);

/* What is looked for. */
typedef struct rung_quest {
    const uint32_t *target; /* rated, and not the current role */
    size_t targets;         /* 1..RUNG_GOALS */
    size_t most;            /* paths kept to each */
    rung_key limit;         /* nothing worse is of interest */
    size_t steps;           /* most roles entered */
    double theta, wage_fall;
    unsigned aside; /* rung_rules that do not count */
    rung_told told; /* NULL: each goal has its own limit */
    void *context;
} rung_quest;

/* What is left to reach in a zone: the highest wage and the weakest limit of goals there. */
typedef struct rung_zone_goals {
    bool any;
    double wage_cap;
    rung_key limit;
} rung_zone_goals;

/* A program that can be taken in a step, and the least that it takes with what opens it first. */
typedef struct rung_offer {
    size_t program;
    int64_t weeks, cost;
    bool closed; /* others come first */
    bool opener; /* may be one that comes before a closed one */
} rung_offer;

/* A program that may serve a move. */
typedef struct rung_option {
    const rung_offer *offer;
    uint64_t opens;   /* a bit for each closed option that it may open, of the first 64 */
    double adds;      /* to readiness, at most */
    double rest;      /* what it and those behind it add */
    bool essential;   /* teaches a skill that the role cannot do without and that is short */
    bool last_chance; /* the role to be entered does not let her take it any more */
} rung_option;

/* Programs before a move: set_tokens[first ..], as routes have them. */
typedef struct rung_program_set {
    size_t first, count;
    int64_t weeks, cost;
    int opened;
    bool ahead; /* some are for a later step */
} rung_program_set;

/* The sets for a first move: sets[first ..], when person is the search's. */
typedef struct rung_kept_sets {
    uint32_t person;
    bool complete;
    size_t first, count;
} rung_kept_sets;

/* Asked now and then during a search; true ends it. */
typedef bool (*rung_asked)(void *context);

/* One thread's. */
typedef struct rung_search {
    const rung_terrain *terrain;
    rung_asked asked; /* or NULL */
    void *asked_context;
    bool cancelled;   /* asked said so: nothing is looked for any more, until it is unset */
    uint64_t unasked; /* tries since */
    /* the person */
    const float *levels; /* stride */
    uint32_t role;
    const uint64_t *admits; /* words */
    uint32_t person;        /* a number that no other had before */
    /* what programs can do for her at most (bounds.c) */
    const uint64_t *allowed;         /* words: programs of this quest */
    bool programs, conditions;       /* some can be taken; some of them with conditions on role */
    float *ceiling;                  /* stride: her levels after all of them */
    int start_opens;                 /* the highest zone that those open */
    float *start;                    /* stride: after those that she can take before a first move */
    int64_t least_weeks, least_cost; /* of any of them */
    int64_t open_weeks[RUNG_ZONES];  /* by zone: the shortest that opens it, INT64_MAX for none */
    int64_t open_from[RUNG_ZONES];   /* and when it can be over at the earliest */
    /* the quest, and what stops can do for it at most (bounds.c) */
    rung_quest quest;
    rung_goal goal[RUNG_GOALS];
    rung_key shared_limit; /* nothing worse is of interest, whichever the goal */
    rung_zone_goals zone_goals[RUNG_ZONES];
    rung_panel goal_panel; /* a lane for each goal */
    /* readiness for the goals at the ceiling, what each role as a stop adds to it (roles rows), and
     * the most that any adds */
    float base[RUNG_PANEL_LANES], *lifts, rise[RUNG_PANEL_LANES];
    float *lift_row;                    /* lanes of moves: scratch */
    const rung_goal *aim;               /* whose last move is being tried, or NULL */
    uint32_t *stops;                    /* roles that may lie on the way, group by group */
    size_t stop_first[RUNG_GROUPS + 1]; /* where each group starts */
    double reach_wage[RUNG_ZONES];      /* the highest wage of a stop in zones up to this */
    int64_t stop_dwell;                 /* the shortest stay in one */
    int64_t last_dwell[RUNG_ZONES];     /* and in one from which a zone is in reach */
    /* where the search stands */
    float *rows;  /* of levels, one for each program taken or role entered so far */
    float *trial; /* stride */
    /* where each step begins: levels after all programs that may be taken there, stride; and
     * readiness for all roles, or for the goals when it is the last, now and then */
    float *heights, *fits, *reaches;
    rung_offer *offers; /* programs each: that can be taken there */
    size_t *offer_count;
    uint64_t *taken; /* words */
    uint32_t *route;
    size_t length;
    size_t *chosen;       /* programs of the current step, from where it begins in the route */
    rung_option *options; /* steps x programs */
    bool *left;           /* scratch of route.c, as long as a route */
    uint64_t tried;
    bool stopped;       /* at the limit of effort, cancelled, or because */
    bool memory_short;  /* there is none to keep sets in */
    double *adds;       /* roles x programs: what each adds to readiness today */
    uint32_t *adds_for; /* roles: whom a row is about */
    /* sets of programs for moves (kept.c) */
    rung_kept_sets *kept_sets; /* roles */
    rung_program_set *sets;
    size_t set_count, sets_room;
    uint32_t *set_tokens;
    size_t set_token_count, set_tokens_room;
    /* memory of the goals */
    size_t most;
    rung_found *found;
    uint32_t *routes;
} rung_search;

/* Room for quests that keep up to most paths. */
rung_status rung_search_make(rung_search *search, const rung_terrain *terrain, size_t most,
                             rung_error *error);
void rung_search_free(rung_search *search);

/* Turn to another person. levels has the stride of moves->demand; both arrays stay in use. */
void rung_search_person(rung_search *search, const float *levels, uint32_t role,
                        const uint64_t *admits);

/* Fill goal[..].found and count for each target of the quest, in their order. */
void rung_search_run(rung_search *search, const rung_quest *quest);

/* Whether the move from her current role can be made now, without programs. */
bool rung_search_direct(rung_search *search, uint32_t role);

/* -1 where a ranks before b, by their keys, then their routes: entry by entry, roles before
 * programs, then what stands first in the catalog. */
int rung_found_compare(const rung_found *a, const rung_found *b);

#endif
