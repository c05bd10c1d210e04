/* cohort_files.c - a plan's rows: who goes which way, and what programs and roles get. */
#include "base/delivery.h"
#include "data/emit.h"
#include "plan/cohort.h"

/* ---------------------------------------------------------------- people */

bool rung_cohort_path_of(const rung_cohort *h, size_t person, rung_cohort_path *f)
{
    const rung_options *o = &h->options;
    uint32_t choice = h->choice[person];
    if (o->list[person] == RUNG_NONE) {
        const rung_fixed_person *p = &h->fixed.person[choice];
        *f = (rung_cohort_path){
            h->fixed.token + p->token, p->length, p->cost, p->weeks, p->gain, p->readiness};
        return p->length > 0;
    }
    if (choice == RUNG_NONE)
        return false;
    size_t option = o->first[o->list[person]] + choice;
    uint32_t way = o->way[option];
    *f = (rung_cohort_path){o->routes.token + o->routes.first[way],
                            rung_routes_length(&o->routes, way),
                            o->routes.cost[way],
                            o->routes.weeks[way],
                            o->gain[option],
                            o->readiness[o->readiness_first[person] + choice]};
    return true;
}

static void put_person(const rung_cohort *h, rung_buffer *out, size_t person,
                       const rung_cohort_path *f)
{
    const rung_catalog *c = h->catalog;
    char name[RUNG_NAME_ROOM];
    size_t steps = 0;
    for (size_t i = 0; i < f->length; i++)
        steps += f->token[i] < c->roles;
    rung_put_csv(out, rung_delivery_name(&h->job->delivery, h->options.id[person], name));
    rung_put_char(out, ',');
    rung_put_csv(out, c->role[f->token[f->length - 1]].id);
    rung_put_char(out, ',');
    rung_put_parts(out, f->weeks, RUNG_TICKS_PER_WEEK);
    rung_put_char(out, ',');
    rung_put_parts(out, f->cost, RUNG_TICKS_PER_COIN);
    rung_put_char(out, ',');
    rung_put_parts(out, f->gain, 100);
    rung_put_char(out, ',');
    rung_put_whole(out, steps);
    rung_put_char(out, ',');
    rung_put_parts(out, f->readiness, RUNG_READINESS_PARTS);
    rung_put_text(out, h->options.list[person] == RUNG_NONE ? ",1," : ",0,");
    rung_buffer route = {0};
    for (size_t i = 0; i < f->length; i++) {
        bool program = f->token[i] >= c->roles;
        rung_put_text(&route, i == 0 ? "" : " ");
        rung_put_char(&route, program ? '+' : '>');
        rung_put_text(&route,
                      program ? c->program[f->token[i] - c->roles].id : c->role[f->token[i]].id);
    }
    rung_put_char(&route, '\0');
    if (!route.failed)
        rung_put_csv(out, route.at);
    out->failed |= route.failed;
    rung_buffer_free(&route);
    rung_put_char(out, '\n');
}

static rung_status write_people(const rung_cohort *h, rung_emit *emit, rung_error *error)
{
    rung_status status = RUNG_OK;
    rung_put_text(&emit->buffer,
                  "person_id,target_role,weeks,cost,gain,steps,readiness,fixed,route\n");
    for (size_t i = 0; i < h->options.count && status == RUNG_OK; i++) {
        rung_cohort_path figures;
        if (rung_cohort_path_of(h, i, &figures))
            put_person(h, &emit->buffer, i, &figures);
        status = rung_emit_flush(emit, error);
    }
    return status;
}

/* ---------------------------------------------------------------- programs and roles */

static void put_given(rung_buffer *out, const char *id, const char *name, const rung_given *given)
{
    rung_put_csv(out, id);
    rung_put_char(out, ',');
    rung_put_csv(out, name);
    rung_put_char(out, ',');
    rung_put_parts(out, given->taken, 1);
    rung_put_char(out, ',');
    rung_put_parts(out, given->most, 1);
    rung_put_char(out, ',');
    rung_put_parts(out, given->waiting, 1);
    rung_put_char(out, ',');
    rung_put_number(out, given->price);
}

static rung_status write_programs(const rung_cohort *h, rung_emit *emit, rung_error *error)
{
    rung_put_text(&emit->buffer, "program_id,name,enrolled,seats,waiting,seat_price,cost\n");
    for (size_t i = 0; i < h->catalog->programs; i++) {
        const rung_program *p = &h->catalog->program[i];
        put_given(&emit->buffer, p->id, p->name, &h->seats[i]);
        rung_put_char(&emit->buffer, ',');
        rung_put_parts(&emit->buffer, h->seats[i].cost, RUNG_TICKS_PER_COIN);
        rung_put_char(&emit->buffer, '\n');
    }
    return rung_emit_flush(emit, error);
}

static rung_status write_roles(const rung_cohort *h, rung_emit *emit, rung_error *error)
{
    rung_put_text(&emit->buffer, "role_id,title,filled,openings,waiting,opening_price\n");
    for (size_t i = 0; i < h->catalog->roles; i++) {
        const rung_role *r = &h->catalog->role[i];
        put_given(&emit->buffer, r->id, r->title, &h->openings[i]);
        rung_put_char(&emit->buffer, '\n');
    }
    return rung_emit_flush(emit, error);
}

/* ---------------------------------------------------------------- what if */

static void put_limit(rung_buffer *out, double limit)
{
    if (limit != RUNG_NO_LIMIT)
        rung_put_number(out, limit);
    rung_put_char(out, ',');
}

static rung_status write_points(const rung_cohort *h, rung_emit *emit, rung_error *error)
{
    rung_buffer *out = &emit->buffer;
    rung_put_text(out, "budget,places,value,bound,gap,placed,trained,cost,budget_price,"
                       "place_price\n");
    for (size_t i = 0; i < h->job->points; i++) {
        const rung_plan_point *p = &h->job->point[i];
        put_limit(out, p->budget);
        put_limit(out, p->places);
        const double numbers[] = {p->value,           p->bound, p->gap,          (double)p->placed,
                                  (double)p->trained, p->cost,  p->budget_price, p->place_price};
        for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
            rung_put_text(out, k > 0 ? "," : "");
            rung_put_number(out, numbers[k]);
        }
        rung_put_char(out, '\n');
    }
    return rung_emit_flush(emit, error);
}

/* ---------------------------------------------------------------- all of it */

rung_status rung_cohort_write(const rung_cohort *h, const rung_folder *folder, rung_error *error)
{
    static const struct {
        const char *name;
        rung_status (*write)(const rung_cohort *, rung_emit *, rung_error *);
    } files[] = {{"assignments.csv", write_people},
                 {"programs.csv", write_programs},
                 {"roles.csv", write_roles},
                 {"what_if.csv", write_points}};
    rung_status status = RUNG_OK;
    size_t count = sizeof files / sizeof *files - (h->job->points == 0);
    for (size_t i = 0; i < count && status == RUNG_OK; i++) {
        rung_emit emit;
        status = rung_emit_open(&emit, folder, files[i].name, error);
        emit.buffer.spreadsheet_safe = h->job->delivery.spreadsheet_safe;
        if (status == RUNG_OK)
            status = files[i].write(h, &emit, error);
        status = rung_emit_close(&emit, status, error);
    }
    return status == RUNG_OK ? rung_cohort_write_json(h, folder, error) : status;
}
