/* text.c - people made up, as rows of a population's files. */
#include "data/synth/text.h"

#include <endian.h>
#include <stdlib.h>

#include "base/number.h"

struct rung_grid_text {
    char text[RUNG_NUMBER_ROOM];
    size_t length;
    float level; /* what the text reads back as */
};

/* ---------------------------------------------------------------- what rows are made of */

/* The texts of all levels on the grid. Nine digits may round the highest one up, beyond what a
 * reader takes; the grid then ends one step earlier. */
static bool make_grid(rung_synth_text *text, rung_scale scale)
{
    uint32_t steps = (uint32_t)(scale.levels / scale.grid + 0.5);
    text->grid = rung_array((size_t)steps + 1, sizeof *text->grid);
    if (!text->grid)
        return false;
    for (uint32_t k = 0; k <= steps; k++) {
        struct rung_grid_text *g = &text->grid[k];
        double level = k < steps ? k * scale.grid : scale.levels, back = 0;
        g->length = rung_print_number(g->text, level);
        if (rung_parse_number(g->text, g->length, &back) && back <= scale.levels)
            text->steps = k;
        g->level = (float)back;
    }
    return true;
}

bool rung_synth_text_make(rung_synth_text *text, const rung_catalog *catalog)
{
    *text = (rung_synth_text){.catalog = catalog};
    text->skill_at = rung_array(catalog->skills + 1, sizeof *text->skill_at);
    if (!text->skill_at || !make_grid(text, catalog->scale))
        return false;
    for (size_t d = 0; d < catalog->skills; d++) {
        rung_put_char(&text->skill, ',');
        rung_put_csv(&text->skill, catalog->skill[d].id);
        rung_put_char(&text->skill, ',');
        text->skill_at[d + 1] = text->skill.length;
    }
    return !text->skill.failed;
}

void rung_synth_text_free(rung_synth_text *text)
{
    free(text->grid);
    free(text->skill_at);
    rung_buffer_free(&text->skill);
    *text = (rung_synth_text){0};
}

/* ---------------------------------------------------------------- CSV */

enum { ID_LENGTH = 10 };

/* "p" and nine digits, so that ids sort as people do. */
static void print_id(char id[ID_LENGTH], uint64_t number)
{
    id[0] = 'p';
    number++;
    for (int i = ID_LENGTH - 1; i > 0; i--, number /= 10)
        id[i] = (char)('0' + number % 10);
}

static void put_hundredths(rung_buffer *out, uint32_t amount)
{
    uint32_t tenths = amount / 10 % 10, rest = amount % 10;
    rung_put_whole(out, amount / 100);
    if (tenths > 0 || rest > 0) {
        char digits[] = {'.', (char)('0' + tenths), (char)('0' + rest)};
        rung_put(out, digits, rest > 0 ? 3 : 2);
    }
}

static void put_level(rung_buffer *out, const rung_synth_text *text, bool on_grid, uint32_t amount)
{
    if (on_grid)
        rung_put(out, text->grid[amount].text, text->grid[amount].length);
    else
        put_hundredths(out, amount);
}

void rung_put_people_header(rung_buffer *out, const rung_synth_text *text, bool wide)
{
    rung_put_text(out, "person_id,role_id,tenure,site,employment,gender,age_band");
    for (size_t d = 0; wide && d < text->catalog->skills; d++) {
        rung_buffer name = {0};
        rung_put_text(&name, "level:");
        rung_put_text(&name, text->catalog->skill[d].id);
        rung_put(&name, "", 1);
        rung_put_char(out, ',');
        if (name.failed)
            out->failed = true;
        else
            rung_put_csv(out, name.at);
        rung_buffer_free(&name);
    }
    rung_put_char(out, '\n');
}

/* A cell for every skill, empty where there is no level. */
static void put_cells(rung_buffer *out, const rung_synth_text *text,
                      const rung_synth_person *person)
{
    size_t next = 0;
    for (size_t d = 0; d < text->catalog->skills; d++) {
        rung_put_char(out, ',');
        if (next < person->levels && person->level[next].skill == d)
            put_level(out, text, person->on_grid, person->level[next++].amount);
    }
}

void rung_put_person(rung_buffer *out, const rung_synth_text *text, const rung_synth_person *person,
                     bool wide)
{
    char id[ID_LENGTH];
    print_id(id, person->number);
    rung_put(out, id, sizeof id);
    rung_put_char(out, ',');
    rung_put_csv(out, text->catalog->role[person->role].id);
    rung_put_char(out, ',');
    rung_put_whole(out, person->tenure / 10);
    const char rest[] = {'.', (char)('0' + person->tenure % 10), ',',
                         'S', (char)('0' + person->site / 10),   (char)('0' + person->site % 10),
                         ','};
    rung_put(out, rest, sizeof rest);
    const char *const columns[] = {person->employment, person->gender, person->age_band};
    for (size_t i = 0; i < 3; i++) {
        if (i > 0)
            rung_put_char(out, ',');
        rung_put_text(out, columns[i]);
    }
    if (wide)
        put_cells(out, text, person);
    rung_put_char(out, '\n');
}

void rung_put_person_skills(rung_buffer *out, const rung_synth_text *text,
                            const rung_synth_person *person)
{
    char id[ID_LENGTH];
    print_id(id, person->number);
    for (size_t i = 0; i < person->levels; i++) {
        const rung_synth_level *level = &person->level[i];
        size_t at = text->skill_at[level->skill], end = text->skill_at[level->skill + 1];
        rung_put(out, id, sizeof id);
        rung_put(out, text->skill.at + at, end - at);
        put_level(out, text, person->on_grid, level->amount);
        rung_put_char(out, '\n');
    }
}

/* ---------------------------------------------------------------- NumPy */

void rung_put_npy_header(rung_buffer *out, uint64_t rows, size_t columns)
{
    enum { BEFORE = 10, ALIGN = 64 }; /* magic, version and length; what the whole fills up to */
    rung_buffer text = {0};
    rung_put_text(&text, "{'descr': '<f4', 'fortran_order': False, 'shape': (");
    rung_put_whole(&text, rows);
    rung_put_text(&text, ", ");
    rung_put_whole(&text, columns);
    rung_put_text(&text, "), }");
    while ((BEFORE + text.length + 1) % ALIGN != 0 && !text.failed)
        rung_put_char(&text, ' ');
    rung_put_char(&text, '\n');
    const char length[] = {(char)(text.length & 0xFF), (char)(text.length >> 8)};
    rung_put(out, "\x93NUMPY\x01\x00", 8);
    rung_put(out, length, sizeof length);
    rung_put(out, text.at, text.length);
    out->failed |= text.failed;
    rung_buffer_free(&text);
}

void rung_put_floats(rung_buffer *out, float *floats, size_t count)
{
    for (size_t i = 0; i < count; i++) { /* little endian on every machine */
        uint32_t bits;
        memcpy(&bits, &floats[i], sizeof bits);
        bits = htole32(bits);
        memcpy(&floats[i], &bits, sizeof bits);
    }
    rung_put(out, (const char *)floats, count * sizeof *floats);
}

/* A person without levels gets the role's, as an empty cell would bring them: zeros would say
 * that the person can do nothing. */
static void fill_row(const rung_synth_text *text, const rung_synth_person *person, float *row)
{
    rung_catalog_row(text->catalog, person->levels == 0 ? person->role : RUNG_NONE, row, NULL);
    for (size_t i = 0; i < person->levels; i++) {
        uint32_t amount = person->level[i].amount;
        row[person->level[i].skill] =
            person->on_grid ? text->grid[amount].level : (float)(amount / 100.0);
    }
}

void rung_put_npy_person(rung_buffer *out, const rung_synth_text *text,
                         const rung_synth_person *person, float *row)
{
    fill_row(text, person, row);
    rung_put_floats(out, row, text->catalog->skills);
}
