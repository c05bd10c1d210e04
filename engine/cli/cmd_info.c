/* cmd_info.c - rung info: what is in a catalog, and which kernels this machine runs. */
#include "cli/command.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void line(rung_buffer *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void line(rung_buffer *out, const char *format, ...)
{
    char text[2048];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    rung_put_text(out, text);
    rung_put_char(out, '\n');
}

static void put_counts(rung_buffer *out, const rung_catalog *catalog)
{
    rung_catalog_counts n = rung_catalog_count(catalog);
    rung_scale scale = rung_catalog_scale(catalog);
    char a[32], b[32], c[32], d[32], e[32], f[32];
    line(out, "catalog      %s", rung_catalog_name(catalog));
    if (*rung_catalog_source(catalog))
        line(out, "source       %s", rung_catalog_source(catalog));
    if (n.skills > 0 || *rung_catalog_currency(catalog))
        line(out, "levels       0..%.9g, grid %.9g%s%s", scale.levels, scale.grid,
             *rung_catalog_currency(catalog) ? ", currency " : "", rung_catalog_currency(catalog));
    line(out, "skills       %s: %s technical, %s soft, %s knowledge, %s ability, %s other",
         grouped(a, n.skills), grouped(b, n.skills_of_kind[RUNG_SKILL_TECHNICAL]),
         grouped(c, n.skills_of_kind[RUNG_SKILL_SOFT]),
         grouped(d, n.skills_of_kind[RUNG_SKILL_KNOWLEDGE]),
         grouped(e, n.skills_of_kind[RUNG_SKILL_ABILITY]),
         grouped(f, n.skills_of_kind[RUNG_SKILL_OTHER]));
    line(out, "roles        %s: %s rated, %s without ratings", grouped(a, n.roles),
         grouped(b, n.rated_roles), grouped(c, n.roles - n.rated_roles));
    if (rung_catalog_dimensions(catalog) > 0)
        line(out, "vectors      %zu dimensions, %s", rung_catalog_dimensions(catalog),
             rung_catalog_likeness(catalog) == RUNG_COSINE ? "cosine" : "product");
    line(out, "role skills  %s", grouped(a, n.requirements));
    if (n.idle_programs > 0)
        line(out, "programs     %zu: %zu teach nothing and open no zone", n.programs,
             n.idle_programs);
    else
        line(out, "programs     %zu", n.programs);
    line(out, "relations    %s between roles, %s between skills", grouped(a, n.role_relations),
         grouped(b, n.skill_relations));
    line(out, "features     %s of roles", grouped(a, n.role_features));
    line(out,
         "missing      wage %zu, employment %zu, growth %zu, openings %zu, job zone %zu, "
         "education %zu, automation risk %zu, family %zu, group %zu (rated or not)",
         n.without_wage, n.without_employment, n.without_growth, n.without_openings, n.without_zone,
         n.without_education, n.without_risk, n.without_family, n.without_group);
}

static void put_unrated(rung_buffer *out, const rung_catalog *catalog)
{
    bool any = false;
    for (uint32_t r = 0; r < rung_catalog_roles(catalog); r++) {
        rung_role role = rung_catalog_role(catalog, r);
        if (role.rated)
            continue;
        if (!any)
            line(out, rung_catalog_dimensions(catalog) > 0
                          ? "\nroles without ratings, proposed by their vectors alone:"
                          : "\nroles without ratings, never proposed:");
        any = true;
        line(out, "  %-24.200s %.300s", role.id, role.title);
    }
}

static void put_kernels(rung_buffer *out)
{
    rung_kernel_facts kernel;
    const char *forced = getenv("RUNG_KERNEL");
    bool chosen = false;
    for (size_t i = 0; rung_kernel_list(i, &kernel); i++) {
        bool wanted = forced && *forced ? strcmp(forced, kernel.name) == 0 : !chosen;
        bool used = wanted && kernel.runs;
        chosen |= used;
        line(out, "kernel       %-8s needs %-10s %s%s", kernel.name, kernel.needs,
             kernel.runs ? "runs here" : "does not run here", used ? ", used" : "");
    }
}

/* What rung match would take for the default profile, with what rung tune has kept. */
static void put_choice(rung_buffer *out, const rung_catalog *catalog)
{
    matcher_settings settings = MATCHER_SETTINGS_INIT;
    rung_matcher_options options = matcher_options(&settings);
    rung_matcher *matcher;
    rung_tuning tuning;
    rung_error error;
    find_tuning(catalog, &settings, &tuning);
    options.tuning = &tuning;
    if (rung_matcher_new(&matcher, catalog, &options, &error) != RUNG_OK) {
        line(out, "match        cannot: %s", error.message);
        return;
    }
    rung_matcher_facts facts = rung_matcher_describe(matcher);
    line(out, "match        kernel %s, %s rows, by profile %s", facts.kernel,
         facts.sparse ? "sparse" : "dense", facts.profile);
    rung_matcher_free(matcher);
}

int cmd_info(int argc, char **argv)
{
    const char *dir = NULL;
    bool unrated = false;
    const option options[] = {
        {"catalog", "DIR", OPTION_TEXT, &dir, "the catalog's folder; without it only the kernels",
         0, 0, NULL, false},
        {"unrated", NULL, OPTION_FLAG, &unrated, "list the roles without ratings", 0, 0, NULL,
         false},
    };
    const usage u = {"info",
                     "[--catalog DIR] [options]",
                     "Show what is in a catalog, and which kernels this machine runs.",
                     "rung info --catalog datasets/upskilling-2025",
                     options,
                     sizeof options / sizeof *options};
    int code;
    rung_error error;
    rung_catalog *catalog = NULL;
    rung_buffer out = {0};
    if (!read_options(&u, argc, argv, NULL, NULL, &code))
        return code;
    if (unrated && !dir) {
        complain("--unrated: expected --catalog DIR with it");
        return EXIT_USAGE;
    }
    if (dir && rung_catalog_open(&catalog, dir, &error) != RUNG_OK)
        return failed(&error);
    line(&out, "rung         %s", rung_version());
    put_kernels(&out);
    if (catalog) {
        put_choice(&out, catalog);
        put_counts(&out, catalog);
    }
    if (catalog && unrated)
        put_unrated(&out, catalog);
    rung_catalog_free(catalog);
    return print_buffer(&out);
}
