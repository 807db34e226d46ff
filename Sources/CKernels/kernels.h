// The kernels of inference. This file is compiled once per instruction set, by the kernels_*.c beside it,
// each naming its KERNEL_TABLE and the size of the tile of sums that its registers hold.
//
// Order of summation, the same everywhere: lane j of an accumulator takes the elements k = j, j + 16, …
// by fused multiply-add; then the lanes are added as a tree (16, 8, 4, 2). No kernel may depart from it.

#include "kernel_table.h"
#include "lanes.h"
#include "scratch.h"

// Matrix product -----------------------------------------------------------------------------------------

/// A tile of `rows` x `outputs` (at most 4) dot products of K elements, held in registers.
INLINE void tile(float *y, const float *x, const void *w, ck_format format, size_t O, size_t K, size_t o,
                 const int rows, const int outputs) {
  f32x16 sums[TILE_ROWS][4], weights[4];
  for (int r = 0; r < rows; r++)
    for (int c = 0; c < outputs; c++) sums[r][c] = splat(0.0f);
  size_t k = 0;
  for (; k + LANES <= K; k += LANES) {
    for (int c = 0; c < outputs; c++) {
      weights[c] = load_weights(w, format, (o + c) * K + k);
      // A single row of x waits for the weights; the next rows of them are asked for in time.
      if (rows == 1) __builtin_prefetch(weights_at(w, format, (o + outputs + c) * K + k));
    }
    for (int r = 0; r < rows; r++) {
      f32x16 inputs = load(x + r * K + k);
      for (int c = 0; c < outputs; c++) sums[r][c] = fused(inputs, weights[c], sums[r][c]);
    }
  }
  if (k < K) {
    for (int c = 0; c < outputs; c++) {
      weights[c] = load_weights_part(w, format, (o + c) * K + k, K - k);
      for (int r = 0; r < rows; r++)
        sums[r][c] = fused(load_part(x + r * K + k, K - k, 0.0f), weights[c], sums[r][c]);
    }
  }
  for (int first = 0; first < rows * outputs; first += 4) {
    f32x16 four[4] = {splat(0.0f), splat(0.0f), splat(0.0f), splat(0.0f)};
    const int n = rows * outputs - first < 4 ? rows * outputs - first : 4;
    for (int i = 0; i < n; i++) four[i] = sums[(first + i) / outputs][(first + i) % outputs];
    const f32x4 totals = four_sums(four);
    for (int i = 0; i < n; i++) y[(first + i) / outputs * O + o + (first + i) % outputs] = totals[i];
  }
}

/// `tile` for a number of rows that is known only at run time.
INLINE void tile_of_rows(float *y, const float *x, const void *w, ck_format format, size_t O, size_t K,
                         size_t o, size_t rows, const int outputs) {
  switch (rows) {
    case 1: tile(y, x, w, format, O, K, o, 1, outputs); break;
    case 2: tile(y, x, w, format, O, K, o, 2, outputs); break;
    case 3: tile(y, x, w, format, O, K, o, 3, outputs); break;
#if TILE_ROWS > 3
    case 4: tile(y, x, w, format, O, K, o, 4, outputs); break;
    case 5: tile(y, x, w, format, O, K, o, 5, outputs); break;
    case 6: tile(y, x, w, format, O, K, o, 6, outputs); break;
#endif
    default: __builtin_unreachable();
  }
}

/// All rows of x against a few rows of weights, a tile at a time.
INLINE void matmul_block(float *y, const float *x, const void *w, ck_format format, size_t T, size_t O,
                         size_t K, size_t outputs) {
  for (size_t t = 0; t < T; t += TILE_ROWS) {
    const size_t rows = T - t < TILE_ROWS ? T - t : TILE_ROWS;
    size_t o = 0;
    for (; o + TILE_OUTPUTS <= outputs; o += TILE_OUTPUTS)
      tile_of_rows(y + t * O, x + t * K, w, format, O, K, o, rows, TILE_OUTPUTS);
    for (; o < outputs; o++) tile_of_rows(y + t * O, x + t * K, w, format, O, K, o, rows, 1);
  }
}

INLINE void widen_weights(float *to, const void *w, ck_format format, size_t n) {
  size_t i = 0;
  for (; i + LANES <= n; i += LANES) store(to + i, load_weights(w, format, i));
  if (i < n) store_part(to + i, load_weights_part(w, format, i, n - i), n - i);
}

enum {
  MANY_ROWS = 16,            // from which on it pays to widen a block of weights first
  BLOCK_BYTES = 128 * 1024,  // of weights in f32
};

/// Some rows of x against the outputs [first, last). The weights are taken in blocks that stay in the second
/// cache, the few rows of a tile in the first.
INLINE void matmul_rows(float *y, const float *x, const void *w, ck_format format, size_t T, size_t O,
                        size_t K, size_t first, size_t last) {
  const size_t fitting = BLOCK_BYTES / sizeof(float) / (K + 1) / TILE_OUTPUTS * TILE_OUTPUTS;
  const size_t size = fitting < TILE_OUTPUTS ? TILE_OUTPUTS : fitting;
  for (size_t o = first; o < last; o += size) {
    const size_t outputs = last - o < size ? last - o : size;
    const void *block = weights_at(w, format, o * K);
    if (in_blocks(format) || (format != CK_F32 && T >= MANY_ROWS)) {
      float *wide = scratch(1, size * K);
      widen_weights(wide, block, format, outputs * K);
      matmul_block(y + o, x, wide, CK_F32, T, O, K, outputs);
    } else {
      matmul_block(y + o, x, block, format, T, O, K, outputs);
    }
  }
}

/// One row of x: the weights stream past once, four rows of them at a time to keep the adders busy.
INLINE void matmul_row(float *y, const float *x, const void *w, ck_format format, size_t O, size_t K,
                       size_t first, size_t last) {
  size_t o = first;
  for (; o + 4 <= last; o += 4) tile(y, x, w, format, O, K, o, 1, 4);
  for (; o < last; o++) tile(y, x, w, format, O, K, o, 1, 1);
}

/// `outputs` (at most 4) dot products of one row of x with weights in blocks, which are taken one by one.
INLINE void row_of_blocks(float *y, const float *x, const void *w, ck_format format, size_t K, size_t o,
                          const int outputs) {
  const char *blocks[4];
  f32x16 sums[4];
  const size_t ahead = 4 * (K / CK_BLOCK) * CK_BLOCK_BYTES;  // the next rows of weights
  for (int c = 0; c < 4; c++) {
    blocks[c] = weights_at(w, format, (o + (size_t)(c < outputs ? c : 0)) * K);
    sums[c] = splat(0.0f);
  }
  for (size_t k = 0; k < K; k += CK_BLOCK) {
    for (int c = 0; c < outputs; c++) {
      const f32x16 scale = splat(block_scale(blocks[c], format));
      sums[c] = fused(load(x + k), load_bytes(blocks[c] + 2) * scale, sums[c]);
      sums[c] = fused(load(x + k + LANES), load_bytes(blocks[c] + 2 + LANES) * scale, sums[c]);
      __builtin_prefetch(blocks[c] + ahead);
      blocks[c] += CK_BLOCK_BYTES;
    }
  }
  const f32x4 totals = four_sums(sums);
  for (int c = 0; c < outputs; c++) y[o + (size_t)c] = totals[c];
}

INLINE void matmul_row_of_blocks(float *y, const float *x, const void *w, ck_format format, size_t K,
                                 size_t first, size_t last) {
  size_t o = first;
  for (; o + 4 <= last; o += 4) row_of_blocks(y, x, w, format, K, o, 4);
  for (; o < last; o++) row_of_blocks(y, x, w, format, K, o, 1);
}

INLINE void matmul_of(float *y, const float *x, const void *w, ck_format format, size_t T, size_t O,
                      size_t K, size_t first, size_t last) {
  if (T > 1)
    matmul_rows(y, x, w, format, T, O, K, first, last);
  else if (in_blocks(format))
    matmul_row_of_blocks(y, x, w, format, K, first, last);
  else
    matmul_row(y, x, w, format, O, K, first, last);
}

static void matmul(float *y, const float *x, const void *w, ck_format format, size_t T, size_t O, size_t K,
                   size_t first, size_t last) {
  switch (format) {
    case CK_F32: matmul_of(y, x, w, CK_F32, T, O, K, first, last); break;
    case CK_BF16: matmul_of(y, x, w, CK_BF16, T, O, K, first, last); break;
    case CK_INT8: matmul_of(y, x, w, CK_INT8, T, O, K, first, last); break;
    case CK_F16: matmul_of(y, x, w, CK_F16, T, O, K, first, last); break;
    case CK_INT8_F16: matmul_of(y, x, w, CK_INT8_F16, T, O, K, first, last); break;
  }
}

// Norm, rotation, feed-forward ---------------------------------------------------------------------------

static void rms_norm(float *y, const float *x, const void *w, ck_format format, size_t T, size_t C,
                     float epsilon) {
  for (size_t t = 0; t < T; t++, x += C, y += C) {
    f32x16 squares = splat(0.0f);
    size_t c = 0;
    for (; c + LANES <= C; c += LANES) squares = fused(load(x + c), load(x + c), squares);
    if (c < C) {
      f32x16 rest = load_part(x + c, C - c, 0.0f);
      squares = fused(rest, rest, squares);
    }
    const f32x16 scale = splat(1.0f / __builtin_elementwise_sqrt(sum(squares) / (float)C + epsilon));
    for (c = 0; c + LANES <= C; c += LANES) store(y + c, load(x + c) * scale * load_weights(w, format, c));
    if (c < C) {
      f32x16 rest = load_part(x + c, C - c, 0.0f) * scale * load_weights_part(w, format, c, C - c);
      store_part(y + c, rest, C - c);
    }
  }
}

static void layer_norm(float *y, const float *x, const void *w, ck_format w_format, const void *b,
                       ck_format b_format, size_t T, size_t C, float epsilon) {
  for (size_t t = 0; t < T; t++, x += C, y += C) {
    f32x16 total = splat(0.0f), squares = splat(0.0f);
    size_t c = 0;
    for (; c + LANES <= C; c += LANES) total += load(x + c);
    if (c < C) total += load_part(x + c, C - c, 0.0f);
    const float middle = sum(total) / (float)C;
    const f32x16 mean = splat(middle);
    for (c = 0; c + LANES <= C; c += LANES) {
      f32x16 away = load(x + c) - mean;
      squares = fused(away, away, squares);
    }
    if (c < C) {
      f32x16 away = load_part(x + c, C - c, middle) - mean;
      squares = fused(away, away, squares);
    }
    const f32x16 scale = splat(1.0f / __builtin_elementwise_sqrt(sum(squares) / (float)C + epsilon));
    for (c = 0; c + LANES <= C; c += LANES)
      store(y + c, fused((load(x + c) - mean) * scale, load_weights(w, w_format, c), load_weights(b, b_format, c)));
    if (c < C) {
      const size_t n = C - c;
      f32x16 rest = (load_part(x + c, n, 0.0f) - mean) * scale;
      rest = fused(rest, load_weights_part(w, w_format, c, n), load_weights_part(b, b_format, c, n));
      store_part(y + c, rest, n);
    }
  }
}

/// One head: pairs (i, i + half).
INLINE void rotate_head(float *x, const float *cosines, const float *sines, size_t half) {
  float *low = x, *high = x + half;
  size_t i = 0;
  for (; i + LANES <= half; i += LANES) {
    f32x16 a = load(low + i), b = load(high + i), c = load(cosines + i), s = load(sines + i);
    store(low + i, fused(a, c, -(b * s)));
    store(high + i, fused(b, c, a * s));
  }
  if (i < half) {
    const size_t n = half - i;
    f32x16 a = load_part(low + i, n, 0.0f), b = load_part(high + i, n, 0.0f);
    f32x16 c = load_part(cosines + i, n, 0.0f), s = load_part(sines + i, n, 0.0f);
    store_part(low + i, fused(a, c, -(b * s)), n);
    store_part(high + i, fused(b, c, a * s), n);
  }
}

static void rotate(float *x, const float *cosines, const float *sines, size_t T, size_t H, size_t D) {
  for (size_t t = 0; t < T; t++, cosines += D / 2, sines += D / 2)
    for (size_t h = 0; h < H; h++, x += D) rotate_head(x, cosines, sines, D / 2);
}

INLINE f32x16 silu(f32x16 x) { return x / (splat(1.0f) + exponential(-x)); }

static void silu_multiply(float *gate, const float *up, size_t n) {
  size_t i = 0;
  for (; i + LANES <= n; i += LANES) store(gate + i, silu(load(gate + i)) * load(up + i));
  if (i < n) {
    f32x16 rest = silu(load_part(gate + i, n - i, 0.0f)) * load_part(up + i, n - i, 0.0f);
    store_part(gate + i, rest, n - i);
  }
}

/// x/2 · (1 + tanh(u)) is x / (1 + exp(-2u)), here u = √(2/π) · (x + 0.044715 x³).
INLINE f32x16 gelu_lanes(f32x16 x) {
  const f32x16 cubed = fused(x * x * x, splat(0.044715f), x);
  return x / (splat(1.0f) + exponential(cubed * splat(-1.5957691216057308f)));
}

static void apply_gelu(float *x, size_t n) {
  size_t i = 0;
  for (; i + LANES <= n; i += LANES) store(x + i, gelu_lanes(load(x + i)));
  if (i < n) store_part(x + i, gelu_lanes(load_part(x + i, n - i, 0.0f)), n - i);
}

static void add(float *y, const void *x, ck_format format, size_t n) {
  size_t i = 0;
  for (; i + LANES <= n; i += LANES) store(y + i, load(y + i) + load_weights(x, format, i));
  if (i < n) {
    f32x16 rest = load_part(y + i, n - i, 0.0f) + load_weights_part(x, format, i, n - i);
    store_part(y + i, rest, n - i);
  }
}

// Softmax and attention ----------------------------------------------------------------------------------

static float exponential_sum(const float *x, size_t n, float *max) {
  f32x16 top = splat(-__builtin_inff()), total = splat(0.0f);
  size_t i = 0;
  for (; i + LANES <= n; i += LANES) top = larger(load(x + i), top);
  if (i < n) top = larger(load_part(x + i, n - i, -__builtin_inff()), top);
  *max = largest(top);
  for (i = 0; i + LANES <= n; i += LANES) total += exponential(load(x + i) - splat(*max));
  if (i < n) total += exponential(load_part(x + i, n - i, -__builtin_inff()) - splat(*max));
  return sum(total);
}

static void softmax(float *x, size_t n) {
  float max;
  const f32x16 total = splat(exponential_sum(x, n, &max)), top = splat(max);
  size_t i = 0;
  for (; i + LANES <= n; i += LANES) store(x + i, exponential(load(x + i) - top) / total);
  if (i < n) store_part(x + i, exponential(load_part(x + i, n - i, -__builtin_inff()) - top) / total, n - i);
}

/// Where the i-th position that is seen lies in the caches: in a stream of its own at i.
INLINE size_t place_at(const int32_t *places, size_t i) { return places ? (size_t)places[i] : i; }

/// The scores of sixteen positions, of which there are n; the others' are -infinity. Four keys at a time
/// keep the adders busy and share the work of adding up; past the last key, that one is taken again.
INLINE f32x16 sixteen_scores(const f32x16 *queries, const float *keys, const int32_t *places, size_t start,
                             size_t n, size_t stride, const size_t D, float scale) {
  const size_t blocks = D / LANES, rest = D % LANES;
  union {
    f32x16 all;
    f32x4 four[4];
  } scores = {splat(0.0f)};
  for (size_t j = 0; j < n; j += 4) {
    const float *key[4];
    f32x16 products[4];
    for (size_t i = 0; i < 4; i++) {
      key[i] = keys + place_at(places, start + (j + i < n ? j + i : n - 1)) * stride;
      products[i] = splat(0.0f);
    }
    for (size_t b = 0; b < blocks; b++)
      for (size_t i = 0; i < 4; i++) {
        __builtin_prefetch(key[i] + LANES * stride + b * LANES);
        products[i] = fused(queries[b], load(key[i] + b * LANES), products[i]);
      }
    if (rest)
      for (size_t i = 0; i < 4; i++)
        products[i] = fused(queries[blocks], load_part(key[i] + blocks * LANES, rest, 0.0f), products[i]);
    scores.four[j / 4] = four_sums(products);
  }
  const i32x16 lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  return choose(lanes < (int32_t)n, scores.all * scale, splat(-__builtin_inff()));
}

/// Sixteen positions at a time, with the softmax's maximum and sum corrected as they come in (Milakov and
/// Gimelshein 2018, "Online normalizer calculation for softmax"). Both caches are asked for sixteen
/// positions ahead: a head's rows lie apart, and the processor's own foresight misses them.
INLINE void attend_sized(float *y, const float *q, const float *keys, const float *values,
                         const int32_t *places, size_t count, size_t stride, const size_t D, float scale) {
  const size_t blocks = D / LANES, rest = D % LANES;
  f32x16 queries[CK_MAX_HEAD_SIZE / LANES + 1], sums[CK_MAX_HEAD_SIZE / LANES + 1];
  for (size_t b = 0; b < blocks; b++) queries[b] = load(q + b * LANES);
  if (rest) queries[blocks] = load_part(q + blocks * LANES, rest, 0.0f);
  for (size_t b = 0; b <= blocks; b++) sums[b] = splat(0.0f);

  float top = -__builtin_inff(), total = 0.0f;
  for (size_t start = 0; start < count; start += LANES) {
    const size_t n = count - start < LANES ? count - start : LANES;
    const f32x16 scores = sixteen_scores(queries, keys, places, start, n, stride, D, scale);
    const float highest = largest(scores);
    if (highest > top) {
      const float correction = exponential(splat(top - highest))[0];
      for (size_t b = 0; b < blocks + (rest > 0); b++) sums[b] *= splat(correction);
      total *= correction;
      top = highest;
    }
    const f32x16 shares = exponential(scores - splat(top));
    total += sum(shares);
    for (size_t j = 0; j < n; j++) {
      const float *value = values + place_at(places, start + j) * stride;
      const f32x16 share = splat(shares[j]);
      for (size_t b = 0; b < blocks; b++) {
        __builtin_prefetch(value + LANES * stride + b * LANES);
        sums[b] = fused(share, load(value + b * LANES), sums[b]);
      }
      if (rest) sums[blocks] = fused(share, load_part(value + blocks * LANES, rest, 0.0f), sums[blocks]);
    }
  }
  for (size_t b = 0; b < blocks; b++) store(y + b * LANES, sums[b] / splat(total));
  if (rest) store_part(y + blocks * LANES, sums[blocks] / splat(total), rest);
}

static void attend(float *y, const float *q, const float *keys, const float *values, const int32_t *places,
                   size_t count, size_t stride, size_t D, float scale) {
  if (D == 64 && !places)
    attend_sized(y, q, keys, values, 0, count, stride, 64, scale);
  else if (D == 64)
    attend_sized(y, q, keys, values, places, count, stride, 64, scale);
  else
    attend_sized(y, q, keys, values, places, count, stride, D, scale);
}

const kernel_table KERNEL_TABLE = {
    .matmul = matmul,
    .rms_norm = rms_norm,
    .layer_norm = layer_norm,
    .rotate = rotate,
    .silu_multiply = silu_multiply,
    .apply_gelu = apply_gelu,
    .add = add,
    .softmax = softmax,
    .exponential_sum = exponential_sum,
    .attend = attend,
};
