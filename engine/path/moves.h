/* moves.h - which moves between roles are viable, and bounds that tell early which cannot be
 * (MODEL, sections 5 and 6). */
#ifndef RUNG_PATH_MOVES_H
#define RUNG_PATH_MOVES_H

#include "match/matcher.h"

/* Job zones, with 0 for those not known. */
enum { RUNG_ZONES = 6, RUNG_GROUPS = RUNG_ZONES + 1 };

/* Roles side by side, so that readiness for many is worked out at once: in blocks of
 * RUNG_PANEL_LANES, skill after skill, a block's roles next to each other. */
enum { RUNG_PANEL_LANES = 32 };
typedef struct rung_panel {
    size_t skills, lanes; /* lanes: roles rounded up to whole blocks */
    float *need;          /* the level that each role asks for */
    float *share;         /* importance over all that the role asks for */
} rung_panel;

static inline size_t rung_panel_place(const rung_panel *panel, size_t skill, size_t lane)
{
    return (lane / RUNG_PANEL_LANES * panel->skills + skill) * RUNG_PANEL_LANES +
           lane % RUNG_PANEL_LANES;
}

/* fit[lane] = the readiness of somebody who has levels for each role, within moves->slack. */
void rung_panel_fit(const rung_panel *panel, const float *levels, float *fit);

/* Worked out once for a catalog. */
typedef struct rung_moves {
    const rung_catalog *catalog;
    const rung_demand *demand; /* the matcher's, or where that is sparse dense below */
    const rung_demand *scored; /* the matcher's: the exact readiness comes from it */
    rung_demand dense;         /* without standardised levels */
    double theta, essential, wage_fall;
    int zone_step;
    int64_t *dwell;            /* roles: ticks */
    uint32_t *first_essential; /* roles + 1: where a role's essential skills start */
    uint32_t *essential_skill;
    float *essential_level;
    rung_panel panel;
    uint8_t *granted; /* roles x roles: having worked in the first makes ready for the second */
    /* roles that can be entered, group by group: those of a job zone (0: not known), highest wage
     * first, and last those without a wage */
    uint32_t *order;
    size_t enterable, group_count[RUNG_GROUPS];
    double highest_wage;
    double zone_wage[RUNG_ZONES]; /* the highest wage in zones up to this, those not known too */
    int64_t
        zone_dwell[RUNG_ZONES]; /* the shortest stay in a role from which the zone is in reach */
    double slack;               /* more than the rounding of any lift */
} rung_moves;

typedef struct rung_moves_rules {
    double theta, essential, wage_fall;
    int zone_step;
    const double *dwell; /* 6: by zone, weeks */
    unsigned threads;
} rung_moves_rules;

rung_status rung_moves_make(rung_moves *moves, const rung_matcher *matcher,
                            const rung_moves_rules *rules, rung_error *error);
void rung_moves_free(rung_moves *moves);

/* The scorer's readiness of levels (demand->stride of them) for a role. */
double rung_move_readiness(const rung_moves *moves, const float *levels, uint32_t role);
/* Essential skills of role below their share. */
size_t rung_move_essentials_short(const rung_moves *moves, const float *levels, uint32_t role);

/* Whether zones allow the move when programs have opened the zone given (0: none). */
static inline bool rung_move_in_zone(const rung_moves *moves, uint32_t from, uint32_t to,
                                     int opened)
{
    int zone = moves->catalog->role[to].job_zone;
    int current = from == RUNG_NONE ? 0 : moves->catalog->role[from].job_zone;
    return zone == 0 || current == 0 || zone <= current + moves->zone_step || zone <= opened;
}

/* Whether the wage allows it when it may fall by a share; wage is the last one known, NAN before
 * any is. */
static inline bool rung_move_pays(const rung_moves *moves, double wage, uint32_t to, double fall)
{
    double next = moves->catalog->role[to].wage;
    return !(next < (1 - fall) * wage); /* false where either is not known */
}

/* lift[r] = the readiness for target of somebody who has levels, and those that r asks for;
 * within moves->slack. panel.lanes floats. Since readiness has falling returns, what several roles
 * add together is no more than the sum of what each adds. */
void rung_moves_lift(const rung_moves *moves, uint32_t target, const float *levels, float *lift);

#endif
