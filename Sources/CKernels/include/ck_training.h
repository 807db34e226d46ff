#pragma once
// The arithmetic of training: what a decoder does forwards with everything its gradients need kept, and
// backwards. Letters: T rows (tokens), C channels, V classes, H heads, D head size, S sequences.
// Everything is f32 and row major; a matrix may be some columns of a wider one.
//
// Every result is the same to the last bit for any number of threads and at every level: what is summed is
// summed in an order that follows from the sizes alone.

#include "ckernels.h"

/// Rows of `columns` elements whose starts lie `stride` elements apart.
typedef struct ck_matrix {
  float *base;
  size_t rows, columns, stride;
} ck_matrix;

/// c = a · b, or c += a · b; with `transpose_a` the transposed of a is meant, likewise of b.
void ck_gemm(ck_plan plan, ck_matrix c, ck_matrix a, bool transpose_a, ck_matrix b, bool transpose_b,
             bool accumulate);

/// y = x · inverse · weight[C], inverse[T] = 1 / root mean square of the row of x.
void ck_train_rms_norm(ck_plan plan, ck_matrix y, float *inverse, ck_matrix x, const float *weight,
                       float epsilon);
/// Adds to dx and dweight[C].
void ck_train_rms_norm_backward(ck_plan plan, ck_matrix dx, float *dweight, ck_matrix dy, ck_matrix x,
                                const float *weight, const float *inverse);

/// y = (x - mean) · inverse · weight[C] + bias[C]; mean[T] and inverse[T] = 1 / deviation of the row of x.
void ck_train_layer_norm(ck_plan plan, ck_matrix y, float *mean, float *inverse, ck_matrix x,
                         const float *weight, const float *bias, float epsilon);
/// Adds to dx, dweight[C] and dbias[C].
void ck_train_layer_norm_backward(ck_plan plan, ck_matrix dx, float *dweight, float *dbias, ck_matrix dy,
                                  ck_matrix x, const float *weight, const float *mean,
                                  const float *inverse);

/// Rotates the pairs (i, i + D/2) of every head of x[T, H·D] by the angles with cosines[T, D/2] and
/// sines[T, D/2], or back by them, which is also what gradients undergo.
void ck_train_rotate(ck_plan plan, ck_matrix x, size_t D, const float *cosines, const float *sines,
                     bool backwards);

/// y = silu(gate) · up.
void ck_swiglu(ck_plan plan, ck_matrix y, ck_matrix gate, ck_matrix up);
/// Sets dgate and dup, which may be dy.
void ck_swiglu_backward(ck_plan plan, ck_matrix dgate, ck_matrix dup, ck_matrix dy, ck_matrix gate,
                        ck_matrix up);

/// y = gelu(x) by the hyperbolic tangent, as GPT-2 has it.
void ck_gelu(ck_plan plan, ck_matrix y, ck_matrix x);
/// Sets dx, which may be dy.
void ck_gelu_backward(ck_plan plan, ck_matrix dx, ck_matrix dy, ck_matrix x);

/// What an attention over packed sequences is about. Sequence s is the tokens starts[s] ..< starts[s + 1];
/// its first prefixes[s] tokens are seen by all its tokens, the others by themselves and those after them.
typedef struct ck_sequences {
  const int32_t *starts, *prefixes;
  size_t count;
  size_t heads, groups, head_size;  // query heads, key/value heads they share, size of each
  float scale;                      // of the scores before the softmax
} ck_sequences;

/// y[T, H·D] of q[T, H·D], k and v[T, G·D]; log_sums[T, H] are the logarithms of the softmaxes' sums.
void ck_train_attention(ck_plan plan, ck_matrix y, float *log_sums, ck_matrix q, ck_matrix k, ck_matrix v,
                        ck_sequences sequences);
/// Sets dq, dk and dv.
void ck_train_attention_backward(ck_plan plan, ck_matrix dq, ck_matrix dk, ck_matrix dv, ck_matrix dy,
                                 ck_matrix y, ck_matrix q, ck_matrix k, ck_matrix v, const float *log_sums,
                                 ck_sequences sequences);

/// losses[T] = log Σ exp(logits) - logits[target]; then the logits become the gradient of the sum of
/// losses · weights · gradient_scale. With top > 0 the sum goes over the `top` largest logits only, the
/// first of equals (Sun et al. 2021, "Sparse-softmax"). Rows whose target is -1 become 0, and their losses.
void ck_cross_entropy(ck_plan plan, ck_matrix logits, float *losses, const int32_t *targets,
                      const float *weights, float gradient_scale, size_t top);

/// x[T, C] = the rows ids[T] of the table.
void ck_gather_rows(ck_plan plan, ck_matrix x, ck_matrix table, const int32_t *ids);
/// x[t] += the rows ids[offsets[t] ..< offsets[t + 1]] of the table.
void ck_add_row_sums(ck_plan plan, ck_matrix x, ck_matrix table, const int32_t *offsets,
                     const int32_t *ids);
/// dtable[ids[t]] += dx[t], in the order of t.
void ck_scatter_add(ck_plan plan, ck_matrix dtable, ck_matrix dx, const int32_t *ids);
/// The rows ids[offsets[t] ..< offsets[t + 1]] of dtable += dx[t], in the order of t.
void ck_scatter_add_sums(ck_plan plan, ck_matrix dtable, ck_matrix dx, const int32_t *offsets,
                         const int32_t *ids);

/// Elements become 0 with probability `rate`, others are multiplied by 1 / (1 - rate). Row r draws from the
/// stream (seed, offset + r): the same arguments drop the same elements.
void ck_dropout(ck_plan plan, ck_matrix x, float rate, uint64_t seed, uint64_t offset);

/// Every row of x += bias[C].
void ck_add_bias(ck_plan plan, ck_matrix x, const float *bias);
/// dbias[C] += the sum of the rows of dy.
void ck_bias_gradient(ck_plan plan, float *dbias, ck_matrix dy);

/// y += x, x *= factor, y = x.
void ck_add_matrix(ck_plan plan, ck_matrix y, ck_matrix x);
void ck_scale_matrix(ck_plan plan, ck_matrix x, float factor);
void ck_copy_matrix(ck_plan plan, ck_matrix y, ck_matrix x);

/// The sum of the squares of x[n].
double ck_sum_of_squares(ck_plan plan, const float *x, size_t n);

/// The constants of one AdamW step, the corrections for its number worked in.
typedef struct ck_adamw_step {
  float gradient_scale;    // what the gradient is multiplied by first
  float beta1, beta2;      // how much of the moments is kept
  float keep;              // what weight decay leaves: 1 - rate · decay
  float rate;              // rate / (1 - beta1^step)
  float root_scale;        // 1 / √(1 - beta2^step)
  float epsilon;
} ck_adamw_step;

/// One step of AdamW on the parameters p[n] with gradient g, moments m and v.
void ck_adamw(ck_plan plan, float *p, const float *g, float *m, float *v, size_t n, ck_adamw_step step);

/// y[n] += share · (x[n] - y[n]).
void ck_mix(ck_plan plan, float *y, const float *x, size_t n, float share);

// The same operations one number at a time, for people to read and for tests to compare with.

void ck_scalar_gemm(ck_matrix c, ck_matrix a, bool transpose_a, ck_matrix b, bool transpose_b,
                    bool accumulate);
void ck_scalar_train_rms_norm(ck_matrix y, float *inverse, ck_matrix x, const float *weight,
                              float epsilon);
void ck_scalar_train_rms_norm_backward(ck_matrix dx, float *dweight, ck_matrix dy, ck_matrix x,
                                       const float *weight, const float *inverse);
void ck_scalar_train_layer_norm(ck_matrix y, float *mean, float *inverse, ck_matrix x,
                                const float *weight, const float *bias, float epsilon);
void ck_scalar_train_layer_norm_backward(ck_matrix dx, float *dweight, float *dbias, ck_matrix dy,
                                         ck_matrix x, const float *weight, const float *mean,
                                         const float *inverse);
void ck_scalar_train_rotate(ck_matrix x, size_t D, const float *cosines, const float *sines,
                            bool backwards);
void ck_scalar_swiglu(ck_matrix y, ck_matrix gate, ck_matrix up);
void ck_scalar_swiglu_backward(ck_matrix dgate, ck_matrix dup, ck_matrix dy, ck_matrix gate,
                               ck_matrix up);
void ck_scalar_gelu(ck_matrix y, ck_matrix x);
void ck_scalar_gelu_backward(ck_matrix dx, ck_matrix dy, ck_matrix x);
void ck_scalar_train_attention(ck_matrix y, float *log_sums, ck_matrix q, ck_matrix k, ck_matrix v,
                               ck_sequences sequences);
void ck_scalar_train_attention_backward(ck_matrix dq, ck_matrix dk, ck_matrix dv, ck_matrix dy,
                                        ck_matrix y, ck_matrix q, ck_matrix k, ck_matrix v,
                                        const float *log_sums, ck_sequences sequences);
void ck_scalar_cross_entropy(ck_matrix logits, float *losses, const int32_t *targets,
                             const float *weights, float gradient_scale, size_t top);
void ck_scalar_gather_rows(ck_matrix x, ck_matrix table, const int32_t *ids);
void ck_scalar_add_row_sums(ck_matrix x, ck_matrix table, const int32_t *offsets, const int32_t *ids);
void ck_scalar_scatter_add(ck_matrix dtable, ck_matrix dx, const int32_t *ids);
void ck_scalar_scatter_add_sums(ck_matrix dtable, ck_matrix dx, const int32_t *offsets,
                                const int32_t *ids);
void ck_scalar_dropout(ck_matrix x, float rate, uint64_t seed, uint64_t offset);
void ck_scalar_add_bias(ck_matrix x, const float *bias);
void ck_scalar_bias_gradient(float *dbias, ck_matrix dy);
void ck_scalar_add_matrix(ck_matrix y, ck_matrix x);
void ck_scalar_scale_matrix(ck_matrix x, float factor);
void ck_scalar_copy_matrix(ck_matrix y, ck_matrix x);
double ck_scalar_sum_of_squares(const float *x, size_t n);
void ck_scalar_adamw(float *p, const float *g, float *m, float *v, size_t n, ck_adamw_step step);
void ck_scalar_mix(float *y, const float *x, size_t n, float share);
