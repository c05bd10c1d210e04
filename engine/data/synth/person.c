/* person.c - make one person up. */
#include "data/synth/person.h"
#include "data/synth/draws.h"

/* The numbers of a person's draws. Skill d takes two: for the role and for the past role. */
enum {
    DRAW_ROLE,
    DRAW_TENURE,
    DRAW_PAST,
    DRAW_PAST_ROLE,
    DRAW_PAST_TENURE,
    DRAW_NO_LEVELS,
    DRAW_GRID,
    DRAW_GENERAL,
    DRAW_SITE,
    DRAW_EMPLOYMENT,
    DRAW_GENDER,
    DRAW_AGE,
    DRAW_FIRST_LEVEL = 32
};

/* Shares in percent. */
enum { WITH_PAST = 15, WITHOUT_LEVELS = 8 };

/* How much of a past role's levels is still there. */
static const double kept = 0.85;

static bool happens(uint64_t draw, unsigned percent)
{
    return rung_below(draw, 100) < percent;
}

/* Which of count shares, in percent, a draw falls into. */
static uint32_t pick(uint64_t draw, const uint8_t *percent, uint32_t count)
{
    uint64_t place = rung_below(draw, 100);
    uint32_t i = 0;
    for (; i + 1 < count && place >= percent[i]; i++)
        place -= percent[i];
    return i;
}

/* Tenths of a year, 0 to 40 years, half of them below 5: a uniform number to the third power. */
static uint32_t draw_tenure(uint64_t draw)
{
    uint64_t u = draw >> 43; /* 21 bits */
    return (uint32_t)((unsigned __int128)(u * u * u) * 401 >> 63);
}

/* ---------------------------------------------------------------- columns */

/* What describes a person beside the levels. Gender and age come from draws of their own, and
 * nothing here reaches a role or a level: whoever measures differences between these groups in a
 * population measures chance. (Age follows tenure, as it must; tenure does not follow age.) */
static void draw_columns(const rung_population *population, uint64_t key, rung_synth_person *person)
{
    static const uint8_t sites[] = {26, 18, 13, 10, 8, 6, 5, 4, 4, 3, 2, 1};
    static const uint8_t hourly[] = {50, 90, 80, 50, 15, 5}; /* by job zone, 0: not known */
    static const uint8_t genders[] = {47, 47, 2, 4};
    static const char *const gender[] = {"female", "male", "nonbinary", ""};
    const rung_role *role = &population->catalog->role[person->role];
    person->site = 1 + pick(rung_draw(key, DRAW_SITE), sites, sizeof sites);
    person->employment =
        happens(rung_draw(key, DRAW_EMPLOYMENT), hourly[role->job_zone]) ? "hourly" : "salaried";
    person->gender = gender[pick(rung_draw(key, DRAW_GENDER), genders, sizeof genders)];
    /* The first day at 18 to 48, most often in the middle. */
    uint64_t draw = rung_draw(key, DRAW_AGE);
    uint64_t age = 18 + rung_below(draw, 16) + rung_below(rung_mix(draw), 16) + person->tenure / 10;
    person->age_band = age < 25   ? "18-24"
                       : age < 35 ? "25-34"
                       : age < 45 ? "35-44"
                       : age < 55 ? "45-54"
                                  : "55+";
}

/* ---------------------------------------------------------------- levels */

/* A role that a person has or had, and how it shows in the levels. */
typedef struct stay {
    const rung_link *row, *end;
    double settled; /* 0 on the first day, towards 1 with the years */
    double share;   /* of the levels that is there */
    double general; /* how this person stands in all skills, a bell */
    uint64_t key;
    unsigned draw; /* 0 or 1: which of a skill's two draws */
} stay;

static stay make_stay(const rung_population *population, uint64_t key, uint32_t role,
                      uint32_t tenure, double share, unsigned draw)
{
    const rung_links *rows = &population->catalog->requirements;
    return (stay){
        .row = rows->link + rows->first[role],
        .end = rows->link + rows->first[role + 1],
        .settled = tenure / (tenure + 50.0),
        .share = share,
        .general = rung_bell(rung_draw(key, DRAW_GENERAL)),
        .key = key,
        .draw = draw,
    };
}

/* The level that a stay gives in the skill of its row. As shares of the highest level: newcomers
 * are 0.05 below what the role asks, and with the years end up 0.06 above it in skills of full
 * importance and level with it in those of none; the spread grows from 0.04 to 0.10. */
static double stay_level(const stay *s, double highest)
{
    const rung_link *row = s->row;
    uint64_t draw = rung_draw(s->key, DRAW_FIRST_LEVEL + 2 * (uint64_t)row->to + s->draw);
    double shift = -0.05 + s->settled * (0.05 + 0.06 * (double)row->weight);
    double spread = 0.04 + 0.06 * s->settled;
    /* Squares of the two shares add up to 1. */
    double chance = 0.5 * s->general + 0.8660254037844386 * rung_bell(draw);
    return s->share * ((double)row->value + highest * (shift + spread * chance));
}

/* The level as it is written, in steps of the grid or in hundredths. */
static uint32_t whole_level(const rung_population *population, bool on_grid, double level)
{
    uint32_t most = on_grid ? population->steps : population->hundredths;
    double amount = on_grid ? level / population->catalog->scale.grid : level * 100;
    if (!(amount >= 0.5))
        return 0;
    return amount >= most ? most : (uint32_t)(amount + 0.5);
}

/* Both stays have their rows by skill; where both have one, the higher level counts. */
static void merge_levels(const rung_population *population, stay *now, stay *past,
                         rung_synth_person *person)
{
    double highest = population->catalog->scale.levels;
    while (now->row < now->end || past->row < past->end) {
        uint32_t a = now->row < now->end ? now->row->to : UINT32_MAX;
        uint32_t b = past->row < past->end ? past->row->to : UINT32_MAX;
        uint32_t skill = a < b ? a : b;
        double level = 0;
        if (a == skill) {
            level = stay_level(now, highest);
            now->row++;
        }
        if (b == skill) {
            double before = stay_level(past, highest);
            level = before > level ? before : level;
            past->row++;
        }
        uint32_t amount = whole_level(population, person->on_grid, level);
        if (amount > 0)
            person->level[person->levels++] = (rung_synth_level){skill, amount};
    }
}

static void draw_levels(const rung_population *population, uint64_t key, rung_synth_person *person)
{
    stay now = make_stay(population, key, person->role, person->tenure, 1, 0), past = {0};
    if (happens(rung_draw(key, DRAW_PAST), WITH_PAST)) {
        uint32_t role = rung_employed_pick(&population->employed, rung_draw(key, DRAW_PAST_ROLE));
        uint32_t tenure = draw_tenure(rung_draw(key, DRAW_PAST_TENURE));
        past = make_stay(population, key, role, tenure, kept, 1);
    }
    merge_levels(population, &now, &past, person);
}

void rung_synth_draw(const rung_population *population, uint64_t number, rung_synth_person *person)
{
    uint64_t key = rung_mix(rung_mix(population->seed) + number);
    person->number = number;
    person->role = rung_employed_pick(&population->employed, rung_draw(key, DRAW_ROLE));
    person->tenure = draw_tenure(rung_draw(key, DRAW_TENURE));
    person->on_grid =
        (double)(rung_draw(key, DRAW_GRID) >> 32) < population->on_grid * 4294967296.0;
    person->levels = 0;
    draw_columns(population, key, person);
    if (!happens(rung_draw(key, DRAW_NO_LEVELS), WITHOUT_LEVELS))
        draw_levels(population, key, person);
}
