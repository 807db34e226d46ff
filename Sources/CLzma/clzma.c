#include "clzma.h"

#include <lzma.h>
#include <stdlib.h>

struct clzma_decoder {
  lzma_stream stream;
};

clzma_decoder *clzma_open(uint64_t memory_limit) {
  clzma_decoder *decoder = malloc(sizeof *decoder);
  if (decoder == NULL) return NULL;
  decoder->stream = (lzma_stream)LZMA_STREAM_INIT;
  if (lzma_stream_decoder(&decoder->stream, memory_limit, LZMA_CONCATENATED) != LZMA_OK) {
    free(decoder);
    return NULL;
  }
  return decoder;
}

clzma_status clzma_decode(clzma_decoder *decoder, const uint8_t **input, size_t *input_count,
                          uint8_t **output, size_t *output_count, int is_last) {
  lzma_stream *stream = &decoder->stream;
  stream->next_in = *input;
  stream->avail_in = *input_count;
  stream->next_out = *output;
  stream->avail_out = *output_count;
  lzma_ret result = lzma_code(stream, is_last ? LZMA_FINISH : LZMA_RUN);
  *input = stream->next_in;
  *input_count = stream->avail_in;
  *output = stream->next_out;
  *output_count = stream->avail_out;
  switch (result) {
    case LZMA_OK: return CLZMA_MORE;
    case LZMA_STREAM_END: return CLZMA_END;
    case LZMA_MEM_ERROR:
    case LZMA_MEMLIMIT_ERROR: return CLZMA_OUT_OF_MEMORY;
    default: return CLZMA_BROKEN;
  }
}

void clzma_close(clzma_decoder *decoder) {
  if (decoder == NULL) return;
  lzma_end(&decoder->stream);
  free(decoder);
}
