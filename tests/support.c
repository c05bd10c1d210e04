/* support.c - what tests share: temporary folders, files, a small catalog, random numbers. */
#include "support.h"

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---------------------------------------------------------------- what a test leaves behind */

enum { MOST_KEPT = 32768, MOST_FOLDERS = 4096 };

static char *kept[MOST_KEPT]; /* folders and paths of this process */
static size_t kept_count;
static char *folders[MOST_FOLDERS];
static size_t folder_count;
static pid_t owner; /* children that a test forks leave the folders alone */

static void stop(const char *what)
{
    perror(what);
    abort();
}

static int remove_one(const char *path, const struct stat *facts, int type, struct FTW *place)
{
    (void)facts, (void)type, (void)place;
    return remove(path);
}

__attribute__((destructor)) static void clean_up(void)
{
    if (getpid() == owner)
        for (size_t i = 0; i < folder_count; i++)
            nftw(folders[i], remove_one, 16, FTW_DEPTH | FTW_PHYS);
    for (size_t i = 0; i < folder_count; i++)
        free(folders[i]);
    for (size_t i = 0; i < kept_count; i++)
        free(kept[i]);
    folder_count = kept_count = 0;
}

const char *test_folder(void)
{
    const char *base = getenv("TMPDIR");
    char *path;
    if (asprintf(&path, "%s/rung-test-XXXXXX", base && *base ? base : "/tmp") < 0 ||
        folder_count == sizeof folders / sizeof *folders || !mkdtemp(path))
        stop("a temporary folder");
    owner = getpid();
    return folders[folder_count++] = path;
}

const char *test_path(const char *folder, const char *name)
{
    char *path = NULL;
    if (kept_count == MOST_KEPT || asprintf(&path, "%s/%s", folder, name) < 0)
        stop("a path");
    return kept[kept_count++] = path;
}

/* ---------------------------------------------------------------- files */

const char *test_write(const char *folder, const char *name, const void *bytes, size_t length)
{
    const char *path = test_path(folder, name);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, length, file) != length || fclose(file) != 0)
        stop(path);
    return path;
}

const char *test_write_text(const char *folder, const char *name, const char *text)
{
    return test_write(folder, name, text, strlen(text));
}

char *test_read(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    char *bytes = NULL;
    size_t used = 0, n;
    do {
        bytes = realloc(bytes, used + 65536 + 1);
        if (!bytes)
            stop(path);
        n = fread(bytes + used, 1, 65536, file);
        used += n;
    } while (n > 0);
    fclose(file);
    bytes[used] = '\0';
    if (length)
        *length = used;
    return bytes;
}

static int is_name(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

char *test_list(const char *folder)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_name, by_bytes);
    char *list = NULL;
    size_t length;
    FILE *out = open_memstream(&list, &length);
    if (!out)
        stop("a list");
    for (int i = 0; i < count; i++) {
        fprintf(out, "%s%s", i > 0 ? " " : "", entries[i]->d_name);
        free(entries[i]);
    }
    fclose(out);
    free(entries);
    return list;
}

/* ---------------------------------------------------------------- the small catalog */

const test_file test_small_catalog[] = {
    {"catalog.ini", "name = Small\nlevels = 4\ngrid = 0.5\ncurrency = EUR\nsource = made up\n"},
    {"skills.csv", "skill_id,name,kind,group\n"
                   "read,Reading,soft,Basics\n"
                   "code,Coding,technical,Craft\n"
                   "law,Law,knowledge,\n"
                   "lift,Lifting,ability,\n"
                   "knit,Knitting,other,\n"},
    {"roles.csv", "role_id,title,family,job_zone,wage,employment,growth,openings,automation_risk\n"
                  "clerk,Clerk,office,2,30000,1000,-0.05,100,0.8\n"
                  "coder,\"Coder, junior\",tech,4,60000,500,0.2,50,0.1\n"
                  "boss,Boss,office,5,90000,20,0,2,0\n"
                  "idle,Idle,,,,,,,\n"},
    {"role_skills.csv", "role_id,skill_id,level,importance,essential\n"
                        "coder,code,4,1,1\n"
                        "clerk,read,2,0.5,1\n"
                        "clerk,law,1,0.25,0\n"
                        "coder,read,3,0.5,\n"
                        "boss,read,4,1,1\n"
                        "boss,law,3.5,0.75,0\n"},
    {"role_relations.csv", "from_role,to_role,kind,weight\n"
                           "clerk,coder,related,0.5\n"
                           "clerk,coder,flow,12\n"
                           "clerk,boss,related,\n"},
    {"skill_relations.csv", "from_skill,to_skill,weight\nread,law,0.5\n"},
    {"programs.csv", "program_id,name,cost,weeks,seats,opens_zone,audience\n"
                     "bootcamp,Bootcamp,7000,12,20,4,role=clerk; site = Paris\n"
                     "evening,Evening class,0,1.5,,,\n"},
    {"program_skills.csv", "program_id,skill_id,level,requires\n"
                           "bootcamp,code,3,0\n"
                           "bootcamp,read,2,1\n"
                           "bootcamp,read,3,0\n"
                           "evening,law,2,\n"},
    {NULL, NULL},
};

const char *test_write_files(const test_file *files, const test_file *instead)
{
    const char *folder = test_folder();
    for (; files->name; files++) {
        const char *text = files->text;
        for (const test_file *f = instead; f && f->name; f++)
            if (strcmp(f->name, files->name) == 0)
                text = f->text;
        if (text)
            test_write_text(folder, files->name, text);
    }
    return folder;
}

/* ---------------------------------------------------------------- random numbers */

/* SplitMix64 (Steele, Lea and Flood, 2014). */
uint64_t test_random(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

size_t test_below(uint64_t *state, size_t below)
{
    return (size_t)(((unsigned __int128)test_random(state) * below) >> 64);
}

size_t test_rounds(size_t usual)
{
    const char *scale = getenv("RUNG_TEST_SCALE");
    double factor = scale ? strtod(scale, NULL) : 1;
    return factor > 0 ? (size_t)((double)usual * factor) + 1 : usual;
}
