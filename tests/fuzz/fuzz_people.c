/* fuzz_people.c - any files as people: read to the end in batches of several sizes, or refused. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "rung.h"
#include "split.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SKILLS = 3, ROLES = 3, DIMENSIONS = 2 };

/* What one reading of the files gave. */
typedef struct reading {
    rung_status status;
    rung_error error;
    rung_people_totals totals;
    rung_buffer seen; /* ids, roles, levels and vectors, one behind the other */
} reading;

static const char ini[] = "%%FILE catalog.ini\nname = x\nlevels = 4\ngrid = 0.5\n"
                          "%%FILE skills.csv\nskill_id,name,kind\na,A,soft\nb,B,soft\nc,C,soft\n"
                          "%%FILE roles.csv\nrole_id,title\nr,R\ns,S\nt,T\n"
                          "%%FILE role_skills.csv\nrole_id,skill_id,level,importance\n"
                          "r,a,4,1\nr,c,2,1\ns,b,1.5,1\n"
                          "%%FILE role_vectors.npy\n\x93NUMPY\x01\0\x46\0"
                          "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }          \n"
                          "aaa=bbb=ccc=ddd=eee=fff=";

/* The catalog of all inputs; it lives as long as the process. */
static const rung_catalog *the_catalog(void)
{
    static rung_catalog *catalog;
    if (catalog)
        return catalog;
    fuzz_split((const uint8_t *)ini, sizeof ini - 1);
    if (rung_catalog_open(&catalog, fuzz_folder(), NULL) != RUNG_OK)
        fuzz_broken("the catalog is good");
    return catalog;
}

static void take_batch(reading *r, const rung_batch *batch, size_t most)
{
    if (batch->people > most)
        fuzz_broken("a batch is no larger than asked for");
    for (size_t i = 0; i < batch->people; i++) {
        if (*batch->id[i] == '\0')
            fuzz_broken("a person has an id");
        if (batch->current_role[i] >= ROLES && batch->current_role[i] != RUNG_NONE)
            fuzz_broken("a current role is one of the catalog's");
        rung_put(&r->seen, batch->id[i], strlen(batch->id[i]) + 1);
        rung_put(&r->seen, (const char *)&batch->current_role[i], sizeof(uint32_t));
        for (size_t d = 0; d < SKILLS; d++)
            if (!(batch->levels[i * SKILLS + d] >= 0 && batch->levels[i * SKILLS + d] <= 4))
                fuzz_broken("levels are in 0..L");
        rung_put(&r->seen, (const char *)(batch->levels + i * SKILLS), SKILLS * sizeof(float));
        for (size_t k = 0; batch->vectors && k < DIMENSIONS; k++)
            if (!isfinite(batch->vectors[i * DIMENSIONS + k]))
                fuzz_broken("vectors are finite");
        if (batch->vectors)
            rung_put(&r->seen, (const char *)(batch->vectors + i * DIMENSIONS),
                     DIMENSIONS * sizeof(float));
    }
}

static void read_all(reading *r, size_t most, rung_impute impute)
{
    rung_people *people;
    rung_batch batch = {0};
    double fraction = 0;
    *r = (reading){.status = RUNG_OK};
    r->status = rung_people_open(&people, the_catalog(), fuzz_folder(), impute, &r->error);
    if ((people != NULL) != (r->status == RUNG_OK))
        fuzz_broken("a reader or a failure");
    do {
        if (r->status == RUNG_OK)
            r->status = rung_people_next(people, most, &batch, &r->error);
        if (r->status != RUNG_OK)
            break;
        take_batch(r, &batch, most);
        r->totals = rung_people_total(people);
        if (!(r->totals.fraction >= fraction && r->totals.fraction <= 1))
            fuzz_broken("the share that is read grows up to 1");
        fraction = r->totals.fraction;
    } while (batch.people > 0);
    if (r->status == RUNG_OK && fraction != 1)
        fuzz_broken("at the end all is read");
    rung_people_free(people);
}

static void check_error(const reading *r)
{
    size_t length = strlen(r->error.message);
    if (r->error.status != r->status || length == 0)
        fuzz_broken("a failure has a message");
    if (rung_utf8_check(r->error.message, length) < length)
        fuzz_broken("a message is UTF-8");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const size_t sizes[] = {1, 3, 1000};
    rung_impute impute = size > 0 ? (rung_impute)(data[size - 1] % 3) : RUNG_IMPUTE_EMPTY;
    reading first, other;
    the_catalog(); /* which is made in the same folder */
    fuzz_split(data, size);
    read_all(&first, sizes[0], impute);
    if (first.status != RUNG_OK)
        check_error(&first);
    for (size_t i = 1; i < sizeof sizes / sizeof *sizes; i++) {
        read_all(&other, sizes[i], impute);
        if (other.status != first.status || strcmp(other.error.message, first.error.message) != 0)
            fuzz_broken("the answer does not depend on the batch");
        if (first.status == RUNG_OK &&
            (other.seen.length != first.seen.length ||
             (first.seen.length > 0 && memcmp(other.seen.at, first.seen.at, first.seen.length)) ||
             other.totals.people != first.totals.people ||
             other.totals.imputed != first.totals.imputed ||
             other.totals.without_role != first.totals.without_role))
            fuzz_broken("the people do not depend on the batch");
        rung_buffer_free(&other.seen);
    }
    rung_buffer_free(&first.seen);
    return 0;
}
