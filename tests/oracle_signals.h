/* oracle_signals.h - by definition: the signals that do not depend on levels (MODEL, section 2). */
#ifndef RUNG_TEST_ORACLE_SIGNALS_H
#define RUNG_TEST_ORACLE_SIGNALS_H

#include "oracle.h"

typedef struct oracle_feature {
    uint32_t role;
    int kind;
    char *name;
    double weight, share;
} oracle_feature;

/* Read what a catalog's folder says of relations and features; the catalog's columns are asked for
 * through the public header. */
void oracle_read_folder(oracle *o, const char *folder);
void oracle_forget_folder(oracle *o);

double oracle_signal(const oracle *o, int signal, uint32_t current, uint32_t role);

#endif
