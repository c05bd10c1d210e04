/* amx_tile.h - the few tile operations of Intel AMX that amx.c needs (Intel 64 and IA-32
 * Architectures Software Developer's Manual, volumes 1 and 2: Programming with Intel AMX;
 * LDTILECFG, TILELOADD, TDPBUSD, TILESTORED, TILEZERO, TILERELEASE). Tiles are named by number, 0
 * to 7. With RUNG_AMX_IN_C they are plain C that does what the manual says, registers included, so
 * that all else can be tested on any machine. */
#ifndef RUNG_KERNEL_AMX_TILE_H
#define RUNG_KERNEL_AMX_TILE_H

#include <stdint.h>

/* As LDTILECFG reads it: palette 1 has 8 tiles of 16 rows of 64 bytes at most. */
typedef struct amx_config {
    uint8_t palette, start_row, reserved[14];
    uint16_t row_bytes[16];
    uint8_t rows[16];
} amx_config;
_Static_assert(sizeof(amx_config) == 64, "LDTILECFG reads 64 bytes");

#ifndef RUNG_AMX_IN_C

#include <immintrin.h>

#define amx_configure(config)        _tile_loadconfig(config)
#define amx_release()                _tile_release()
#define amx_zero(tile)               _tile_zero(tile)
#define amx_load(tile, at, stride)   _tile_loadd(tile, at, stride)
#define amx_dot(sums, people, roles) _tile_dpbusd(sums, people, roles)
#define amx_store(tile, at, stride)  _tile_stored(tile, at, stride)

#else

#include <string.h>

/* A thread's tile registers. */
static _Thread_local struct {
    amx_config config;
    uint8_t tile[8][16][64];
} amx;

static void amx_require(int holds) /* where not, the processor raises an exception */
{
    if (!holds)
        __builtin_trap();
}

static void amx_configure(const amx_config *config)
{
    amx_require(config->palette == 1 && config->start_row == 0);
    for (int i = 0; i < 16; i++) {
        amx_require(config->rows[i] <= (i < 8 ? 16 : 0));
        amx_require(config->row_bytes[i] <= (i < 8 ? 64 : 0));
        amx_require((config->rows[i] == 0) == (config->row_bytes[i] == 0));
    }
    memset(&amx, 0, sizeof amx);
    amx.config = *config;
}

static void amx_release(void)
{
    memset(&amx, 0, sizeof amx);
}

static void amx_zero(int tile)
{
    amx_require(amx.config.rows[tile] > 0);
    memset(amx.tile[tile], 0, sizeof amx.tile[tile]);
}

static void amx_load(int tile, const void *at, size_t stride)
{
    amx_zero(tile); /* rows and bytes beyond the tile's */
    for (size_t r = 0; r < amx.config.rows[tile]; r++)
        memcpy(amx.tile[tile][r], (const char *)at + r * stride, amx.config.row_bytes[tile]);
}

static void amx_store(int tile, void *at, size_t stride)
{
    amx_require(amx.config.rows[tile] > 0);
    for (size_t r = 0; r < amx.config.rows[tile]; r++)
        memcpy((char *)at + r * stride, amx.tile[tile][r], amx.config.row_bytes[tile]);
}

/* Of four bytes and four bytes, the first without a sign; sums wrap. */
static uint32_t amx_four(uint32_t sum, const uint8_t *a, const uint8_t *b)
{
    for (int i = 0; i < 4; i++)
        sum += (uint32_t)((int32_t)a[i] * (int32_t)(int8_t)b[i]);
    return sum;
}

static void amx_dot(int sums, int people, int roles)
{
    const amx_config *c = &amx.config;
    amx_require(c->rows[sums] == c->rows[people] && c->row_bytes[sums] == c->row_bytes[roles]);
    amx_require(c->row_bytes[people] == c->rows[roles] * 4 && c->rows[sums] > 0);
    for (size_t m = 0; m < c->rows[sums]; m++)
        for (size_t n = 0; n < c->row_bytes[sums]; n += 4) {
            uint32_t sum;
            memcpy(&sum, &amx.tile[sums][m][n], sizeof sum);
            for (size_t k = 0; k < c->rows[roles]; k++)
                sum = amx_four(sum, &amx.tile[people][m][4 * k], &amx.tile[roles][k][n]);
            memcpy(&amx.tile[sums][m][n], &sum, sizeof sum);
        }
}

#endif
#endif
