// Attention of packed sequences, forwards and backwards, a sequence and a key/value head at a time: blocks
// of queries against all keys they see, as products of panels. The way back computes the softmax again from
// its kept sums (Dao et al. 2022, "FlashAttention", section 3.1).

#include "training_gemm.h"

enum { QUERY_BLOCK = 48 };  // a multiple of every PANEL_ROWS

/// What a thread works with on one sequence and key/value head. Operands on the right are packed once.
typedef struct attention_memory {
  float *keys, *values;          // as columns: [D, n], for scores and their gradients
  float *key_rows, *value_rows;  // [n, D], for what is summed over positions
  float *shares, *dshares;       // [QUERY_BLOCK, padded n]
  float *left, *right;           // operands packed as they come
  size_t length, padded;         // n, and in whole panels
} attention_memory;

/// Where one block of queries lies: rows [first, last) of the whole batch, seeing positions up to `end`.
typedef struct query_block {
  size_t sequence, first, last, end, prefix;
} query_block;

INLINE size_t whole_panels(size_t n, size_t width) { return panels_of(n, width) * width; }

static attention_memory attention_scratch(size_t n, size_t D) {
  const size_t padded = whole_panels(n, PANEL_COLUMNS), wide = whole_panels(D, PANEL_COLUMNS);
  const size_t operand = padded * wide;
  const size_t left = whole_panels(n, PANEL_ROWS) * QUERY_BLOCK + QUERY_BLOCK * (padded + D);
  float *base = scratch(1, 4 * operand + 2 * QUERY_BLOCK * padded + left + QUERY_BLOCK * wide);
  attention_memory m = {.length = n, .padded = padded};
  m.keys = base;
  m.values = m.keys + operand;
  m.key_rows = m.values + operand;
  m.value_rows = m.key_rows + operand;
  m.shares = m.value_rows + operand;
  m.dshares = m.shares + QUERY_BLOCK * padded;
  m.left = m.dshares + QUERY_BLOCK * padded;
  m.right = m.left + left;
  return m;
}

/// The rows [first, last) and D columns from `column` on.
INLINE ck_matrix part_of(ck_matrix x, size_t first, size_t last, size_t column, size_t D) {
  return (ck_matrix){x.base + first * x.stride + column, last - first, D, x.stride};
}

/// Packs x for the right of a product: with `along_rows`, the columns of the product are the rows of x.
INLINE void pack_right(float *to, ck_matrix x, bool along_rows) {
  const size_t count = along_rows ? x.rows : x.columns, K = along_rows ? x.columns : x.rows;
  pack_operand(to, x, along_rows, count, K, PANEL_COLUMNS, 0, panels_of(count, PANEL_COLUMNS), false);
}

/// c (+)= a · right, or aᵀ · right. The right operand was packed whole, [inputs, columns], and the product
/// takes as many of its first inputs and columns as a and c have; `left` is where a is packed.
static void multiply_packed(ck_matrix c, ck_matrix a, bool transpose_a, float *left, const float *right,
                            size_t inputs, size_t columns, bool add) {
  const size_t K = transpose_a ? a.rows : a.columns;
  const size_t padded_a = whole_panels(c.rows, PANEL_ROWS);
  const size_t padded_b = whole_panels(columns, PANEL_COLUMNS);
  pack_operand(left, a, !transpose_a, c.rows, K, PANEL_ROWS, 0, panels_of(c.rows, PANEL_ROWS), false);
  for (size_t k = 0; k < K; k += GEMM_DEPTH)
    multiply_singles(c.base, c.stride, c.rows, c.columns, left + k * padded_a, right + k * padded_b,
                   smaller(GEMM_DEPTH, K - k), smaller(GEMM_DEPTH, inputs - k), add || k > 0);
}

/// How many positions of the sequence the query at row t sees.
INLINE size_t seen_by(const query_block *b, size_t t) {
  const size_t own = t + 1 - b->sequence;
  return own > b->prefix ? own : b->prefix;
}

/// The block of queries from row `first` on, of a sequence of rows [start, end).
INLINE query_block block_at(size_t first, size_t start, size_t end, size_t prefix) {
  query_block b = {start, first, smaller(first + QUERY_BLOCK, end), 0, smaller(prefix, end - start)};
  b.end = start + seen_by(&b, b.last - 1);
  return b;
}

// Forwards -----------------------------------------------------------------------------------------------

/// The scores row[seen] become exp(scale · (score - max)), up to `end` followed by zeros. Returns their sum
/// and stores the scaled maximum.
INLINE float exponentials_of(float *row, size_t seen, size_t end, float scale, float *max) {
  f32x16 top = splat(-__builtin_inff()), total = splat(0.0f);
  for (size_t i = 0; i < seen; i += LANES) {
    const i32x16 counts = first_lanes(i, seen);
    top = larger(choose(counts, load(row + i), splat(-__builtin_inff())), top);
  }
  const float highest = largest(top) * scale;
  for (size_t i = 0; i < end; i += LANES) {
    const i32x16 counts = first_lanes(i, seen);
    const f32x16 logs = fused(load(row + i), splat(scale), splat(-highest));
    const f32x16 shares = choose(counts, exponential(logs), splat(0.0f));
    total += shares;
    store(row + i, shares);
  }
  *max = highest;
  return sum(total);
}

static void attend_block(const train_attention_job *j, const attention_memory *m, query_block b,
                         size_t head) {
  const size_t D = j->sequences.head_size, H = j->sequences.heads;
  const size_t seen = b.end - b.sequence, end = whole_panels(seen, LANES), rows = b.last - b.first;
  const ck_matrix scores = {m->shares, rows, end, m->padded};
  const ck_matrix q = part_of(j->q, b.first, b.last, head * D, D);
  multiply_packed(scores, q, false, m->left, m->keys, D, m->padded, false);
  float totals[QUERY_BLOCK];
  for (size_t r = 0; r < rows; r++) {
    float max;
    float *row = m->shares + r * m->padded;
    totals[r] = exponentials_of(row, seen_by(&b, b.first + r), end, j->sequences.scale, &max);
    j->log_sums[(b.first + r) * H + head] = max + (float)log((double)totals[r]);
  }
  const ck_matrix shares = {m->shares, rows, seen, m->padded};
  const ck_matrix y = part_of(j->y, b.first, b.last, head * D, D);
  multiply_packed(y, shares, false, m->left, m->value_rows, m->length, D, false);
  for (size_t r = 0; r < rows; r++) {
    float *row = y.base + r * y.stride;
    for (size_t d = 0; d < D; d += LANES) put(row, d, D, take(row, d, D) * splat(1.0f / totals[r]));
  }
}

/// Parts are pairs of sequence and key/value head, the head running faster.
static void train_attention(const void *context, size_t first, size_t last) {
  const train_attention_job *j = context;
  const ck_sequences *s = &j->sequences;
  const size_t D = s->head_size, shared = s->heads / s->groups;
  for (size_t part = first; part < last; part++) {
    const size_t i = part / s->groups, group = part % s->groups;
    const size_t start = (size_t)s->starts[i], end = (size_t)s->starts[i + 1];
    const attention_memory m = attention_scratch(end - start, D);
    pack_right(m.keys, part_of(j->k, start, end, group * D, D), true);
    pack_right(m.value_rows, part_of(j->v, start, end, group * D, D), false);
    for (size_t head = group * shared; head < (group + 1) * shared; head++)
      for (size_t t = start; t < end; t += QUERY_BLOCK)
        attend_block(j, &m, block_at(t, start, end, (size_t)s->prefixes[i]), head);
  }
}

// Backwards ----------------------------------------------------------------------------------------------

/// Of a row of scores and of the gradients of its shares: the shares, and the gradients of the scores.
INLINE void softmax_backward(float *scores, float *dshares, size_t seen, size_t end, float scale,
                             float log_sum, float mean) {
  for (size_t i = 0; i < end; i += LANES) {
    const i32x16 counts = first_lanes(i, seen);
    const f32x16 logs = fused(load(scores + i), splat(scale), splat(-log_sum));
    const f32x16 shares = choose(counts, exponential(logs), splat(0.0f));
    store(scores + i, shares);
    const f32x16 slopes = shares * (load(dshares + i) - splat(mean)) * splat(scale);
    store(dshares + i, choose(counts, slopes, splat(0.0f)));
  }
}

static void attend_block_backward(const train_attention_job *j, const attention_memory *m, query_block b,
                                  size_t head, ck_matrix dk, ck_matrix dv) {
  const size_t D = j->sequences.head_size, H = j->sequences.heads;
  const size_t seen = b.end - b.sequence, end = whole_panels(seen, LANES), rows = b.last - b.first;
  const ck_matrix q = part_of(j->q, b.first, b.last, head * D, D);
  const ck_matrix y = part_of(j->y, b.first, b.last, head * D, D);
  const ck_matrix dy = part_of(j->dy, b.first, b.last, head * D, D);
  const ck_matrix dq = part_of(j->dq, b.first, b.last, head * D, D);
  ck_matrix shares = {m->shares, rows, end, m->padded}, dscores = {m->dshares, rows, end, m->padded};
  multiply_packed(shares, q, false, m->left, m->keys, D, m->padded, false);
  multiply_packed(dscores, dy, false, m->left, m->values, D, m->padded, false);
  for (size_t r = 0; r < rows; r++)
    softmax_backward(m->shares + r * m->padded, m->dshares + r * m->padded, seen_by(&b, b.first + r), end,
                     j->sequences.scale, j->log_sums[(b.first + r) * H + head],
                     dot_product(dy.base + r * dy.stride, y.base + r * y.stride, D));
  shares.columns = dscores.columns = dk.rows = dv.rows = seen;
  multiply_packed(dq, dscores, false, m->left, m->key_rows, m->length, D, false);
  pack_right(m->right, q, false);
  multiply_packed(dk, dscores, true, m->left, m->right, rows, D, true);
  pack_right(m->right, dy, false);
  multiply_packed(dv, shares, true, m->left, m->right, rows, D, true);
}

static void clear(ck_matrix x) {
  for (size_t r = 0; r < x.rows; r++) __builtin_memset(x.base + r * x.stride, 0, x.columns * sizeof(float));
}

static void train_attention_backward(const void *context, size_t first, size_t last) {
  const train_attention_job *j = context;
  const ck_sequences *s = &j->sequences;
  const size_t D = s->head_size, shared = s->heads / s->groups;
  for (size_t part = first; part < last; part++) {
    const size_t i = part / s->groups, column = part % s->groups * D;
    const size_t start = (size_t)s->starts[i], end = (size_t)s->starts[i + 1];
    const attention_memory m = attention_scratch(end - start, D);
    pack_right(m.keys, part_of(j->k, start, end, column, D), true);
    pack_right(m.values, part_of(j->v, start, end, column, D), true);
    pack_right(m.key_rows, part_of(j->k, start, end, column, D), false);
    const ck_matrix dk = part_of(j->dk, start, end, column, D), dv = part_of(j->dv, start, end, column, D);
    clear(dk);
    clear(dv);
    for (size_t head = column / D * shared; head < (column / D + 1) * shared; head++)
      for (size_t t = start; t < end; t += QUERY_BLOCK)
        attend_block_backward(j, &m, block_at(t, start, end, (size_t)s->prefixes[i]), head, dk, dv);
  }
}
