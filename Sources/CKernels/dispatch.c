// The operations as callers see them: each picks the kernels of the plan's level and shares large work out.

#include <string.h>

#include "kernel_table.h"
#include "pool.h"
#include "scratch.h"

/// Work of fewer multiplications than this, some ten microseconds, is not worth sharing.
static const size_t shared_from = 1 << 17;

static const kernel_table *table(ck_plan plan) {
#if defined(__x86_64__)
  if (plan.level >= CK_AVX512) return &ck_table_avx512;
  if (plan.level == CK_AVX2) return &ck_table_avx2;
#endif
  return &ck_table_generic;
}

bool ck_level_supported(ck_level level) {
  if (level == CK_GENERIC) return true;
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool avx2 =
      __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
  if (level == CK_AVX2) return avx2;
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  if (level == CK_AVX512) return avx512;
  if (level == CK_AVX512_BF16) return avx512 && __builtin_cpu_supports("avx512bf16");
#endif
  return false;
}

// Matrix product -----------------------------------------------------------------------------------------

typedef struct matmul_job {
  ck_plan plan;
  float *y;
  const float *x;
  const void *w;
  ck_format format;
  size_t T, O, K, outputs_per_part;
} matmul_job;

static void matmul_part(void *context, size_t part) {
  const matmul_job *j = context;
  const size_t first = part * j->outputs_per_part;
  const size_t last = first + j->outputs_per_part < j->O ? first + j->outputs_per_part : j->O;
  table(j->plan)->matmul(j->y, j->x, j->w, j->format, j->T, j->O, j->K, first, last);
}

void ck_matmul(ck_plan plan, float *y, const float *x, const void *w, ck_format format, size_t T,
               size_t O, size_t K) {
  matmul_job job = {plan, y, x, w, format, T, O, K, O};
  if (plan.threads <= 1 || T * O * K < shared_from) {
    matmul_part(&job, 0);
    return;
  }
  const size_t parts = (size_t)plan.threads * 4;  // some more than threads, so that none waits for a slow one
  job.outputs_per_part = ((O + parts - 1) / parts + 15) / 16 * 16;
  pool_run(plan.threads, (O + job.outputs_per_part - 1) / job.outputs_per_part, matmul_part, &job);
}

// Attention ----------------------------------------------------------------------------------------------

typedef struct attention_job {
  ck_plan plan;
  float *y;
  const float *q, *keys, *values;
  const int32_t *visible;
  size_t T, H, G, D;
  float scale;
} attention_job;

/// Rows that share a head's keys and values while these are near.
static const size_t rows_together = 64;

/// One head of some rows. A head's keys and values lie far apart, one in each row of the caches, and many rows
/// of queries would fetch them again and again: so those first bring them together.
static void attention_part(void *context, size_t part) {
  const attention_job *j = context;
  const size_t chunks = (j->T + rows_together - 1) / rows_together;
  const size_t h = part / chunks, first = part % chunks * rows_together, D = j->D;
  const size_t last = first + rows_together < j->T ? first + rows_together : j->T;
  size_t stride = j->G * D;
  const float *keys = j->keys + h / (j->H / j->G) * D, *values = j->values + h / (j->H / j->G) * D;
  if (last - first >= 8) {
    size_t longest = 0;
    for (size_t t = first; t < last; t++)
      if ((size_t)j->visible[t] > longest) longest = (size_t)j->visible[t];
    float *near_keys = scratch(1, 2 * longest * D), *near_values = near_keys + longest * D;
    for (size_t i = 0; i < longest; i++) {
      memcpy(near_keys + i * D, keys + i * stride, D * sizeof(float));
      memcpy(near_values + i * D, values + i * stride, D * sizeof(float));
    }
    keys = near_keys;
    values = near_values;
    stride = D;
  }
  for (size_t t = first; t < last; t++) {
    const size_t at = (t * j->H + h) * D;
    table(j->plan)->attend(j->y + at, j->q + at, keys, values, 0, (size_t)j->visible[t], stride, D, j->scale);
  }
}

void ck_attention(ck_plan plan, float *y, const float *q, const float *keys, const float *values,
                  const int32_t *visible, size_t T, size_t H, size_t G, size_t D, float scale) {
  attention_job job = {plan, y, q, keys, values, visible, T, H, G, D, scale};
  size_t work = 0;
  for (size_t t = 0; t < T; t++) work += (size_t)visible[t] * H * D * 8;  // exponentials and sums take their time
  pool_run(work < shared_from ? 1 : plan.threads, H * ((T + rows_together - 1) / rows_together), attention_part, &job);
}

typedef struct branch_job {
  ck_plan plan;
  float *y;
  const float *q, *keys, *values;
  const int32_t *places;
  const int64_t *ends;
  size_t T, H, G, D;
  float scale;
} branch_job;

/// One head of some rows, which mostly see the same positions.
static void branch_part(void *context, size_t part) {
  const branch_job *j = context;
  const size_t chunks = (j->T + rows_together - 1) / rows_together;
  const size_t h = part / chunks, first = part % chunks * rows_together, D = j->D;
  const size_t last = first + rows_together < j->T ? first + rows_together : j->T;
  const size_t head = h / (j->H / j->G) * D;
  for (size_t t = first; t < last; t++) {
    const size_t at = (t * j->H + h) * D;
    const int64_t start = t > 0 ? j->ends[t - 1] : 0;
    table(j->plan)->attend(j->y + at, j->q + at, j->keys + head, j->values + head, j->places + start,
                           (size_t)(j->ends[t] - start), j->G * D, D, j->scale);
  }
}

void ck_branch_attention(ck_plan plan, float *y, const float *q, const float *keys, const float *values,
                         const int32_t *places, const int64_t *ends, size_t T, size_t H, size_t G, size_t D,
                         float scale) {
  branch_job job = {plan, y, q, keys, values, places, ends, T, H, G, D, scale};
  const size_t work = T ? (size_t)ends[T - 1] * H * D * 8 : 0;
  pool_run(work < shared_from ? 1 : plan.threads, H * ((T + rows_together - 1) / rows_together), branch_part, &job);
}

// Small operations ---------------------------------------------------------------------------------------

void ck_rms_norm(ck_plan plan, float *y, const float *x, const void *w, ck_format format, size_t T,
                 size_t C, float epsilon) {
  table(plan)->rms_norm(y, x, w, format, T, C, epsilon);
}

void ck_layer_norm(ck_plan plan, float *y, const float *x, const void *w, ck_format w_format,
                   const void *b, ck_format b_format, size_t T, size_t C, float epsilon) {
  table(plan)->layer_norm(y, x, w, w_format, b, b_format, T, C, epsilon);
}

void ck_rotate(ck_plan plan, float *x, const float *cosines, const float *sines, size_t T, size_t H,
               size_t D) {
  table(plan)->rotate(x, cosines, sines, T, H, D);
}

void ck_silu_multiply(ck_plan plan, float *gate, const float *up, size_t n) {
  table(plan)->silu_multiply(gate, up, n);
}

void ck_apply_gelu(ck_plan plan, float *x, size_t n) { table(plan)->apply_gelu(x, n); }

void ck_add(ck_plan plan, float *y, const void *x, ck_format format, size_t n) {
  table(plan)->add(y, x, format, n);
}

void ck_softmax(ck_plan plan, float *x, size_t n) { table(plan)->softmax(x, n); }

float ck_exponential_sum(ck_plan plan, const float *x, size_t n, float *max) {
  return table(plan)->exponential_sum(x, n, max);
}

/// In squares of 32, so that the lines of both sides stay cached.
#define TRANSPOSE(type)                                                 \
  for (size_t r0 = 0; r0 < R; r0 += 32)                                 \
    for (size_t c0 = 0; c0 < C; c0 += 32)                               \
      for (size_t c = c0; c < C && c < c0 + 32; c++)                    \
        for (size_t r = r0; r < R && r < r0 + 32; r++)                  \
          memcpy((char *)y + (c * R + r) * sizeof(type),                \
                 (const char *)x + (r * C + c) * sizeof(type), sizeof(type))

void ck_transpose(void *y, const void *x, size_t R, size_t C, size_t width) {
  if (width == 2) {
    TRANSPOSE(uint16_t);
  } else {
    TRANSPOSE(uint32_t);
  }
}
