/* catalog.c - what there is to match with: the catalog, its profiles, programs and limits. */
#include <math.h>
#include <stdlib.h>

#include "serve/answer/answers.h"
#include "serve/answer/members.h"

static void put_counts(rung_buffer *out, const rung_catalog *catalog)
{
    rung_catalog_counts n = rung_catalog_count(catalog);
    rung_put_key(out, ',', "counts");
    rung_put_key_whole(out, '{', "skills", n.skills);
    rung_put_key_whole(out, ',', "roles", n.roles);
    rung_put_key_whole(out, ',', "rated_roles", n.rated_roles);
    rung_put_key_whole(out, ',', "requirements", n.requirements);
    rung_put_key_whole(out, ',', "programs", n.programs);
    rung_put_key_whole(out, ',', "role_relations", n.role_relations);
    rung_put_key_whole(out, ',', "skill_relations", n.skill_relations);
    rung_put_key_whole(out, ',', "role_features", n.role_features);
    rung_put_key(out, ',', "skills_of_kind");
    for (int k = 0; k <= RUNG_SKILL_OTHER; k++)
        rung_put_key_whole(out, k == 0 ? '{' : ',', rung_skill_kind_name((rung_skill_kind)k),
                           n.skills_of_kind[k]);
    rung_put_text(out, "}}");
}

static void put_profile(rung_buffer *out, const rung_ranker *ranker)
{
    const rung_matcher_facts *f = &ranker->facts;
    rung_put_key_text(out, '{', "name", f->profile);
    rung_put_key_text(out, ',', "kernel", f->kernel);
    rung_put_key_flag(out, ',', "sparse", f->sparse);
    rung_put_key_flag(out, ',', "vector", ranker->embeds);
    rung_put_key_whole(out, ',', "dimensions", f->dimensions);
    rung_put_key_whole(out, ',', "roles", f->roles);
    rung_put_key_number(out, ',', "wage_floor", f->wage_floor);
    rung_put_key(out, ',', "weights");
    for (int s = 0; s < RUNG_SIGNAL_COUNT; s++)
        rung_put_key_number(out, s == 0 ? '{' : ',', rung_signal_name((rung_signal)s),
                            f->weight[s]);
    rung_put_text(out, "}}");
}

static void put_profiles(rung_buffer *out, const rung_service *s)
{
    rung_put_key_text(out, ',', "kernel", s->ranker[0].facts.kernel);
    rung_put_key_text(out, ',', "profile", s->ranker[0].facts.profile);
    rung_put_key(out, ',', "profiles");
    for (size_t i = 0; i < s->rankers; i++) {
        rung_put_char(out, i == 0 ? '[' : ',');
        put_profile(out, &s->ranker[i]);
    }
    rung_put_char(out, ']');
}

/* {"skill": level, ...} of the levels above 0. */
static void put_levels(rung_buffer *out, const rung_service *s, const char *key,
                       const float *levels)
{
    bool any = false;
    rung_put_key(out, ',', key);
    rung_put_char(out, '{');
    for (size_t d = 0; d < s->skills; d++) {
        if (!(levels[d] > 0))
            continue;
        rung_put_text(out, any ? "," : "");
        rung_put_json(out, rung_catalog_skill(s->catalog, (uint32_t)d).id);
        rung_put_char(out, ':');
        rung_put_level(out, levels[d]);
        any = true;
    }
    rung_put_char(out, '}');
}

static void put_audience(rung_buffer *out, const rung_program *p)
{
    rung_put_key(out, ',', "audience");
    rung_put_char(out, '[');
    for (size_t i = 0; i < p->conditions; i++) {
        if (i > 0)
            rung_put_char(out, ',');
        rung_put_key_text(out, '{', "column", p->audience[i].column);
        rung_put_key_text(out, ',', "value", p->audience[i].value);
        rung_put_char(out, '}');
    }
    rung_put_char(out, ']');
}

static void put_program(rung_buffer *out, const rung_service *s, uint32_t program, float *teaches,
                        float *asks)
{
    rung_program p = rung_catalog_program(s->catalog, program);
    rung_catalog_program_levels(s->catalog, program, teaches, asks);
    rung_put_key_text(out, '{', "id", p.id);
    rung_put_key_text(out, ',', "name", p.name);
    rung_put_key_number(out, ',', "cost", p.cost);
    rung_put_key_number(out, ',', "weeks", p.weeks);
    rung_put_key_number(out, ',', "seats", p.seats);
    rung_put_key_number(out, ',', "opens_zone",
                        p.opens_zone > 0 ? (double)p.opens_zone : (double)NAN);
    put_audience(out, &p);
    put_levels(out, s, "teaches", teaches);
    put_levels(out, s, "asks", asks);
    rung_put_char(out, '}');
}

static void put_programs(rung_buffer *out, const rung_service *s)
{
    float *teaches = rung_array(s->skills, sizeof *teaches);
    float *asks = rung_array(s->skills, sizeof *asks);
    out->failed |= !teaches || !asks;
    rung_put_key(out, ',', "programs");
    rung_put_char(out, '[');
    for (uint32_t p = 0; p < rung_catalog_programs(s->catalog) && !out->failed; p++) {
        if (p > 0)
            rung_put_char(out, ',');
        put_program(out, s, p, teaches, asks);
    }
    rung_put_char(out, ']');
    free(teaches);
    free(asks);
}

static void put_rules(rung_buffer *out, const rung_matcher_options *rules)
{
    rung_put_key(out, ',', "rules");
    rung_put_key_flag(out, '{', "viable_only", rules->viable_only || rules->desirable_only);
    rung_put_key_flag(out, ',', "desirable_only", rules->desirable_only);
    rung_put_key_number(out, ',', "theta", rules->theta);
    rung_put_key_number(out, ',', "essential", rules->essential);
    rung_put_key_number(out, ',', "zone_step", rules->zone_step);
    rung_put_key_number(out, ',', "wage_growth", rules->wage_growth);
    rung_put_char(out, '}');
}

static void put_limits(rung_buffer *out, const rung_service *s)
{
    rung_put_key(out, ',', "limits");
    rung_put_key_whole(out, '{', "people", s->most_people);
    rung_put_key_whole(out, ',', "top", RUNG_MOST_TOP);
    rung_put_key_whole(out, ',', "hits", RUNG_MOST_HITS);
    rung_put_key_whole(out, ',', "path_people", s->most_path_people);
    rung_put_key_whole(out, ',', "targets", RUNG_MOST_TARGETS);
    rung_put_key_whole(out, ',', "effort", s->most_effort);
    rung_put_key_whole(out, ',', "listed", RUNG_MOST_LISTED);
    rung_put_char(out, '}');
}

void rung_answer_catalog(const rung_service *service, const rung_ask *ask, const char *id,
                         rung_answer *answer)
{
    rung_buffer out = {0};
    const rung_catalog *c = service->catalog;
    (void)ask;
    (void)id;
    rung_put_key_text(&out, '{', "name", rung_catalog_name(c));
    rung_put_key_known(&out, ',', "currency", rung_catalog_currency(c));
    rung_put_key_known(&out, ',', "source", rung_catalog_source(c));
    rung_put_key_text(&out, ',', "version", rung_version());
    rung_put_key(&out, ',', "scale");
    rung_put_key_number(&out, '{', "levels", service->scale.levels);
    rung_put_key_number(&out, ',', "grid", service->scale.grid);
    rung_put_char(&out, '}');
    put_counts(&out, c);
    put_profiles(&out, service);
    put_rules(&out, &service->rules);
    rung_put_key_number(&out, ',', "people",
                        service->staffed ? (double)service->staff.people : NAN);
    put_limits(&out, service);
    put_programs(&out, service);
    rung_put_text(&out, "}\n");
    rung_answer_take(answer, 200, &out);
}
