#ifndef CLZMA_H
#define CLZMA_H

#include <stddef.h>
#include <stdint.h>

/* Decompression of .xz data in steps, over liblzma, whose own types stay out of sight. */
typedef struct clzma_decoder clzma_decoder;

typedef enum {
  CLZMA_MORE,          /* give more input or output room and call again */
  CLZMA_END,           /* the data are complete */
  CLZMA_BROKEN,        /* the data are not .xz, damaged, or end too early */
  CLZMA_OUT_OF_MEMORY, /* the memory limit does not suffice */
} clzma_status;

/* A decoder that uses at most memory_limit bytes for itself, or NULL if there is no memory. */
clzma_decoder *clzma_open(uint64_t memory_limit);

/* Decompresses from *input to *output, moves both pointers, and lowers both counts by what was used.
   All input must be handed over before the last call; give is_last with it. */
clzma_status clzma_decode(clzma_decoder *decoder, const uint8_t **input, size_t *input_count,
                          uint8_t **output, size_t *output_count, int is_last);

void clzma_close(clzma_decoder *decoder);

#endif
