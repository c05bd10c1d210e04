/* listing.c - search the ids and titles of a list, best matches first. */
#include "serve/listing.h"

#include <stdlib.h>

#include "base/memory.h"

/* In the order of the answer. */
enum {
    SAME_ID,
    SAME_TITLE,
    ID_BEGINS,
    TITLE_BEGINS,
    WORD_BEGINS,
    ANYWHERE,
    WORDS_BEGIN,
    WORDS_ANYWHERE,
    NOWHERE
};

/* A byte of ASCII without its case; others belong to longer characters and stay. */
static char fold(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_letter(char c)
{
    return (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static void put_folded(rung_buffer *out, const char *text)
{
    size_t from = out->length;
    rung_put(out, text, strlen(text) + 1);
    for (size_t i = from; i < out->length; i++)
        out->at[i] = fold(out->at[i]);
}

bool rung_listing_add(rung_listing *listing, const char *id, const char *title)
{
    if (!rung_grow((void **)&listing->start, &listing->room, listing->count + 1,
                   sizeof *listing->start))
        return false;
    listing->start[listing->count] = listing->text.length;
    put_folded(&listing->text, id);
    put_folded(&listing->text, title);
    listing->count += !listing->text.failed;
    return !listing->text.failed;
}

void rung_listing_free(rung_listing *listing)
{
    rung_buffer_free(&listing->text);
    free(listing->start);
    *listing = (rung_listing){0};
}

/* Whether a word of text begins with these bytes. */
static bool word_begins(const char *text, const char *with, size_t length)
{
    for (const char *c = text; *c; c++)
        if ((c == text || !is_letter(c[-1])) && strncmp(c, with, length) == 0)
            return true;
    return false;
}

static bool has(const char *text, rung_slice part)
{
    return memmem(text, strlen(text), part.at, part.length) != NULL;
}

/* Each word of wanted, parted by spaces: does it begin a word of id or title, or stand anywhere? */
static int rank_words(const char *id, const char *title, const char *wanted)
{
    int rank = WORDS_BEGIN;
    rung_slice rest = rung_slice_of(wanted), word;
    while (rung_slice_split(&rest, ' ', &word)) {
        if (word.length == 0 || word_begins(title, word.at, word.length) ||
            word_begins(id, word.at, word.length))
            continue;
        if (!has(title, word) && !has(id, word))
            return NOWHERE;
        rank = WORDS_ANYWHERE;
    }
    return rank;
}

static int rank_of(const char *id, const char *title, const char *wanted, size_t length)
{
    rung_slice whole = {wanted, length};
    if (strcmp(id, wanted) == 0)
        return SAME_ID;
    if (strcmp(title, wanted) == 0)
        return SAME_TITLE;
    if (strncmp(id, wanted, length) == 0)
        return ID_BEGINS;
    if (strncmp(title, wanted, length) == 0)
        return TITLE_BEGINS;
    if (has(title, whole) || has(id, whole))
        return word_begins(title, wanted, length) || word_begins(id, wanted, length) ? WORD_BEGINS
                                                                                     : ANYWHERE;
    return strchr(wanted, ' ') ? rank_words(id, title, wanted) : NOWHERE;
}

/* What an entry must have in any case. */
static rung_slice longest_word(const char *wanted)
{
    rung_slice rest = rung_slice_of(wanted), word, longest = {wanted, 0};
    while (rung_slice_split(&rest, ' ', &word))
        if (word.length > longest.length)
            longest = word;
    return longest;
}

/* The last entry that starts at or before this place. */
static size_t entry_at(const rung_listing *listing, size_t place)
{
    size_t from = 0, to = listing->count;
    while (to - from > 1) {
        size_t middle = from + (to - from) / 2;
        if (listing->start[middle] <= place)
            from = middle;
        else
            to = middle;
    }
    return from;
}

/* Rank the entries that have the longest word, which are found in all texts as one. */
static void rank_all(const rung_listing *listing, const char *wanted, unsigned char *rank)
{
    const char *text = listing->text.at, *end = text + listing->text.length, *hit;
    rung_slice word = longest_word(wanted);
    memset(rank, NOWHERE, listing->count);
    for (const char *at = text; at < end; at += strlen(at) + 1) {
        hit = memmem(at, (size_t)(end - at), word.at, word.length);
        if (!hit)
            return;
        size_t i = entry_at(listing, (size_t)(hit - text));
        const char *id = text + listing->start[i], *title = id + strlen(id) + 1;
        rank[i] = (unsigned char)rank_of(id, title, wanted, strlen(wanted));
        at = title; /* on to the next entry */
    }
}

size_t rung_listing_find(const rung_listing *listing, const char *wanted, unsigned char *rank,
                         uint32_t *places)
{
    char folded[1024];
    size_t length = strnlen(wanted, sizeof folded - 1), found = 0;
    if (listing->count == 0)
        return 0;
    for (size_t i = 0; i < length; i++)
        folded[i] = fold(wanted[i]);
    folded[length] = '\0';
    if (length > 0)
        rank_all(listing, folded, rank);
    else
        memset(rank, ANYWHERE, listing->count);
    for (int r = SAME_ID; r < NOWHERE; r++)
        for (size_t i = 0; i < listing->count; i++)
            if (rank[i] == r)
                places[found++] = (uint32_t)i;
    return found;
}
