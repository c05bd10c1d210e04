/* audit_rows.c - what an audit found, as CSV, JSON or text. */
#include "plan/audit.h"

#include <math.h>
#include <stdlib.h>

#include "base/status.h"

const char rung_audit_none[] = "(none)";

/* ---------------------------------------------------------------- a table */

/* Rates of what is counted: of those selected, or of those above the median. */
static rung_status rate(const rung_audit_table *t, bool scoring, rung_impact *impact, double *least,
                        rung_error *error)
{
    rung_group *group = rung_array(t->count, sizeof *group);
    if (!group)
        return rung_fail_memory(error, "the groups of people");
    for (size_t g = 0; g < t->count; g++) {
        const rung_tally *tally = &t->group[g].tally;
        group[g] = (rung_group){tally->people, scoring ? tally->above : tally->selected,
                                t->group[g].known};
    }
    rung_status status = rung_audit_groups(group, t->count, impact, least, error);
    free(group);
    return status;
}

void rung_audit_table_free(rung_audit_table *t)
{
    free(t->group);
    free(t->selection);
    free(t->scoring);
}

rung_status rung_audit_table_make(rung_audit_table *t, const rung_audit *a, size_t number,
                                  rung_error *error)
{
    const uint32_t *column = a->table[number];
    *t = (rung_audit_table){
        .column = {a->column[column[0]], column[1] == RUNG_NONE ? NULL : a->column[column[1]]}};
    rung_status status = rung_cells_groups(a->cells, column, &t->group, &t->count, error);
    t->selection = rung_array(t->count, sizeof *t->selection);
    t->scoring = rung_array(t->count, sizeof *t->scoring);
    if (status == RUNG_OK && (!t->selection || !t->scoring))
        status = rung_fail_memory(error, "the groups of people");
    if (status == RUNG_OK)
        status = rate(t, false, t->selection, &t->least_selection, error);
    if (status == RUNG_OK)
        status = rate(t, true, t->scoring, &t->least_scoring, error);
    return status;
}

const char *rung_audit_note(const rung_audit_table *t, size_t g)
{
    return !t->group[g].known ? "unknown" : t->selection[g].small ? "small" : "";
}

/* ---------------------------------------------------------------- CSV */

static void put_known(rung_buffer *out, double number)
{
    rung_put_char(out, ',');
    if (!isnan(number))
        rung_put_number(out, number);
}

static void put_impact_csv(rung_buffer *out, uint64_t selected, const rung_impact *i, bool known)
{
    rung_put_char(out, ',');
    if (known)
        rung_put_whole(out, selected);
    const double figure[] = {i->rate, i->low, i->high, i->ratio, i->ratio_low, i->ratio_high};
    for (size_t f = 0; f < sizeof figure / sizeof *figure; f++)
        put_known(out, known ? figure[f] : NAN);
}

static void put_csv(rung_buffer *out, const rung_audit *a, const rung_audit_table *t)
{
    for (size_t g = 0; g < t->count; g++) {
        const rung_audit_group *group = &t->group[g];
        for (int c = 0; c < 2; c++) {
            rung_put_csv(out, t->column[c] ? t->column[c] : "");
            rung_put_char(out, ',');
            rung_put_csv(out, !group->value[c]   ? ""
                              : *group->value[c] ? group->value[c]
                                                 : rung_audit_none);
            rung_put_char(out, ',');
        }
        rung_put_whole(out, group->tally.people);
        put_known(out, (double)group->tally.people / (double)a->all.people);
        rung_put_char(out, ',');
        rung_put_text(out, rung_audit_note(t, g));
        put_impact_csv(out, group->tally.selected, &t->selection[g], true);
        rung_put_char(out, ',');
        rung_put_whole(out, group->tally.scored);
        put_impact_csv(out, group->tally.above, &t->scoring[g], a->all.scored > 0);
        rung_put_char(out, '\n');
    }
}

static const char header[] = "column,value,column_2,value_2,people,share,note,"
                             "selected,selection_rate,selection_low,selection_high,"
                             "selection_ratio,selection_ratio_low,selection_ratio_high,"
                             "scored,above_median,scoring_rate,scoring_low,scoring_high,"
                             "scoring_ratio,scoring_ratio_low,scoring_ratio_high\n";

/* ---------------------------------------------------------------- JSON */

static void put_key(rung_buffer *out, const char *key)
{
    rung_put_json(out, key);
    rung_put_char(out, ':');
}

static void put_number_json(rung_buffer *out, const char *key, double number)
{
    rung_put_char(out, ',');
    put_key(out, key);
    if (isnan(number))
        rung_put_text(out, "null");
    else
        rung_put_number(out, number);
}

static void put_count_json(rung_buffer *out, const char *key, uint64_t count)
{
    rung_put_char(out, ',');
    put_key(out, key);
    rung_put_whole(out, count);
}

static void put_text_json(rung_buffer *out, const char *key, const char *text)
{
    rung_put_char(out, ',');
    put_key(out, key);
    if (text && *text)
        rung_put_json(out, text);
    else
        rung_put_text(out, "null");
}

static void put_impact_json(rung_buffer *out, const char *key, uint64_t count, const rung_impact *i)
{
    rung_put_char(out, ',');
    put_key(out, key);
    rung_put_text(out, "{\"count\":");
    rung_put_whole(out, count);
    put_number_json(out, "rate", i->rate);
    put_number_json(out, "low", i->low);
    put_number_json(out, "high", i->high);
    put_number_json(out, "ratio", i->ratio);
    put_number_json(out, "ratio_low", i->ratio_low);
    put_number_json(out, "ratio_high", i->ratio_high);
    rung_put_char(out, '}');
}

static void put_group_json(rung_buffer *out, const rung_audit *a, const rung_audit_table *t,
                           size_t g)
{
    const rung_audit_group *group = &t->group[g];
    rung_put_text(out, g > 0 ? ",\n   {\"values\":[" : "\n   {\"values\":[");
    for (int c = 0; c < 2 && group->value[c]; c++) {
        rung_put_text(out, c > 0 ? "," : "");
        if (*group->value[c])
            rung_put_json(out, group->value[c]);
        else
            rung_put_text(out, "null");
    }
    rung_put_char(out, ']');
    put_count_json(out, "people", group->tally.people);
    put_text_json(out, "note", rung_audit_note(t, g));
    put_impact_json(out, "selection", group->tally.selected, &t->selection[g]);
    if (a->all.scored > 0) {
        put_count_json(out, "scored", group->tally.scored);
        put_impact_json(out, "scoring", group->tally.above, &t->scoring[g]);
    }
    rung_put_char(out, '}');
}

static void put_table_json(rung_buffer *out, const rung_audit *a, const rung_audit_table *t,
                           bool first)
{
    rung_put_text(out, first ? "\n  {\"columns\":[" : ",\n  {\"columns\":[");
    rung_put_json(out, t->column[0]);
    if (t->column[1]) {
        rung_put_char(out, ',');
        rung_put_json(out, t->column[1]);
    }
    rung_put_char(out, ']');
    put_number_json(out, "least_selection_ratio", t->least_selection);
    put_number_json(out, "least_scoring_ratio", a->all.scored > 0 ? t->least_scoring : NAN);
    rung_put_text(out, ",\"groups\":[");
    for (size_t g = 0; g < t->count; g++)
        put_group_json(out, a, t, g);
    rung_put_text(out, "]}");
}

/* ---------------------------------------------------------------- what is meant */

const char *const rung_audit_definitions[RUNG_AUDIT_DEFINITIONS] = {
    "selection rate: people of a group who were selected / people of the group",
    "scoring rate: people of a group whose figure is above the median of all figures / people of "
    "the group",
    "impact ratio: a group's rate / the highest rate of the groups that count",
    "small: a group of under 2 % of the people; unknown: people without a value. Neither counts: "
    "not as the highest, nor as the least",
    "intervals have 95 %: of rates by Wilson, of ratios by Katz",
    "rates and ratios as in 6 RCNY 5-300 (New York City, Local Law 144 of 2021); four fifths (29 "
    "CFR 1607.4 D) is a guideline. These are figures, no legal result",
};

void rung_put_audit_selected(rung_buffer *out, const rung_audit *a)
{
    const rung_audit_job *job = a->job;
    if (job->kind == RUNG_RESULTS_ASSIGNMENTS) {
        rung_put_text(out, "who has a route in the plan");
    } else {
        rung_put_text(out, job->kind == RUNG_RESULTS_MATCHES
                               ? "who has a role of rank "
                               : "who has a path to a target of rank ");
        rung_put_whole(out, job->rank);
        if (job->rank > 1)
            rung_put_text(out, " or better");
    }
    if (job->threshold) {
        rung_put_text(out, " with ");
        rung_put_tame(out, a->figure, strlen(a->figure));
        rung_put_text(out, " of at least ");
        rung_put_number(out, *job->threshold);
    }
}

static void put_json_head(rung_buffer *out, const rung_audit *a)
{
    rung_buffer words = {0};
    rung_put_audit_selected(&words, a);
    rung_put_char(&words, '\0');
    out->failed |= words.failed;
    rung_put_text(out, "{\"people\":");
    rung_put_whole(out, a->all.people);
    put_count_json(out, "selected", a->all.selected);
    put_text_json(out, "selected_is", words.failed ? "" : words.at);
    put_count_json(out, "scored", a->all.scored);
    put_text_json(out, "figure", a->all.scored > 0 ? a->figure : NULL);
    put_number_json(out, "median", a->median);
    rung_put_text(out, ",\n \"definitions\":[");
    for (size_t d = 0; d < RUNG_AUDIT_DEFINITIONS; d++) {
        rung_put_text(out, d > 0 ? ",\n  " : "\n  ");
        rung_put_json(out, rung_audit_definitions[d]);
    }
    rung_put_text(out, "],\n \"tables\":[");
    rung_buffer_free(&words);
}

/* ---------------------------------------------------------------- text for people */

/* A share as a number with three digits, in six characters; "-" where there is none. */
static void put_share(rung_buffer *out, double share)
{
    if (isnan(share)) {
        rung_put_text(out, "     -");
        return;
    }
    unsigned long long parts = (unsigned long long)(share * 1000 + 0.5);
    rung_put_text(out, parts < 10000 ? " " : "");
    rung_put_whole(out, parts / 1000);
    rung_put_char(out, '.');
    for (unsigned long long digit = 100; digit > 0; digit /= 10)
        rung_put_char(out, (char)('0' + parts / digit % 10));
}

static void put_right(rung_buffer *out, uint64_t number, size_t width)
{
    size_t digits = 1;
    for (uint64_t rest = number; rest >= 10; rest /= 10)
        digits++;
    for (; digits < width; digits++)
        rung_put_char(out, ' ');
    rung_put_whole(out, number);
}

static void put_impact_text(rung_buffer *out, uint64_t count, const rung_impact *i)
{
    put_right(out, count, 10);
    put_share(out, i->rate);
    put_share(out, i->low);
    put_share(out, i->high);
    rung_put_text(out, "  ");
    put_share(out, i->ratio);
    put_share(out, i->ratio_low);
    put_share(out, i->ratio_high);
}

static void put_names(rung_buffer *out, const rung_audit_table *t)
{
    rung_put_tame(out, t->column[0], strlen(t->column[0]));
    if (t->column[1]) {
        rung_put_text(out, " x ");
        rung_put_tame(out, t->column[1], strlen(t->column[1]));
    }
}

static void put_group_name(rung_buffer *out, const rung_audit_group *group)
{
    enum { WIDTH = 26 };
    rung_buffer name = {0};
    for (int c = 0; c < 2 && group->value[c]; c++) {
        rung_put_text(&name, c > 0 ? " x " : "");
        rung_put_text(&name, *group->value[c] ? group->value[c] : rung_audit_none);
    }
    rung_put_char(&name, '\0');
    out->failed |= name.failed;
    if (!name.failed)
        rung_put_cell(out, name.at, WIDTH);
    rung_buffer_free(&name);
}

static void put_groups_text(rung_buffer *out, const rung_audit_table *t, bool scoring)
{
    rung_put_text(out, scoring ? "  above the median              people     above"
                               : "  selected                      people  selected");
    rung_put_text(out, "  rate  (95 %)        ratio  (95 %)\n");
    for (size_t g = 0; g < t->count; g++) {
        const rung_tally *tally = &t->group[g].tally;
        rung_put_text(out, "  ");
        put_group_name(out, &t->group[g]);
        put_right(out, tally->people, 10);
        put_impact_text(out, scoring ? tally->above : tally->selected,
                        scoring ? &t->scoring[g] : &t->selection[g]);
        rung_put_text(out, *rung_audit_note(t, g) ? "  " : "");
        rung_put_text(out, rung_audit_note(t, g));
        rung_put_char(out, '\n');
    }
    double least = scoring ? t->least_scoring : t->least_selection;
    rung_put_text(out, "  least ratio of the groups that count:");
    put_share(out, least);
    rung_put_text(out, least < 0.8 ? ", below four fifths\n\n" : "\n\n");
}

static void put_text(rung_buffer *out, const rung_audit *a, const rung_audit_table *t)
{
    rung_put_text(out, "by ");
    put_names(out, t);
    rung_put_char(out, '\n');
    put_groups_text(out, t, false);
    if (a->all.scored > 0)
        put_groups_text(out, t, true);
}

static void put_text_head(rung_buffer *out, const rung_audit *a)
{
    rung_put_whole(out, a->all.selected);
    rung_put_text(out, " of ");
    rung_put_whole(out, a->all.people);
    rung_put_text(out, a->all.people == 1 ? " person selected: " : " people selected: ");
    rung_put_audit_selected(out, a);
    rung_put_text(out, ".\n");
    if (a->all.scored > 0) {
        rung_put_text(out, "The median ");
        rung_put_tame(out, a->figure, strlen(a->figure));
        rung_put_text(out, " of the ");
        rung_put_whole(out, a->all.scored);
        rung_put_text(out, " who have one is ");
        rung_put_number(out, a->median);
        rung_put_text(out, ".\n");
    }
    rung_put_char(out, '\n');
}

static void put_text_end(rung_buffer *out)
{
    for (size_t d = 0; d < RUNG_AUDIT_DEFINITIONS; d++) {
        rung_put_text(out, rung_audit_definitions[d]);
        rung_put_text(out, ".\n");
    }
}

/* ---------------------------------------------------------------- whichever it is */

rung_status rung_put_audit(rung_buffer *out, const rung_audit *audit, size_t *rows,
                           rung_error *error)
{
    rung_format format = audit->job->format;
    rung_status status = RUNG_OK;
    *rows = 0;
    if (format == RUNG_FORMAT_CSV)
        rung_put_text(out, header);
    else if (format == RUNG_FORMAT_JSON)
        put_json_head(out, audit);
    else
        put_text_head(out, audit);
    for (size_t i = 0; i < audit->job->tables && status == RUNG_OK; i++) {
        rung_audit_table t;
        status = rung_audit_table_make(&t, audit, i, error);
        if (status == RUNG_OK && format == RUNG_FORMAT_CSV)
            put_csv(out, audit, &t);
        else if (status == RUNG_OK && format == RUNG_FORMAT_JSON)
            put_table_json(out, audit, &t, i == 0);
        else if (status == RUNG_OK)
            put_text(out, audit, &t);
        *rows += t.count;
        rung_audit_table_free(&t);
    }
    if (format == RUNG_FORMAT_JSON)
        rung_put_text(out, "]}\n");
    else if (format == RUNG_FORMAT_TEXT)
        put_text_end(out);
    return status == RUNG_OK && out->failed ? rung_fail_memory(error, "the audit") : status;
}
