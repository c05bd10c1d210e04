/* release.c - read what O*NET says of its occupations and elements, save the ratings. */
#include "data/onet/model.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"

/* ---------------------------------------------------------------- Occupation Data.txt */

static const char *const occupation_columns[] = {"O*NET-SOC Code", "Title", NULL};

static rung_status occupation_row(rung_onet *onet, rung_csv *csv, const size_t *column,
                                  void *context)
{
    (void)context;
    rung_slice code = rung_csv_field(csv, column[0]);
    if (!rung_onet_is_code(code, "00-0000.00"))
        return rung_csv_fail(csv, column[0], onet->error, "an O*NET-SOC code such as 15-1252.00");
    if (!rung_grow((void **)&onet->occupation, &onet->occupation_room, onet->occupations + 1,
                   sizeof *onet->occupation))
        return rung_onet_no_memory(onet);
    rung_onet_occupation *occupation = &onet->occupation[onet->occupations];
    *occupation = (rung_onet_occupation){.role = RUNG_NONE};
    for (size_t f = 0; f < RUNG_ONET_FIGURES; f++)
        occupation->figure[f] = NAN;
    occupation->id = rung_onet_keep(onet, code);
    occupation->title = rung_onet_keep(onet, rung_csv_field(csv, column[1]));
    if (!occupation->id || !occupation->title)
        return rung_onet_no_memory(onet);
    switch (rung_index_add(&onet->occupation_index, occupation->id, (uint32_t)onet->occupations)) {
    case RUNG_INDEX_ADDED:
        onet->occupations++;
        return RUNG_OK;
    case RUNG_INDEX_PRESENT:
        return rung_csv_fail(csv, column[0], onet->error,
                             "a code that no earlier row has (it is a duplicate)");
    default:
        return rung_onet_no_memory(onet);
    }
}

/* ---------------------------------------------------------------- Job Zones.txt */

static const char *const zone_columns[] = {"O*NET-SOC Code", "Job Zone", NULL};

static rung_status zone_row(rung_onet *onet, rung_csv *csv, const size_t *column, void *context)
{
    (void)context;
    uint32_t occupation;
    rung_status status = rung_onet_find(onet, csv, column[0], &occupation);
    if (status != RUNG_OK)
        return status;
    rung_slice zone = rung_csv_field(csv, column[1]);
    if (rung_slice_is(zone, "n/a"))
        return RUNG_OK;
    if (zone.length != 1 || *zone.at < '1' || *zone.at > '5')
        return rung_csv_fail(csv, column[1], onet->error, "a whole number in 1..5");
    if (onet->occupation[occupation].zone != 0)
        return rung_csv_fail(csv, column[0], onet->error,
                             "a code that no earlier row has (it is a duplicate)");
    onet->occupation[occupation].zone = *zone.at - '0';
    return RUNG_OK;
}

/* ---------------------------------------------------------------- Related Occupations.txt */

static const char *const related_columns[] = {"O*NET-SOC Code", "Related O*NET-SOC Code",
                                              "Relatedness Tier", NULL};

/* O*NET ranks the twenty nearest occupations of each: five Primary-Short, five Primary-Long, ten
 * Supplemental. The weights grade those tiers. */
static rung_status related_row(rung_onet *onet, rung_csv *csv, const size_t *column, void *context)
{
    static const struct {
        const char *tier;
        float weight;
    } tiers[] = {{"Primary-Short", 1.0f}, {"Primary-Long", 0.75f}, {"Supplemental", 0.5f}};
    (void)context;
    rung_link link = {0};
    rung_status status = rung_onet_find(onet, csv, column[0], &link.from);
    if (status == RUNG_OK)
        status = rung_onet_find(onet, csv, column[1], &link.to);
    if (status != RUNG_OK)
        return status;
    rung_slice tier = rung_csv_field(csv, column[2]);
    for (size_t i = 0; i < sizeof tiers / sizeof *tiers; i++)
        if (rung_slice_is(tier, tiers[i].tier))
            link.weight = tiers[i].weight;
    if (link.weight == 0)
        return rung_csv_fail(csv, column[2], onet->error,
                             "Primary-Short, Primary-Long or Supplemental");
    uint64_t line = rung_csv_line(csv);
    link.line = line < UINT32_MAX ? (uint32_t)line : UINT32_MAX;
    return rung_links_add(&onet->related, link) ? RUNG_OK : rung_onet_no_memory(onet);
}

static rung_status group_related(rung_onet *onet)
{
    const rung_link *again;
    uint32_t earlier;
    rung_status status = rung_links_group(&onet->related, onet->occupations, onet->occupations,
                                          &again, &earlier, onet->error);
    if (status == RUNG_OK && again)
        return rung_fail(onet->error, RUNG_BAD_DATA,
                         "%s/Related Occupations.txt:%u: this row repeats the pair of line %u, "
                         "expected each once",
                         onet->job->source, again->line, earlier);
    return status;
}

/* ---------------------------------------------------------------- Read Me.txt */

/* The release's name from text's first line, "O*NET 29.0 Database". */
static rung_status take_release(rung_onet *onet, const char *path, rung_slice text)
{
    static const char ending[] = " Database";
    rung_slice line;
    if (text.length >= 3 && memcmp(text.at, "\xEF\xBB\xBF", 3) == 0)
        text = (rung_slice){text.at + 3, text.length - 3};
    rung_slice_split(&text, '\n', &line);
    if (line.length > 0 && line.at[line.length - 1] == '\r')
        line.length--;
    line = rung_slice_trim(line);
    if (rung_utf8_check(line.at, line.length) < line.length || memchr(line.at, '\0', line.length) ||
        memchr(line.at, '\r', line.length))
        return rung_fail(onet->error, RUNG_BAD_DATA, "%s:1: expected a line of text in UTF-8",
                         path);
    size_t cut = sizeof ending - 1;
    if (line.length > cut && memcmp(line.at + line.length - cut, ending, cut) == 0)
        line.length -= cut;
    if (line.length > 0)
        onet->release = rung_onet_keep(onet, line);
    return onet->release ? RUNG_OK : rung_onet_no_memory(onet);
}

static rung_status read_release(rung_onet *onet)
{
    onet->release = "O*NET";
    char *path = rung_path_join(onet->job->source, "Read Me.txt");
    if (!path)
        return rung_onet_no_memory(onet);
    rung_status status = RUNG_OK;
    if (rung_path_exists(path)) {
        char text[200];
        ssize_t n = rung_file_open(path, NULL, onet->error);
        if (n >= 0) {
            int file = (int)n;
            n = rung_file_read(file, path, text, sizeof text, onet->error);
            close(file);
        }
        status = rung_file_status(n);
        size_t length = n == sizeof text ? rung_utf8_whole(text, sizeof text) : (size_t)n;
        if (status == RUNG_OK)
            status = take_release(onet, path, (rung_slice){text, length});
    }
    free(path);
    return status;
}

rung_status rung_onet_read_occupations(rung_onet *onet)
{
    const char *source = onet->job->source;
    const rung_onet_table tables[] = {
        {source, "Occupation Data.txt", RUNG_TSV, occupation_columns, occupation_row},
        {source, "Job Zones.txt", RUNG_TSV, zone_columns, zone_row},
        {source, "Related Occupations.txt", RUNG_TSV, related_columns, related_row},
    };
    rung_status status = read_release(onet);
    for (size_t i = 0; i < sizeof tables / sizeof *tables && status == RUNG_OK; i++)
        status = rung_onet_read(onet, &tables[i], NULL);
    return status == RUNG_OK ? group_related(onet) : status;
}

/* ---------------------------------------------------------------- Content Model Reference.txt */

static const char *const model_columns[] = {"Element ID", "Element Name", "Description", NULL};

/* Is id directly below parent: "2.B.3.e" below "2.B.3"? */
static bool is_below(const char *id, rung_slice parent)
{
    const char *dot = strrchr(id, '.');
    return dot && (size_t)(dot - id) == parent.length && memcmp(id, parent.at, parent.length) == 0;
}

static rung_status model_row(rung_onet *onet, rung_csv *csv, const size_t *column, void *context)
{
    (void)context;
    rung_slice id = rung_csv_field(csv, column[0]);
    const char *name = NULL;
    for (size_t e = 0; e < onet->elements; e++) {
        rung_onet_element *element = &onet->element[e];
        if (rung_slice_is(id, element->id)) {
            element->description = rung_onet_keep(onet, rung_csv_field(csv, column[2]));
            if (!element->description)
                return rung_onet_no_memory(onet);
        } else if (is_below(element->id, id)) {
            if (!name)
                name = rung_onet_keep(onet, rung_csv_field(csv, column[1]));
            if (!name)
                return rung_onet_no_memory(onet);
            element->group = name;
        }
    }
    return RUNG_OK;
}

rung_status rung_onet_read_elements(rung_onet *onet)
{
    const rung_onet_table table = {onet->job->source, "Content Model Reference.txt", RUNG_TSV,
                                   model_columns, model_row};
    char *path = rung_path_join(table.folder, table.name);
    if (!path)
        return rung_onet_no_memory(onet);
    bool there = rung_path_exists(path);
    free(path);
    return there ? rung_onet_read(onet, &table, NULL) : RUNG_OK;
}
