/* ratings.c - read how much of each element every occupation asks for, and fill gaps. */
#include "data/onet/model.h"

#include <math.h>
#include <stdlib.h>

/* ---------------------------------------------------------------- which files */

static const struct {
    const char *element, *file;
} rating_files[] = {{"skills", "Skills.txt"},
                    {"knowledge", "Knowledge.txt"},
                    {"abilities", "Abilities.txt"},
                    {"activities", "Work Activities.txt"}};

enum { RATING_FILES = sizeof rating_files / sizeof *rating_files };

/* Mark the files that a comma list names. */
static rung_status choose_files(rung_onet *onet, bool *chosen)
{
    const char *list = onet->job->elements ? onet->job->elements : "skills,knowledge";
    rung_slice rest = rung_slice_of(list), name;
    while (rung_slice_split(&rest, ',', &name)) {
        size_t i = 0;
        name = rung_slice_trim(name);
        while (i < RATING_FILES && !rung_slice_is(name, rating_files[i].element))
            i++;
        char shown[64];
        if (i == RATING_FILES || chosen[i])
            return rung_fail(onet->error, RUNG_BAD_ARGUMENT,
                             "elements: found '%s'%s, expected some of skills, knowledge, "
                             "abilities and activities, joined by commas",
                             rung_quote(shown, name.at, name.length),
                             i < RATING_FILES ? " twice" : "");
        chosen[i] = true;
    }
    return RUNG_OK;
}

/* ---------------------------------------------------------------- a rating */

static const char *const rating_columns[] = {"O*NET-SOC Code", "Element ID", "Element Name",
                                             "Scale ID",       "Data Value", NULL};

static double *missing_ratings(size_t count)
{
    double *rating = rung_array(count, sizeof *rating);
    for (size_t i = 0; rating && i < count; i++)
        rating[i] = NAN;
    return rating;
}

static rung_status add_element(rung_onet *onet, rung_csv *csv, const size_t *column,
                               const char *file)
{
    if (!rung_grow((void **)&onet->element, &onet->element_room, onet->elements + 1,
                   sizeof *onet->element))
        return rung_onet_no_memory(onet);
    rung_onet_element *element = &onet->element[onet->elements];
    *element = (rung_onet_element){.group = "", .description = "", .file = file};
    onet->elements++;
    element->id = rung_onet_keep(onet, rung_csv_field(csv, column[1]));
    element->name = rung_onet_keep(onet, rung_csv_field(csv, column[2]));
    element->level = missing_ratings(onet->occupations);
    element->importance = missing_ratings(onet->occupations);
    if (!element->id || !element->name || !element->level || !element->importance ||
        rung_index_add(&onet->element_index, element->id, (uint32_t)onet->elements - 1) ==
            RUNG_INDEX_NO_MEMORY)
        return rung_onet_no_memory(onet);
    return RUNG_OK;
}

static rung_status find_element(rung_onet *onet, rung_csv *csv, const size_t *column,
                                const char *file, rung_onet_element **element)
{
    rung_slice id = rung_csv_field(csv, column[1]);
    if (id.length == 0)
        return rung_csv_fail(csv, column[1], onet->error, "an element's id");
    uint32_t position = rung_index_find(&onet->element_index, id.at, id.length);
    if (position == RUNG_NONE) {
        position = (uint32_t)onet->elements;
        rung_status status = add_element(onet, csv, column, file);
        if (status != RUNG_OK)
            return status;
    }
    *element = &onet->element[position];
    return RUNG_OK;
}

/* Scale LV is the level, IM the importance; rows of other scales are passed over. A value that
 * O*NET marks as not relevant or recommends to suppress is taken as it stands. */
static rung_status rating_row(rung_onet *onet, rung_csv *csv, const size_t *column, void *file)
{
    uint32_t occupation;
    rung_status status = rung_onet_find(onet, csv, column[0], &occupation);
    if (status != RUNG_OK)
        return status;
    rung_slice scale = rung_csv_field(csv, column[3]);
    bool is_level = rung_slice_is(scale, "LV");
    if ((!is_level && !rung_slice_is(scale, "IM")) ||
        rung_slice_is(rung_csv_field(csv, column[4]), "n/a"))
        return RUNG_OK;
    double value;
    status = is_level
                 ? rung_csv_number(csv, column[4], 0, RUNG_ONET_LEVELS, false, &value, onet->error)
                 : rung_csv_number(csv, column[4], 1, 5, false, &value, onet->error);
    rung_onet_element *element = NULL;
    if (status == RUNG_OK)
        status = find_element(onet, csv, column, file, &element);
    if (status != RUNG_OK)
        return status;
    double *place = is_level ? &element->level[occupation] : &element->importance[occupation];
    if (!isnan(*place))
        return rung_csv_fail(csv, column[3], onet->error,
                             "one such rating of %s for element %s (it is a duplicate)",
                             onet->occupation[occupation].id, element->id);
    *place = is_level ? value : (value - 1) / 4;
    return RUNG_OK;
}

/* ---------------------------------------------------------------- all ratings */

/* A level without an importance, or the other way round, could only be guessed at. */
static rung_status check_pair(const rung_onet *onet, const rung_onet_element *element, size_t o,
                              size_t *rated)
{
    bool level = !isnan(element->level[o]), importance = !isnan(element->importance[o]);
    *rated += level;
    if (level == importance)
        return RUNG_OK;
    return rung_fail(onet->error, RUNG_BAD_DATA,
                     "%s/%s: occupation %s, element %s: found scale %s alone, expected both LV and "
                     "IM",
                     onet->job->source, element->file, onet->occupation[o].id, element->id,
                     level ? "LV" : "IM");
}

/* O*NET rates an occupation by all elements or by none. One that lacks some would seem to ask for
 * nothing there: a file has been cut, or files of two releases are mixed. */
static rung_status check_occupation(const rung_onet *onet, size_t o, size_t *rated)
{
    rung_status status = RUNG_OK;
    *rated = 0;
    for (size_t e = 0; e < onet->elements && status == RUNG_OK; e++)
        status = check_pair(onet, &onet->element[e], o, rated);
    for (size_t e = 0; e < onet->elements && status == RUNG_OK; e++) {
        const rung_onet_element *element = &onet->element[e];
        if (*rated > 0 && isnan(element->level[o]))
            status = rung_fail(onet->error, RUNG_BAD_DATA,
                               "%s/%s: occupation %s: found no rating of element %s, but %zu of "
                               "other elements, expected all or none (is the file whole?)",
                               onet->job->source, element->file, onet->occupation[o].id,
                               element->id, *rated);
    }
    return status;
}

static rung_status check_ratings(rung_onet *onet)
{
    size_t occupations = 0;
    for (size_t o = 0; o < onet->occupations; o++) {
        size_t rated;
        rung_status status = check_occupation(onet, o, &rated);
        if (status != RUNG_OK)
            return status;
        onet->occupation[o].rated = rated > 0;
        occupations += rated > 0;
    }
    if (occupations == 0)
        return rung_fail(onet->error, RUNG_BAD_DATA,
                         "%s: no occupation is rated, expected levels and importance",
                         onet->job->source);
    return RUNG_OK;
}

/* A file without a single rating is no file of a release. */
static rung_status read_file(rung_onet *onet, const char *name)
{
    const rung_onet_table table = {onet->job->source, name, RUNG_TSV, rating_columns, rating_row};
    size_t before = onet->elements;
    rung_status status = rung_onet_read(onet, &table, (void *)(uintptr_t)name);
    if (status == RUNG_OK && onet->elements == before)
        return rung_fail(onet->error, RUNG_BAD_DATA,
                         "%s/%s: no occupation is rated, expected levels and importance",
                         onet->job->source, name);
    return status;
}

rung_status rung_onet_read_ratings(rung_onet *onet)
{
    bool chosen[RATING_FILES] = {false};
    rung_status status = choose_files(onet, chosen);
    for (size_t i = 0; i < RATING_FILES && status == RUNG_OK; i++)
        if (chosen[i])
            status = read_file(onet, rating_files[i].file);
    return status == RUNG_OK ? check_ratings(onet) : status;
}

/* ---------------------------------------------------------------- unrated occupations */

/* The mean of an element over the rated occupations that are related to one, weighted by how
 * closely. Never of imputed ones: a guess must not rest on a guess. */
static void impute_element(const rung_onet *onet, rung_onet_element *element, size_t occupation)
{
    double level = 0, importance = 0, weights = 0;
    const rung_links *related = &onet->related;
    for (size_t i = related->first[occupation]; i < related->first[occupation + 1]; i++) {
        const rung_link *link = &related->link[i];
        if (!onet->occupation[link->to].rated || isnan(element->level[link->to]))
            continue;
        double weight = (double)link->weight;
        level += weight * element->level[link->to];
        importance += weight * element->importance[link->to];
        weights += weight;
    }
    if (weights > 0) {
        element->level[occupation] = level / weights;
        element->importance[occupation] = importance / weights;
    }
}

rung_status rung_onet_impute(rung_onet *onet)
{
    if (!onet->job->impute_related)
        return RUNG_OK;
    for (size_t o = 0; o < onet->occupations; o++) {
        rung_onet_occupation *occupation = &onet->occupation[o];
        for (size_t e = 0; e < onet->elements && !occupation->rated; e++) {
            impute_element(onet, &onet->element[e], o);
            occupation->imputed |= !isnan(onet->element[e].level[o]);
        }
    }
    return RUNG_OK;
}
