/* encode_sparse.c - people and roles as vectors of which few entries are not 0. */
#include "match/encode_sparse.h"

#include <stdlib.h>
#include <string.h>

/* Entries being written, or with entry NULL counted. */
typedef struct writer {
    rung_entry *entry;
    size_t count;
} writer;

static inline void put(writer *w, size_t column, double value)
{
    if (value == 0)
        return;
    if (w->entry)
        w->entry[w->count] = (rung_entry){(uint32_t)column, (float)value};
    w->count++;
}

/* One skill's thermometer of a level in steps of the grid. */
static inline void put_steps(writer *w, const rung_encoder *e, size_t skill, size_t part, double u,
                             double weight)
{
    size_t column = part + e->sparse->column[skill];
    for (uint32_t t = 1; t <= e->steps[skill] && (double)(t - 1) < u; t++)
        put(w, column + t - 1, weight * rung_clip_step(u, t));
}

/* Where the parts begin. */
typedef struct parts {
    size_t readiness, transfer, similarity, of_role, of_person, embedding, centre;
} parts;

static parts parts_of(const rung_encoder *e)
{
    parts p = {0};
    p.transfer = e->readiness ? e->columns : 0;
    p.similarity = p.transfer + (e->transfer ? e->columns : 0);
    p.of_role = p.similarity + (e->similarity ? e->scorer->demand->skills : 0);
    p.of_person = p.of_role + e->similarity;
    p.embedding = p.of_person + e->similarity;
    p.centre = p.embedding + (e->embedding ? e->scorer->embedding->dimensions : 0);
    return p;
}

static void put_vector(writer *w, const rung_encoder *e, const parts *p, const float *vector,
                       double factor)
{
    for (size_t k = 0; k < e->scorer->embedding->dimensions; k++)
        put(w, p->embedding + k, factor * (double)vector[k]);
}

/* ---------------------------------------------------------------- roles */

/* z0 . d(q), which is no longer than a row. */
static double zero_product(const rung_demand *d, size_t role)
{
    double sum = 0;
    for (size_t i = d->first[role]; i < d->first[role + 1]; i++) {
        size_t s = d->row[i].skill;
        sum += d->zero[s] * (double)d->row[i].level * d->scale[s];
    }
    return sum;
}

static void put_role_similarity(writer *w, const rung_encoder *e, const parts *p, size_t role)
{
    const rung_demand *d = e->scorer->demand;
    double length = d->asked[role] > 0 ? d->length[role] : 0;
    if (!(length > 0))
        return;
    for (size_t i = d->first[role]; i < d->first[role + 1]; i++) {
        size_t s = d->row[i].skill;
        put(w, p->similarity + s, (double)d->row[i].level * d->scale[s] / length);
    }
    double zero = e->sparse->zero_length;
    put(w, p->of_role, (zero_product(d, role) + zero * zero) / length);
    put(w, p->of_person, 1 / length);
}

static void put_role(writer *w, const rung_encoder *e, size_t role, float *slack)
{
    const rung_demand *d = e->scorer->demand;
    parts p = parts_of(e);
    double beta = e->scorer->profile->beta[RUNG_SIGNAL_READINESS], error = 0;
    for (size_t i = d->first[role]; i < d->first[role + 1] && e->readiness; i++) {
        const rung_need *row = &d->row[i];
        double v = (double)row->level / e->grid;
        double weight =
            d->asked[role] > 0 ? beta * e->grid * (double)row->importance / d->asked[role] : 0;
        error += weight * rung_off_grid(v);
        put_steps(w, e, row->skill, p.readiness, v, weight);
    }
    for (size_t i = d->first[role]; i < d->first[role + 1] && e->transfer; i++)
        put_steps(w, e, d->row[i].skill, p.transfer, (double)d->row[i].level / e->grid, 1);
    if (e->similarity)
        put_role_similarity(w, e, &p, role);
    const rung_embedding *vectors = e->scorer->embedding;
    if (e->embedding)
        put_vector(w, e, &p, vectors->vector + role * vectors->stride,
                   rung_embedding_role_factor(vectors, (uint32_t)role));
    if (e->readiness)
        put(w, p.centre, error / 2);
    *slack = nextafterf((float)(fabs(error) / 2 * (1 + 1e-6)), INFINITY);
}

static void lay_columns(rung_encoder *e)
{
    rung_sparse_code *c = e->sparse;
    const rung_demand *d = e->scorer->demand;
    uint32_t column = 0;
    double square = 0;
    for (size_t s = 0; s < d->skills; s++) {
        c->column[s] = column;
        column += e->steps[s];
        square += d->zero[s] * d->zero[s];
    }
    c->zero_length = sqrt(square);
    for (size_t r = 0; r < d->roles; r++) {
        double difference = 0;
        for (size_t i = d->first[r]; i < d->first[r + 1]; i++) {
            double entry = (double)d->row[i].level * d->scale[d->row[i].skill];
            difference += entry * entry;
        }
        if (d->length[r] > 0)
            c->widest = fmax(c->widest, (c->zero_length + sqrt(difference)) / d->length[r]);
    }
    c->room = e->dimensions + 1; /* never 0 */
}

rung_status rung_sparse_code_make(rung_encoder *e, rung_error *error)
{
    const rung_demand *d = e->scorer->demand;
    e->dimensions += 2 * (size_t)e->similarity;
    e->sparse = rung_array(1, sizeof *e->sparse);
    rung_sparse_code *c = e->sparse;
    writer counted = {0}, w = {0};
    if (c) {
        c->column = rung_array(d->skills, sizeof *c->column);
        c->first = rung_array(d->roles + 1, sizeof *c->first);
    }
    if (c && c->column && c->first && e->dimensions < RUNG_NONE) {
        lay_columns(e);
        for (size_t r = 0; r < d->roles; r++)
            put_role(&counted, e, r, &e->slack[r]);
        w.entry = c->entry = rung_array(counted.count, sizeof *c->entry);
    }
    if (!w.entry) {
        rung_encoder_free(e);
        return rung_fail_memory(error, "the encoded roles");
    }
    for (size_t r = 0; r < d->roles; r++) {
        put_role(&w, e, r, &e->slack[r]);
        c->first[r + 1] = w.count;
    }
    return RUNG_OK;
}

void rung_sparse_code_free(rung_sparse_code *code)
{
    if (!code)
        return;
    free(code->column);
    free(code->first);
    free(code->entry);
    free(code);
}

/* ---------------------------------------------------------------- people */

/* The scorer and the code above work in double precision. A sum of n products there is within n
 * 2^-53 of the sum of their sizes, which for standardised rows is at most the product of (|z0| +
 * |d|) of both; beside the scorer's sum there are those of lengths and of the two columns. n + 16
 * times 2^-50 covers them all, with room for what divisions and square roots add. */
static double put_similarity(writer *w, const rung_encoder *e, const parts *p,
                             const rung_subject *subject, const rung_person_rows *rows)
{
    const rung_demand *d = e->scorer->demand;
    double beta = e->scorer->profile->beta[RUNG_SIGNAL_SIMILARITY];
    double zero = 0, square = 0, factor = beta / subject->length;
    if (!(subject->length > 0))
        return 0;
    for (size_t i = 0; i < rows->count; i++) {
        size_t s = rows->skill[i];
        double entry = (double)rows->level[i] * d->scale[s];
        put(w, p->similarity + s, factor * entry);
        zero += d->zero[s] * entry;
        square += entry * entry;
    }
    put(w, p->of_role, factor);
    put(w, p->of_person, factor * zero);
    return ((double)d->skills + 16) * 0x1p-50 * fabs(factor) *
           (e->sparse->zero_length + sqrt(square)) * e->sparse->widest;
}

static double put_embedding(writer *w, const rung_encoder *e, const parts *p,
                            const rung_subject *subject)
{
    double beta = e->scorer->profile->beta[RUNG_SIGNAL_EMBEDDING], missed = 0;
    double factor = rung_embedding_factor(e->scorer->embedding, subject->vector,
                                          subject->vector_length, beta, &missed);
    put_vector(w, e, p, subject->vector, factor);
    return missed;
}

static double put_transfer(writer *w, const rung_encoder *e, const parts *p,
                           const rung_subject *subject, const rung_person_rows *rows)
{
    double beta = e->scorer->profile->beta[RUNG_SIGNAL_TRANSFER], error = 0;
    for (size_t i = 0; i < rows->count && subject->brought > 0; i++) {
        size_t s = rows->skill[i];
        double u = (double)rows->level[i] / e->grid;
        double weight = beta * e->grid * (double)subject->weight[s] / subject->brought;
        error += fabs(weight) * rung_off_grid(u);
        put_steps(w, e, s, p->transfer, u, weight);
    }
    return error / 2;
}

size_t rung_encode_sparse(const rung_encoder *e, const rung_subject *subject,
                          const rung_person_rows *rows, rung_entry *entry, float *slack,
                          float *blur)
{
    writer w = {.entry = entry};
    parts p = parts_of(e);
    double error = 0;
    *blur = 0;
    for (size_t i = 0; i < rows->count; i++) {
        double u = (double)rows->level[i] / e->grid;
        if (rung_off_grid(u) > 0)
            *blur = 1;
        if (e->readiness)
            put_steps(&w, e, rows->skill[i], p.readiness, u, 1);
    }
    if (e->transfer)
        error += put_transfer(&w, e, &p, subject, rows);
    if (e->similarity)
        error += put_similarity(&w, e, &p, subject, rows);
    if (e->embedding)
        error += put_embedding(&w, e, &p, subject);
    if (e->readiness)
        put(&w, p.centre, (double)*blur);
    *slack = nextafterf((float)(error * (1 + 1e-6)), INFINITY);
    return w.count;
}
