#pragma once
// What one instruction set provides for training. Each function does a range of the rows, panels or parts
// of its job, so that threads can share it; none depends on how it is shared.

#include "ck_training.h"

typedef void training_kernel(const void *job, size_t first, size_t last);

/// A product whose operands have been cut into panels: of a, so many rows at a time; of b, columns. A block
/// of at most GEMM_DEPTH of the K inputs holds all its panels, one after another, padded with zeros. `pairs`:
/// of the operands rounded to bf16, two inputs in the place of one.
typedef struct gemm_job {
  ck_matrix c, a, b;
  bool transpose_a, transpose_b, accumulate, pairs;
  size_t K;
  float *a_panels, *b_panels;
} gemm_job;

typedef struct train_attention_job {
  ck_matrix y, q, k, v;
  float *log_sums;
  ck_matrix dy, dq, dk, dv;
  ck_sequences sequences;
} train_attention_job;

typedef struct norm_job {
  ck_matrix y, x, dy, dx;
  const float *weight, *bias;
  float *mean, *inverse;
  float epsilon;
  float *dweight, *dbias;  // of one range of rows
} norm_job;

typedef struct rotate_job {
  ck_matrix x;
  size_t head_size;
  const float *cosines, *sines;
  bool backwards;
} rotate_job;

/// Element by element: z and y from w and x, as the operation says.
typedef struct element_job {
  ck_matrix y, z, v, w, x;
  const float *bias;
  float factor;
  uint64_t seed, offset;
} element_job;

typedef struct loss_job {
  ck_matrix logits;
  float *losses;
  const int32_t *targets;
  const float *weights;
  float gradient_scale;
  size_t top;
} loss_job;

typedef struct rows_job {
  ck_matrix x, table;
  const int32_t *offsets, *ids;
} rows_job;

typedef struct vector_job {
  float *y, *m, *v;
  const float *x;
  size_t n;
  ck_adamw_step step;
  float share;
  double *sums;
} vector_job;

enum {
  GEMM_DEPTH = 256,      // inputs of a block: a panel of b then fills half of the first cache
  SCATTER_COLUMNS = 64,  // what one range of a scattering covers
  VECTOR_BLOCK = 4096,   // what one range of a vector_job covers
};

typedef struct training_table {
  size_t panel_rows, panel_columns;
  /// Panels [first, last) of an operand; row panels [first, last) of c against column panels given.
  training_kernel *pack_a, *pack_b;
  void (*multiply_panels)(const gemm_job *job, size_t first_row, size_t last_row, size_t first_column,
                          size_t last_column);
  /// Pairs of sequence and key/value head.
  training_kernel *attention, *attention_backward;
  /// Rows.
  training_kernel *rms_norm, *rms_norm_backward, *layer_norm, *layer_norm_backward;
  training_kernel *rotate, *swiglu, *swiglu_backward, *gelu, *gelu_backward;
  training_kernel *cross_entropy, *dropout, *add_bias, *bias_gradient, *add, *scale;
  training_kernel *gather, *add_row_sums;
  /// Blocks of SCATTER_COLUMNS columns.
  training_kernel *scatter_add, *scatter_add_sums;
  /// Blocks of VECTOR_BLOCK elements.
  training_kernel *sum_of_squares, *adamw, *mix;
} training_table;

extern const training_table ck_training_generic;
#if defined(__x86_64__)
extern const training_table ck_training_avx2;
extern const training_table ck_training_avx512;
extern const training_table ck_training_avx512bf16;
#endif
