/* links.c - rows that join two things, such as a role and a skill, grouped by the first. */
#include "data/links.h"

#include <stdlib.h>

#include "base/memory.h"

bool rung_links_add(rung_links *links, rung_link link)
{
    if (!rung_grow((void **)&links->link, &links->room, links->count + 1, sizeof link))
        return false;
    links->link[links->count++] = link;
    return true;
}

static size_t key_of(const rung_link *link, int pass)
{
    return pass == 0 ? link->kind : pass == 1 ? link->to : link->from;
}

/* One stable pass; starts has keys + 1 entries and ends as the offsets of the groups. */
static void sort_pass(const rung_link *in, rung_link *out, size_t count, int pass, size_t *starts,
                      size_t keys)
{
    for (size_t i = 0; i < count; i++)
        starts[key_of(&in[i], pass) + 1]++;
    for (size_t k = 0; k < keys; k++)
        starts[k + 1] += starts[k];
    for (size_t i = 0; i < count; i++)
        out[starts[key_of(&in[i], pass)]++] = in[i];
    for (size_t k = keys; k > 0; k--)
        starts[k] = starts[k - 1];
    starts[0] = 0;
}

rung_status rung_links_group(rung_links *links, size_t froms, size_t tos, const rung_link **again,
                             uint32_t *earlier_line, rung_error *error)
{
    enum { KINDS = 256 };
    *again = NULL;
    size_t *by_kind = rung_array(KINDS + 1, sizeof *by_kind);
    size_t *by_to = rung_array(tos + 1, sizeof *by_to);
    rung_link *copy = rung_array(links->count, sizeof *copy);
    links->first = rung_array(froms + 1, sizeof *links->first);
    bool made = by_kind && by_to && copy && links->first;
    if (made && links->count > 0) {
        sort_pass(links->link, copy, links->count, 0, by_kind, KINDS);
        sort_pass(copy, links->link, links->count, 1, by_to, tos);
        sort_pass(links->link, copy, links->count, 2, links->first, froms);
        rung_link *grouped = copy;
        copy = links->link;
        links->link = grouped;
        links->room = links->count;
        for (size_t i = 1; i < links->count && !*again; i++) {
            const rung_link *a = &grouped[i - 1], *b = &grouped[i];
            if (a->from == b->from && a->to == b->to && a->kind == b->kind) {
                *again = b;
                *earlier_line = a->line;
            }
        }
    }
    free(by_kind);
    free(by_to);
    free(copy);
    return made ? RUNG_OK : rung_fail_memory(error, "the rows of a catalog");
}

const rung_link *rung_links_find(const rung_links *links, uint32_t from, uint32_t to, uint8_t kind)
{
    size_t low = links->first[from], high = links->first[from + 1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const rung_link *link = &links->link[middle];
        if (link->to == to && link->kind == kind)
            return link;
        if (link->to < to || (link->to == to && link->kind < kind))
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

void rung_links_free(rung_links *links)
{
    free(links->link);
    free(links->first);
    *links = (rung_links){0};
}
