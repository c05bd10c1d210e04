/* processors.c - how many processors this process may use, and what they are. */
#include "base/processors.h"

#include <math.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/number.h"
#include "base/text.h"

enum { PATH_ROOM = 4096, LINE_ROOM = 8192, MOST_PROCESSORS = 1 << 16 };

/* Read a line into text, without its end; one that is too long is cut. */
static bool next_line(FILE *file, char text[LINE_ROOM])
{
    if (!file || !fgets(text, LINE_ROOM, file))
        return false;
    size_t length = strcspn(text, "\n");
    bool whole = text[length] == '\n';
    text[length] = '\0';
    for (int c = 0; !whole && c != EOF && c != '\n';)
        c = getc(file);
    return true;
}

static FILE *open_below(const char *root, const char *path)
{
    char whole[PATH_ROOM];
    int length = snprintf(whole, sizeof whole, "%s%s", root, path);
    return length < PATH_ROOM ? fopen(whole, "re") : NULL;
}

/* ---------------------------------------------------------------- control groups */

/* Version 2 has one tree for everything; version 1 a tree for each controller. */
typedef enum version { VERSION_1 = 1, VERSION_2 } version;

static bool lists(const char *commas, const char *name)
{
    rung_slice rest = rung_slice_of(commas), part;
    while (rung_slice_split(&rest, ',', &part))
        if (rung_slice_is(part, name))
            return true;
    return false;
}

/* The group of this process: "hierarchy:controllers:path" in /proc/self/cgroup. */
static bool find_group(const char *root, version wanted, char group[PATH_ROOM])
{
    char line[LINE_ROOM];
    bool found = false;
    FILE *file = open_below(root, "/proc/self/cgroup");
    while (!found && next_line(file, line)) {
        char *controllers = strchr(line, ':'), *path = NULL;
        if (controllers)
            path = strchr(++controllers, ':');
        if (!path)
            continue;
        *path++ = '\0';
        found = wanted == VERSION_2 ? strncmp(line, "0:", 2) == 0 && *controllers == '\0'
                                    : lists(controllers, "cpu");
        found = found && strlen(path) < PATH_ROOM;
        if (found)
            strcpy(group, path);
    }
    if (file)
        fclose(file);
    return found;
}

/* Mounts write a space in a path as \040, and the like. */
static void unescape(char *path)
{
    char *to = path;
    for (const char *from = path; *from; to++) {
        unsigned code;
        if (*from == '\\' && sscanf(from + 1, "%3o", &code) == 1) {
            *to = (char)code;
            from += 4;
        } else {
            *to = *from++;
        }
    }
    *to = '\0';
}

/* Where the tree is mounted, and the group that stands at its top, from /proc/self/mountinfo:
 * "id parent device top mount options [more] - type source options". */
static bool find_mount(const char *root, version wanted, char mount[PATH_ROOM], char top[PATH_ROOM])
{
    char line[LINE_ROOM], type[32], options[256];
    bool found = false;
    FILE *file = open_below(root, "/proc/self/mountinfo");
    while (!found && next_line(file, line)) {
        const char *behind = strstr(line, " - ");
        if (!behind || sscanf(line, "%*s %*s %*s %4095s %4095s", top, mount) != 2 ||
            sscanf(behind, " - %31s %*s %255s", type, options) != 2)
            continue;
        found = wanted == VERSION_2 ? strcmp(type, "cgroup2") == 0
                                    : strcmp(type, "cgroup") == 0 && lists(options, "cpu");
    }
    if (file)
        fclose(file);
    if (found) {
        unescape(mount);
        unescape(top);
    }
    return found;
}

/* The numbers of a file's first line, as many as there are; how many. */
static size_t read_numbers(const char *folder, const char *name, double *number, size_t most)
{
    char path[PATH_ROOM], line[LINE_ROOM];
    size_t count = 0;
    int length = snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = length < PATH_ROOM ? fopen(path, "re") : NULL;
    if (next_line(file, line)) {
        rung_slice rest = rung_slice_of(line), part;
        while (count < most && rung_slice_split(&rest, ' ', &part) &&
               rung_parse_number(part.at, part.length, &number[count]))
            count++;
    }
    if (file)
        fclose(file);
    return count;
}

/* The quota of the group in this folder alone. "max" and -1 stand for no limit. */
static double quota_of(const char *folder, version wanted)
{
    double of[2] = {0};
    bool told = wanted == VERSION_2 ? read_numbers(folder, "cpu.max", of, 2) == 2
                                    : read_numbers(folder, "cpu.cfs_quota_us", of, 1) == 1 &&
                                          read_numbers(folder, "cpu.cfs_period_us", of + 1, 1) == 1;
    return told && of[0] > 0 && of[1] > 0 ? of[0] / of[1] : 0;
}

static double lesser(double a, double b)
{
    return a > 0 && b > 0 ? fmin(a, b) : a + b;
}

/* The least quota from the group up to the top of its tree, all of which hold. A group that is not
 * below what is mounted cannot be seen; what is mounted holds for it all the same. */
static double least_quota(const char *root, version wanted)
{
    char group[PATH_ROOM], top[PATH_ROOM], mount[PATH_ROOM], folder[PATH_ROOM];
    if (!find_group(root, wanted, group) || !find_mount(root, wanted, mount, top))
        return 0;
    size_t shared = strcmp(top, "/") == 0 ? 0 : strlen(top);
    bool below = strncmp(group, top, shared) == 0 &&
                 (group[shared] == '/' || group[shared] == '\0') && !strstr(group, "/..");
    size_t base = strlen(root) + strlen(mount);
    int length =
        snprintf(folder, sizeof folder, "%s%s%s", root, mount, below ? group + shared : "");
    if (length >= PATH_ROOM)
        return 0;
    double least = 0;
    for (;;) {
        least = lesser(least, quota_of(folder, wanted));
        char *slash = strrchr(folder, '/');
        if (strlen(folder) <= base || !slash)
            return least;
        *slash = '\0';
    }
}

double rung_cgroup_quota(const char *root)
{
    return lesser(least_quota(root, VERSION_2), least_quota(root, VERSION_1));
}

/* ---------------------------------------------------------------- processors */

/* The kernel refuses a set with less room than it has processors. */
static unsigned scheduled(void)
{
    for (size_t room = CPU_SETSIZE; room <= MOST_PROCESSORS; room *= 2) {
        cpu_set_t set[MOST_PROCESSORS / CPU_SETSIZE];
        size_t bytes = CPU_ALLOC_SIZE(room);
        if (sched_getaffinity(0, bytes, set) == 0)
            return (unsigned)CPU_COUNT_S(bytes, set);
    }
    return 1;
}

rung_processors rung_processors_find(const char *root)
{
    rung_processors p = {.scheduler = scheduled(), .quota = rung_cgroup_quota(root)};
    p.count = p.scheduler > 0 ? p.scheduler : 1;
    if (p.quota > 0 && ceil(p.quota) < p.count)
        p.count = (unsigned)ceil(p.quota); /* at least 1, as what is above 0 */
    return p;
}

/* Add a name and what is printable of its value, so that all fits a line. */
static void add_tame(char *out, size_t room, const char *name, rung_slice value)
{
    size_t used = strlen(out);
    snprintf(out + used, room - used, "%s%s ", used > 0 ? ", " : "", name);
    used = strlen(out);
    for (size_t i = 0; i < value.length && used + 1 < room; i++)
        out[used++] = value.at[i] >= ' ' && value.at[i] <= '~' ? value.at[i] : '?';
    out[used] = '\0';
}

void rung_cpu_find(const char *root, rung_cpu *cpu)
{
    /* Of x86, and of others. */
    static const char *const models[] = {"model name",      "cpu family",  "model",   "stepping",
                                         "CPU implementer", "CPU variant", "CPU part"};
    static const char *const features[] = {"flags", "Features"};
    char line[LINE_ROOM];
    *cpu = (rung_cpu){.model = ""};
    FILE *file = open_below(root, "/proc/cpuinfo");
    while (next_line(file, line) && *line) { /* an empty line ends a processor */
        rung_slice value = rung_slice_of(line), key;
        if (!rung_slice_split(&value, ':', &key) || !value.at)
            continue;
        key = rung_slice_trim(key);
        value = rung_slice_trim(value);
        for (size_t i = 0; i < sizeof models / sizeof *models; i++)
            if (rung_slice_is(key, models[i]))
                add_tame(cpu->model, sizeof cpu->model, models[i], value);
        for (size_t i = 0; i < sizeof features / sizeof *features; i++)
            if (rung_slice_is(key, features[i]))
                cpu->features = rung_hash(value.at, value.length, cpu->features);
    }
    if (file)
        fclose(file);
    if (!*cpu->model)
        strcpy(cpu->model, "unknown");
}
