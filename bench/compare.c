/* compare.c - the program that compares two runs of the bench: what got slower, what faster. */
#include "compare.h"

#include <stdio.h>
#include <string.h>

static const char usage[] =
    "usage: compare [--anyway] OLD.json NEW.json\n"
    "\n"
    "Name each case of the bench that got slower or faster by more than the noise: by more than\n"
    "5 % of the old median, and by more than twice the noise of the two (from their MADs); where "
    "a\n"
    "run has fewer than 5 rounds, its rounds must also lie apart from those of the other.\n"
    "\n"
    "  --anyway   compare runs of different machines or data, too\n"
    "\n"
    "Exit codes: 0 nothing got slower, 1 something did, 2 the runs cannot be compared.\n";

enum { EXIT_SAME, EXIT_SLOWER, EXIT_REFUSED };

/* How many cases came out how, by compare_verdict, and how many are only in one run. */
typedef struct tally {
    size_t of[3], gone, added;
} tally;

static void print_case(const char *name, const char *word, const compare_figures *old,
                       const compare_figures *new)
{
    printf("%-6s  %-40s %11.4g -> %11.4g ms  %+6.1f %%  (noise %.1f %%, %.0f and %.0f rounds)\n",
           word, name, 1e3 * old->median, 1e3 * new->median, 100 * (new->median / old->median - 1),
           100 * compare_noise(old, new) / old->median, old->rounds, new->rounds);
}

static void print_differences(const compare_run *old, const compare_run *new, tally *t)
{
    static const char *const words[] = {"same", "slower", "faster"};
    for (const json_value *c = json_first(&new->tree, new->cases); c;
         c = json_next(&new->tree, c)) {
        const char *name = compare_name(new, c);
        const json_value *before = compare_find(old, name);
        if (!before) {
            printf("new     %s: only in %s\n", name, new->path);
            t->added++;
            continue;
        }
        compare_figures was = compare_read(old, before), is = compare_read(new, c);
        compare_verdict verdict = compare_case(&was, &is);
        t->of[verdict]++;
        if (verdict != COMPARE_SAME)
            print_case(name, words[verdict], &was, &is);
    }
    for (const json_value *c = json_first(&old->tree, old->cases); c; c = json_next(&old->tree, c))
        if (!compare_find(new, compare_name(old, c))) {
            printf("gone    %s: only in %s\n", compare_name(old, c), old->path);
            t->gone++;
        }
}

static int compare(const char *old_path, const char *new_path, bool anyway)
{
    compare_run old = {0}, new = {0};
    tally t = {.gone = 0};
    rung_error error;
    rung_status status = compare_open(&old, old_path, &error);
    if (status == RUNG_OK)
        status = compare_open(&new, new_path, &error);
    if (status == RUNG_OK && !anyway)
        status = compare_alike(&old, &new, &error);
    if (status == RUNG_OK) {
        print_differences(&old, &new, &t);
        printf("%zu slower, %zu faster, %zu the same within the noise; only in one run: %zu old, "
               "%zu new\n",
               t.of[COMPARE_SLOWER], t.of[COMPARE_FASTER], t.of[COMPARE_SAME], t.gone, t.added);
    } else {
        fprintf(stderr, "compare: %s\n", error.message);
    }
    compare_close(&old);
    compare_close(&new);
    if (fflush(stdout) != 0)
        return EXIT_REFUSED;
    return status != RUNG_OK ? EXIT_REFUSED : t.of[COMPARE_SLOWER] > 0 ? EXIT_SLOWER : EXIT_SAME;
}

int main(int argc, char **argv)
{
    const char *path[2];
    int count = 0;
    bool anyway = false;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            fputs(usage, stdout);
            return EXIT_SAME;
        }
        if (strcmp(argv[i], "--anyway") == 0)
            anyway = true;
        else if (count < 2 && *argv[i] != '-')
            path[count++] = argv[i];
        else
            count = 3;
    }
    if (count != 2) {
        fprintf(stderr, "compare: expected two files of figures\n%s", usage);
        return EXIT_REFUSED;
    }
    return compare(path[0], path[1], anyway);
}
