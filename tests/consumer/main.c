/* main.c - somebody else's program: the best roles of one person, with an installed Rung. */
#include <rung.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int complain(const char *message)
{
    fprintf(stderr, "consumer: %s\n", message);
    return 1;
}

static int match(const rung_catalog *catalog, const rung_matcher *matcher, rung_error *error)
{
    uint32_t role = rung_catalog_find_role(catalog, "fulfillment-associate");
    size_t skills = rung_catalog_skills(catalog);
    float *levels = calloc(skills, sizeof *levels);
    rung_hit hits[3];
    if (!levels || role == RUNG_NONE)
        return complain("no memory or no such role");
    rung_catalog_levels(catalog, role, levels);
    rung_status status = rung_match(matcher, levels, 1, &role, hits, 3, error);
    free(levels);
    if (status != RUNG_OK)
        return complain(error->message);
    for (int i = 0; i < 3; i++)
        printf("%s\n", rung_catalog_role(catalog, hits[i].role).id);
    return 0;
}

/* The catalog's folder is the only argument. */
int main(int argc, char **argv)
{
    rung_catalog *catalog = NULL;
    rung_matcher *matcher = NULL;
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    rung_error error;
    char version[40];
    int code;
    if (argc != 2)
        return complain("expected the catalog's folder");
    sprintf(version, "%d.%d.%d", RUNG_VERSION_MAJOR, RUNG_VERSION_MINOR, RUNG_VERSION_PATCH);
    if (strcmp(version, rung_version()) != 0)
        return complain("header and library are of different versions");
    options.threads = 1;
    if (rung_catalog_open(&catalog, argv[1], &error) != RUNG_OK ||
        rung_matcher_new(&matcher, catalog, &options, &error) != RUNG_OK) {
        rung_catalog_free(catalog);
        return complain(error.message);
    }
    printf("rung %s\n", rung_version());
    code = match(catalog, matcher, &error);
    rung_matcher_free(matcher);
    rung_catalog_free(catalog);
    return code;
}
