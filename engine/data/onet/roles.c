/* roles.c - make roles of occupations: each its own, or several averaged. */
#include "data/onet/model.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

/* ---------------------------------------------------------------- which occupation goes where */

static const char *const group_columns[] = {"source_role", "role_id", NULL};

static rung_status group_row(rung_onet *onet, rung_csv *csv, const size_t *column, void *context)
{
    (void)context;
    uint32_t occupation;
    rung_status status = rung_onet_find(onet, csv, column[0], &occupation);
    if (status != RUNG_OK)
        return status;
    if (onet->occupation[occupation].group)
        return rung_csv_fail(csv, column[0], onet->error,
                             "a code that no earlier row has (it is a duplicate)");
    rung_slice id = rung_csv_field(csv, column[1]);
    if (id.length == 0)
        return rung_csv_fail(csv, column[1], onet->error, "a role's id");
    onet->occupation[occupation].group = rung_onet_keep(onet, id);
    return onet->occupation[occupation].group ? RUNG_OK : rung_onet_no_memory(onet);
}

static rung_status choose_groups(rung_onet *onet)
{
    const rung_onet_table groups = {NULL, onet->job->groups, RUNG_CSV, group_columns, group_row};
    if (groups.name)
        return rung_onet_read(onet, &groups, NULL);
    for (size_t o = 0; o < onet->occupations; o++) {
        rung_onet_occupation *occupation = &onet->occupation[o];
        char broad[8];
        rung_onet_broad(occupation->id, broad);
        rung_slice id = rung_slice_of(occupation->id);
        if (onet->job->soc == RUNG_SOC_DETAILED)
            id.length = 7;
        else if (onet->job->soc == RUNG_SOC_BROAD)
            id = rung_slice_of(broad);
        occupation->group = rung_onet_keep(onet, id);
        if (!occupation->group)
            return rung_onet_no_memory(onet);
    }
    return RUNG_OK;
}

/* Number the roles by their first occupations, and list the occupations of each. */
static rung_status place_occupations(rung_onet *onet)
{
    onet->member = rung_array(onet->occupations, sizeof *onet->member);
    onet->first_member = rung_array(onet->occupations + 2, sizeof *onet->first_member);
    if (!onet->member || !onet->first_member)
        return rung_onet_no_memory(onet);
    size_t *next = onet->first_member + 1; /* ends as the list of ends */
    for (size_t o = 0; o < onet->occupations; o++) {
        rung_onet_occupation *occupation = &onet->occupation[o];
        if (!occupation->group)
            continue;
        int added = rung_index_add(&onet->role_index, occupation->group, (uint32_t)onet->roles);
        if (added == RUNG_INDEX_NO_MEMORY)
            return rung_onet_no_memory(onet);
        onet->roles += added == RUNG_INDEX_ADDED;
        occupation->role =
            rung_index_find(&onet->role_index, occupation->group, strlen(occupation->group));
        next[occupation->role + 1]++;
    }
    for (size_t r = 0; r < onet->roles; r++)
        next[r + 1] += next[r];
    for (size_t o = 0; o < onet->occupations; o++)
        if (onet->occupation[o].role != RUNG_NONE)
            onet->member[next[onet->occupation[o].role]++] = (uint32_t)o;
    return RUNG_OK;
}

/* ---------------------------------------------------------------- what a role is */

/* The major groups of the Standard Occupational Classification 2018. */
static const char *const families[] = {
    "11 Management",
    "13 Business and Financial Operations",
    "15 Computer and Mathematical",
    "17 Architecture and Engineering",
    "19 Life, Physical, and Social Science",
    "21 Community and Social Service",
    "23 Legal",
    "25 Educational Instruction and Library",
    "27 Arts, Design, Entertainment, Sports, and Media",
    "29 Healthcare Practitioners and Technical",
    "31 Healthcare Support",
    "33 Protective Service",
    "35 Food Preparation and Serving Related",
    "37 Building and Grounds Cleaning and Maintenance",
    "39 Personal Care and Service",
    "41 Sales and Related",
    "43 Office and Administrative Support",
    "45 Farming, Fishing, and Forestry",
    "47 Construction and Extraction",
    "49 Installation, Maintenance, and Repair",
    "51 Production",
    "53 Transportation and Material Moving",
    "55 Military Specific",
};

/* Of the first occupation: where a role is made of several families, somebody chose that. */
static const char *family_of(rung_onet *onet, const char *id)
{
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (memcmp(families[i], id, 2) == 0)
            return families[i];
    return rung_onet_keep(onet, (rung_slice){id, 2});
}

/* A SOC group goes by the name that the wage table has for it, or its occupation in .00; any
 * other role by its first occupation's. */
static const char *title_of(const rung_onet *onet, const char *role, const uint32_t *member,
                            size_t members)
{
    const rung_onet_occupation *first = &onet->occupation[member[0]];
    if (onet->job->groups || onet->job->soc == RUNG_SOC_ONET)
        return first->title;
    const char *title = rung_onet_wage_title(onet, role);
    for (size_t i = 0; i < members && !title; i++)
        if (strcmp(onet->occupation[member[i]].id + 7, ".00") == 0)
            title = onet->occupation[member[i]].title;
    return title ? title : first->title;
}

/* The middle one of the zones that are known, the lower of two middle ones: a zone is a barrier,
 * and must not be put up by the few occupations that need more. 0 where none is known. */
static int zone_of(const rung_onet *onet, const uint32_t *member, size_t members)
{
    size_t count[6] = {0}, known = 0;
    for (size_t i = 0; i < members; i++) {
        int zone = onet->occupation[member[i]].zone;
        count[zone] += zone > 0;
        known += zone > 0;
    }
    size_t below = 0;
    for (int zone = 1; zone <= 5 && known > 0; zone++) {
        below += count[zone];
        if (2 * below >= known)
            return zone;
    }
    return 0;
}

/* Over the occupations where it is known. */
static double sum_of(const rung_onet *onet, const uint32_t *member, size_t members, int figure)
{
    double sum = NAN;
    for (size_t i = 0; i < members; i++) {
        double value = onet->occupation[member[i]].figure[figure];
        if (!isnan(value))
            sum = isnan(sum) ? value : sum + value;
    }
    return sum;
}

/* The mean weighted by employment, over the occupations where both are known; plain where no
 * occupation has its employment. */
static double mean_of(const rung_onet *onet, const uint32_t *member, size_t members, int figure)
{
    double sum = 0, people = 0, plain = 0, known = 0;
    for (size_t i = 0; i < members; i++) {
        const double *of = onet->occupation[member[i]].figure;
        if (isnan(of[figure]))
            continue;
        plain += of[figure];
        known++;
        if (of[RUNG_ONET_EMPLOYMENT] > 0) {
            sum += of[figure] * of[RUNG_ONET_EMPLOYMENT];
            people += of[RUNG_ONET_EMPLOYMENT];
        }
    }
    return people > 0 ? sum / people : known > 0 ? plain / known : NAN;
}

static rung_status describe_role(rung_onet *onet, size_t r)
{
    rung_onet_role *role = &onet->role[r];
    const uint32_t *member = onet->member + onet->first_member[r];
    size_t members = onet->first_member[r + 1] - onet->first_member[r];
    const rung_onet_occupation *first = &onet->occupation[member[0]];
    role->id = first->group;
    role->title = title_of(onet, role->id, member, members);
    role->family = family_of(onet, first->id);
    memcpy(role->group, first->id, 4);
    memcpy(role->group + 4, "000", 4);
    role->zone = zone_of(onet, member, members);
    bool imputed = false;
    for (size_t i = 0; i < members; i++) {
        role->rated |= onet->occupation[member[i]].rated;
        imputed |= onet->occupation[member[i]].imputed;
    }
    role->imputed = imputed && !role->rated;
    role->figure[RUNG_ONET_WAGE] = mean_of(onet, member, members, RUNG_ONET_WAGE);
    role->figure[RUNG_ONET_GROWTH] = mean_of(onet, member, members, RUNG_ONET_GROWTH);
    role->figure[RUNG_ONET_EMPLOYMENT] = sum_of(onet, member, members, RUNG_ONET_EMPLOYMENT);
    role->figure[RUNG_ONET_OPENINGS] = sum_of(onet, member, members, RUNG_ONET_OPENINGS);
    return role->family ? RUNG_OK : rung_onet_no_memory(onet);
}

/* ---------------------------------------------------------------- what a role asks for */

/* The plain means over the role's rated occupations; over imputed ones where none is rated. */
static void average_element(const rung_onet *onet, rung_onet_element *element, size_t r)
{
    double level = 0, importance = 0, known = 0;
    for (size_t i = onet->first_member[r]; i < onet->first_member[r + 1]; i++) {
        uint32_t o = onet->member[i];
        if (onet->occupation[o].rated != onet->role[r].rated || isnan(element->level[o]))
            continue;
        level += element->level[o];
        importance += element->importance[o];
        known++;
    }
    element->asks[r] = known > 0 ? level / known : NAN;
    element->asks_by[r] = known > 0 ? importance / known : NAN;
}

static rung_status average_elements(rung_onet *onet)
{
    for (size_t e = 0; e < onet->elements; e++) {
        rung_onet_element *element = &onet->element[e];
        element->asks = rung_array(onet->roles, sizeof *element->asks);
        element->asks_by = rung_array(onet->roles, sizeof *element->asks_by);
        if (!element->asks || !element->asks_by)
            return rung_onet_no_memory(onet);
        for (size_t r = 0; r < onet->roles; r++)
            average_element(onet, element, r);
    }
    return RUNG_OK;
}

/* A role that asks for nothing at all could never be measured. */
static rung_status check_asked(rung_onet *onet)
{
    size_t asking = 0;
    for (size_t r = 0; r < onet->roles; r++) {
        const rung_onet_role *role = &onet->role[r];
        double asked = 0;
        for (size_t e = 0; e < onet->elements; e++)
            if (!isnan(onet->element[e].asks[r]))
                asked += onet->element[e].asks[r] * onet->element[e].asks_by[r];
        if ((role->rated || role->imputed) && !(asked > 0))
            return rung_fail(onet->error, RUNG_BAD_DATA,
                             "%s: role %s asks for nothing, expected a level above 0 and an "
                             "importance above 1 in one of its ratings",
                             onet->job->source, role->id);
        asking += asked > 0;
    }
    if (asking == 0)
        return rung_fail(onet->error, RUNG_BAD_DATA,
                         "%s: names no occupation that is rated, expected one at least",
                         onet->job->groups);
    return RUNG_OK;
}

/* ---------------------------------------------------------------- relations */

static rung_status relate_roles(rung_onet *onet)
{
    for (size_t i = 0; i < onet->related.count; i++) {
        rung_link link = onet->related.link[i];
        link.from = onet->occupation[link.from].role;
        link.to = onet->occupation[link.to].role;
        if (link.from == RUNG_NONE || link.to == RUNG_NONE || link.from == link.to)
            continue;
        if (!rung_links_add(&onet->relations, link))
            return rung_onet_no_memory(onet);
    }
    const rung_link *again;
    uint32_t earlier;
    return rung_links_group(&onet->relations, onet->roles, onet->roles, &again, &earlier,
                            onet->error);
}

rung_status rung_onet_make_roles(rung_onet *onet)
{
    rung_status status = choose_groups(onet);
    if (status == RUNG_OK)
        status = place_occupations(onet);
    if (status != RUNG_OK)
        return status;
    onet->role = rung_array(onet->roles, sizeof *onet->role);
    if (!onet->role)
        return rung_onet_no_memory(onet);
    for (size_t r = 0; r < onet->roles && status == RUNG_OK; r++)
        status = describe_role(onet, r);
    if (status == RUNG_OK)
        status = average_elements(onet);
    if (status == RUNG_OK)
        status = check_asked(onet);
    return status == RUNG_OK ? relate_roles(onet) : status;
}
