// The kernels of training that go over whole rows: norms, rotation, feed-forward, loss. Part of each
// compilation of training_kernels.h.

#include "training_attention.h"

#define EACH_ROW(r) for (size_t r = first; r < last; r++)
#define EACH_LANES(i, n) for (size_t i = 0; i < (n); i += LANES)

INLINE float *row_of(ck_matrix x, size_t r) { return x.base + r * x.stride; }

// Norms --------------------------------------------------------------------------------------------------

static void train_rms_norm(const void *context, size_t first, size_t last) {
  const norm_job *j = context;
  const size_t C = j->x.columns;
  EACH_ROW(t) {
    const float *x = row_of(j->x, t);
    float *y = row_of(j->y, t);
    const float inverse = 1.0f / __builtin_elementwise_sqrt(dot_product(x, x, C) / (float)C + j->epsilon);
    j->inverse[t] = inverse;
    EACH_LANES(c, C) put(y, c, C, take(x, c, C) * splat(inverse) * take(j->weight, c, C));
  }
}

static void train_rms_norm_backward(const void *context, size_t first, size_t last) {
  const norm_job *j = context;
  const size_t C = j->x.columns;
  EACH_ROW(t) {
    const float *x = row_of(j->x, t), *dy = row_of(j->dy, t), *w = j->weight;
    float *dx = row_of(j->dx, t);
    const f32x16 inverse = splat(j->inverse[t]);
    f32x16 products = splat(0.0f);
    EACH_LANES(c, C) products = fused(take(dy, c, C) * take(w, c, C), take(x, c, C), products);
    const f32x16 along = splat(sum(products) / (float)C) * inverse * inverse;
    EACH_LANES(c, C) {
      const f32x16 xs = take(x, c, C), dys = take(dy, c, C);
      const f32x16 change = inverse * (dys * take(w, c, C) - xs * along);
      put(dx, c, C, take(dx, c, C) + change);
      put(j->dweight, c, C, fused(dys, xs * inverse, take(j->dweight, c, C)));
    }
  }
}

static void train_layer_norm(const void *context, size_t first, size_t last) {
  const norm_job *j = context;
  const size_t C = j->x.columns;
  EACH_ROW(t) {
    const float *x = row_of(j->x, t);
    float *y = row_of(j->y, t);
    f32x16 sums = splat(0.0f), squares = splat(0.0f);
    EACH_LANES(c, C) sums += take(x, c, C);
    const float mean = sum(sums) / (float)C;
    EACH_LANES(c, C) {
      const f32x16 away = choose(first_lanes(c, C), take(x, c, C) - splat(mean), splat(0.0f));
      squares = fused(away, away, squares);
    }
    const float inverse = 1.0f / __builtin_elementwise_sqrt(sum(squares) / (float)C + j->epsilon);
    j->mean[t] = mean;
    j->inverse[t] = inverse;
    EACH_LANES(c, C) {
      const f32x16 normed = (take(x, c, C) - splat(mean)) * splat(inverse);
      put(y, c, C, fused(normed, take(j->weight, c, C), take(j->bias, c, C)));
    }
  }
}

static void train_layer_norm_backward(const void *context, size_t first, size_t last) {
  const norm_job *j = context;
  const size_t C = j->x.columns;
  EACH_ROW(t) {
    const float *x = row_of(j->x, t), *dy = row_of(j->dy, t), *w = j->weight;
    float *dx = row_of(j->dx, t);
    const f32x16 mean = splat(j->mean[t]), inverse = splat(j->inverse[t]);
    f32x16 sums = splat(0.0f), products = splat(0.0f);
    EACH_LANES(c, C) {
      const f32x16 scaled = take(dy, c, C) * take(w, c, C);
      sums += scaled;
      products = fused(scaled, (take(x, c, C) - mean) * inverse, products);
    }
    const f32x16 shift = splat(sum(sums) / (float)C), along = splat(sum(products) / (float)C);
    EACH_LANES(c, C) {
      const f32x16 normed = (take(x, c, C) - mean) * inverse, dys = take(dy, c, C);
      const f32x16 change = inverse * (dys * take(w, c, C) - shift - normed * along);
      put(dx, c, C, take(dx, c, C) + change);
      put(j->dweight, c, C, fused(dys, normed, take(j->dweight, c, C)));
      put(j->dbias, c, C, take(j->dbias, c, C) + dys);
    }
  }
}

// Rotation and feed-forward ------------------------------------------------------------------------------

static void train_rotate(const void *context, size_t first, size_t last) {
  const rotate_job *j = context;
  const size_t half = j->head_size / 2;
  EACH_ROW(t) {
    const float *cosines = j->cosines + t * half, *sines = j->sines + t * half;
    for (size_t h = 0; h < j->x.columns; h += j->head_size) {
      float *low = row_of(j->x, t) + h, *high = low + half;
      EACH_LANES(i, half) {
        const f32x16 a = take(low, i, half), b = take(high, i, half), c = take(cosines, i, half);
        const f32x16 s = j->backwards ? -take(sines, i, half) : take(sines, i, half);
        put(low, i, half, fused(a, c, -(b * s)));
        put(high, i, half, fused(b, c, a * s));
      }
    }
  }
}

INLINE f32x16 sigmoid(f32x16 x) { return splat(1.0f) / (splat(1.0f) + exponential(-x)); }

static void swiglu(const void *context, size_t first, size_t last) {
  const element_job *j = context;
  const size_t n = j->y.columns;
  EACH_ROW(r) {
    const float *gate = row_of(j->w, r), *up = row_of(j->x, r);
    float *y = row_of(j->y, r);
    EACH_LANES(i, n) {
      const f32x16 g = take(gate, i, n);
      put(y, i, n, g * sigmoid(g) * take(up, i, n));
    }
  }
}

static void swiglu_backward(const void *context, size_t first, size_t last) {
  const element_job *j = context;
  const size_t n = j->y.columns;
  EACH_ROW(r) {
    const float *gate = row_of(j->w, r), *up = row_of(j->x, r), *dy = row_of(j->v, r);
    float *dgate = row_of(j->y, r), *dup = row_of(j->z, r);
    EACH_LANES(i, n) {
      const f32x16 g = take(gate, i, n), u = take(up, i, n), d = take(dy, i, n), s = sigmoid(g);
      put(dgate, i, n, d * u * s * fused(g, splat(1.0f) - s, splat(1.0f)));
      put(dup, i, n, d * g * s);
    }
  }
}

// gelu(x) = x · (1 + tanh(u)) / 2 = x · sigmoid(2u) with u = √(2/π) · (x + 0.044715 x³).

static void gelu(const void *context, size_t first, size_t last) {
  const element_job *j = context;
  const size_t n = j->y.columns;
  EACH_ROW(r) {
    const float *from = row_of(j->x, r);
    float *y = row_of(j->y, r);
    EACH_LANES(i, n) {
      const f32x16 x = take(from, i, n);
      const f32x16 u = x * fused(x * x, splat(2 * 0.0356774081f), splat(2 * 0.7978845608f));
      put(y, i, n, x * sigmoid(u));
    }
  }
}

static void gelu_backward(const void *context, size_t first, size_t last) {
  const element_job *j = context;
  const size_t n = j->y.columns;
  EACH_ROW(r) {
    const float *from = row_of(j->x, r), *dy = row_of(j->v, r);
    float *dx = row_of(j->y, r);
    EACH_LANES(i, n) {
      const f32x16 x = take(from, i, n);
      const f32x16 s = sigmoid(x * fused(x * x, splat(2 * 0.0356774081f), splat(2 * 0.7978845608f)));
      const f32x16 slope = fused(x * x, splat(6 * 0.0356774081f), splat(2 * 0.7978845608f));
      put(dx, i, n, take(dy, i, n) * fused(x * s * (splat(1.0f) - s), slope, s));
    }
  }
}

// Loss ---------------------------------------------------------------------------------------------------

INLINE float highest_of(const float *x, size_t n) {
  f32x16 top = splat(-__builtin_inff());
  size_t i = 0;
  for (; i + LANES <= n; i += LANES) top = larger(load(x + i), top);
  if (i < n) top = larger(load_part(x + i, n - i, -__builtin_inff()), top);
  return largest(top);
}

/// Every logit but the `top` largest, the first of equals, becomes -infinity. The kept ones are gathered in
/// a list ordered from the largest; most elements are below its last and are passed sixteen at a time.
static void keep_largest(float *x, size_t n, size_t top) {
  float *kept = scratch(1, top);
  size_t count = 0;
  for (size_t i = 0; i < n; i++) {
    if (count == top && x[i] <= kept[top - 1]) {
      while (i + 1 + LANES <= n && largest(load(x + i + 1)) <= kept[top - 1]) i += LANES;
      continue;
    }
    size_t at = count < top ? count++ : top - 1;
    for (; at > 0 && kept[at - 1] < x[i]; at--) kept[at] = kept[at - 1];
    kept[at] = x[i];
  }
  const float least = kept[count - 1];
  size_t equals = 0;
  for (size_t i = 0; i < count; i++) equals += kept[i] == least;
  for (size_t i = 0; i < n; i++) {
    const bool stays = x[i] > least || (x[i] == least && equals > 0);
    if (x[i] == least && equals > 0) equals--;
    if (!stays) x[i] = -__builtin_inff();
  }
}

static void cross_entropy(const void *context, size_t first, size_t last) {
  const loss_job *j = context;
  const size_t V = j->logits.columns;
  EACH_ROW(t) {
    float *row = row_of(j->logits, t);
    const int32_t target = j->targets[t];
    j->losses[t] = 0;
    if (target < 0) {
      __builtin_memset(row, 0, V * sizeof(float));
      continue;
    }
    const float wanted = row[target], highest = highest_of(row, V);
    if (j->top > 0 && j->top < V) keep_largest(row, V, j->top);
    f32x16 totals = splat(0.0f);
    size_t i = 0;
    for (; i + LANES <= V; i += LANES) {
      const f32x16 e = exponential(load(row + i) - splat(highest));
      totals += e;
      store(row + i, e);
    }
    if (i < V) {
      const f32x16 e = exponential(load_part(row + i, V - i, -__builtin_inff()) - splat(highest));
      totals += e;
      store_part(row + i, e, V - i);
    }
    const float total = sum(totals), factor = j->weights[t] * j->gradient_scale;
    j->losses[t] = (float)(highest - (double)wanted + log((double)total));
    EACH_LANES(c, V) put(row, c, V, take(row, c, V) * splat(factor / total));
    row[target] -= factor;
  }
}
