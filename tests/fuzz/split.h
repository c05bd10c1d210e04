/* split.h - one fuzzing input becomes the files of a folder. */
#ifndef RUNG_FUZZ_SPLIT_H
#define RUNG_FUZZ_SPLIT_H

#include <stddef.h>
#include <stdint.h>

/* A folder of this process, made once and removed at the end. */
const char *fuzz_folder(void);

/* Empty the folder, then write what follows each line "%%FILE name" into it as that file. Names
 * are letters, digits, points and underscores; what stands before the first such line, or behind
 * one with another name, is left out. */
void fuzz_split(const uint8_t *data, size_t size);

/* Stop the fuzzer: the engine broke a promise. */
_Noreturn void fuzz_broken(const char *promise);

#endif
