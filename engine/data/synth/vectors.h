/* vectors.h - vectors made up, of roles and of people. */
#ifndef RUNG_DATA_SYNTH_VECTORS_H
#define RUNG_DATA_SYNTH_VECTORS_H

#include <stddef.h>
#include <stdint.h>

enum rung_vector_of { RUNG_VECTOR_OF_ROLE, RUNG_VECTOR_OF_PERSON };

/* Write the vector of role or person number: nearly normal entries over their length, which is
 * then 1 but for rounding. Each comes from nothing but the seed and the number. */
void rung_synth_vector(uint64_t seed, enum rung_vector_of of, uint64_t number, size_t dimensions,
                       float *row);

#endif
