/* encode.c - people and roles as vectors whose product is the score's part that depends on
 * levels.
 *
 * With u = x/h, v = q/h and clip_t(u) = clip(u - (t-1), 0, 1),
 *     min(x, q) = h * sum_t clip_t(u) * clip_t(v)
 * whenever u and v do not lie within the same step, or one of them is whole. Within the same step
 * the product f*g of the fractions stands where min(f, g) belongs: too small, and by
 * min(f, g) - f*g <= min(f(1-f), g(1-g)). */
#include "match/encode.h"

#include <stdlib.h>
#include <string.h>

#include "base/vector.h"
#include "match/encode_sparse.h"

/* Steps of each skill's thermometer: as many as the role that asks most. */
static void count_steps(rung_encoder *e)
{
    const rung_demand *d = e->scorer->demand;
    e->columns = 0;
    memset(e->steps, 0, d->skills * sizeof *e->steps);
    for (size_t i = 0; i < d->first[d->roles]; i++) {
        uint32_t steps = (uint32_t)ceil((double)d->row[i].level / e->grid);
        if (steps > e->steps[d->row[i].skill])
            e->steps[d->row[i].skill] = steps;
    }
    for (size_t s = 0; s < d->skills; s++)
        e->columns += e->steps[s];
}

/* A coarser grid bounds its error all the same (see above): it costs proposals that the scorer then
 * turns down, never an answer. So a fine grid is kept where it is short or takes little memory. */
static void choose_grid(rung_encoder *e)
{
    enum { MOST_CELLS = 1 << 24, SHORT = 8 };
    const rung_demand *d = e->scorer->demand;
    for (count_steps(e); e->columns > SHORT * d->skills && e->columns > MOST_CELLS / d->roles;
         count_steps(e))
        e->grid *= 2;
}

static float *encode_readiness(const rung_encoder *e, size_t role, float *row, double *error)
{
    const rung_demand *d = e->scorer->demand;
    double beta = e->scorer->profile->beta[RUNG_SIGNAL_READINESS];
    *error = 0;
    for (size_t s = 0; s < d->skills; s++) {
        size_t cell = role * d->stride + s;
        double v = (double)d->level[cell] / e->grid;
        double weight =
            d->asked[role] > 0 ? beta * e->grid * (double)d->importance[cell] / d->asked[role] : 0;
        *error += weight * rung_off_grid(v);
        for (uint32_t t = 1; t <= e->steps[s]; t++)
            *row++ = (float)(weight * rung_clip_step(v, t));
    }
    return row;
}

/* weight * clip_t(u) for the steps 1 .. steps. Short thermometers are written as long ones, beyond
 * their end where the row goes on: what comes next overwrites that. */
static inline float *put_steps(float *row, const float *end, double u, uint32_t steps,
                               double weight)
{
    enum { LONG = 16 };
    static const float ramp[2 * LONG] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    if (steps > LONG || end - row < LONG) {
        for (uint32_t t = 1; t <= steps; t++)
            *row++ = (float)(weight * rung_clip_step(u, t));
        return row;
    }
    uint32_t whole = u < steps ? (uint32_t)u : steps;
    for (size_t i = 0; i < LONG; i++)
        row[i] = (float)weight * ramp[LONG - whole + i];
    if (whole < steps)
        row[whole] = (float)(weight * (u - whole));
    return row + steps;
}

RUNG_VECTORS static float *encode_levels(const rung_encoder *e, const float *level, float *row,
                                         const float *end)
{
    size_t skills = e->scorer->demand->skills;
    for (size_t s = 0; s < skills; s++)
        row = put_steps(row, end, (double)level[s] / e->grid, e->steps[s], 1);
    return row;
}

/* factor * standard / length, or zeros where there is no length. */
static float *encode_direction(const rung_encoder *e, const double *standard, double length,
                               double factor, float *row)
{
    size_t skills = e->scorer->demand->skills;
    for (size_t s = 0; s < skills; s++)
        *row++ = length > 0 ? (float)(factor * standard[s] / length) : 0;
    return row;
}

static float *encode_vector(const rung_encoder *e, const float *vector, double factor, float *row)
{
    for (size_t k = 0; k < e->scorer->embedding->dimensions; k++)
        *row++ = (float)(factor * (double)vector[k]);
    return row;
}

static void encode_role(const rung_encoder *e, size_t role)
{
    const rung_embedding *vectors = e->scorer->embedding;
    const rung_demand *d = e->scorer->demand;
    float *row = e->rows + role * e->dimensions;
    const float *end = row + e->dimensions;
    double error = 0;
    if (e->readiness)
        row = encode_readiness(e, role, row, &error);
    if (e->transfer)
        row = encode_levels(e, d->level + role * d->stride, row, end);
    if (e->similarity)
        row = encode_direction(e, d->standard + role * d->stride,
                               d->asked[role] > 0 ? d->length[role] : 0, 1, row);
    if (e->embedding)
        row = encode_vector(e, vectors->vector + role * vectors->stride,
                            rung_embedding_role_factor(vectors, (uint32_t)role), row);
    if (e->readiness)
        *row = (float)(error / 2);
    e->slack[role] = nextafterf((float)(fabs(error) / 2 * (1 + 1e-6)), INFINITY);
}

rung_status rung_encoder_make(rung_encoder *encoder, const rung_scorer *scorer, double grid,
                              unsigned threads, rung_error *error)
{
    const rung_demand *d = scorer->demand;
    *encoder =
        (rung_encoder){.scorer = scorer,
                       .grid = grid,
                       .readiness = rung_profile_uses(scorer->profile, RUNG_SIGNAL_READINESS),
                       .transfer = rung_profile_uses(scorer->profile, RUNG_SIGNAL_TRANSFER),
                       .similarity = rung_profile_uses(scorer->profile, RUNG_SIGNAL_SIMILARITY),
                       .embedding = rung_profile_uses(scorer->profile, RUNG_SIGNAL_EMBEDDING)};
    encoder->steps = rung_array(d->skills, sizeof *encoder->steps);
    if (!encoder->steps)
        return rung_fail_memory(error, "the encoding");
    choose_grid(encoder);
    encoder->dimensions = encoder->columns * (encoder->readiness + encoder->transfer) +
                          d->skills * encoder->similarity +
                          scorer->embedding->dimensions * encoder->embedding + encoder->readiness;
    size_t cells;
    bool fits = !__builtin_mul_overflow(d->roles, encoder->dimensions, &cells);
    encoder->slack = rung_array(d->roles, sizeof *encoder->slack);
    if (encoder->slack && !d->level)
        return rung_sparse_code_make(encoder, error);
    encoder->rows = fits ? rung_array(cells, sizeof *encoder->rows) : NULL;
    if (!encoder->rows || !encoder->slack) {
        rung_encoder_free(encoder);
        return rung_fail_memory(error, "the encoded roles");
    }
#pragma omp parallel for schedule(static) num_threads((int)threads)
    for (size_t r = 0; r < d->roles; r++)
        encode_role(encoder, r);
    return RUNG_OK;
}

void rung_encoder_free(rung_encoder *encoder)
{
    free(encoder->steps);
    free(encoder->rows);
    free(encoder->slack);
    rung_sparse_code_free(encoder->sparse);
    *encoder = (rung_encoder){0};
}

/* The person's side of transfer; *error is what the products miss at most. */
RUNG_VECTORS static float *encode_transfer(const rung_encoder *e, const rung_subject *subject,
                                           float *row, const float *end, double *error)
{
    size_t skills = e->scorer->demand->skills;
    double beta = e->scorer->profile->beta[RUNG_SIGNAL_TRANSFER];
    for (size_t s = 0; s < skills; s++) {
        double u = (double)subject->level[s] / e->grid;
        double weight = subject->brought > 0
                            ? beta * e->grid * (double)subject->weight[s] / subject->brought
                            : 0;
        *error += fabs(weight) * rung_off_grid(u);
        row = put_steps(row, end, u, e->steps[s], weight);
    }
    return row;
}

/* Whether some level lies between two steps. */
RUNG_VECTORS static bool is_off_grid(const rung_encoder *e, const float *level)
{
    size_t off = 0;
    for (size_t s = 0; s < e->scorer->demand->skills; s++)
        off += rung_off_grid((double)level[s] / e->grid) > 0;
    return off > 0;
}

void rung_encode(const rung_encoder *encoder, const rung_subject *subject, float *row, float *slack,
                 float *blur)
{
    const float *end = row + encoder->dimensions;
    double error = 0, missed = 0;
    *blur = is_off_grid(encoder, subject->level);
    if (encoder->readiness)
        row = encode_levels(encoder, subject->level, row, end);
    if (encoder->transfer)
        row = encode_transfer(encoder, subject, row, end, &error);
    if (encoder->similarity)
        row = encode_direction(encoder, subject->standard, subject->length,
                               encoder->scorer->profile->beta[RUNG_SIGNAL_SIMILARITY], row);
    if (encoder->embedding)
        row = encode_vector(encoder, subject->vector,
                            rung_embedding_factor(
                                encoder->scorer->embedding, subject->vector, subject->vector_length,
                                encoder->scorer->profile->beta[RUNG_SIGNAL_EMBEDDING], &missed),
                            row);
    if (encoder->readiness)
        *row = *blur;
    /* The products miss 0 to error, whichever role: half of it to either side of a constant. */
    *slack = nextafterf((float)(error / 2 * (1 + 1e-6) + missed), INFINITY);
}
