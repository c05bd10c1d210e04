/* bench_machine.c - what the figures were measured on, and the matrix product that gives a peak.
 *
 * The engine names OpenBLAS and xxHash in one file each; here their symbols are looked up in the
 * running program, so that the bench builds against neither. */
#include "bench.h"

#include <dlfcn.h>
#include <gnu/libc-version.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

#include "base/text.h"
#include "base/threads.h"

enum { ROOM = 200 };

/* The value of a "key : value" line of a file in /proc, or "". */
static void read_fact(const char *path, const char *key, char *value, size_t room)
{
    char line[512];
    *value = '\0';
    FILE *file = fopen(path, "r");
    while (file && *value == '\0' && fgets(line, sizeof line, file)) {
        char *colon = strchr(line, ':');
        if (!colon || strncmp(line, key, strlen(key)) != 0)
            continue;
        colon[strcspn(colon, "\n")] = '\0';
        rung_slice text = rung_slice_trim(rung_slice_of(colon + 1));
        snprintf(value, room, "%.*s", (int)text.length, text.at);
    }
    if (file)
        fclose(file);
}

const char *bench_cpu(char out[ROOM])
{
    char model[100], family[16], number[16], cache[24];
    read_fact("/proc/cpuinfo", "model name", model, sizeof model);
    read_fact("/proc/cpuinfo", "cpu family", family, sizeof family);
    read_fact("/proc/cpuinfo", "model\t\t", number, sizeof number);
    read_fact("/proc/cpuinfo", "cache size", cache, sizeof cache);
    snprintf(out, ROOM, "%s%s%s%s%s%s%s, %u cores", *model ? model : "unknown CPU",
             *family ? ", family " : "", family, *number ? " model " : "", number,
             *cache ? ", cache " : "", cache, rung_threads(0));
    return out;
}

const char *bench_system(char out[ROOM])
{
    struct utsname facts;
    char memory[32];
    read_fact("/proc/meminfo", "MemTotal", memory, sizeof memory);
    if (uname(&facts) != 0)
        memset(&facts, 0, sizeof facts);
    snprintf(out, ROOM, "%.40s %.60s %.20s, glibc %s, memory %.1f GiB", facts.sysname,
             facts.release, facts.machine, gnu_get_libc_version(), atof(memory) / 1048576);
    return out;
}

const char *bench_compiler(char out[ROOM])
{
#if defined(__clang__)
    snprintf(out, ROOM, "clang %s", __clang_version__);
#else
    snprintf(out, ROOM, "gcc %s", __VERSION__);
#endif
    return out;
}

const char *bench_blas(char out[ROOM])
{
    char *(*config)(void), *(*core)(void);
    *(void **)&config = dlsym(RTLD_DEFAULT, "openblas_get_config");
    *(void **)&core = dlsym(RTLD_DEFAULT, "openblas_get_corename");
    snprintf(out, ROOM, "%.120s, core %.40s", config ? config() : "another BLAS than OpenBLAS",
             core ? core() : "unknown");
    return out;
}

const char *bench_xxhash(char out[ROOM])
{
    unsigned (*version)(void);
    *(void **)&version = dlsym(RTLD_DEFAULT, "XXH_versionNumber");
    unsigned v = version ? version() : 0;
    snprintf(out, ROOM, v ? "%u.%u.%u" : "unknown", v / 10000, v / 100 % 100, v % 100);
    return out;
}

const char *bench_time_now(char out[ROOM])
{
    time_t now = time(NULL);
    struct tm parts;
    if (!gmtime_r(&now, &parts) || strftime(out, ROOM, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0)
        *out = '\0';
    return out;
}

double bench_system_load(void)
{
    double load = 0;
    return getloadavg(&load, 1) == 1 ? load : 0;
}

bool bench_sgemm(int n, const float *a, const float *b, float *c)
{
    enum { ROW_MAJOR = 101, PLAIN = 111 }; /* of the CBLAS interface */
    void (*sgemm)(int, int, int, int, int, int, float, const float *, int, const float *, int,
                  float, float *, int);
    *(void **)&sgemm = dlsym(RTLD_DEFAULT, "cblas_sgemm");
    if (sgemm)
        sgemm(ROW_MAJOR, PLAIN, PLAIN, n, n, n, 1.0f, a, n, b, n, 0.0f, c, n);
    return sgemm != NULL;
}
