/* listing.h - search the ids and titles of a list, best matches first. */
#ifndef RUNG_SERVE_LISTING_H
#define RUNG_SERVE_LISTING_H

#include <stdint.h>

#include "base/text.h"

/* Entries in their order. Start from all zeros. Letters of ASCII count without their case. */
typedef struct rung_listing {
    rung_buffer text; /* folded: id, zero byte, title, zero byte */
    size_t *start;    /* of each entry in text */
    size_t count, room;
} rung_listing;

bool rung_listing_add(rung_listing *listing, const char *id, const char *title);
void rung_listing_free(rung_listing *listing);

/* Write the places of the entries that wanted matches into places[count], and return how many:
 * first the one with this id, then with this title, then those whose id or title begins so, those
 * with a word that does, those that have it anywhere, those that have words that begin as each of
 * its words does, and those that have each of its words anywhere; alike ones in their order. All
 * of them for "". rank: scratch, count bytes. */
size_t rung_listing_find(const rung_listing *listing, const char *wanted, unsigned char *rank,
                         uint32_t *places);

#endif
