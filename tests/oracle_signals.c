/* oracle_signals.c - by definition: the signals that do not depend on levels, in plain loops. */
#include "oracle_signals.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---------------------------------------------------------------- the folder */

/* Cut a line of CSV into fields, in place; quotes around a field are taken off, doubled ones become
 * one. */
static size_t cut(char *line, char **field, size_t most)
{
    size_t count = 0;
    for (char *in = line; count < most; in++) {
        char *out = field[count++] = in;
        if (*in == '"') {
            for (in++; *in && (*in != '"' || in[1] == '"'); in++) {
                in += *in == '"';
                *out++ = *in;
            }
            in++;
        } else {
            for (; *in && *in != ','; in++)
                *out++ = *in;
        }
        char end = *in;
        *out = '\0';
        if (end != ',')
            return count;
    }
    return count;
}

typedef void take_row(oracle *o, char **field, size_t fields);

static void read_rows(oracle *o, const char *folder, const char *name, take_row *take)
{
    char path[4096], line[8192], *field[8];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    if (!file)
        return;
    cr_assert_not_null(fgets(line, sizeof line, file)); /* the header */
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = '\0';
        size_t fields = cut(line, field, 8);
        take(o, field, fields);
    }
    fclose(file);
}

static void take_relation(oracle *o, char **field, size_t fields)
{
    uint32_t from = rung_catalog_find_role(o->catalog, field[0]);
    uint32_t to = rung_catalog_find_role(o->catalog, field[1]);
    double *matrix = strcmp(field[2], "flow") == 0 ? o->flow : o->related;
    double weight = fields > 3 && *field[3] ? atof(field[3]) : 1;
    matrix[from * o->roles + to] = (double)(float)weight;
}

static void take_feature(oracle *o, char **field, size_t fields)
{
    const char *kinds[] = {"activity", "technology", "tool", "title"};
    int kind = 0;
    while (strcmp(kinds[kind], field[1]) != 0)
        kind++;
    if ((o->features & (o->features - 1)) == 0) { /* room is a power of two */
        size_t room = o->features ? 2 * o->features : 1;
        o->feature = realloc(o->feature, room * sizeof *o->feature);
        cr_assert_not_null(o->feature);
    }
    double weight = fields > 3 && *field[3] ? (double)(float)atof(field[3]) : 1;
    o->feature[o->features++] = (oracle_feature){rung_catalog_find_role(o->catalog, field[0]), kind,
                                                 strdup(field[2]), weight, 0};
}

static int by_name(const void *a, const void *b)
{
    const oracle_feature *x = a, *y = b;
    return x->kind != y->kind ? x->kind - y->kind : strcmp(x->name, y->name);
}

static int by_role(const void *a, const void *b)
{
    const oracle_feature *x = a, *y = b;
    return x->role != y->role ? (x->role < y->role ? -1 : 1) : by_name(a, b);
}

/* weight * ln(roles / roles that have it), then every role's of a kind to length 1. */
static void weigh_features(oracle *o)
{
    if (o->features == 0) /* qsort wants no NULL */
        return;
    qsort(o->feature, o->features, sizeof *o->feature, by_name);
    for (size_t i = 0, end; i < o->features; i = end) {
        double holders = 0;
        for (end = i; end < o->features && by_name(&o->feature[i], &o->feature[end]) == 0; end++)
            holders += o->feature[end].weight > 0;
        for (size_t k = i; k < end; k++)
            o->feature[k].share =
                holders > 0 ? o->feature[k].weight * log((double)o->roles / holders) : 0;
    }
    qsort(o->feature, o->features, sizeof *o->feature, by_role);
    for (size_t i = 0, end; i < o->features; i = end) {
        double squares = 0;
        for (end = i; end < o->features && o->feature[end].role == o->feature[i].role &&
                      o->feature[end].kind == o->feature[i].kind;
             end++)
            squares += o->feature[end].share * o->feature[end].share;
        for (size_t k = i; k < end && squares > 0; k++)
            o->feature[k].share /= sqrt(squares);
    }
}

static double logarithm(double figure)
{
    return figure > 0 ? log(figure) : NAN;
}

static double figure_of(const oracle *o, int signal, uint32_t role)
{
    rung_role r = rung_catalog_role(o->catalog, role);
    return logarithm(signal == RUNG_SIGNAL_EMPLOYMENT ? r.employment : r.openings);
}

/* ---------------------------------------------------------------- worked out once */

/* The mean logarithm over the roles that have the figure. */
static double mean_logarithm(const oracle *o, int signal)
{
    double sum = 0, known = 0;
    for (uint32_t r = 0; r < o->roles; r++) {
        double figure = figure_of(o, signal, r);
        sum += isnan(figure) ? 0 : figure;
        known += !isnan(figure);
    }
    return known > 0 ? sum / known : 0;
}

/* Levels of an area of knowledge, centred and scaled over the rated roles. */
static void standardise_area(oracle *o, uint32_t skill)
{
    double sum = 0, squares = 0, rated = 0;
    for (uint32_t r = 0; r < o->roles; r++)
        if (rung_catalog_role(o->catalog, r).rated) {
            sum += (double)o->asked[r * o->skills + skill].level;
            rated++;
        }
    double mean = sum / rated;
    for (uint32_t r = 0; r < o->roles; r++)
        if (rung_catalog_role(o->catalog, r).rated) {
            double off = (double)o->asked[r * o->skills + skill].level - mean;
            squares += off * off;
        }
    double deviation = sqrt(squares / rated);
    for (uint32_t r = 0; r < o->roles && deviation > 0; r++)
        o->known[r * o->skills + skill] =
            ((double)o->asked[r * o->skills + skill].level - mean) / deviation;
}

static void work_out(oracle *o)
{
    double sum = 0, known = 0;
    o->moved = calloc(o->roles + 1, sizeof(double));
    o->known = calloc(o->roles * o->skills + 1, sizeof(double));
    cr_assert(o->moved && o->known);
    for (uint32_t from = 0; from < o->roles; from++) {
        double people = rung_catalog_role(o->catalog, from).employment;
        for (uint32_t to = 0; to < o->roles; to++)
            o->moved[from] += to == from ? 0 : o->flow[from * o->roles + to];
        sum += people > 0 ? people : 0;
        known += people > 0;
    }
    o->people = known > 0 ? sum / known : 1;
    o->usual[0] = mean_logarithm(o, RUNG_SIGNAL_EMPLOYMENT);
    o->usual[1] = mean_logarithm(o, RUNG_SIGNAL_OPENINGS);
    for (uint32_t d = 0; d < o->skills; d++)
        if (rung_catalog_skill(o->catalog, d).kind == RUNG_SKILL_KNOWLEDGE)
            standardise_area(o, d);
}

void oracle_read_folder(oracle *o, const char *folder)
{
    o->flow = calloc(o->roles * o->roles + 1, sizeof(double));
    o->related = calloc(o->roles * o->roles + 1, sizeof(double));
    cr_assert(o->flow && o->related);
    read_rows(o, folder, "role_relations.csv", take_relation);
    read_rows(o, folder, "role_features.csv", take_feature);
    weigh_features(o);
    work_out(o);
}

void oracle_forget_folder(oracle *o)
{
    for (size_t i = 0; i < o->features; i++)
        free(o->feature[i].name);
    free(o->feature);
    free(o->flow);
    free(o->related);
    free(o->moved);
    free(o->known);
}

/* ---------------------------------------------------------------- what roles share */

/* Where a role's features of a kind start; *end is where they end. */
static size_t features_of(const oracle *o, uint32_t role, int kind, size_t *end)
{
    const oracle_feature wanted = {.role = role, .kind = kind, .name = ""};
    size_t low = 0, high = o->features;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (by_role(&o->feature[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (*end = low;
         *end < o->features && o->feature[*end].role == role && o->feature[*end].kind == kind;)
        ++*end;
    return low;
}

static double in_common(const oracle *o, int kind, uint32_t a, uint32_t b)
{
    size_t a_end, b_end;
    size_t i = features_of(o, a, kind, &a_end), j = features_of(o, b, kind, &b_end);
    double sum = 0;
    while (i < a_end && j < b_end) {
        int order = strcmp(o->feature[i].name, o->feature[j].name);
        if (order == 0)
            sum += o->feature[i].share * o->feature[j].share;
        i += order <= 0;
        j += order >= 0;
    }
    return sum;
}

static double closer(const oracle *o, uint32_t a, uint32_t b)
{
    double there = o->related[a * o->roles + b], back = o->related[b * o->roles + a];
    return there > back ? there : back;
}

static double through_a_third(const oracle *o, uint32_t a, uint32_t b)
{
    double sum = 0;
    for (uint32_t m = 0; m < o->roles; m++)
        sum += closer(o, a, m) * closer(o, m, b);
    return log(1 + sum);
}

static double knowledge(const oracle *o, uint32_t a, uint32_t b)
{
    double product = 0, mine = 0, theirs = 0;
    if (!rung_catalog_role(o->catalog, a).rated || !rung_catalog_role(o->catalog, b).rated)
        return 0;
    for (uint32_t d = 0; d < o->skills; d++)
        if (rung_catalog_skill(o->catalog, d).kind == RUNG_SKILL_KNOWLEDGE) {
            double x = o->known[a * o->skills + d], y = o->known[b * o->skills + d];
            product += x * y;
            mine += x * x;
            theirs += y * y;
        }
    return mine > 0 && theirs > 0 ? product / sqrt(mine) / sqrt(theirs) : 0;
}

/* ---------------------------------------------------------------- moves */

static double people_of(const oracle *o, uint32_t origin)
{
    double own = rung_catalog_role(o->catalog, origin).employment;
    return own > 0 ? own : o->people;
}

/* ln(1 + 2 roles * share of the people of other origins who moved into role). */
static double inflow(const oracle *o, uint32_t current, uint32_t role, bool family)
{
    double into = 0, all = 0;
    if (family && current == RUNG_NONE)
        return 0;
    rung_role mine = rung_catalog_role(o->catalog, current);
    for (uint32_t origin = 0; origin < o->roles; origin++) {
        rung_role from = rung_catalog_role(o->catalog, origin);
        if (origin == current ||
            (family && (*mine.family == '\0' || strcmp(from.family, mine.family) != 0)))
            continue;
        if (!(o->moved[origin] > 0))
            continue;
        double people = people_of(o, origin);
        all += people;
        if (role != origin)
            into += people * (o->flow[origin * o->roles + role] / o->moved[origin]);
    }
    return into > 0 ? log(1 + 2 * (double)o->roles * into / all) : 0;
}

/* ---------------------------------------------------------------- figures */

static double difference(double to, double from)
{
    return isnan(to) || isnan(from) ? 0 : to - from;
}

static double against_usual(const oracle *o, int signal, uint32_t role)
{
    double own = figure_of(o, signal, role);
    return isnan(own) ? 0 : own - o->usual[signal == RUNG_SIGNAL_OPENINGS];
}

static double of_pair(const oracle *o, int signal, uint32_t current, uint32_t role)
{
    rung_role to = rung_catalog_role(o->catalog, role);
    rung_role from = rung_catalog_role(o->catalog, current);
    switch (signal) {
    case RUNG_SIGNAL_WAGE:
        return difference(logarithm(to.wage), logarithm(from.wage));
    case RUNG_SIGNAL_WAGE_STEP:
        return fabs(difference(logarithm(to.wage), logarithm(from.wage)));
    case RUNG_SIGNAL_ZONE:
        return to.job_zone && from.job_zone ? to.job_zone - from.job_zone : 0;
    case RUNG_SIGNAL_ZONE_STEP:
        return to.job_zone && from.job_zone ? abs(to.job_zone - from.job_zone) : 0;
    case RUNG_SIGNAL_EDUCATION:
        return difference(to.education, from.education);
    case RUNG_SIGNAL_EDUCATION_STEP:
        return fabs(difference(to.education, from.education));
    case RUNG_SIGNAL_FAMILY:
        return *to.family && strcmp(to.family, from.family) == 0;
    case RUNG_SIGNAL_GROUP:
        return *to.group && strcmp(to.group, from.group) == 0;
    case RUNG_SIGNAL_RELATED:
        return o->related[current * o->roles + role];
    case RUNG_SIGNAL_RELATED_FROM:
        return o->related[role * o->roles + current];
    case RUNG_SIGNAL_RELATED_TWICE:
        return through_a_third(o, current, role);
    case RUNG_SIGNAL_KNOWLEDGE:
        return knowledge(o, current, role);
    case RUNG_SIGNAL_FLOW:
        return o->flow[current * o->roles + role];
    default:
        return in_common(o, signal - RUNG_SIGNAL_ACTIVITIES, current, role);
    }
}

double oracle_signal(const oracle *o, int signal, uint32_t current, uint32_t role)
{
    rung_role to = rung_catalog_role(o->catalog, role);
    switch (signal) {
    case RUNG_SIGNAL_INFLOW:
    case RUNG_SIGNAL_FAMILY_INFLOW:
        return inflow(o, current, role, signal == RUNG_SIGNAL_FAMILY_INFLOW);
    case RUNG_SIGNAL_EMPLOYMENT:
    case RUNG_SIGNAL_OPENINGS:
        return against_usual(o, signal, role);
    case RUNG_SIGNAL_GROWTH:
        return isnan(to.growth) ? 0 : to.growth;
    case RUNG_SIGNAL_AUTOMATION_RISK:
        return isnan(to.automation_risk) ? 0 : to.automation_risk;
    default:
        return current == RUNG_NONE ? 0 : of_pair(o, signal, current, role);
    }
}
