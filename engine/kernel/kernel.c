/* kernel.c - the table of kernels. */
#include "kernel/kernel.h"

#include <string.h>

extern const rung_kernel rung_kernel_amx_int8, rung_kernel_vnni, rung_kernel_avx2, rung_kernel_blas,
    rung_kernel_sparse, rung_kernel_scalar;

const rung_kernel *const rung_kernels[] = {
#if defined(__x86_64__)
    &rung_kernel_amx_int8,
    &rung_kernel_vnni,
    &rung_kernel_avx2,
#endif
    &rung_kernel_blas,
    &rung_kernel_sparse,
    &rung_kernel_scalar, /* the definition of correct */
    NULL,
};

rung_status rung_kernel_choose(const rung_kernel **kernel, const char *name, rung_error *error)
{
    return rung_kernel_choose_by(kernel, name, "kernel", error);
}

rung_status rung_kernel_choose_by(const rung_kernel **kernel, const char *name, const char *by,
                                  rung_error *error)
{
    for (size_t i = 0; rung_kernels[i]; i++) {
        const rung_kernel *k = rung_kernels[i];
        if (name ? strcmp(name, k->name) != 0 : k->sparse)
            continue;
        if (k->runs()) {
            *kernel = k;
            return RUNG_OK;
        }
        if (name)
            return rung_fail(error, RUNG_BAD_ARGUMENT,
                             "%s: found '%s', which does not run on this machine (it needs "
                             "%s), expected one that does",
                             by, name, k->needs);
    }
    char shown[64];
    return rung_fail(error, RUNG_BAD_ARGUMENT,
                     "%s: found '%s', expected one that 'rung info' lists", by,
                     rung_quote(shown, name ? name : "", name ? strlen(name) : 0));
}

bool rung_kernel_list(size_t index, rung_kernel_facts *facts)
{
    size_t rows = 0;
    while (rung_kernels[rows])
        rows++;
    if (index >= rows || !facts)
        return false;
    const rung_kernel *k = rung_kernels[index];
    *facts = (rung_kernel_facts){k->name, k->needs, k->runs()};
    return true;
}
