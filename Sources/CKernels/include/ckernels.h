#pragma once
// The arithmetic of a decoder, one function per operation, written once and compiled for several
// instruction sets. Letters: T rows (tokens), C channels, K inputs, O outputs, H heads, D head size.
// All matrices are row major. Activations are f32; weights are f32, bf16, f16 or int8 and need no alignment.
//
// Every result is the same to the last bit at every level, for every number of threads and for every
// number of rows: an output element is always summed in the same order, with fused multiply-adds in
// sixteen lanes that are added up as a tree. Only which NaN comes of NaN operands is left to the machine.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum ck_level {
  CK_GENERIC = 0,  // plain C vectors: SSE2 on x86-64, NEON on arm64
  CK_AVX2 = 1,     // AVX2 with fused multiply-add and f16
  CK_AVX512 = 2,   // AVX-512 F, BW, DQ, VL
  CK_AVX512_BF16 = 3,  // and BF16: products of training whose operands are rounded to bf16
} ck_level;

typedef enum ck_format {
  CK_F32 = 0,
  CK_BF16 = 1,
  CK_INT8 = 2,
  CK_F16 = 3,
  CK_INT8_F16 = 4,
} ck_format;

/// Weights of CK_INT8 come in blocks of CK_BLOCK along a row, whose length is a multiple of it: the bf16
/// scale, then CK_BLOCK signed bytes. A weight is its byte times the scale, which f32 holds exactly, so that
/// sums run as with other formats. In CK_INT8_F16, Q8_0 of GGUF files, the scale is f16.
enum { CK_BLOCK = 32, CK_BLOCK_BYTES = 2 + CK_BLOCK };

/// How an operation is carried out: with which instructions, by how many threads at most, and whether the
/// products of training round their operands to bf16 (sums stay f32).
typedef struct ck_plan {
  ck_level level;
  int32_t threads;
  bool bf16_products;
} ck_plan;

/// The largest head size `ck_attention` takes.
enum { CK_MAX_HEAD_SIZE = 256 };

/// The most threads one operation is split over.
enum { CK_MAX_THREADS = 64 };

/// Whether this machine can run the kernels of `level`.
bool ck_level_supported(ck_level level);

/// y[T, O] = x[T, K] · w[O, K] transposed.
void ck_matmul(ck_plan plan, float *y, const float *x, const void *w, ck_format format, size_t T,
               size_t O, size_t K);

/// y[T, C]: each row of x[T, C] divided by its root mean square, times w[C].
void ck_rms_norm(ck_plan plan, float *y, const float *x, const void *w, ck_format format, size_t T,
                 size_t C, float epsilon);

/// y[T, C]: each row of x[T, C] less its mean, divided by its deviation, times w[C], plus b[C].
void ck_layer_norm(ck_plan plan, float *y, const float *x, const void *w, ck_format w_format,
                   const void *b, ck_format b_format, size_t T, size_t C, float epsilon);

/// Rotates the pairs (i, i + D/2) of every head of x[T, H, D] by the angles whose cosines and sines are
/// cosines[T, D/2] and sines[T, D/2].
void ck_rotate(ck_plan plan, float *x, const float *cosines, const float *sines, size_t T, size_t H,
               size_t D);

/// gate[n] = silu(gate[n]) · up[n].
void ck_silu_multiply(ck_plan plan, float *gate, const float *up, size_t n);

/// x[n] = gelu(x[n]) by the hyperbolic tangent, as GPT-2 has it.
void ck_apply_gelu(ck_plan plan, float *x, size_t n);

/// y[n] += x[n], with x in `format`.
void ck_add(ck_plan plan, float *y, const void *x, ck_format format, size_t n);

/// x[n] becomes exp(x - max) / sum.
void ck_softmax(ck_plan plan, float *x, size_t n);

/// The logarithm of the sum of exp(x[n]) is max + log(sum): returns sum, stores max.
float ck_exponential_sum(ck_plan plan, const float *x, size_t n, float *max);

/// Attention of T query rows over one stream's cache.
/// y[T, H, D], q[T, H, D]; keys and values [positions, G, D] with G key/value heads, H a multiple of G.
/// Row t sees the first `visible[t]` positions. Scores are multiplied by `scale` before the softmax.
void ck_attention(ck_plan plan, float *y, const float *q, const float *keys, const float *values,
                  const int32_t *visible, size_t T, size_t H, size_t G, size_t D, float scale);

/// Attention of T query rows over one cache in which streams share what they have in common.
/// As `ck_attention`, but row t sees the positions places[ends[t - 1]] up to, not including, places[ends[t]], in that
/// order; the places of the first row begin at 0.
void ck_branch_attention(ck_plan plan, float *y, const float *q, const float *keys, const float *values,
                         const int32_t *places, const int64_t *ends, size_t T, size_t H, size_t G, size_t D,
                         float scale);

/// Weights of another format, `n` of them, a multiple of CK_BLOCK, as CK_INT8. A block's scale is the least
/// bf16 with which its largest weight fits, so that a weight is off by half the scale at most. What is not
/// a number becomes 0.
void ck_quantize(void *blocks, const void *w, ck_format format, size_t n);

/// How GGUF files pack weights along a row: blocks of ck_packing_length with common scales.
typedef enum ck_packing {
  CK_Q4_0 = 0,  // 32 weights of 4 bits and a scale
  CK_Q4_1 = 1,  // 32 of 4 bits, a scale and a least weight
  CK_Q5_0 = 2,
  CK_Q5_1 = 3,
  CK_Q4_K = 4,  // 256 of 4 bits: 8 times 32, each with a scale and a least weight of 6 bits
  CK_Q5_K = 5,
  CK_Q6_K = 6,  // 256 of 6 bits: 16 times 16, each with a scale of 8 bits
} ck_packing;

/// The weights of a block, and its bytes.
size_t ck_packing_length(ck_packing packing);
size_t ck_packing_bytes(ck_packing packing);

/// What a packing is unpacked to: CK_INT8_F16, which holds the same weights exactly, where a block has one
/// scale and no least weight, CK_F16 otherwise.
ck_format ck_unpacked_format(ck_packing packing);

/// n weights, whole blocks, as `ck_unpacked_format` has them; those of CK_F16 are rounded to nearest even.
void ck_unpack(ck_plan plan, void *to, const void *blocks, ck_packing packing, size_t n);

/// y[C, R] = x[R, C] transposed; elements of `width` 2 or 4 bytes.
void ck_transpose(void *y, const void *x, size_t R, size_t C, size_t width);

// The same operations one number at a time, for people to read and for tests to compare with.
// They take f32 weights, which the first two make of int8 and of f16.

/// `format` is CK_INT8 or CK_INT8_F16.
void ck_scalar_dequantize(float *w, const void *blocks, ck_format format, size_t n);
void ck_scalar_widen_halves(float *w, const void *halves, size_t n);
void ck_scalar_matmul(float *y, const float *x, const float *w, size_t T, size_t O, size_t K);
void ck_scalar_rms_norm(float *y, const float *x, const float *w, size_t T, size_t C, float epsilon);
void ck_scalar_layer_norm(float *y, const float *x, const float *w, const float *b, size_t T, size_t C,
                          float epsilon);
void ck_scalar_rotate(float *x, const float *cosines, const float *sines, size_t T, size_t H, size_t D);
void ck_scalar_silu_multiply(float *gate, const float *up, size_t n);
void ck_scalar_apply_gelu(float *x, size_t n);
void ck_scalar_softmax(float *x, size_t n);
void ck_scalar_attention(float *y, const float *q, const float *keys, const float *values,
                         const int32_t *visible, size_t T, size_t H, size_t G, size_t D, float scale);

// The other half of the module: what training needs.
#include "ck_training.h"
