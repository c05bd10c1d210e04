/* serving.h - run `rung serve` as its user does. */
#ifndef RUNG_TEST_SERVING_H
#define RUNG_TEST_SERVING_H

#include <stddef.h>
#include <sys/types.h>

enum { MOST_ADDRESSES = 4 };

/* A server that runs. It does not outlive the test. */
typedef struct serving {
    pid_t process;
    char address[MOST_ADDRESSES][200]; /* where it listens, as it says itself */
    const char *out, *err;             /* files with what it says */
} serving;

/* Start it with arguments, the last of which is NULL, and wait until it listens. */
serving serving_start(const char *const *arguments);
#define SERVE(...) serving_start((const char *const[]){__VA_ARGS__, NULL})

/* The same with descriptors and settings of a service manager: files, or -1 in the end, become 3,
 * 4, and so on; notify is a socket's path, or NULL; environment NAME=VALUE or NULL. */
serving serving_start_as(const int *files, const char *notify, const char *environment,
                         const char *const *arguments);

/* Have it end by a signal; its exit code, or minus the signal that ended it. A report of a
 * sanitizer fails the test. */
int serving_end(serving *s, int signal);

/* What it says on stderr. Free it. */
char *serving_log(const serving *s);
/* Wait until its log holds this; fails the test when it does not come. */
void serving_wait_for(const serving *s, const char *text);

/* The memory that it uses now, in bytes; the sum of what a metric with this name and these labels
 * counts. */
size_t serving_memory(const serving *s);
double serving_metric(const serving *s, const char *line);
/* Wait until it counts so; fails the test when it does not. */
void serving_wait_for_metric(const serving *s, const char *line, double value);

#endif
