/* workspace.c - the scratch of one thread that matches. */
#include "match/workspace.h"

enum { LINE = 64 };

static size_t whole_lines(size_t bytes)
{
    return (bytes + LINE - 1) / LINE * LINE;
}

/* Place the arrays behind the head; base may be NULL to measure. The bytes they take. */
static size_t lay_out(const rung_workspace_shape *shape, rung_workspace *w, char *base)
{
    size_t used = 0, sparse = shape->entries > 0, block = sparse ? 1 : RUNG_BLOCK;
    const struct {
        void **place;
        size_t bytes;
    } parts[] = {
        {(void **)&w->level, block * shape->stride * sizeof(float)},
        {(void **)&w->standard, block * shape->stride * sizeof(double)},
        {(void **)&w->vector, block * shape->vector * sizeof(float)},
        {(void **)&w->rows, sparse ? 0 : block * shape->dimensions * sizeof(float)},
        {(void **)&w->weight, sparse * shape->stride * sizeof(float)},
        {(void **)&w->row_skill, sparse * (shape->stride + 1) * sizeof(uint32_t)},
        {(void **)&w->row_level, sparse * (shape->stride + 1) * sizeof(float)},
        {(void **)&w->raised_skill, (shape->raised + 1) * sizeof(uint32_t)},
        {(void **)&w->raised_level, (shape->raised + 1) * sizeof(float)},
        {(void **)&w->mark, rung_mark_words(shape->raised) * sizeof(uint64_t)},
        {(void **)&w->entry, shape->entries * sizeof(rung_entry)},
        {(void **)&w->roles, RUNG_BLOCK * shape->room * sizeof(uint32_t)},
        {(void **)&w->score, shape->room * sizeof(double)},
        {&w->kernel, shape->kernel_bytes},
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (base)
            *parts[i].place = base + used;
        used += whole_lines(parts[i].bytes);
    }
    if (base)
        w->unique = rung_unique_lay(base + used, shape->window);
    return used + rung_unique_bytes(shape->window);
}

size_t rung_workspace_bytes(const rung_workspace_shape *shape)
{
    rung_workspace measured;
    return whole_lines(sizeof measured) + lay_out(shape, &measured, NULL);
}

rung_workspace *rung_workspace_lay(const rung_workspace_shape *shape, void *bytes)
{
    rung_workspace *w = bytes;
    lay_out(shape, w, (char *)bytes + whole_lines(sizeof *w));
    return w;
}
