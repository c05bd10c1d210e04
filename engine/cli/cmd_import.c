/* cmd_import.c - rung import: make a catalog from what others publish. */
#include "cli/command.h"

#include <stdio.h>

static void print_count(const char *what, size_t count)
{
    char number[32];
    fprintf(stderr, "  %-18s %10s\n", what, grouped(number, count));
}

/* Read options and the one word beside them, the folder with somebody's release. */
static bool read_source(const usage *how, const char *whose, int argc, char **argv,
                        const char **folder, int *code)
{
    size_t words = 1;
    if (!read_options(how, argc, argv, folder, &words, code))
        return false;
    if (words > 0)
        return true;
    complain("%s: expected the folder of %s release; see rung %s --help", how->command, whose,
             how->command);
    *code = EXIT_USAGE;
    return false;
}

/* ---------------------------------------------------------------- onet */

/* The roles that O*NET does not rate, a line each. */
static void print_unrated(const rung_onet_summary *summary)
{
    if (*summary->unrated == '\0')
        return;
    if (summary->imputed_roles > 0)
        fprintf(stderr,
                "not rated by O*NET (unrated.csv tells which are filled from related ones):\n");
    else
        fprintf(stderr, "not rated by O*NET, so never proposed (also in unrated.csv):\n");
    rung_slice rest = rung_slice_of(summary->unrated), line, id;
    rung_buffer out = {0};
    while (rung_slice_split(&rest, '\n', &line)) {
        if (line.length == 0 || !rung_slice_split(&line, '\t', &id))
            continue;
        rung_put_text(&out, "  ");
        rung_put_tame(&out, id.at, id.length);
        rung_put_text(&out, "  ");
        rung_put_tame(&out, line.at, line.length);
        rung_put_char(&out, '\n');
    }
    fwrite(out.at, 1, out.length, stderr);
    rung_buffer_free(&out);
}

static void print_summary(const rung_onet_job *job, const rung_onet_summary *summary)
{
    fprintf(stderr, "%s:\n", job->output);
    print_count("occupations", summary->occupations);
    if (job->groups)
        print_count("left out", summary->left_out);
    print_count("roles", summary->roles);
    print_count("rated", summary->rated_roles);
    print_count("imputed", summary->imputed_roles);
    print_count("skills", summary->skills);
    print_count("requirements", summary->requirements);
    print_count("with wage", summary->with_wage);
    print_count("with projection", summary->with_projection);
    print_count("relations", summary->relations);
    print_count("features", summary->features);
    if (job->programs)
        print_count("programs", summary->programs);
    print_unrated(summary);
}

static int import_onet(int argc, char **argv)
{
    rung_onet_job job = RUNG_ONET_JOB_INIT;
    int soc = RUNG_SOC_ONET, impute = 0;
    const option options[] = {
        {"output", "CATALOG", OPTION_TEXT, &job.output, "the catalog's folder", 0, 0, NULL, true},
        {"elements", "LIST", OPTION_TEXT, &job.elements,
         "some of skills,knowledge,abilities,activities (skills,knowledge)", 0, 0, NULL, false},
        {"wages", "FILE", OPTION_TEXT, &job.wages,
         "wages and employment: the BLS's national OEWS table, tab-separated", 0, 0, NULL, false},
        {"projections", "FILE", OPTION_TEXT, &job.projections,
         "growth and openings: the BLS's employment projections, CSV", 0, 0, NULL, false},
        {"soc", NULL, OPTION_CHOICE, &soc,
         "roles are occupations (onet) or averages of a SOC group", 0, 0, "onet|detailed|broad",
         false},
        {"groups", "FILE", OPTION_TEXT, &job.groups,
         "roles are averages of the occupations that this CSV joins (source_role,role_id)", 0, 0,
         NULL, false},
        {"programs", "DIR", OPTION_TEXT, &job.programs, "a catalog whose programs come along", 0, 0,
         NULL, false},
        {"impute", NULL, OPTION_CHOICE, &impute,
         "fill occupations without ratings from the related ones that have them", 0, 0,
         "none|related", false},
        {"grid", "X", OPTION_NUMBER, &job.grid, "the step that people's levels usually lie on (1)",
         0.007, 7, NULL, false},
        {"replace", NULL, OPTION_FLAG, &job.replace, "replace the folder where it exists", 0, 0,
         NULL, false},
    };
    const usage how = {"import onet",
                       "DIR --output CATALOG [options]",
                       "Make a catalog from the text files of an O*NET release in folder DIR.",
                       "rung import onet db_29_0_text --output onet --wages national_M2024_dl.tsv",
                       options,
                       sizeof options / sizeof *options};
    int code;
    if (!read_source(&how, "an O*NET", argc, argv, &job.source, &code))
        return code;
    job.progress = show_progress;
    job.soc = (rung_soc)soc;
    job.impute_related = impute == 1;
    rung_onet_summary summary;
    rung_error error;
    if (rung_import_onet(&job, &summary, &error) != RUNG_OK)
        return failed(&error);
    print_summary(&job, &summary);
    rung_free(summary.unrated);
    return EXIT_DONE;
}

/* ---------------------------------------------------------------- esco */

static void print_left_out(size_t count, const char *one, const char *many, const char *why)
{
    char number[64];
    if (count > 0)
        fprintf(stderr, "%s left out: %s\n", counted(number, count, one, many), why);
}

/* The optional files that are not there, a line each, and what that means. */
static void print_missing(const rung_esco_job *job, unsigned missing)
{
    static const struct {
        unsigned bit;
        const char *name, *so;
    } files[] = {
        {RUNG_ESCO_NO_SKILL_GROUPS, NULL, "skills have no group"},
        {RUNG_ESCO_NO_BROADER_ROLES, "broaderRelationsOccPillar.csv", "roles have no relations"},
        {RUNG_ESCO_NO_BROADER_SKILLS, "broaderRelationsSkillPillar.csv", "skills have no group"},
        {RUNG_ESCO_NO_SKILL_RELATIONS, "skillSkillRelations.csv", "skills have no relations"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (missing & files[i].bit && files[i].name)
            fprintf(stderr, "no %s: %s\n", files[i].name, files[i].so);
        else if (missing & files[i].bit)
            fprintf(stderr, "no skillGroups_%s.csv: %s\n", job->language ? job->language : "en",
                    files[i].so);
}

static void print_esco(const rung_esco_job *job, const rung_esco_summary *summary)
{
    fprintf(stderr, "%s:\n", job->output);
    print_count("roles", summary->occupations);
    print_count("rated", summary->rated_roles);
    print_count("skills", summary->skills);
    print_count("links", summary->links);
    print_count("requirements", summary->requirements);
    print_count("essential", summary->essential);
    print_count("role relations", summary->role_relations);
    print_count("skill relations", summary->skill_relations);
    print_left_out(summary->strangers, "link", "links",
                   "the occupation is not in the list of occupations");
    print_left_out(summary->selves, "relation", "relations", "of a skill to itself");
    print_left_out(summary->unlisted, "row", "rows",
                   "of what stands above what: a concept is not in its list");
    print_left_out(summary->unlisted_groups, "row", "rows",
                   "of what stands above what: the group is not in the list of groups of skills");
    print_left_out(summary->repeated, "row", "rows",
                   "of what stands above what: an earlier row says the same");
    print_missing(job, summary->missing);
}

static int import_esco(int argc, char **argv)
{
    rung_esco_job job = RUNG_ESCO_JOB_INIT;
    uint64_t digits = 2;
    int weights = RUNG_ESCO_IDF;
    const option options[] = {
        {"output", "CATALOG", OPTION_TEXT, &job.output, "the catalog's folder", 0, 0, NULL, true},
        {"optional", "X", OPTION_NUMBER, &job.optional,
         "importance of an optional skill, where an essential one has 1; 0 leaves them out (0.5)",
         0, 1, NULL, false},
        {"weights", NULL, OPTION_CHOICE, &weights,
         "importance of skills: more for those that few occupations ask for (the default), or "
         "alike",
         0, 0, "idf|plain", false},
        {"hierarchy", "X", OPTION_NUMBER, &job.hierarchy,
         "how much skills of one group, and those above and below, stand in for each other (0)", 0,
         1, NULL, false},
        {"isco-digits", "N", OPTION_COUNT, &digits,
         "digits of the ISCO-08 group that makes a role's family (2)", 1, 4, NULL, false},
        {"language", "NAME", OPTION_TEXT, &job.language,
         "as the names of the files end: occupations_NAME.csv (en)", 0, 0, NULL, false},
        {"replace", NULL, OPTION_FLAG, &job.replace, "replace the folder where it exists", 0, 0,
         NULL, false},
    };
    const usage how = {"import esco",
                       "DIR --output CATALOG [options]",
                       "Make a catalog from the CSV files of an ESCO release in folder DIR.",
                       "rung import esco ESCO_dataset_v1.1.1 --output esco",
                       options,
                       sizeof options / sizeof *options};
    int code;
    if (!read_source(&how, "an ESCO", argc, argv, &job.source, &code))
        return code;
    job.isco_digits = (unsigned)digits;
    job.weights = (rung_esco_weights)weights;
    job.progress = show_progress;
    rung_esco_summary summary;
    rung_error error;
    if (rung_import_esco(&job, &summary, &error) != RUNG_OK)
        return failed(&error);
    print_esco(&job, &summary);
    return EXIT_DONE;
}

/* ---------------------------------------------------------------- sources */

static const command sources[] = {
    {"onet", import_onet, "a release of O*NET, text files (https://www.onetcenter.org)"},
    {"esco", import_esco, "a release of ESCO, CSV files (https://esco.ec.europa.eu)"},
};

enum { SOURCES = sizeof sources / sizeof *sources };

static void print_sources(FILE *out)
{
    fputs("Make a catalog from what others publish.\n\n"
          "usage: rung import SOURCE DIR --output CATALOG [options]\n\nsources:\n",
          out);
    for (size_t i = 0; i < SOURCES; i++)
        fprintf(out, "  %-10s %s\n", sources[i].name, sources[i].summary);
    fputs("\nrung import SOURCE --help tells more.\n\nexample:\n"
          "  rung import onet db_29_0_text --output onet\n",
          out);
}

int cmd_import(int argc, char **argv)
{
    const char *word = argc > 1 ? argv[1] : "";
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
        print_sources(stdout);
        return end_stdout();
    }
    for (size_t i = 0; i < SOURCES; i++)
        if (strcmp(word, sources[i].name) == 0)
            return sources[i].run(argc - 1, argv + 1);
    if (*word == '\0')
        complain("import: expected a source; rung import --help lists them");
    else
        complain("import: found '%s', expected a source; rung import --help lists them", word);
    return EXIT_USAGE;
}
