// Products of packed panels (Goto and van de Geijn 2008, "Anatomy of High-Performance Matrix
// Multiplication"; the loops are those of BLIS, Van Zee and van de Geijn 2015). Compiled once per
// instruction set, which says the size of a tile of c: PANEL_ROWS x PANEL_VECTORS · 16.
//
// Order of summation, the same everywhere: an element of c adds the inputs of a block of GEMM_DEPTH one
// after another by fused multiply-add, then the blocks' sums in order. Operands rounded to bf16 lie in pairs,
// a word of two neighbouring inputs in the place of one f32: of a pair the second is added first, as the
// instruction for it (VDPBF16PS) does, and what is too small to be a normal number is zero.

#include "lanes.h"
#include "scratch.h"
#include "training_table.h"

enum { PANEL_COLUMNS = PANEL_VECTORS * LANES };

INLINE size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

INLINE size_t panels_of(size_t n, size_t width) { return (n + width - 1) / width; }

/// What `depth` inputs take of a panel for each row or column, in elements of four bytes.
INLINE size_t words_of(size_t depth, const bool pairs) { return pairs ? (depth + 1) / 2 : depth; }

// Packing ------------------------------------------------------------------------------------------------

INLINE f32x4 load_four(const float *x) {
  f32x4 value;
  __builtin_memcpy(&value, x, sizeof value);
  return value;
}

/// Four elements each of four rows, of which `n` are kept, as columns `width` apart.
INLINE void transpose_four(float *to, size_t width, const float *const rows[4], size_t k, const int n) {
  const f32x4 a = load_four(rows[0] + k), b = load_four(rows[1] + k);
  const f32x4 c = load_four(rows[2] + k), d = load_four(rows[3] + k);
  const f32x4 ab_low = __builtin_shufflevector(a, b, 0, 4, 1, 5);
  const f32x4 ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
  const f32x4 cd_low = __builtin_shufflevector(c, d, 0, 4, 1, 5);
  const f32x4 cd_high = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  const f32x4 columns[4] = {
      __builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5),
      __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7),
      __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5),
      __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7),
  };
  for (int i = 0; i < 4; i++)
    __builtin_memcpy(to + (size_t)i * width, &columns[i], (size_t)n * sizeof(float));
}

/// panel[k, i] = x[i, k] for `width` rows of which `valid` exist, the others zeros.
INLINE void pack_rows(float *panel, const float *x, size_t stride, size_t valid, const size_t width,
                      size_t depth) {
  if (valid < width) __builtin_memset(panel, 0, width * depth * sizeof(float));
  for (size_t i = 0; i < valid; i += 4) {
    const size_t n = smaller(4, valid - i);
    const float *rows[4];
    for (size_t j = 0; j < 4; j++) rows[j] = x + (i + (j < n ? j : 0)) * stride;
    size_t k = 0;
    if (n == 4)
      for (; k + 4 <= depth; k += 4) transpose_four(panel + k * width + i, width, rows, k, 4);
    else if (n == 2)
      for (; k + 4 <= depth; k += 4) transpose_four(panel + k * width + i, width, rows, k, 2);
    for (; k < depth; k++)
      for (size_t j = 0; j < n; j++) panel[k * width + i + j] = rows[j][k];
  }
}

/// Panels of columns: panel[k, i] = x[k, i], the panels `distance` elements apart; `columns` in all. A few
/// inputs at a time, so that both sides stay in the first cache.
INLINE void pack_columns(float *panels, size_t distance, const float *x, size_t stride, size_t columns,
                         const size_t width, size_t depth) {
  const size_t rest = columns % width;
  for (size_t first = 0; first < depth; first += 16) {
    const size_t last = smaller(first + 16, depth);
    float *panel = panels;
    for (size_t c = 0; c + width <= columns; c += width, panel += distance)
      for (size_t k = first; k < last; k++)
        __builtin_memcpy(panel + k * width, x + k * stride + c, width * sizeof(float));
    if (rest)
      for (size_t k = first; k < last; k++)
        for (size_t i = 0; i < width; i++)
          panel[k * width + i] = i < rest ? x[k * stride + columns - rest + i] : 0.0f;
  }
}

/// Rows as `pack_rows` packs them, in pairs of inputs.
INLINE void pack_row_pairs(float *panel, const float *x, size_t stride, size_t valid, const size_t width,
                           size_t depth) {
  float rows[PANEL_COLUMNS > PANEL_ROWS ? PANEL_COLUMNS : PANEL_ROWS][GEMM_DEPTH / 2];
  for (size_t i = 0; i < valid; i++, x += stride) {
    size_t k = 0;
    for (; k + LANES <= depth; k += LANES) store_part(rows[i] + k / 2, neighbours(load(x + k)), LANES / 2);
    if (k < depth)
      store_part(rows[i] + k / 2, neighbours(load_part(x + k, depth - k, 0.0f)), (depth + 1 - k) / 2);
  }
  pack_rows(panel, rows[0], GEMM_DEPTH / 2, valid, width, words_of(depth, true));
}

/// Words of two rows of `valid` elements, up to `width` followed by zeros; without `upper`, that is zeros.
INLINE void pair_span(float *words, const float *lower, const float *upper, const size_t valid,
                      const size_t width) {
  for (size_t i = 0; i < width; i += LANES) {
    const size_t n = i < valid ? smaller(LANES, valid - i) : 0;
    const f32x16 low = n == LANES ? load(lower + i) : load_part(lower + i, n, 0.0f);
    const f32x16 high = !upper ? splat(0.0f) : n == LANES ? load(upper + i) : load_part(upper + i, n, 0.0f);
    put(words, i, width, pair(low, high));
  }
}

/// Columns as `pack_columns` packs them, in pairs of inputs.
INLINE void pack_column_pairs(float *panels, size_t distance, const float *x, size_t stride, size_t columns,
                              const size_t width, size_t depth) {
  for (size_t first = 0; first < depth; first += 16) {
    const size_t last = smaller(first + 16, depth);
    float *panel = panels;
    for (size_t c = 0; c < columns; c += width, panel += distance) {
      const size_t valid = smaller(width, columns - c);
      for (size_t k = first; k < last; k += 2) {
        const float *lower = x + k * stride + c, *upper = k + 1 < depth ? lower + stride : 0;
        float *words = panel + k / 2 * width;
        if (valid == width && upper)
          pair_span(words, lower, upper, width, width);
        else
          pair_span(words, lower, upper, valid, width);
      }
    }
  }
}

/// The panels [first, last) of one operand of K inputs and `count` rows or columns that count. With
/// `along_rows`, these are rows of x and the inputs its columns. With `pairs`, of words of two inputs each.
INLINE void pack_operand(float *panels, ck_matrix x, bool along_rows, size_t count, size_t K,
                         const size_t width, size_t first, size_t last, const bool pairs) {
  const size_t padded = panels_of(count, width) * width;
  for (size_t k = 0; k < K; k += GEMM_DEPTH) {
    const size_t depth = smaller(GEMM_DEPTH, K - k), distance = words_of(depth, pairs) * width;
    float *block = panels + words_of(k, pairs) * padded;
    const float *from = x.base + (along_rows ? first * width * x.stride + k : k * x.stride + first * width);
    const size_t counted = smaller(last * width, count) - first * width;
    if (!along_rows) {
      float *panel = block + first * distance;
      if (pairs)
        pack_column_pairs(panel, distance, from, x.stride, counted, width, depth);
      else
        pack_columns(panel, distance, from, x.stride, counted, width, depth);
      continue;
    }
    for (size_t p = first; p < last; p++, from += width * x.stride) {
      const size_t valid = smaller(width, count - p * width);
      if (pairs)
        pack_row_pairs(block + p * distance, from, x.stride, valid, width, depth);
      else
        pack_rows(block + p * distance, from, x.stride, valid, width, depth);
    }
  }
}

static void pack_a(const void *context, size_t first, size_t last) {
  const gemm_job *j = context;
  const bool rows = !j->transpose_a;
  if (j->pairs)
    pack_operand(j->a_panels, j->a, rows, j->c.rows, j->K, PANEL_ROWS, first, last, true);
  else
    pack_operand(j->a_panels, j->a, rows, j->c.rows, j->K, PANEL_ROWS, first, last, false);
}

static void pack_b(const void *context, size_t first, size_t last) {
  const gemm_job *j = context;
  const bool rows = j->transpose_b;
  if (j->pairs)
    pack_operand(j->b_panels, j->b, rows, j->c.columns, j->K, PANEL_COLUMNS, first, last, true);
  else
    pack_operand(j->b_panels, j->b, rows, j->c.columns, j->K, PANEL_COLUMNS, first, last, false);
}

// Multiplying --------------------------------------------------------------------------------------------

/// One tile: c[PANEL_ROWS, PANEL_COLUMNS] of `depth` words of one panel of each operand, added to what c holds
/// or not.
INLINE void multiply_tile(float *c, size_t stride, const float *a, const float *b, size_t depth, bool add,
                          const bool pairs) {
  f32x16 sums[PANEL_ROWS][PANEL_VECTORS];
#pragma clang loop unroll(full)
  for (int r = 0; r < PANEL_ROWS; r++)
#pragma clang loop unroll(full)
    for (int i = 0; i < PANEL_VECTORS; i++) sums[r][i] = splat(0.0f);
  for (int r = 0; r < PANEL_ROWS; r++) __builtin_prefetch(c + (size_t)r * stride, 1);
  for (size_t k = 0; k < depth; k++, a += PANEL_ROWS, b += PANEL_COLUMNS) {
    f32x16 columns[PANEL_VECTORS];
#pragma clang loop unroll(full)
    for (int i = 0; i < PANEL_VECTORS; i++) columns[i] = load(b + i * LANES);
#pragma clang loop unroll(full)
    for (int r = 0; r < PANEL_ROWS; r++) {
      const f32x16 row = pairs ? splat_word(a + r) : splat(a[r]);
#pragma clang loop unroll(full)
      for (int i = 0; i < PANEL_VECTORS; i++)
        sums[r][i] = pairs ? fused_pairs(row, columns[i], sums[r][i]) : fused(row, columns[i], sums[r][i]);
    }
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < PANEL_ROWS; r++)
#pragma clang loop unroll(full)
    for (int i = 0; i < PANEL_VECTORS; i++) {
      float *at = c + (size_t)r * stride + i * LANES;
      store(at, add ? load(at) + sums[r][i] : sums[r][i]);
    }
}

/// A tile at the edge of c, of which only some rows and columns exist.
static __attribute__((noinline)) void multiply_edge(float *c, size_t stride, size_t rows, size_t columns,
                                                    const float *a, const float *b, size_t depth, bool add,
                                                    bool pairs) {
  float tile[PANEL_ROWS * PANEL_COLUMNS];
  if (pairs)
    multiply_tile(tile, PANEL_COLUMNS, a, b, depth, false, true);
  else
    multiply_tile(tile, PANEL_COLUMNS, a, b, depth, false, false);
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < columns; i++) {
      const float value = tile[r * PANEL_COLUMNS + i];
      c[r * stride + i] = add ? c[r * stride + i] + value : value;
    }
}

/// Row panels against column panels of one block: c starts at the first of both and has `rows` x `columns`.
/// Depths are in words; panels of b may hold more than are wanted.
INLINE void multiply_block(float *c, size_t stride, size_t rows, size_t columns, const float *a,
                           const float *b, size_t depth, size_t b_depth, bool add, const bool pairs) {
  for (size_t n = 0; n < columns; n += PANEL_COLUMNS)
    for (size_t m = 0; m < rows; m += PANEL_ROWS) {
      float *tile = c + m * stride + n;
      if (m + PANEL_ROWS <= rows && n + PANEL_COLUMNS <= columns)
        multiply_tile(tile, stride, a + m * depth, b + n * b_depth, depth, add, pairs);
      else
        multiply_edge(tile, stride, smaller(PANEL_ROWS, rows - m), smaller(PANEL_COLUMNS, columns - n),
                      a + m * depth, b + n * b_depth, depth, add, pairs);
    }
}

static void multiply_singles(float *c, size_t stride, size_t rows, size_t columns, const float *a,
                             const float *b, size_t depth, size_t b_depth, bool add) {
  multiply_block(c, stride, rows, columns, a, b, depth, b_depth, add, false);
}

static void multiply_pairs(float *c, size_t stride, size_t rows, size_t columns, const float *a,
                           const float *b, size_t depth, size_t b_depth, bool add) {
  multiply_block(c, stride, rows, columns, a, b, depth, b_depth, add, true);
}

static void multiply_panels(const gemm_job *j, size_t first_row, size_t last_row, size_t first_column,
                            size_t last_column) {
  const size_t M = j->c.rows, N = j->c.columns;
  const size_t a_padded = panels_of(M, PANEL_ROWS) * PANEL_ROWS;
  const size_t b_padded = panels_of(N, PANEL_COLUMNS) * PANEL_COLUMNS;
  const size_t m = first_row * PANEL_ROWS, n = first_column * PANEL_COLUMNS;
  for (size_t k = 0; k < j->K; k += GEMM_DEPTH) {
    const size_t depth = words_of(smaller(GEMM_DEPTH, j->K - k), j->pairs), at = words_of(k, j->pairs);
    (j->pairs ? multiply_pairs : multiply_singles)(
        j->c.base + m * j->c.stride + n, j->c.stride, smaller(last_row * PANEL_ROWS, M) - m,
        smaller(last_column * PANEL_COLUMNS, N) - n, j->a_panels + at * a_padded + m * depth,
        j->b_panels + at * b_padded + n * depth, depth, depth, j->accumulate || k > 0);
  }
}
