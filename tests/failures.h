/* failures.h - make memory, disks and files fail on demand. */
#ifndef RUNG_TEST_FAILURES_H
#define RUNG_TEST_FAILURES_H

/* What fails. The linker's --wrap brings every call of the library and of the tests here. */
typedef enum failure {
    FAIL_MEMORY,      /* the n-th allocation, and that alone */
    FAIL_READ,        /* reads from the n-th on */
    FAIL_READ_SHORT,  /* ... take 7 bytes at most */
    FAIL_WRITE,       /* writes from the n-th on */
    FAIL_WRITE_SHORT, /* ... take 7 bytes at most */
    FAIL_FSYNC,       /* the n-th, and that alone; so the next two */
    FAIL_RENAME,      /* rename and renameat2 */
    FAIL_CLOSE        /* the file is closed, and an error is told */
} failure;

/* From now on let the n-th call (1: the next one) fail with this errno; it has no meaning for
 * short ones. One failure is armed at a time. */
void failures_arm(failure what, long n, int code);

/* Let everything succeed again. Returns how many calls failed or were cut since it was armed. */
long failures_disarm(void);

#endif
