/* write.c - write a release of ESCO as a catalog. */
#include "data/esco/model.h"

#include "base/number.h"

/* One file of the catalog: what it is called, its header, and what fills it. */
typedef struct file_kind {
    const char *name, *header;
    rung_status (*fill)(rung_esco *esco, rung_emit *out, rung_esco_summary *summary);
} file_kind;

/* ESCO tells whether a skill is asked for, not how much: one level. */
static rung_status fill_ini(rung_esco *esco, rung_emit *out, rung_esco_summary *summary)
{
    (void)esco, (void)summary;
    rung_put_text(
        &out->buffer,
        "name = ESCO\nlevels = 1\n"
        "source = ESCO, the European classification of skills, competences, qualifications and "
        "occupations, of the European Commission (https://esco.ec.europa.eu), modified by Rung\n"
        "licence = reuse with attribution (Commission Decision 2011/833/EU)\n");
    return RUNG_OK;
}

static rung_status fill_skills(rung_esco *esco, rung_emit *out, rung_esco_summary *summary)
{
    rung_status status = RUNG_OK;
    for (size_t s = 0; s < esco->skills && status == RUNG_OK; s++) {
        const rung_esco_skill *skill = &esco->skill[s];
        const char *group = skill->group == RUNG_NONE ? "" : esco->groups.name[skill->group];
        rung_put_skill(&out->buffer, skill->id, skill->name, skill->kind, group,
                       skill->description);
        status = rung_emit_flush(out, esco->error);
    }
    summary->skills = esco->skills;
    return status;
}

static rung_status fill_roles(rung_esco *esco, rung_emit *out, rung_esco_summary *summary)
{
    for (size_t o = 0; o < esco->occupations; o++) {
        const rung_esco_occupation *occupation = &esco->occupation[o];
        const char *const row[] = {occupation->id, occupation->title, occupation->family,
                                   occupation->isco};
        rung_put_row(&out->buffer, row, sizeof row / sizeof *row);
    }
    summary->occupations = esco->occupations;
    return RUNG_OK;
}

/* How much a skill tells, by how few of the n occupations ask for it: from near 0, where all do, to
 * 1, where one does. */
static double rarity(const rung_esco *esco, uint32_t skill)
{
    double all = (double)esco->askers + 1;
    return esco->job->weights == RUNG_ESCO_PLAIN
               ? 1
               : rung_ln(all / (double)esco->asked_by[skill]) / rung_ln(all);
}

static rung_status fill_requirements(rung_esco *esco, rung_emit *out, rung_esco_summary *summary)
{
    rung_buffer *b = &out->buffer;
    double optional = esco->job->optional;
    rung_status status = RUNG_OK;
    for (size_t o = 0; o < esco->occupations && status == RUNG_OK; o++) {
        size_t before = summary->requirements;
        for (size_t i = esco->asked.first[o]; i < esco->asked.first[o + 1]; i++) {
            const rung_link *link = &esco->asked.link[i];
            bool essential = link->flag == RUNG_ESCO_ESSENTIAL;
            if (!essential && optional == 0)
                continue;
            rung_put_text(b, esco->occupation[o].id);
            rung_put_char(b, ',');
            rung_put_text(b, esco->skill[link->to].id);
            rung_put_text(b, ",1,");
            rung_put_number(b, (essential ? 1 : optional) * rarity(esco, link->to));
            rung_put_text(b, essential ? ",1\n" : ",0\n");
            summary->requirements++;
            summary->essential += essential;
        }
        summary->rated_roles += summary->requirements > before;
        status = rung_emit_flush(out, esco->error);
    }
    return status;
}

static rung_status fill_role_relations(rung_esco *esco, rung_emit *out, rung_esco_summary *summary)
{
    const rung_links *links = &esco->broader;
    for (size_t i = 0; i < links->count; i++) {
        const rung_link *link = &links->link[i];
        if (i > 0 && link->from == links->link[i - 1].from && link->to == links->link[i - 1].to)
            continue;
        const char *const row[] = {esco->occupation[link->from].id, esco->occupation[link->to].id,
                                   "related", "1"};
        rung_put_row(&out->buffer, row, sizeof row / sizeof *row);
        summary->role_relations++;
    }
    return RUNG_OK;
}

static rung_status fill_skill_relations(rung_esco *esco, rung_emit *out, rung_esco_summary *summary)
{
    rung_buffer *b = &out->buffer;
    for (size_t i = 0; i < esco->adjacent.count; i++) {
        const rung_link *link = &esco->adjacent.link[i];
        bool essential = link->kind == RUNG_ESCO_ESSENTIAL;
        rung_put_text(b, esco->skill[link->from].id);
        rung_put_char(b, ',');
        rung_put_text(b, esco->skill[link->to].id);
        rung_put_text(b, essential ? ",essential," : ",optional,");
        rung_put_number(b, essential ? 1 : esco->job->optional);
        rung_put_char(b, '\n');
        summary->skill_relations++;
    }
    if (esco->job->hierarchy > 0)
        return rung_esco_emit_hierarchy(esco, out, &summary->skill_relations);
    return RUNG_OK;
}

const char *const rung_esco_files[] = {
    "catalog.ini",        "skills.csv",          "roles.csv", "role_skills.csv",
    "role_relations.csv", "skill_relations.csv", NULL};

static rung_status emit_file(rung_esco *esco, const rung_folder *folder, const file_kind *kind,
                             rung_esco_summary *summary)
{
    rung_emit out;
    rung_status status = rung_emit_open(&out, folder, kind->name, esco->error);
    if (status != RUNG_OK)
        return status;
    rung_put_text(&out.buffer, kind->header);
    status = kind->fill(esco, &out, summary);
    return rung_emit_close(&out, status, esco->error);
}

rung_status rung_esco_emit(rung_esco *esco, const rung_folder *folder, rung_esco_summary *summary)
{
    static const file_kind files[] = {
        {"catalog.ini", "", fill_ini},
        {"skills.csv", "skill_id,name,kind,group,description\n", fill_skills},
        {"roles.csv", "role_id,title,family,isco\n", fill_roles},
        {"role_skills.csv", "role_id,skill_id,level,importance,essential\n", fill_requirements},
        {"role_relations.csv", "from_role,to_role,kind,weight\n", fill_role_relations},
        {"skill_relations.csv", "from_skill,to_skill,kind,weight\n", fill_skill_relations},
    };
    rung_status status = RUNG_OK;
    for (size_t i = 0; i < sizeof files / sizeof *files && status == RUNG_OK; i++)
        if ((status = emit_file(esco, folder, &files[i], summary)) == RUNG_OK)
            status = rung_esco_go_on(esco);
    summary->links = esco->links;
    summary->strangers = esco->strangers;
    summary->selves = esco->selves;
    summary->unlisted = esco->unlisted;
    summary->unlisted_groups = esco->unlisted_groups;
    summary->repeated = esco->repeated;
    summary->missing = esco->missing;
    return status;
}
