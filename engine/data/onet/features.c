/* features.c - what roles have beside ratings: work activities, technology, words of their titles,
 * and the education that they ask for. Files that a release lacks are passed over. */
#include "data/onet/model.h"

#include <math.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/number.h"
#include "data/catalog.h"

/* The intermediate activity that a detailed one belongs to. */
typedef struct activities {
    rung_index index; /* of detailed ones */
    const char **above;
    size_t count, room;
} activities;

static rung_status find_feature(rung_onet *onet, rung_slice name, uint32_t *feature)
{
    *feature = rung_index_find(&onet->feature_index, name.at, name.length);
    if (*feature != RUNG_NONE)
        return RUNG_OK;
    const char *kept = rung_onet_keep(onet, name);
    *feature = (uint32_t)onet->feature_count;
    if (!kept ||
        !rung_grow((void **)&onet->feature, &onet->feature_room, onet->feature_count + 1,
                   sizeof *onet->feature) ||
        rung_index_add(&onet->feature_index, kept, *feature) != RUNG_INDEX_ADDED)
        return rung_onet_no_memory(onet);
    onet->feature[onet->feature_count++] = kept;
    return RUNG_OK;
}

/* Nothing where the occupation is left out or the field is empty. */
static rung_status add_feature(rung_onet *onet, uint32_t occupation, uint8_t kind, rung_slice name)
{
    rung_link link = {.from = onet->occupation[occupation].role, .kind = kind, .weight = 1};
    if (link.from == RUNG_NONE || name.length == 0)
        return RUNG_OK;
    rung_status status = find_feature(onet, name, &link.to);
    if (status == RUNG_OK && !rung_links_add(&onet->features, link))
        status = rung_onet_no_memory(onet);
    return status;
}

/* ---------------------------------------------------------------- work activities */

static const char *const reference_columns[] = {"DWA ID", "IWA ID", NULL};

static rung_status reference_row(rung_onet *onet, rung_csv *csv, const size_t *column,
                                 void *context)
{
    activities *a = context;
    const char *id = rung_onet_keep(onet, rung_csv_field(csv, column[0]));
    const char *above = rung_onet_keep(onet, rung_csv_field(csv, column[1]));
    if (!id || !above || !rung_grow((void **)&a->above, &a->room, a->count + 1, sizeof *a->above))
        return rung_onet_no_memory(onet);
    switch (rung_index_add(&a->index, id, (uint32_t)a->count)) {
    case RUNG_INDEX_ADDED:
        a->above[a->count++] = above;
        return RUNG_OK;
    case RUNG_INDEX_PRESENT:
        return rung_csv_fail(csv, column[0], onet->error,
                             "an activity that no earlier row has (it is a duplicate)");
    default:
        return rung_onet_no_memory(onet);
    }
}

static const char *const activity_columns[] = {"O*NET-SOC Code", "DWA ID", NULL};

/* Both the detailed activity and the wider one that it is part of. */
static rung_status activity_row(rung_onet *onet, rung_csv *csv, const size_t *column, void *context)
{
    const activities *a = context;
    uint32_t occupation;
    rung_status status = rung_onet_find(onet, csv, column[0], &occupation);
    rung_slice id = rung_csv_field(csv, column[1]);
    if (status == RUNG_OK)
        status = add_feature(onet, occupation, RUNG_ACTIVITY, id);
    uint32_t known = rung_index_find(&a->index, id.at, id.length);
    if (status == RUNG_OK && known != RUNG_NONE)
        status = add_feature(onet, occupation, RUNG_ACTIVITY, rung_slice_of(a->above[known]));
    return status;
}

/* ---------------------------------------------------------------- technology */

static const char *const technology_columns[] = {"O*NET-SOC Code", "Example", "Commodity Title",
                                                 NULL};

static rung_status technology_row(rung_onet *onet, rung_csv *csv, const size_t *column,
                                  void *context)
{
    (void)context;
    uint32_t occupation;
    rung_status status = rung_onet_find(onet, csv, column[0], &occupation);
    if (status == RUNG_OK)
        status = add_feature(onet, occupation, RUNG_TECHNOLOGY, rung_csv_field(csv, column[1]));
    if (status == RUNG_OK)
        status = add_feature(onet, occupation, RUNG_TOOL, rung_csv_field(csv, column[2]));
    return status;
}

/* ---------------------------------------------------------------- words of titles */

enum { LONGEST_WORD = 64 };

/* The next run of ASCII letters in small letters, without the s of a plural; its length. */
static size_t next_word(rung_slice *text, char word[LONGEST_WORD])
{
    size_t length = 0;
    for (; text->length > 0; text->at++, text->length--) {
        char letter = *text->at >= 'A' && *text->at <= 'Z' ? (char)(*text->at + 32) : *text->at;
        bool is_letter = letter >= 'a' && letter <= 'z';
        if (!is_letter && length > 0)
            break;
        if (is_letter && length < LONGEST_WORD)
            word[length++] = letter;
    }
    return length > 3 && word[length - 1] == 's' ? length - 1 : length;
}

static rung_status add_words(rung_onet *onet, uint32_t occupation, rung_slice title)
{
    char word[LONGEST_WORD];
    size_t length;
    rung_status status = RUNG_OK;
    while (status == RUNG_OK && (length = next_word(&title, word)) > 0)
        status = add_feature(onet, occupation, RUNG_TITLE_WORD, (rung_slice){word, length});
    return status;
}

static const char *const title_columns[] = {"O*NET-SOC Code", "Alternate Title", NULL};

static rung_status title_row(rung_onet *onet, rung_csv *csv, const size_t *column, void *context)
{
    (void)context;
    uint32_t occupation;
    rung_status status = rung_onet_find(onet, csv, column[0], &occupation);
    return status == RUNG_OK ? add_words(onet, occupation, rung_csv_field(csv, column[1])) : status;
}

/* ---------------------------------------------------------------- education */

static const char *const education_columns[] = {"O*NET-SOC Code", "Scale ID", "Category",
                                                "Data Value", NULL};

/* What respondents said, in percent of a category from 1 (less than high school) to 12. */
static rung_status education_row(rung_onet *onet, rung_csv *csv, const size_t *column,
                                 void *context)
{
    double *said = context, category, percent; /* occupations x 2: sum, of how many */
    uint32_t occupation;
    rung_status status = rung_onet_find(onet, csv, column[0], &occupation);
    if (status != RUNG_OK || !rung_slice_is(rung_csv_field(csv, column[1]), "RL"))
        return status;
    status = rung_csv_number(csv, column[2], 1, 12, false, &category, onet->error);
    if (status == RUNG_OK)
        status = rung_csv_number(csv, column[3], 0, 100, false, &percent, onet->error);
    if (status == RUNG_OK) {
        said[2 * (size_t)occupation] += category * percent;
        said[2 * (size_t)occupation + 1] += percent;
    }
    return status;
}

/* The mean over a role's occupations where it is known. */
static void take_education(rung_onet *onet, const double *said)
{
    for (size_t r = 0; r < onet->roles; r++) {
        double sum = 0, known = 0;
        for (size_t i = onet->first_member[r]; i < onet->first_member[r + 1]; i++) {
            const double *one = said + 2 * (size_t)onet->member[i];
            if (one[1] > 0) {
                sum += one[0] / one[1];
                known++;
            }
        }
        onet->role[r].education = known > 0 ? sum / known : NAN;
    }
}

/* ---------------------------------------------------------------- all of it */

static rung_status read_if_there(rung_onet *onet, const rung_onet_table *table, void *context)
{
    char *path = rung_path_join(table->folder, table->name);
    if (!path)
        return rung_onet_no_memory(onet);
    bool there = rung_path_exists(path);
    free(path);
    return there ? rung_onet_read(onet, table, context) : RUNG_OK;
}

static rung_status read_tables(rung_onet *onet, activities *a, double *said)
{
    const char *source = onet->job->source;
    const struct {
        rung_onet_table table;
        void *context;
    } all[] = {
        {{source, "DWA Reference.txt", RUNG_TSV, reference_columns, reference_row}, a},
        {{source, "Tasks to DWAs.txt", RUNG_TSV, activity_columns, activity_row}, a},
        {{source, "Technology Skills.txt", RUNG_TSV, technology_columns, technology_row}, NULL},
        {{source, "Alternate Titles.txt", RUNG_TSV, title_columns, title_row}, NULL},
        {{source, "Education, Training, and Experience.txt", RUNG_TSV, education_columns,
          education_row},
         said},
    };
    rung_status status = RUNG_OK;
    for (size_t i = 0; i < sizeof all / sizeof *all && status == RUNG_OK; i++)
        status = read_if_there(onet, &all[i].table, all[i].context);
    return status;
}

/* How often each is there becomes its weight: 1 + ln(times) of a word, 1 of all else. */
static rung_status merge_features(rung_onet *onet)
{
    rung_links *links = &onet->features;
    const rung_link *again;
    uint32_t line;
    rung_status status =
        rung_links_group(links, onet->roles, onet->feature_count, &again, &line, onet->error);
    size_t kept = 0;
    for (size_t i = 0, next; i < links->count && status == RUNG_OK; i = next) {
        rung_link link = links->link[i];
        for (next = i; next < links->count && links->link[next].from == link.from &&
                       links->link[next].to == link.to && links->link[next].kind == link.kind;)
            next++;
        if (link.kind == RUNG_TITLE_WORD)
            link.weight = (float)(1 + rung_ln((double)(next - i)));
        links->link[kept++] = link;
    }
    links->count = status == RUNG_OK ? kept : 0;
    return status;
}

rung_status rung_onet_read_features(rung_onet *onet)
{
    activities a = {0};
    double *said = rung_array(onet->occupations, 2 * sizeof *said);
    rung_status status = said ? read_tables(onet, &a, said) : rung_onet_no_memory(onet);
    bool words = onet->feature_count > 0; /* of a release that has features at all */
    for (uint32_t o = 0; o < onet->occupations && words && status == RUNG_OK; o++)
        status = add_words(onet, o, rung_slice_of(onet->occupation[o].title));
    if (status == RUNG_OK) {
        take_education(onet, said);
        status = merge_features(onet);
    }
    rung_index_free(&a.index);
    free(a.above);
    free(said);
    return status;
}
