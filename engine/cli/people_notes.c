/* people_notes.c - what to say about a folder of people and a catalog: where levels come from, and
 * what is not read or not known. */
#include "cli/command.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/status.h"

static int is_stranger(const struct dirent *entry)
{
    static const char *const known[] = {"people.csv", "people_skills.csv", "people.npy",
                                        "people_vectors.npy"};
    const char *name = entry->d_name, *dot = strrchr(name, '.');
    if (strncmp(name, "people", strlen("people")) != 0 || !dot ||
        (strcmp(dot, ".csv") != 0 && strcmp(dot, ".npy") != 0))
        return 0;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(name, known[i]) == 0)
            return 0;
    return 1;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

void warn_of_files(const char *dir)
{
    struct dirent **stranger;
    char shown[64];
    int count = scandir(dir, &stranger, is_stranger, by_bytes);
    for (int i = 0; i < count; i++) {
        const char *name = stranger[i]->d_name;
        complain("%s/%s is not read, expected people.csv, people_skills.csv or people.npy", dir,
                 rung_quote(shown, name, strlen(name)));
        free(stranger[i]);
    }
    if (count >= 0)
        free(stranger);
}

void tell_people(const char *dir, const rung_people_totals *totals)
{
    char some[64];
    bool all = totals->imputed == totals->people;
    counted(some, totals->imputed, "person", "people");
    if (totals->people > 0 && totals->without_levels == totals->people)
        complain("no levels in %s: %s", dir,
                 all                   ? "everybody has the levels of their current role"
                 : totals->imputed > 0 ? "people have the levels of their current role, those "
                                         "without a rated one have none"
                                       : "every level is 0");
    else if (totals->imputed > 0)
        fprintf(stderr, "%s got levels from their current role\n", some);
    if (totals->without_role > 0)
        fprintf(stderr, "%s no current role\n",
                counted(some, totals->without_role, "person has", "people have"));
}

void warn_of_rules(const rung_catalog *catalog, bool zones, bool wages)
{
    rung_catalog_counts counts = rung_catalog_count(catalog);
    if (zones && counts.without_zone > 0)
        fprintf(stderr, "%zu of %zu roles have no job zone: the zone rule is skipped for them\n",
                counts.without_zone, counts.roles);
    if (wages && counts.without_wage > 0)
        fprintf(stderr, "%zu of %zu roles have no wage: the wage rule is skipped for them\n",
                counts.without_wage, counts.roles);
}
