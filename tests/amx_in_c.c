/* amx_in_c.c - the kernel of AMX once more, its tiles in plain C: tested where there is no AMX. */
#define RUNG_AMX_IN_C
#include "kernel/amx.c"
