/* labour.c - wages, employment, growth and openings of occupations, from the BLS's tables. */
#include "data/onet/model.h"

#include <math.h>
#include <stdlib.h>

#include "base/number.h"
#include "data/catalog.h"

/* OEWS prints '#' for a median of 239,200 dollars or more (May 2024; that is 115.00 dollars an
 * hour): that floor is all that is known. */
static const double top_wage = 239200;

/* Most that a row may count: sums over a million occupations stay within a catalog's limit. */
static const double most = RUNG_MOST_FIGURE / 1e6;

/* A figure: thousands separators are allowed, and the marks by which the BLS says that it
 * publishes none give NAN. */
static rung_status read_figure(rung_onet *onet, const rung_csv *csv, size_t column, double low,
                               double high, double *figure)
{
    static const char *const missing[] = {"", "*", "**", "~", "-", "\xE2\x80\x94", "N/A", "n/a"};
    rung_slice text = rung_slice_trim(rung_csv_field(csv, column));
    *figure = NAN;
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
        if (rung_slice_is(text, missing[i]))
            return RUNG_OK;
    char plain[64];
    size_t length = 0;
    for (size_t i = 0; i < text.length && length < sizeof plain; i++)
        if (text.at[i] != ',')
            plain[length++] = text.at[i];
    if (length < sizeof plain && rung_parse_number(plain, length, figure) && *figure >= low &&
        *figure <= high)
        return RUNG_OK;
    return rung_csv_fail(csv, column, onet->error, "a number in %.9g..%.9g, or nothing", low, high);
}

/* The code and title of the row; the code may be written ="15-1252", as for a spreadsheet. */
static rung_status start_row(rung_onet *onet, const rung_csv *csv, size_t code, size_t title,
                             rung_onet_row *row)
{
    rung_slice text = rung_slice_trim(rung_csv_field(csv, code));
    if (text.length > 3 && memcmp(text.at, "=\"", 2) == 0 && text.at[text.length - 1] == '"')
        text = (rung_slice){text.at + 2, text.length - 3};
    if (!rung_onet_is_code(text, "00-0000"))
        return rung_csv_fail(csv, code, onet->error, "a SOC code such as 15-1252");
    *row = (rung_onet_row){.code = rung_onet_keep(onet, text)};
    row->title = rung_onet_keep(onet, rung_slice_trim(rung_csv_field(csv, title)));
    for (size_t f = 0; f < RUNG_ONET_FIGURES; f++)
        row->figure[f] = NAN;
    return row->code && row->title ? RUNG_OK : rung_onet_no_memory(onet);
}

/* Take a row in. A broad group may stand beside its detailed occupations under the same code. */
static rung_status add_row(rung_onet *onet, rung_onet_labour *labour, const rung_csv *csv,
                           size_t code, const rung_onet_row *row)
{
    if (!rung_grow((void **)&labour->row, &labour->room, labour->rows + 1, sizeof *labour->row))
        return rung_onet_no_memory(onet);
    labour->row[labour->rows] = *row;
    rung_index *index = row->broad ? &labour->broad : &labour->detailed;
    switch (rung_index_add(index, row->code, (uint32_t)labour->rows)) {
    case RUNG_INDEX_ADDED:
        labour->rows++;
        return RUNG_OK;
    case RUNG_INDEX_PRESENT:
        return rung_csv_fail(csv, code, onet->error,
                             "a code that no earlier row has (is this a national table?)");
    default:
        return rung_onet_no_memory(onet);
    }
}

/* ---------------------------------------------------------------- the two tables */

static const char *const wage_columns[] = {"OCC_CODE", "?OCC_TITLE", "?O_GROUP",
                                           "TOT_EMP",  "A_MEDIAN",   NULL};

static rung_status wage_row(rung_onet *onet, rung_csv *csv, const size_t *column, void *labour)
{
    rung_onet_row row;
    rung_slice level = rung_csv_field(csv, column[2]);
    bool broad = rung_slice_is(level, "broad");
    if (level.length > 0 && !broad && !rung_slice_is(level, "detailed"))
        return RUNG_OK; /* all occupations, a major or a minor group */
    rung_status status = start_row(onet, csv, column[0], column[1], &row);
    if (status == RUNG_OK)
        status = read_figure(onet, csv, column[3], 0, most, &row.figure[RUNG_ONET_EMPLOYMENT]);
    if (status == RUNG_OK && rung_slice_is(rung_csv_field(csv, column[4]), "#"))
        row.figure[RUNG_ONET_WAGE] = top_wage;
    else if (status == RUNG_OK)
        status = read_figure(onet, csv, column[4], 0.01, most, &row.figure[RUNG_ONET_WAGE]);
    row.broad = broad;
    return status == RUNG_OK ? add_row(onet, labour, csv, column[0], &row) : status;
}

static const char *const projection_columns[] = {
    "Occupation Code",        "?Occupation Title",
    "?Occupation Type",       "Employment Percent Change*",
    "Occupational Openings*", NULL};

static rung_status projection_row(rung_onet *onet, rung_csv *csv, const size_t *column,
                                  void *labour)
{
    rung_onet_row row;
    rung_status status = start_row(onet, csv, column[0], column[1], &row);
    double percent = NAN, thousands = NAN;
    if (status == RUNG_OK)
        status = read_figure(onet, csv, column[3], -100, 100 * RUNG_MOST_GROWTH, &percent);
    if (status == RUNG_OK)
        status = read_figure(onet, csv, column[4], 0, most / 1000, &thousands);
    if (status != RUNG_OK)
        return status;
    row.figure[RUNG_ONET_GROWTH] = percent / 100;
    row.figure[RUNG_ONET_OPENINGS] = thousands * 1000;
    row.broad = rung_slice_is(rung_csv_field(csv, column[2]), "Summary");
    return add_row(onet, labour, csv, column[0], &row);
}

/* ---------------------------------------------------------------- which row is whose */

/* Index the detailed rows whose code is no occupation of O*NET by their broad group: the BLS joins
 * some occupations under codes of its own, such as 21-1018 for 21-1011 and 21-1014. */
static rung_status index_stand_ins(rung_onet *onet, rung_onet_labour *labour)
{
    rung_index known = {0};
    rung_status status = RUNG_OK;
    for (size_t o = 0; o < onet->occupations && status == RUNG_OK; o++) {
        const char *code = rung_onet_keep(onet, (rung_slice){onet->occupation[o].id, 7});
        if (!code || rung_index_add(&known, code, 0) == RUNG_INDEX_NO_MEMORY)
            status = rung_onet_no_memory(onet);
    }
    for (size_t r = 0; r < labour->rows && status == RUNG_OK; r++) {
        rung_onet_row *row = &labour->row[r];
        if (row->broad || rung_index_find(&known, row->code, 7) != RUNG_NONE)
            continue;
        char broad[8];
        rung_onet_broad(row->code, broad);
        const char *key = rung_onet_keep(onet, rung_slice_of(broad));
        int added =
            key ? rung_index_add(&labour->stand_in, key, (uint32_t)r) : RUNG_INDEX_NO_MEMORY;
        if (added == RUNG_INDEX_NO_MEMORY)
            status = rung_onet_no_memory(onet);
        else if (added == RUNG_INDEX_PRESENT)
            labour->row[rung_index_find(&labour->stand_in, key, 7)].ambiguous = true;
    }
    rung_index_free(&known);
    return status;
}

/* Counts of a broad group become those of the part of it that no detailed row tells of. */
static void reduce_broad_rows(rung_onet_labour *labour)
{
    static const int counts[] = {RUNG_ONET_EMPLOYMENT, RUNG_ONET_OPENINGS};
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        int f = counts[c];
        for (size_t r = 0; r < labour->rows; r++) {
            char code[8];
            rung_onet_broad(labour->row[r].code, code);
            uint32_t broad = rung_index_find(&labour->broad, code, 7);
            if (!labour->row[r].broad && broad != RUNG_NONE && !isnan(labour->row[r].figure[f]))
                labour->row[broad].figure[f] -= labour->row[r].figure[f];
        }
        for (size_t r = 0; r < labour->rows; r++)
            if (labour->row[r].broad && !(labour->row[r].figure[f] > 0))
                labour->row[r].figure[f] = NAN;
    }
}

/* The row of an occupation: that of its SOC code; where there is none, the one that stands for its
 * broad group (13-1020 for 13-1021), the only one of that group with a code of the BLS's own, or
 * the group's total. */
static rung_onet_row *find_row(const rung_onet_labour *labour, const char *id)
{
    char broad[8];
    rung_onet_broad(id, broad);
    uint32_t row = rung_index_find(&labour->detailed, id, 7);
    if (row == RUNG_NONE)
        row = rung_index_find(&labour->detailed, broad, 7);
    if (row == RUNG_NONE)
        row = rung_index_find(&labour->stand_in, broad, 7);
    if (row != RUNG_NONE && labour->row[row].ambiguous)
        row = RUNG_NONE;
    if (row == RUNG_NONE)
        row = rung_index_find(&labour->broad, broad, 7);
    return row == RUNG_NONE ? NULL : &labour->row[row];
}

/* Give every occupation the figures of its row. Those that count people are split evenly between
 * the occupations of the row, so that they still add up to what the BLS counted. */
static void hand_out(rung_onet *onet, const rung_onet_labour *labour)
{
    for (size_t o = 0; o < onet->occupations; o++) {
        rung_onet_row *row = find_row(labour, onet->occupation[o].id);
        if (row)
            row->takers++;
    }
    for (size_t o = 0; o < onet->occupations; o++) {
        rung_onet_occupation *occupation = &onet->occupation[o];
        const rung_onet_row *row = find_row(labour, occupation->id);
        for (int f = 0; row && f < RUNG_ONET_FIGURES; f++) {
            bool people = f == RUNG_ONET_EMPLOYMENT || f == RUNG_ONET_OPENINGS;
            if (!isnan(row->figure[f]))
                occupation->figure[f] =
                    people ? row->figure[f] / (double)row->takers : row->figure[f];
        }
    }
}

static rung_status read_table(rung_onet *onet, const rung_onet_table *table,
                              rung_onet_labour *labour)
{
    if (!table->name)
        return RUNG_OK;
    rung_status status = rung_onet_read(onet, table, labour);
    if (status == RUNG_OK)
        status = index_stand_ins(onet, labour);
    if (status != RUNG_OK)
        return status;
    reduce_broad_rows(labour);
    hand_out(onet, labour);
    return RUNG_OK;
}

rung_status rung_onet_read_labour(rung_onet *onet)
{
    const rung_onet_table wages = {NULL, onet->job->wages, RUNG_TSV, wage_columns, wage_row};
    const rung_onet_table projections = {NULL, onet->job->projections, RUNG_CSV, projection_columns,
                                         projection_row};
    rung_status status = read_table(onet, &wages, &onet->wages);
    return status == RUNG_OK ? read_table(onet, &projections, &onet->projections) : status;
}

const char *rung_onet_wage_title(const rung_onet *onet, const char *code)
{
    const rung_onet_labour *wages = &onet->wages;
    uint32_t row = rung_index_find(&wages->detailed, code, strlen(code));
    if (row == RUNG_NONE)
        row = rung_index_find(&wages->broad, code, strlen(code));
    return row != RUNG_NONE && *wages->row[row].title ? wages->row[row].title : NULL;
}
