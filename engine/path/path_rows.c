/* path_rows.c - a person's paths as rows of output: CSV and JSON lines. */
#include "path/path_rows.h"

#include <math.h>

#include "path/miss.h"

static const char *role_id(const rung_path_rows *r, uint32_t role)
{
    return r->catalog->role[role].id;
}

static const char *program_id(const rung_path_rows *r, uint32_t program)
{
    return r->catalog->program[program].id;
}

/* "+program >role ..." in the scratch, with a zero byte; "" when memory ran out, and out knows. */
static const char *route(rung_buffer *out, const rung_path_rows *r, const rung_path *path)
{
    rung_buffer *text = r->text;
    text->length = 0;
    for (const rung_path_step *s = path->step; s < path->step + path->steps; s++) {
        for (size_t p = 0; p < s->programs; p++) {
            rung_put_text(text, "+");
            rung_put_text(text, program_id(r, s->program[p]));
            rung_put_char(text, ' ');
        }
        rung_put_char(text, '>');
        rung_put_text(text, role_id(r, s->role));
        rung_put_char(text, s + 1 < path->step + path->steps ? ' ' : '\0');
    }
    out->failed |= text->failed;
    return text->failed || text->length == 0 ? "" : text->at;
}

static const char *truth(bool value)
{
    return value ? "true" : "false";
}

/* ---------------------------------------------------------------- CSV */

static void put_comma_number(rung_buffer *out, double number)
{
    rung_put_char(out, ',');
    rung_put_number(out, number);
}

static void put_comma_whole(rung_buffer *out, size_t number)
{
    rung_put_char(out, ',');
    rung_put_whole(out, number);
}

/* Nothing for NAN. */
static void put_comma_known(rung_buffer *out, double number)
{
    rung_put_char(out, ',');
    if (!isnan(number))
        rung_put_number(out, number);
}

static void put_path_csv(rung_buffer *out, const rung_path_rows *r, const rung_path *path)
{
    rung_put_csv(out, r->person);
    put_comma_whole(out, path->target_rank);
    rung_put_char(out, ',');
    rung_put_csv(out, role_id(r, path->target));
    put_comma_whole(out, path->rank);
    put_comma_number(out, path->weeks);
    put_comma_number(out, path->cost);
    put_comma_number(out, path->gain);
    put_comma_whole(out, path->steps);
    put_comma_number(out, path->readiness);
    rung_put_char(out, ',');
    rung_put_text(out, truth(path->proven));
    rung_put_char(out, ',');
    rung_put_csv(out, route(out, r, path));
    rung_put_char(out, '\n');
}

/* Write each rule's name after what precedes it: first once, then between. */
static void put_rules(rung_buffer *out, unsigned rules, const char *between, const char *quote)
{
    bool any = false;
    for (int i = 0; i < RUNG_RULES; i++)
        if (rules & rung_rules_told[i]) {
            rung_put_text(out, any ? between : "");
            rung_put_text(out, quote);
            rung_put_text(out, rung_rule_name(rung_rules_told[i]));
            rung_put_text(out, quote);
            any = true;
        }
}

/* What can be read back as no more than theta: digits that do not print are cut, never rounded up.
 * NAN where the miss names none. */
static double theta_of(const rung_miss *miss)
{
    if (!(miss->rules & RUNG_RULE_READINESS))
        return NAN;
    double digits = floor(miss->theta * 1e9);
    return (digits / 1e9 > miss->theta ? digits - 1 : digits) / 1e9;
}

static double wage_fall_of(const rung_miss *miss)
{
    return miss->rules & RUNG_RULE_WAGE ? miss->wage_fall : NAN;
}

const char *rung_misses_header(void)
{
    return "person_id,target_role,rules,theta,wage_fall,reason\n";
}

void rung_put_misses(rung_buffer *out, const rung_path_rows *rows)
{
    for (size_t i = 0; i < rows->paths->misses; i++) {
        const rung_miss *miss = &rows->paths->miss[i];
        rung_put_csv(out, rows->person);
        rung_put_char(out, ',');
        rung_put_csv(out, role_id(rows, miss->target));
        rung_put_char(out, ',');
        put_rules(out, miss->rules, ";", "");
        put_comma_known(out, theta_of(miss));
        put_comma_known(out, wage_fall_of(miss));
        rung_put_char(out, ',');
        rung_put_csv(out, miss->reason);
        rung_put_char(out, '\n');
    }
}

/* ---------------------------------------------------------------- JSON lines */

/* before opens the object or parts the field from the one before it. */
static void put_key(rung_buffer *out, char before, const char *key)
{
    rung_put_char(out, before);
    rung_put_char(out, '"');
    rung_put_text(out, key);
    rung_put_text(out, "\":");
}

static void put_key_text(rung_buffer *out, char before, const char *key, const char *text)
{
    put_key(out, before, key);
    rung_put_json(out, text);
}

/* NAN stands for a figure that is not known. */
static void put_key_number(rung_buffer *out, const char *key, double number)
{
    put_key(out, ',', key);
    if (isnan(number))
        rung_put_text(out, "null");
    else
        rung_put_number(out, number);
}

static void put_step_json(rung_buffer *out, const rung_path_rows *r, const rung_path_step *step)
{
    put_key_text(out, '{', "role_id", role_id(r, step->role));
    put_key(out, ',', "programs");
    rung_put_char(out, '[');
    for (size_t p = 0; p < step->programs; p++) {
        if (p > 0)
            rung_put_char(out, ',');
        rung_put_json(out, program_id(r, step->program[p]));
    }
    rung_put_char(out, ']');
    put_key_number(out, "starts", step->starts);
    put_key_number(out, "enters", step->enters);
    put_key_number(out, "cost", step->cost);
    put_key_number(out, "wage", step->wage);
    put_key_number(out, "readiness_before", step->readiness_before);
    put_key_number(out, "readiness", step->readiness);
    rung_put_char(out, '}');
}

static void put_person_json(rung_buffer *out, const rung_path_rows *r)
{
    put_key_text(out, '{', "person_id", r->person);
    put_key(out, ',', "levels_imputed");
    rung_put_text(out, truth(r->note != NULL));
}

static void put_path_json(rung_buffer *out, const rung_path_rows *r, const rung_path *path)
{
    put_person_json(out, r);
    put_key(out, ',', "target_rank");
    rung_put_whole(out, path->target_rank);
    put_key_text(out, ',', "target_role", role_id(r, path->target));
    put_key(out, ',', "path_rank");
    rung_put_whole(out, path->rank);
    put_key_number(out, "weeks", path->weeks);
    put_key_number(out, "cost", path->cost);
    put_key_number(out, "gain", path->gain);
    put_key(out, ',', "steps");
    rung_put_whole(out, path->steps);
    put_key_number(out, "readiness", path->readiness);
    put_key(out, ',', "proven");
    rung_put_text(out, truth(path->proven));
    put_key_text(out, ',', "route", route(out, r, path));
    put_key(out, ',', "path");
    for (size_t s = 0; s < path->steps; s++) {
        rung_put_char(out, s == 0 ? '[' : ',');
        put_step_json(out, r, &path->step[s]);
    }
    rung_put_text(out, path->steps == 0 ? "[]}\n" : "]}\n");
}

static void put_miss_json(rung_buffer *out, const rung_path_rows *r, const rung_miss *miss)
{
    put_person_json(out, r);
    put_key_text(out, ',', "target_role", role_id(r, miss->target));
    put_key_number(out, "path", NAN);
    put_key(out, ',', "rules");
    rung_put_char(out, '[');
    put_rules(out, miss->rules, ",", "\"");
    rung_put_char(out, ']');
    put_key_number(out, "theta", theta_of(miss));
    put_key_number(out, "wage_fall", wage_fall_of(miss));
    put_key_text(out, ',', "reason", miss->reason);
    rung_put_text(out, "}\n");
}

/* ---------------------------------------------------------------- whichever it is */

const char *rung_path_rows_header(rung_format format)
{
    return format == RUNG_FORMAT_CSV ? "person_id,target_rank,target_role,path_rank,weeks,cost,"
                                       "gain,steps,readiness,proven,route\n"
                                     : "";
}

void rung_put_paths(rung_buffer *out, const rung_path_rows *rows)
{
    const rung_paths *paths = rows->paths;
    switch (rows->format) {
    case RUNG_FORMAT_CSV:
        for (size_t i = 0; i < paths->count; i++)
            put_path_csv(out, rows, &paths->path[i]);
        break;
    case RUNG_FORMAT_JSONL:
        for (size_t i = 0; i < paths->count; i++)
            put_path_json(out, rows, &paths->path[i]);
        for (size_t i = 0; i < paths->misses; i++)
            put_miss_json(out, rows, &paths->miss[i]);
        break;
    case RUNG_FORMAT_TEXT:
        rung_draw_paths(out, rows);
        break;
    case RUNG_FORMAT_JSON: /* not of rows; the job was refused */
        break;
    }
}
