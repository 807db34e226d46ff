#pragma once
// What one instruction set provides. Each function does a range of the work, so that threads can share it.

#include "ckernels.h"

typedef struct kernel_table {
  /// Outputs [first, last) of every row.
  void (*matmul)(float *y, const float *x, const void *w, ck_format format, size_t T, size_t O, size_t K,
                 size_t first, size_t last);
  void (*rms_norm)(float *y, const float *x, const void *w, ck_format format, size_t T, size_t C,
                   float epsilon);
  void (*layer_norm)(float *y, const float *x, const void *w, ck_format w_format, const void *b,
                     ck_format b_format, size_t T, size_t C, float epsilon);
  void (*rotate)(float *x, const float *cosines, const float *sines, size_t T, size_t H, size_t D);
  void (*silu_multiply)(float *gate, const float *up, size_t n);
  void (*apply_gelu)(float *x, size_t n);
  void (*add)(float *y, const void *x, ck_format format, size_t n);
  void (*softmax)(float *x, size_t n);
  float (*exponential_sum)(const float *x, size_t n, float *max);
  /// One head of one row: q and y [D]; keys and values start at the head's first element. Seen are the
  /// positions at places[count], or the first `count` without them.
  void (*attend)(float *y, const float *q, const float *keys, const float *values, const int32_t *places,
                 size_t count, size_t stride, size_t D, float scale);
} kernel_table;

extern const kernel_table ck_table_generic;
#if defined(__x86_64__)
extern const kernel_table ck_table_avx2;
extern const kernel_table ck_table_avx512;
#endif
