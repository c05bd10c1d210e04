/* processors.h - how many processors this process may use, and what they are. */
#ifndef RUNG_BASE_PROCESSORS_H
#define RUNG_BASE_PROCESSORS_H

#include <stddef.h>
#include <stdint.h>

/* What the scheduler and the control group allow. */
typedef struct rung_processors {
    unsigned count;     /* both: at least 1 */
    unsigned scheduler; /* processors that this process may run on */
    double quota;       /* processors' worth of time; 0 where there is no limit */
} rung_processors;

/* root goes before the paths of /proc and of control groups: "" but for tests. */
rung_processors rung_processors_find(const char *root);

/* The least quota of the control groups that this process is in, version 2 (cpu.max) or 1
 * (cpu.cfs_quota_us), as processors' worth of time; 0 where there is none, or none that can be
 * read. */
double rung_cgroup_quota(const char *root);

/* What the first processor is. */
typedef struct rung_cpu {
    char model[160];   /* "unknown" where the system does not tell */
    uint64_t features; /* a fingerprint of the instruction sets that the system lists; 0: none */
} rung_cpu;

void rung_cpu_find(const char *root, rung_cpu *cpu);

#endif
