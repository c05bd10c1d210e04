/* write.c - write a release of O*NET as a catalog. */
#include "data/onet/model.h"

#include <math.h>

#include "data/catalog.h"
#include "data/emit.h"

/* One file of the catalog: what it is called, its header, and what fills it. */
typedef struct file_kind {
    const char *name, *header;
    rung_status (*fill)(rung_onet *onet, rung_emit *out, rung_onet_summary *summary);
} file_kind;

/* ---------------------------------------------------------------- catalog.ini */

static rung_status fill_ini(rung_onet *onet, rung_emit *out, rung_onet_summary *summary)
{
    (void)summary;
    rung_buffer *b = &out->buffer;
    rung_put_text(b, "name = ");
    rung_put_text(b, onet->release);
    rung_put_text(b, "\nlevels = ");
    rung_put_whole(b, RUNG_ONET_LEVELS);
    rung_put_text(b, "\ngrid = ");
    rung_put_number(b, onet->job->grid == 0 ? 1 : onet->job->grid);
    rung_put_text(b, "\ncurrency = USD\nsource = ");
    rung_put_text(b, onet->release);
    rung_put_text(b, " Database by the U.S. Department of Labor, Employment and Training "
                     "Administration (USDOL/ETA), https://www.onetcenter.org/database.html, "
                     "modified by Rung; USDOL/ETA has not approved, endorsed or tested these "
                     "modifications");
    if (onet->job->wages || onet->job->projections)
        rung_put_text(b, "; figures of the labour market by the U.S. Bureau of Labor Statistics");
    rung_put_text(b, "\nlicence = CC BY 4.0");
    if (onet->job->wages || onet->job->projections)
        rung_put_text(b, "; figures of the labour market: public domain");
    rung_put_char(b, '\n');
    return RUNG_OK;
}

/* ---------------------------------------------------------------- skills.csv */

/* Is id the element above, or below it: is "2.B.3.e" within "2.B.3"? */
static bool is_within(const char *id, const char *above)
{
    size_t length = strlen(above);
    return strncmp(id, above, length) == 0 && (id[length] == '.' || id[length] == '\0');
}

/* By the place in O*NET's content model. */
static rung_skill_kind kind_of(const char *id)
{
    static const struct {
        const char *above;
        rung_skill_kind kind;
    } kinds[] = {
        {"2.B.1", RUNG_SKILL_SOFT},      /* Social Skills */
        {"2.B.5.a", RUNG_SKILL_SOFT},    /* Time Management */
        {"2.B.3", RUNG_SKILL_TECHNICAL}, /* Technical Skills */
        {"2.C", RUNG_SKILL_KNOWLEDGE},   {"1.A", RUNG_SKILL_ABILITY},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (is_within(id, kinds[i].above))
            return kinds[i].kind;
    return RUNG_SKILL_OTHER;
}

static rung_status fill_skills(rung_onet *onet, rung_emit *out, rung_onet_summary *summary)
{
    for (size_t e = 0; e < onet->elements; e++) {
        const rung_onet_element *element = &onet->element[e];
        rung_put_skill(&out->buffer, element->id, element->name, kind_of(element->id),
                       element->group, element->description);
    }
    summary->skills = onet->elements + rung_onet_put_program_skills(onet, &out->buffer);
    return RUNG_OK;
}

/* ---------------------------------------------------------------- roles.csv */

static void put_figure(rung_buffer *buffer, double figure)
{
    rung_put_char(buffer, ',');
    if (!isnan(figure))
        rung_put_number(buffer, figure);
}

static rung_status fill_roles(rung_onet *onet, rung_emit *out, rung_onet_summary *summary)
{
    rung_buffer *b = &out->buffer;
    for (size_t r = 0; r < onet->roles; r++) {
        const rung_onet_role *role = &onet->role[r];
        rung_put_csv(b, role->id);
        rung_put_char(b, ',');
        rung_put_csv(b, role->title);
        rung_put_char(b, ',');
        rung_put_csv(b, role->family);
        rung_put_char(b, ',');
        if (role->zone > 0)
            rung_put_whole(b, (unsigned)role->zone);
        for (int f = 0; f < RUNG_ONET_FIGURES; f++)
            put_figure(b, role->figure[f]);
        rung_put_char(b, ',');
        rung_put_text(b, role->group);
        put_figure(b, role->education);
        rung_put_text(b, role->imputed ? ",1\n" : ",0\n");
        summary->rated_roles += role->rated;
        summary->imputed_roles += role->imputed;
        summary->with_wage += isnan(role->figure[RUNG_ONET_WAGE]) == 0;
        bool projected =
            !isnan(role->figure[RUNG_ONET_GROWTH]) || !isnan(role->figure[RUNG_ONET_OPENINGS]);
        summary->with_projection += projected;
    }
    summary->roles = onet->roles;
    return RUNG_OK;
}

/* ---------------------------------------------------------------- role_skills.csv */

/* Every rating, those of level 0 too: that a role does not need a skill is known, not missing. */
static rung_status fill_requirements(rung_onet *onet, rung_emit *out, rung_onet_summary *summary)
{
    rung_buffer *b = &out->buffer;
    for (size_t r = 0; r < onet->roles; r++) {
        for (size_t e = 0; e < onet->elements; e++) {
            const rung_onet_element *element = &onet->element[e];
            if (isnan(element->asks[r]))
                continue;
            rung_put_csv(b, onet->role[r].id);
            rung_put_char(b, ',');
            rung_put_csv(b, element->id);
            rung_put_char(b, ',');
            rung_put_level(b, (float)element->asks[r]);
            rung_put_char(b, ',');
            rung_put_level(b, (float)element->asks_by[r]);
            rung_put_char(b, '\n');
            summary->requirements++;
        }
        rung_status status = rung_emit_flush(out, onet->error);
        if (status != RUNG_OK)
            return status;
    }
    return RUNG_OK;
}

/* ---------------------------------------------------------------- role_relations.csv */

/* A pair of roles whose occupations are related several times counts with the nearest tier. */
static rung_status fill_relations(rung_onet *onet, rung_emit *out, rung_onet_summary *summary)
{
    const rung_links *relations = &onet->relations;
    for (size_t i = 0; i < relations->count;) {
        const rung_link *pair = &relations->link[i];
        float weight = 0;
        for (; i < relations->count && relations->link[i].from == pair->from &&
               relations->link[i].to == pair->to;
             i++)
            if (relations->link[i].weight > weight)
                weight = relations->link[i].weight;
        rung_put_csv(&out->buffer, onet->role[pair->from].id);
        rung_put_char(&out->buffer, ',');
        rung_put_csv(&out->buffer, onet->role[pair->to].id);
        rung_put_text(&out->buffer, ",related,");
        rung_put_level(&out->buffer, weight);
        rung_put_char(&out->buffer, '\n');
        summary->relations++;
        rung_status status = rung_emit_flush(out, onet->error);
        if (status != RUNG_OK)
            return status;
    }
    return RUNG_OK;
}

/* ---------------------------------------------------------------- role_features.csv */

static rung_status fill_features(rung_onet *onet, rung_emit *out, rung_onet_summary *summary)
{
    static const char *const kinds[] = {"activity", "technology", "tool", "title"};
    rung_buffer *b = &out->buffer;
    rung_status status = RUNG_OK;
    for (size_t i = 0; i < onet->features.count && status == RUNG_OK; i++) {
        const rung_link *link = &onet->features.link[i];
        rung_put_csv(b, onet->role[link->from].id);
        rung_put_char(b, ',');
        rung_put_text(b, kinds[link->kind]);
        rung_put_char(b, ',');
        rung_put_csv(b, onet->feature[link->to]);
        rung_put_char(b, ',');
        rung_put_level(b, link->weight);
        rung_put_char(b, '\n');
        summary->features++;
        status = rung_emit_flush(out, onet->error);
    }
    return status;
}

/* ---------------------------------------------------------------- unrated.csv */

/* The roles that O*NET does not rate, in the catalog's folder and for the caller. */
static rung_status fill_unrated(rung_onet *onet, rung_emit *out, rung_onet_summary *summary)
{
    rung_buffer list = {0};
    for (size_t r = 0; r < onet->roles; r++) {
        const rung_onet_role *role = &onet->role[r];
        if (role->rated)
            continue;
        rung_put_csv(&out->buffer, role->id);
        rung_put_char(&out->buffer, ',');
        rung_put_csv(&out->buffer, role->title);
        rung_put_text(&out->buffer, role->imputed ? ",1\n" : ",0\n");
        rung_put_text(&list, role->id);
        rung_put_char(&list, '\t');
        rung_put_text(&list, role->title);
        rung_put_char(&list, '\n');
    }
    rung_put_char(&list, '\0');
    summary->unrated = list.at;
    return list.failed ? rung_onet_no_memory(onet) : RUNG_OK;
}

/* ---------------------------------------------------------------- the folder */

const char *const rung_onet_files[] = {
    "catalog.ini",       "skills.csv",  "roles.csv",    "role_skills.csv",    "role_relations.csv",
    "role_features.csv", "unrated.csv", "programs.csv", "program_skills.csv", NULL,
};

static rung_status emit_file(rung_onet *onet, const rung_folder *folder, const file_kind *kind,
                             rung_onet_summary *summary)
{
    rung_emit out;
    rung_status status = rung_emit_open(&out, folder, kind->name, onet->error);
    if (status != RUNG_OK)
        return status;
    rung_put_text(&out.buffer, kind->header);
    status = kind->fill(onet, &out, summary);
    return rung_emit_close(&out, status, onet->error);
}

rung_status rung_onet_emit(rung_onet *onet, const rung_folder *folder, rung_onet_summary *summary)
{
    static const file_kind files[] = {
        {"catalog.ini", "", fill_ini},
        {"skills.csv", "skill_id,name,kind,group,description\n", fill_skills},
        {"roles.csv",
         "role_id,title,family,job_zone,wage,employment,growth,openings,group,education,imputed\n",
         fill_roles},
        {"role_skills.csv", "role_id,skill_id,level,importance\n", fill_requirements},
        {"role_relations.csv", "from_role,to_role,kind,weight\n", fill_relations},
        {"role_features.csv", "role_id,kind,feature,weight\n", fill_features},
        {"unrated.csv", "role_id,title,imputed\n", fill_unrated},
    };
    rung_status status = RUNG_OK;
    for (size_t i = 0; i < sizeof files / sizeof *files && status == RUNG_OK; i++)
        if ((status = emit_file(onet, folder, &files[i], summary)) == RUNG_OK)
            status = rung_onet_go_on(onet);
    if (status == RUNG_OK)
        status = rung_onet_emit_programs(onet, folder);
    summary->occupations = onet->occupations;
    for (size_t o = 0; o < onet->occupations; o++)
        summary->left_out += onet->occupation[o].role == RUNG_NONE;
    summary->programs = onet->programs ? onet->programs->programs : 0;
    return status;
}
