// The kernels of training: here those of single elements, tables and parameters, and all in one table.
// Compiled once per instruction set, by the kernels_*.c beside it, each naming its TRAINING_TABLE and the
// tile of training_gemm.h.

#include "random_bits.h"
#include "training_rows.h"

// Elements -----------------------------------------------------------------------------------------------

RANDOM_BITS(u32x16, sixteen_random_bits)

static void dropout(const void *context, size_t first, size_t last) {
  const element_job *j = context;
  const size_t n = j->x.columns;
  const u32x16 lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  const uint32_t threshold = drop_threshold(j->factor);
  EACH_ROW(r) {
    const random_key_pair key = random_key(j->seed, j->offset + r);
    float *x = row_of(j->x, r);
    EACH_LANES(i, n) {
      const i32x16 drops = sixteen_random_bits(key, lanes + (uint32_t)i) < threshold;
      put(x, i, n, choose(drops, splat(0.0f), take(x, i, n) * splat(1.0f / (1.0f - j->factor))));
    }
  }
}

static void add_bias(const void *context, size_t first, size_t last) {
  const element_job *j = context;
  const size_t n = j->y.columns;
  EACH_ROW(r) {
    float *y = row_of(j->y, r);
    EACH_LANES(i, n) put(y, i, n, take(y, i, n) + take(j->bias, i, n));
  }
}

static void bias_gradient(const void *context, size_t first, size_t last) {
  const norm_job *j = context;
  const size_t n = j->dy.columns;
  EACH_ROW(r) {
    const float *dy = row_of(j->dy, r);
    EACH_LANES(i, n) put(j->dbias, i, n, take(j->dbias, i, n) + take(dy, i, n));
  }
}

static void add_elements(const void *context, size_t first, size_t last) {
  const element_job *j = context;
  const size_t n = j->y.columns;
  EACH_ROW(r) {
    const float *x = row_of(j->x, r);
    float *y = row_of(j->y, r);
    EACH_LANES(i, n) put(y, i, n, take(y, i, n) + take(x, i, n));
  }
}

static void scale_elements(const void *context, size_t first, size_t last) {
  const element_job *j = context;
  const size_t n = j->x.columns;
  EACH_ROW(r) {
    float *x = row_of(j->x, r);
    EACH_LANES(i, n) put(x, i, n, take(x, i, n) * splat(j->factor));
  }
}

// Tables -------------------------------------------------------------------------------------------------

static void gather(const void *context, size_t first, size_t last) {
  const rows_job *j = context;
  EACH_ROW(r)
    __builtin_memcpy(row_of(j->x, r), row_of(j->table, (size_t)j->ids[r]), j->x.columns * sizeof(float));
}

/// Sixty-four columns of a row stay in registers while the rows of the table pass.
static void add_row_sums(const void *context, size_t first, size_t last) {
  const rows_job *j = context;
  const size_t C = j->x.columns;
  EACH_ROW(r) {
    float *x = row_of(j->x, r);
    size_t c = 0;
    for (; c + 4 * LANES <= C; c += 4 * LANES) {
      f32x16 sums[4];
      for (int i = 0; i < 4; i++) sums[i] = load(x + c + i * LANES);
      for (int32_t k = j->offsets[r]; k < j->offsets[r + 1]; k++) {
        const float *row = row_of(j->table, (size_t)j->ids[k]) + c;
        for (int i = 0; i < 4; i++) sums[i] += load(row + i * LANES);
      }
      for (int i = 0; i < 4; i++) store(x + c + i * LANES, sums[i]);
    }
    for (; c < C; c += LANES) {
      f32x16 sums = take(x, c, C);
      for (int32_t k = j->offsets[r]; k < j->offsets[r + 1]; k++)
        sums += take(row_of(j->table, (size_t)j->ids[k]), c, C);
      put(x, c, C, sums);
    }
  }
}

/// to[n] += from[n], for one range of columns.
INLINE void add_span(float *to, const float *from, size_t n) {
  EACH_LANES(i, n) put(to, i, n, take(to, i, n) + take(from, i, n));
}

static void scatter_add(const void *context, size_t first, size_t last) {
  const rows_job *j = context;
  for (size_t part = first; part < last; part++) {
    const size_t c = part * SCATTER_COLUMNS, n = smaller(SCATTER_COLUMNS, j->x.columns - c);
    for (size_t r = 0; r < j->x.rows; r++)
      add_span(row_of(j->table, (size_t)j->ids[r]) + c, row_of(j->x, r) + c, n);
  }
}

static void scatter_add_sums(const void *context, size_t first, size_t last) {
  const rows_job *j = context;
  for (size_t part = first; part < last; part++) {
    const size_t c = part * SCATTER_COLUMNS, n = smaller(SCATTER_COLUMNS, j->x.columns - c);
    for (size_t r = 0; r < j->x.rows; r++) {
      const float *dx = row_of(j->x, r) + c;
      for (int32_t k = j->offsets[r]; k < j->offsets[r + 1]; k++) {
        float *to = row_of(j->table, (size_t)j->ids[k]) + c;
        if (n == SCATTER_COLUMNS)
          add_span(to, dx, SCATTER_COLUMNS);
        else
          add_span(to, dx, n);
      }
    }
  }
}

// Parameters ---------------------------------------------------------------------------------------------

INLINE size_t block_size(const vector_job *j, size_t block) {
  return smaller(VECTOR_BLOCK, j->n - block * VECTOR_BLOCK);
}

static void sum_of_squares(const void *context, size_t first, size_t last) {
  const vector_job *j = context;
  for (size_t b = first; b < last; b++) {
    const float *x = j->x + b * VECTOR_BLOCK;
    j->sums[b] = dot_product(x, x, block_size(j, b));
  }
}

static void adamw(const void *context, size_t first, size_t last) {
  const vector_job *j = context;
  const ck_adamw_step s = j->step;
  for (size_t b = first; b < last; b++) {
    const size_t at = b * VECTOR_BLOCK, n = block_size(j, b);
    float *p = j->y + at, *m = j->m + at, *v = j->v + at;
    EACH_LANES(i, n) {
      const f32x16 g = take(j->x + at, i, n) * splat(s.gradient_scale);
      const f32x16 first_moment = fused(splat(s.beta1), take(m, i, n), splat(1.0f - s.beta1) * g);
      const f32x16 second_moment = fused(splat(s.beta2), take(v, i, n), splat(1.0f - s.beta2) * g * g);
      const f32x16 root = __builtin_elementwise_sqrt(second_moment);
      const f32x16 divisor = fused(root, splat(s.root_scale), splat(s.epsilon));
      const f32x16 change = splat(s.rate) * first_moment / divisor;
      put(m, i, n, first_moment);
      put(v, i, n, second_moment);
      put(p, i, n, fused(take(p, i, n), splat(s.keep), -change));
    }
  }
}

static void mix(const void *context, size_t first, size_t last) {
  const vector_job *j = context;
  for (size_t b = first; b < last; b++) {
    const size_t at = b * VECTOR_BLOCK, n = block_size(j, b);
    float *y = j->y + at;
    EACH_LANES(i, n) {
      const f32x16 old = take(y, i, n);
      put(y, i, n, fused(splat(j->share), take(j->x + at, i, n) - old, old));
    }
  }
}

const training_table TRAINING_TABLE = {
    .panel_rows = PANEL_ROWS,
    .panel_columns = PANEL_COLUMNS,
    .pack_a = pack_a,
    .pack_b = pack_b,
    .multiply_panels = multiply_panels,
    .attention = train_attention,
    .attention_backward = train_attention_backward,
    .rms_norm = train_rms_norm,
    .rms_norm_backward = train_rms_norm_backward,
    .layer_norm = train_layer_norm,
    .layer_norm_backward = train_layer_norm_backward,
    .rotate = train_rotate,
    .swiglu = swiglu,
    .swiglu_backward = swiglu_backward,
    .gelu = gelu,
    .gelu_backward = gelu_backward,
    .cross_entropy = cross_entropy,
    .dropout = dropout,
    .add_bias = add_bias,
    .bias_gradient = bias_gradient,
    .add = add_elements,
    .scale = scale_elements,
    .gather = gather,
    .add_row_sums = add_row_sums,
    .scatter_add = scatter_add,
    .scatter_add_sums = scatter_add_sums,
    .sum_of_squares = sum_of_squares,
    .adamw = adamw,
    .mix = mix,
};
