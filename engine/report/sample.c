/* sample.c - a few people, chosen by nothing but a hash of their ids. */
#include "report/sample.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"

static void end_person(rung_sampled *person)
{
    free(person->id);
    for (size_t s = 0; s < person->path.steps; s++)
        free((uint32_t *)person->path.step[s].program);
    free((rung_path_step *)person->path.step);
    free(person->token);
    *person = (rung_sampled){0};
}

void rung_sample_free(rung_sample *sample)
{
    for (size_t i = 0; i < sample->count; i++)
        end_person(&sample->person[i]);
    free(sample->person);
    *sample = (rung_sample){0};
}

static bool stands_before(uint64_t order, const char *id, const rung_sampled *other)
{
    return order != other->order ? order < other->order : strcmp(id, other->id) < 0;
}

rung_sampled *rung_sample_take(rung_sample *sample, const char *id, rung_status *status,
                               rung_error *error)
{
    uint64_t order = rung_hash(id, strlen(id), 0);
    *status = RUNG_OK;
    if (sample->most == 0 || (sample->count == sample->most &&
                              !stands_before(order, id, &sample->person[sample->count - 1])))
        return NULL;
    char *copy = strdup(id);
    if (!sample->person)
        sample->person = rung_array(sample->most, sizeof *sample->person);
    if (!copy || !sample->person) {
        free(copy);
        *status = rung_fail_memory(error, "the sample of a report");
        return NULL;
    }
    if (sample->count == sample->most)
        end_person(&sample->person[--sample->count]);
    size_t at = sample->count++;
    for (; at > 0 && stands_before(order, id, &sample->person[at - 1]); at--)
        sample->person[at] = sample->person[at - 1];
    sample->person[at] = (rung_sampled){.order = order, .id = copy};
    return &sample->person[at];
}

rung_status rung_sample_path(rung_sampled *person, const rung_path *path, rung_error *error)
{
    rung_path_step *step = rung_array(path->steps, sizeof *step);
    if (!step)
        return rung_fail_memory(error, "the sample of a report");
    person->path = *path;
    person->path.step = step;
    for (person->path.steps = 0; person->path.steps < path->steps; person->path.steps++) {
        const rung_path_step *from = &path->step[person->path.steps];
        rung_path_step *to = &step[person->path.steps];
        uint32_t *program = rung_array(from->programs, sizeof *program);
        *to = *from;
        to->program = program;
        if (!program)
            return rung_fail_memory(error, "the sample of a report");
        if (from->programs > 0)
            memcpy(program, from->program, from->programs * sizeof *program);
    }
    return RUNG_OK;
}
