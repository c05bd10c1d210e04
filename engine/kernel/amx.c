/* amx.c - the kernel that proposes by Intel AMX: tiles of 16 people x 64 columns times tiles of 64
 * columns x 16 roles, in digits of 8 bits. */
#include "kernel/amx_tile.h"
#include "kernel/avx512.h"
#include "kernel/cpu.h"
#include "kernel/quant.h"

/* 2 x 2 tiles of sums: each tile of people and of roles that is loaded is used twice. A row of a
 * tile is 64 bytes: 64 columns of a person, or a step's four columns of 16 roles. */
enum { ROW = 64, ROWS = 16, SIDE = 2 };
enum {
    MOST_DIGIT = 255,
    ALIGN = ROW / RUNG_QUANT_STEP,
    PEOPLE = SIDE * ROWS,
    WIDTH = SIDE * LANES,
    ANY_PEOPLE = 1
};

/* Tiles 0 to 3 are sums, 4 and 5 of people, 6 and 7 of roles. Sums wrap, and so are right in the
 * end. Tiles are always full: the digits of people who are not there are 0, and a group's steps
 * fill whole tiles. */
static inline void multiply(const uint8_t *digits, size_t stride, const int8_t *roles, size_t steps,
                            size_t several, int32_t *sums)
{
    enum { STRIDE = WIDTH * RUNG_QUANT_STEP };
    (void)several;
    amx_zero(0);
    amx_zero(1);
    amx_zero(2);
    amx_zero(3);
    for (; steps > 0; steps -= ALIGN) {
        amx_load(4, digits, stride);
        amx_load(5, digits + ROWS * stride, stride);
        amx_load(6, roles, STRIDE);
        amx_load(7, roles + ROW, STRIDE);
        amx_dot(0, 4, 6);
        amx_dot(1, 4, 7);
        amx_dot(2, 5, 6);
        amx_dot(3, 5, 7);
        digits += ROW;
        roles += ALIGN * STRIDE;
    }
    amx_store(0, sums, WIDTH * sizeof *sums);
    amx_store(1, sums + LANES, WIDTH * sizeof *sums);
    amx_store(2, sums + ROWS * WIDTH, WIDTH * sizeof *sums);
    amx_store(3, sums + ROWS * WIDTH + LANES, WIDTH * sizeof *sums);
}

#include "kernel/quant_tile.h"

/* A thread's tiles are its own; what is called in between does not use them. Released, they are
 * nothing that the system would have to keep for the thread. */
static void product_in_tiles(const rung_quant *quant, const rung_quant_people *people,
                             const rung_quant_panel *panel)
{
    static const amx_config all = {
        .palette = 1,
        .row_bytes = {ROW, ROW, ROW, ROW, ROW, ROW, ROW, ROW},
        .rows = {ROWS, ROWS, ROWS, ROWS, ROWS, ROWS, ROWS, ROWS},
    };
    amx_configure(&all);
    product(quant, people, panel);
    amx_release();
}

static void propose(const void *packed, const rung_query *query, void *scratch,
                    rung_proposals *proposals)
{
    rung_quant_propose(packed, query, scratch, proposals, product_in_tiles);
}

#ifndef RUNG_AMX_IN_C
const rung_kernel rung_kernel_amx_int8 = {
    .name = "amx_int8",
    .needs = "AMX-INT8 and AVX-512",
    .runs = rung_cpu_amx_int8,
#else /* for tests */
extern const rung_kernel rung_kernel_amx_in_c;
const rung_kernel rung_kernel_amx_in_c = {
    .name = "amx_int8 in C",
    .needs = "AVX-512 VNNI",
    .runs = rung_cpu_avx512_vnni,
#endif
    .pack = pack,
    .unpack = rung_quant_unpack,
    .scratch = rung_quant_scratch,
    .propose = propose,
};
