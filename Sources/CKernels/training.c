// The operations of training as callers see them: each picks the kernels of the plan's level and shares
// the work out. How it is cut never changes what is summed in which order.

#include <sched.h>
#include <stdatomic.h>
#include <string.h>

#include "pool.h"
#include "scratch.h"
#include "training_table.h"

/// Work on fewer elements than this, some microseconds, is not worth waking a thread for.
static const size_t shared_from = 1 << 15;

static const training_table *table(ck_plan plan) {
#if defined(__x86_64__)
  if (plan.level == CK_AVX512_BF16) return &ck_training_avx512bf16;
  if (plan.level == CK_AVX512) return &ck_training_avx512;
  if (plan.level == CK_AVX2) return &ck_training_avx2;
#endif
  return &ck_training_generic;
}

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

static size_t pieces_of(size_t n, size_t size) { return (n + size - 1) / size; }

typedef struct shared_job {
  training_kernel *kernel;
  const void *job;
  size_t count, per_part;
} shared_job;

static void shared_part(void *context, size_t part) {
  const shared_job *s = context;
  s->kernel(s->job, part * s->per_part, smaller((part + 1) * s->per_part, s->count));
}

/// Runs a kernel on 0 ..< count, each of which takes `cost` element operations, in some parts a thread.
static void share(ck_plan plan, training_kernel *kernel, const void *job, size_t count, size_t cost) {
  if (plan.threads <= 1 || count * cost < shared_from) {
    kernel(job, 0, count);
    return;
  }
  shared_job s = {kernel, job, count, pieces_of(count, (size_t)plan.threads * 4)};
  pool_run(plan.threads, pieces_of(count, s.per_part), shared_part, &s);
}

// Matrix product -----------------------------------------------------------------------------------------

enum {
  MOST_INPUTS = 1024,       // a pass over more inputs would leave the last cache
  MOST_ROWS = 4080,         // multiples of every panel's width
  MOST_COLUMNS = 4096,
  ROWS_OF_PART = 144,       // panels of a that stay in the second cache
  FEWEST_PARTS = 16,        // so that no thread waits long for another
};

/// A product in parts: first both operands are packed, then tiles of c computed. Whoever comes to a tile
/// while others still pack waits for them.
typedef struct gemm_parts {
  const training_table *table;
  gemm_job job;
  size_t a_panels, b_panels;            // in all
  size_t a_per_part, b_per_part;        // of packing
  size_t a_parts, b_parts;
  size_t rows_per_part, columns_per_part, row_parts;  // panels of a tile
  atomic_size_t packed;
} gemm_parts;

static void gemm_part(void *context, size_t part) {
  gemm_parts *g = context;
  if (part < g->a_parts) {
    g->table->pack_a(&g->job, part * g->a_per_part, smaller((part + 1) * g->a_per_part, g->a_panels));
    atomic_fetch_add_explicit(&g->packed, 1, memory_order_release);
    return;
  }
  part -= g->a_parts;
  if (part < g->b_parts) {
    g->table->pack_b(&g->job, part * g->b_per_part, smaller((part + 1) * g->b_per_part, g->b_panels));
    atomic_fetch_add_explicit(&g->packed, 1, memory_order_release);
    return;
  }
  part -= g->b_parts;
  while (atomic_load_explicit(&g->packed, memory_order_acquire) < g->a_parts + g->b_parts) sched_yield();
  const size_t row = part % g->row_parts * g->rows_per_part;
  const size_t column = part / g->row_parts * g->columns_per_part;
  g->table->multiply_panels(&g->job, row, smaller(row + g->rows_per_part, g->a_panels), column,
                            smaller(column + g->columns_per_part, g->b_panels));
}

/// A product whose packed operands fit into working memory.
static void gemm_pass(ck_plan plan, gemm_job job) {
  const training_table *t = table(plan);
  gemm_parts g = {.table = t, .job = job};
  const size_t M = job.c.rows, N = job.c.columns;
  g.a_panels = pieces_of(M, t->panel_rows);
  g.b_panels = pieces_of(N, t->panel_columns);
  const size_t a_size = g.a_panels * t->panel_rows * job.K, b_size = g.b_panels * t->panel_columns * job.K;
  g.job.b_panels = scratch(0, b_size + a_size);
  g.job.a_panels = g.job.b_panels + b_size;

  g.a_per_part = pieces_of(96, t->panel_rows);
  g.b_per_part = pieces_of(256, t->panel_columns);
  g.a_parts = pieces_of(g.a_panels, g.a_per_part);
  g.b_parts = pieces_of(g.b_panels, g.b_per_part);
  g.rows_per_part = smaller(ROWS_OF_PART / t->panel_rows, g.a_panels);
  g.row_parts = pieces_of(g.a_panels, g.rows_per_part);
  const size_t column_parts = smaller(pieces_of(FEWEST_PARTS, g.row_parts), g.b_panels);
  g.columns_per_part = pieces_of(g.b_panels, column_parts);
  const size_t parts = g.a_parts + g.b_parts + g.row_parts * pieces_of(g.b_panels, g.columns_per_part);
  pool_run(M * N * job.K < shared_from * 4 ? 1 : plan.threads, parts, gemm_part, &g);
}

/// The part of op(x) of `count` elements from `at` on along its rows, or along its columns.
static ck_matrix part_of(ck_matrix x, bool along_rows, size_t at, size_t count) {
  if (along_rows) return (ck_matrix){x.base + at * x.stride, count, x.columns, x.stride};
  return (ck_matrix){x.base + at, x.rows, count, x.stride};
}

void ck_gemm(ck_plan plan, ck_matrix c, ck_matrix a, bool transpose_a, ck_matrix b, bool transpose_b,
             bool accumulate) {
  const size_t K = transpose_a ? a.rows : a.columns;
  if (K == 0 && !accumulate)
    for (size_t r = 0; r < c.rows; r++) memset(c.base + r * c.stride, 0, c.columns * sizeof(float));
  for (size_t n = 0; n < c.columns; n += MOST_COLUMNS)
    for (size_t m = 0; m < c.rows; m += MOST_ROWS)
      for (size_t k = 0; k < K; k += MOST_INPUTS) {
        const size_t N = smaller(MOST_COLUMNS, c.columns - n), M = smaller(MOST_ROWS, c.rows - m);
        const size_t depth = smaller(MOST_INPUTS, K - k);
        gemm_job job = {.transpose_a = transpose_a, .transpose_b = transpose_b, .K = depth};
        job.pairs = plan.bf16_products;
        job.accumulate = accumulate || k > 0;
        job.c = part_of(part_of(c, true, m, M), false, n, N);
        job.a = part_of(part_of(a, !transpose_a, m, M), transpose_a, k, depth);
        job.b = part_of(part_of(b, transpose_b, n, N), !transpose_b, k, depth);
        gemm_pass(plan, job);
      }
}

// Attention ----------------------------------------------------------------------------------------------

static void share_attention(ck_plan plan, training_kernel *kernel, const train_attention_job *job) {
  const ck_sequences *s = &job->sequences;
  const size_t parts = s->count * s->groups;
  shared_job shared = {kernel, job, parts, 1};  // sequences differ in length, so each is a part of its own
  const size_t tokens = job->q.rows;
  pool_run(tokens * job->q.columns * 16 < shared_from ? 1 : plan.threads, parts, shared_part, &shared);
}

void ck_train_attention(ck_plan plan, ck_matrix y, float *log_sums, ck_matrix q, ck_matrix k, ck_matrix v,
                        ck_sequences sequences) {
  const train_attention_job job = {
      .y = y, .q = q, .k = k, .v = v, .log_sums = log_sums, .sequences = sequences};
  share_attention(plan, table(plan)->attention, &job);
}

void ck_train_attention_backward(ck_plan plan, ck_matrix dq, ck_matrix dk, ck_matrix dv, ck_matrix dy,
                                 ck_matrix y, ck_matrix q, ck_matrix k, ck_matrix v, const float *log_sums,
                                 ck_sequences sequences) {
  const train_attention_job job = {
      .y = y, .q = q, .k = k, .v = v, .log_sums = (float *)log_sums, .dy = dy, .dq = dq, .dk = dk, .dv = dv,
      .sequences = sequences};
  share_attention(plan, table(plan)->attention_backward, &job);
}

// Norms --------------------------------------------------------------------------------------------------

void ck_train_rms_norm(ck_plan plan, ck_matrix y, float *inverse, ck_matrix x, const float *weight,
                       float epsilon) {
  const norm_job job = {.y = y, .x = x, .weight = weight, .inverse = inverse, .epsilon = epsilon};
  share(plan, table(plan)->rms_norm, &job, x.rows, x.columns * 2);
}

void ck_train_layer_norm(ck_plan plan, ck_matrix y, float *mean, float *inverse, ck_matrix x,
                         const float *weight, const float *bias, float epsilon) {
  const norm_job job = {.y = y, .x = x, .weight = weight, .bias = bias, .mean = mean, .inverse = inverse,
                        .epsilon = epsilon};
  share(plan, table(plan)->layer_norm, &job, x.rows, x.columns * 3);
}

/// Sums over all rows are taken over some ranges of rows first, as many as the number of rows says.
typedef struct ranges_job {
  training_kernel *kernel;
  norm_job job;
  float *partial;  // [ranges, 2, C]
  size_t rows, columns, per_range;
} ranges_job;

enum { MOST_RANGES = 16, ROWS_OF_RANGE = 64 };

static void ranges_part(const void *context, size_t first, size_t last) {
  const ranges_job *r = context;
  for (size_t range = first; range < last; range++) {
    norm_job job = r->job;
    job.dweight = r->partial + range * 2 * r->columns;
    job.dbias = job.dweight + r->columns;
    memset(job.dweight, 0, 2 * r->columns * sizeof(float));
    r->kernel(&job, range * r->per_range, smaller((range + 1) * r->per_range, r->rows));
  }
}

static void share_sums(ck_plan plan, training_kernel *kernel, norm_job job, float *dweight, float *dbias) {
  ranges_job r = {.kernel = kernel, .job = job, .rows = job.dy.rows, .columns = job.dy.columns};
  if (r.rows == 0) return;
  const size_t most = smaller(MOST_RANGES, pieces_of(r.rows, ROWS_OF_RANGE));
  r.per_range = pieces_of(r.rows, most);
  const size_t ranges = pieces_of(r.rows, r.per_range);
  r.partial = scratch(0, ranges * 2 * r.columns);
  share(plan, ranges_part, &r, ranges, r.per_range * r.columns);
  for (size_t range = 0; range < ranges; range++) {
    const float *partial = r.partial + range * 2 * r.columns;
    for (size_t c = 0; c < r.columns && dweight != NULL; c++) dweight[c] += partial[c];
    for (size_t c = 0; c < r.columns && dbias != NULL; c++) dbias[c] += partial[r.columns + c];
  }
}

void ck_train_rms_norm_backward(ck_plan plan, ck_matrix dx, float *dweight, ck_matrix dy, ck_matrix x,
                                const float *weight, const float *inverse) {
  const norm_job job = {.x = x, .dy = dy, .dx = dx, .weight = weight, .inverse = (float *)inverse};
  share_sums(plan, table(plan)->rms_norm_backward, job, dweight, NULL);
}

void ck_train_layer_norm_backward(ck_plan plan, ck_matrix dx, float *dweight, float *dbias, ck_matrix dy,
                                  ck_matrix x, const float *weight, const float *mean,
                                  const float *inverse) {
  const norm_job job = {.x = x, .dy = dy, .dx = dx, .weight = weight, .mean = (float *)mean,
                        .inverse = (float *)inverse};
  share_sums(plan, table(plan)->layer_norm_backward, job, dweight, dbias);
}

void ck_bias_gradient(ck_plan plan, float *dbias, ck_matrix dy) {
  share_sums(plan, table(plan)->bias_gradient, (norm_job){.dy = dy}, NULL, dbias);
}

// Rows ---------------------------------------------------------------------------------------------------

void ck_train_rotate(ck_plan plan, ck_matrix x, size_t D, const float *cosines, const float *sines,
                     bool backwards) {
  const rotate_job job = {x, D, cosines, sines, backwards};
  share(plan, table(plan)->rotate, &job, x.rows, x.columns);
}

void ck_swiglu(ck_plan plan, ck_matrix y, ck_matrix gate, ck_matrix up) {
  const element_job job = {.y = y, .w = gate, .x = up};
  share(plan, table(plan)->swiglu, &job, y.rows, y.columns * 4);
}

void ck_swiglu_backward(ck_plan plan, ck_matrix dgate, ck_matrix dup, ck_matrix dy, ck_matrix gate,
                        ck_matrix up) {
  const element_job job = {.y = dgate, .z = dup, .v = dy, .w = gate, .x = up};
  share(plan, table(plan)->swiglu_backward, &job, dy.rows, dy.columns * 4);
}

void ck_gelu(ck_plan plan, ck_matrix y, ck_matrix x) {
  const element_job job = {.y = y, .x = x};
  share(plan, table(plan)->gelu, &job, y.rows, y.columns * 4);
}

void ck_gelu_backward(ck_plan plan, ck_matrix dx, ck_matrix dy, ck_matrix x) {
  const element_job job = {.y = dx, .v = dy, .x = x};
  share(plan, table(plan)->gelu_backward, &job, dx.rows, dx.columns * 4);
}

void ck_cross_entropy(ck_plan plan, ck_matrix logits, float *losses, const int32_t *targets,
                      const float *weights, float gradient_scale, size_t top) {
  const loss_job job = {logits, losses, targets, weights, gradient_scale, top};
  share(plan, table(plan)->cross_entropy, &job, logits.rows, logits.columns * 4);
}

void ck_dropout(ck_plan plan, ck_matrix x, float rate, uint64_t seed, uint64_t offset) {
  const element_job job = {.x = x, .factor = rate, .seed = seed, .offset = offset};
  share(plan, table(plan)->dropout, &job, x.rows, x.columns * 2);
}

void ck_add_bias(ck_plan plan, ck_matrix x, const float *bias) {
  const element_job job = {.y = x, .bias = bias};
  share(plan, table(plan)->add_bias, &job, x.rows, x.columns);
}

void ck_add_matrix(ck_plan plan, ck_matrix y, ck_matrix x) {
  const element_job job = {.y = y, .x = x};
  share(plan, table(plan)->add, &job, x.rows, x.columns);
}

void ck_scale_matrix(ck_plan plan, ck_matrix x, float factor) {
  const element_job job = {.x = x, .factor = factor};
  share(plan, table(plan)->scale, &job, x.rows, x.columns);
}

static void copy_rows(const void *context, size_t first, size_t last) {
  const element_job *j = context;
  for (size_t r = first; r < last; r++)
    memcpy(j->y.base + r * j->y.stride, j->x.base + r * j->x.stride, j->x.columns * sizeof(float));
}

void ck_copy_matrix(ck_plan plan, ck_matrix y, ck_matrix x) {
  const element_job job = {.y = y, .x = x};
  share(plan, copy_rows, &job, x.rows, x.columns);
}

// Tables -------------------------------------------------------------------------------------------------

void ck_gather_rows(ck_plan plan, ck_matrix x, ck_matrix source, const int32_t *ids) {
  const rows_job job = {x, source, NULL, ids};
  share(plan, table(plan)->gather, &job, x.rows, x.columns);
}

void ck_add_row_sums(ck_plan plan, ck_matrix x, ck_matrix source, const int32_t *offsets,
                     const int32_t *ids) {
  const rows_job job = {x, source, offsets, ids};
  share(plan, table(plan)->add_row_sums, &job, x.rows, x.columns * 16);
}

void ck_scatter_add(ck_plan plan, ck_matrix dtable, ck_matrix dx, const int32_t *ids) {
  const rows_job job = {dx, dtable, NULL, ids};
  share(plan, table(plan)->scatter_add, &job, pieces_of(dx.columns, SCATTER_COLUMNS),
        SCATTER_COLUMNS * dx.rows);
}

void ck_scatter_add_sums(ck_plan plan, ck_matrix dtable, ck_matrix dx, const int32_t *offsets,
                         const int32_t *ids) {
  const rows_job job = {dx, dtable, offsets, ids};
  share(plan, table(plan)->scatter_add_sums, &job, pieces_of(dx.columns, SCATTER_COLUMNS),
        SCATTER_COLUMNS * (size_t)offsets[dx.rows]);
}

// Parameters ---------------------------------------------------------------------------------------------

double ck_sum_of_squares(ck_plan plan, const float *x, size_t n) {
  const size_t blocks = pieces_of(n, VECTOR_BLOCK);
  const vector_job job = {.x = x, .n = n, .sums = (double *)scratch(0, blocks * 2)};
  share(plan, table(plan)->sum_of_squares, &job, blocks, VECTOR_BLOCK);
  double sum = 0;
  for (size_t b = 0; b < blocks; b++) sum += job.sums[b];
  return sum;
}

void ck_adamw(ck_plan plan, float *p, const float *g, float *m, float *v, size_t n, ck_adamw_step step) {
  const vector_job job = {.y = p, .m = m, .v = v, .x = g, .n = n, .step = step};
  share(plan, table(plan)->adamw, &job, pieces_of(n, VECTOR_BLOCK), VECTOR_BLOCK * 2);
}

void ck_mix(ck_plan plan, float *y, const float *x, size_t n, float share_of_x) {
  const vector_job job = {.y = y, .x = x, .n = n, .share = share_of_x};
  share(plan, table(plan)->mix, &job, pieces_of(n, VECTOR_BLOCK), VECTOR_BLOCK);
}
