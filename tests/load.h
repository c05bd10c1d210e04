/* load.h - many clients at once, whose every answer is compared with what `rung match` says. */
#ifndef RUNG_TEST_LOAD_H
#define RUNG_TEST_LOAD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/* People of a catalog as requests to match, one or several in each, and the rows that `rung match`
 * writes for them: person_id,rank,role_id,score,readiness,similarity. */
typedef struct asked {
    size_t count;
    char **body, **rows;
} asked;

/* Make up people for a catalog: so many requests of so many people each. */
asked asked_make(const char *catalog, size_t requests, size_t people, size_t top);
/* The same requests, with the rows of another catalog that knows the same skills and roles. */
asked asked_again(const asked *of, const char *catalog, size_t people, size_t top);

/* The rows that an answer's body holds. Free it. */
char *rows_of(const char *body);

typedef struct load {
    const char *address;
    const asked *asked, *other; /* rows of either will do; other may be NULL */
    size_t clients;
    size_t requests; /* of all clients; 0: until stop is set or the server is gone */
    const char *headers;
    atomic_bool stop;
    /* Told back. */
    atomic_size_t answered, by_other; /* rightly; of them as other has it */
    atomic_size_t wrong;
    atomic_size_t refused; /* with a status of 503 */
    atomic_size_t closed;  /* without an answer: the request may never have been read */
    atomic_size_t broken;  /* in the middle of an answer, or none in time */
    char *example;         /* of what was wrong; or NULL */
} load;

/* Run it to its end, or start it and wait later. */
void load_run(load *load);
typedef struct load_threads load_threads;
load_threads *load_start(load *load);
void load_wait(load_threads *threads);

#endif
