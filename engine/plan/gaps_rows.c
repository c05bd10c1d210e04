/* gaps_rows.c - gaps by skill and by kind, largest first, as CSV, JSON or text. */
#include <math.h>
#include <stdlib.h>

#include "base/status.h"
#include "plan/gaps.h"

enum { KINDS = 5 };

/* A skill's sum among those of a table. */
typedef struct entry {
    uint32_t skill;
    const rung_gap_sum *sum;
} entry;

/* A table made ready: skills that are asked for by their gaps, and what each kind has of them. */
typedef struct ranked {
    const rung_gap_table *table;
    entry *entry;
    size_t count, listed; /* skills, and those that are written */
    double gap;           /* of all skills */
    rung_gap_sum kind[KINDS];
    size_t among[KINDS]; /* of those written */
    size_t falling;      /* skills of which somebody falls short */
} ranked;

/* ---------------------------------------------------------------- a table */

static int largest_first(const void *one, const void *other)
{
    const entry *a = one, *b = other;
    if (a->sum->gap != b->sum->gap)
        return a->sum->gap < b->sum->gap ? 1 : -1;
    return (a->skill > b->skill) - (a->skill < b->skill);
}

static void add_sum(rung_gap_sum *to, const rung_gap_sum *sum)
{
    to->asked += sum->asked;
    to->falling += sum->falling;
    to->levels += sum->levels;
    to->gap += sum->gap;
}

static bool rank(ranked *r, const rung_gap_report *report, const rung_gap_table *table)
{
    const rung_catalog *c = report->catalog;
    *r = (ranked){.table = table, .entry = rung_array(c->skills, sizeof *r->entry)};
    if (!r->entry)
        return false;
    for (uint32_t d = 0; d < c->skills; d++) {
        const rung_gap_sum *sum = &table->sum[d];
        if (sum->asked == 0)
            continue;
        r->entry[r->count++] = (entry){d, sum};
        r->gap += sum->gap;
        r->falling += sum->falling > 0;
        add_sum(&r->kind[c->skill[d].kind], sum);
    }
    qsort(r->entry, r->count, sizeof *r->entry, largest_first);
    size_t most = report->job->top;
    r->listed = most > 0 && most < r->count ? most : r->count;
    while (r->listed > 0 && r->entry[r->listed - 1].sum->gap == 0)
        r->listed--; /* nobody falls short of these */
    for (size_t i = 0; i < r->listed; i++)
        r->among[c->skill[r->entry[i].skill].kind]++;
    return true;
}

static double mean(double sum, double count)
{
    return count > 0 ? sum / count : NAN;
}

/* ---------------------------------------------------------------- CSV */

static void put_known(rung_buffer *out, double number)
{
    rung_put_char(out, ',');
    if (!isnan(number))
        rung_put_number(out, number);
}

static void put_head_csv(rung_buffer *out, const ranked *r, const char *what)
{
    rung_put_csv(out, r->table->column);
    rung_put_char(out, ',');
    rung_put_csv(out, *r->table->column && !*r->table->value ? "(none)" : r->table->value);
    rung_put_char(out, ',');
    rung_put_whole(out, r->table->people);
    rung_put_char(out, ',');
    rung_put_whole(out, r->table->matched);
    rung_put_char(out, ',');
    rung_put_text(out, what);
    rung_put_char(out, ',');
}

static void put_sum_csv(rung_buffer *out, const ranked *r, const rung_gap_sum *sum)
{
    rung_put_char(out, ',');
    rung_put_whole(out, sum->asked);
    rung_put_char(out, ',');
    rung_put_whole(out, sum->falling);
    put_known(out, mean(sum->levels, (double)sum->falling));
    put_known(out, mean(sum->gap, (double)r->table->matched));
    put_known(out, mean(sum->gap, r->gap));
}

static void put_csv(rung_buffer *out, const rung_catalog *c, const ranked *r)
{
    for (size_t i = 0; i < r->listed; i++) {
        const rung_skill *skill = &c->skill[r->entry[i].skill];
        put_head_csv(out, r, "skill");
        rung_put_whole(out, i + 1);
        rung_put_char(out, ',');
        rung_put_csv(out, skill->id);
        rung_put_char(out, ',');
        rung_put_csv(out, skill->name);
        rung_put_char(out, ',');
        rung_put_text(out, rung_skill_kind_name(skill->kind));
        put_sum_csv(out, r, r->entry[i].sum);
        rung_put_text(out, ",\n");
    }
    for (int k = 0; k < KINDS; k++) {
        if (r->kind[k].asked == 0)
            continue;
        put_head_csv(out, r, "kind");
        rung_put_text(out, ",,,");
        rung_put_text(out, rung_skill_kind_name((rung_skill_kind)k));
        put_sum_csv(out, r, &r->kind[k]);
        rung_put_char(out, ',');
        rung_put_whole(out, r->among[k]);
        rung_put_char(out, '\n');
    }
}

static const char header[] = "column,value,people,matched,what,rank,skill_id,name,kind,asked,short,"
                             "mean_shortfall,gap,share,among_largest\n";

/* ---------------------------------------------------------------- JSON */

static void put_key(rung_buffer *out, const char *before, const char *key)
{
    rung_put_text(out, before);
    rung_put_json(out, key);
    rung_put_char(out, ':');
}

static void put_number_json(rung_buffer *out, const char *key, double number)
{
    put_key(out, ",", key);
    if (isnan(number))
        rung_put_text(out, "null");
    else
        rung_put_number(out, number);
}

static void put_sum_json(rung_buffer *out, const ranked *r, const rung_gap_sum *sum)
{
    put_key(out, ",", "asked");
    rung_put_whole(out, sum->asked);
    put_key(out, ",", "short");
    rung_put_whole(out, sum->falling);
    put_number_json(out, "mean_shortfall", mean(sum->levels, (double)sum->falling));
    put_number_json(out, "gap", mean(sum->gap, (double)r->table->matched));
    put_number_json(out, "share", mean(sum->gap, r->gap));
}

static void put_kinds_json(rung_buffer *out, const ranked *r)
{
    const char *before = "\n   {";
    put_key(out, ",\n  ", "kinds");
    rung_put_char(out, '[');
    for (int k = 0; k < KINDS; k++) {
        if (r->kind[k].asked == 0)
            continue;
        put_key(out, before, "kind");
        rung_put_json(out, rung_skill_kind_name((rung_skill_kind)k));
        put_sum_json(out, r, &r->kind[k]);
        put_key(out, ",", "among_largest");
        rung_put_whole(out, r->among[k]);
        rung_put_char(out, '}');
        before = ",\n   {";
    }
    rung_put_char(out, ']');
}

static void put_table_json(rung_buffer *out, const rung_catalog *c, const ranked *r, bool first)
{
    put_key(out, first ? "\n {" : ",\n {", "column");
    rung_put_text(out, *r->table->column ? "" : "null");
    if (*r->table->column)
        rung_put_json(out, r->table->column);
    put_key(out, ",", "value");
    rung_put_text(out, *r->table->value ? "" : "null");
    if (*r->table->value)
        rung_put_json(out, r->table->value);
    put_key(out, ",", "people");
    rung_put_whole(out, r->table->people);
    put_key(out, ",", "matched");
    rung_put_whole(out, r->table->matched);
    put_number_json(out, "gap", mean(r->gap, (double)r->table->matched));
    put_key(out, ",\n  ", "skills");
    rung_put_char(out, '[');
    for (size_t i = 0; i < r->listed; i++) {
        const rung_skill *skill = &c->skill[r->entry[i].skill];
        put_key(out, i > 0 ? ",\n   {" : "\n   {", "skill_id");
        rung_put_json(out, skill->id);
        put_key(out, ",", "name");
        rung_put_json(out, skill->name);
        put_key(out, ",", "kind");
        rung_put_json(out, rung_skill_kind_name(skill->kind));
        put_sum_json(out, r, r->entry[i].sum);
        rung_put_char(out, '}');
    }
    rung_put_char(out, ']');
    put_kinds_json(out, r);
    rung_put_char(out, '}');
}

/* ---------------------------------------------------------------- text for people */

static void put_right(rung_buffer *out, uint64_t number, size_t width)
{
    char digits[32];
    size_t length = 0;
    do
        digits[length++] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    for (size_t i = length; i < width; i++)
        rung_put_char(out, ' ');
    while (length > 0)
        rung_put_char(out, digits[--length]);
}

/* A figure of two decimals in eight characters; "-" where there is none. */
static void put_fixed(rung_buffer *out, double figure)
{
    if (isnan(figure)) {
        rung_put_text(out, "       -");
        return;
    }
    uint64_t parts = (uint64_t)(figure * 100 + 0.5);
    put_right(out, parts / 100, 5);
    rung_put_char(out, '.');
    rung_put_char(out, (char)('0' + parts / 10 % 10));
    rung_put_char(out, (char)('0' + parts % 10));
}

static void put_line(rung_buffer *out, const ranked *r, const char *name, const char *kind,
                     const rung_gap_sum *sum)
{
    rung_put_text(out, "  ");
    rung_put_cell(out, name, 34);
    rung_put_char(out, ' ');
    rung_put_cell(out, kind, 10);
    put_right(out, sum->asked, 10);
    put_right(out, sum->falling, 10);
    put_fixed(out, mean(sum->levels, (double)sum->falling));
    put_fixed(out, 100 * mean(sum->gap, r->gap));
    rung_put_text(out, " %\n");
}

static void put_percent(rung_buffer *out, double share)
{
    rung_put_whole(out, (unsigned long long)(100 * share + 0.5));
    rung_put_text(out, " %");
}

static void put_soft(rung_buffer *out, const ranked *r)
{
    if (r->listed == 0)
        return;
    rung_put_text(out, "  soft skills: ");
    rung_put_whole(out, r->among[RUNG_SKILL_SOFT]);
    rung_put_text(out, " of the ");
    rung_put_whole(out, r->listed);
    rung_put_text(out, " largest gaps (");
    put_percent(out, (double)r->among[RUNG_SKILL_SOFT] / (double)r->listed);
    rung_put_text(out, "), ");
    put_percent(out, r->kind[RUNG_SKILL_SOFT].gap / r->gap);
    rung_put_text(out, " of all gaps\n");
}

static void put_whose(rung_buffer *out, const rung_gap_report *report, const ranked *r)
{
    const rung_gap_table *t = r->table;
    if (*t->column) {
        rung_put_text(out, "\n");
        rung_put_tame(out, t->column, strlen(t->column));
        rung_put_text(out, " ");
        rung_put_tame(out, *t->value ? t->value : "(none)", *t->value ? strlen(t->value) : 6);
        rung_put_text(out, ": ");
    }
    rung_put_whole(out, t->people);
    rung_put_text(out, t->people == 1 ? " person, " : " people, ");
    rung_put_whole(out, t->matched);
    if (report->job->demand) {
        rung_put_text(out, t->matched == 1 ? " position" : " positions");
    } else {
        rung_put_text(out, " with a role of rank ");
        rung_put_whole(out, report->job->rank);
        rung_put_text(out, report->job->matches ? " among " : " by profile ");
        rung_put_tame(out, report->roles, strlen(report->roles));
    }
    if (t->matched > 0) {
        rung_put_text(out, "; missing ");
        put_percent(out, r->gap / (double)t->matched);
        rung_put_text(out, " of what is asked");
    }
    rung_put_char(out, '\n');
}

static void put_text(rung_buffer *out, const rung_gap_report *report, const ranked *r)
{
    put_whose(out, report, r);
    rung_put_text(out,
                  "  skill                              kind            asked     short  levels "
                  "  share of gaps\n");
    for (size_t i = 0; i < r->listed; i++) {
        const rung_skill *skill = &report->catalog->skill[r->entry[i].skill];
        put_line(out, r, skill->name, rung_skill_kind_name(skill->kind), r->entry[i].sum);
    }
    for (int k = 0; k < KINDS; k++)
        if (r->kind[k].asked > 0)
            put_line(out, r, "all of this kind", rung_skill_kind_name((rung_skill_kind)k),
                     &r->kind[k]);
    put_soft(out, r);
}

/* ---------------------------------------------------------------- whichever it is */

static void sum_up(const ranked *r, rung_gaps_summary *s)
{
    s->matched = r->table->matched;
    s->gap = r->table->matched > 0 ? r->gap / (double)r->table->matched : 0;
    s->short_skills = r->falling;
    s->listed = r->listed;
    s->soft = r->among[RUNG_SKILL_SOFT];
    s->soft_share = r->gap > 0 ? r->kind[RUNG_SKILL_SOFT].gap / r->gap : 0;
}

rung_status rung_put_gaps(rung_buffer *out, const rung_gap_report *report,
                          rung_gaps_summary *summary, rung_error *error)
{
    rung_format format = report->job->format;
    if (format == RUNG_FORMAT_CSV)
        rung_put_text(out, header);
    if (format == RUNG_FORMAT_JSON)
        rung_put_text(out, "{\"tables\":[");
    for (size_t t = 0; t < report->tables; t++) {
        ranked r;
        if (!rank(&r, report, &report->table[t]))
            return rung_fail_memory(error, "the gaps of people");
        if (t == 0)
            sum_up(&r, summary);
        if (format == RUNG_FORMAT_CSV)
            put_csv(out, report->catalog, &r);
        else if (format == RUNG_FORMAT_JSON)
            put_table_json(out, report->catalog, &r, t == 0);
        else
            put_text(out, report, &r);
        free(r.entry);
    }
    if (format == RUNG_FORMAT_JSON)
        rung_put_text(out, "]}\n");
    return out->failed ? rung_fail_memory(error, "the gaps of people") : RUNG_OK;
}
