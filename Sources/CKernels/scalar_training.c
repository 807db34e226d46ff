// The operations of training one number at a time, as a textbook writes them.

#include <math.h>
#include <stdlib.h>

#include "ck_training.h"
#include "random_bits.h"

#define AT(m, r, c) ((m).base[(size_t)(r) * (m).stride + (size_t)(c)])
#define EACH(m) \
  for (size_t r = 0; r < (m).rows; r++) \
    for (size_t c = 0; c < (m).columns; c++)

void ck_scalar_gemm(ck_matrix c, ck_matrix a, bool transpose_a, ck_matrix b, bool transpose_b,
                    bool accumulate) {
  const size_t K = transpose_a ? a.rows : a.columns;
  for (size_t m = 0; m < c.rows; m++)
    for (size_t n = 0; n < c.columns; n++) {
      double sum = accumulate ? AT(c, m, n) : 0;
      for (size_t k = 0; k < K; k++)
        sum += (double)(transpose_a ? AT(a, k, m) : AT(a, m, k)) *
               (double)(transpose_b ? AT(b, n, k) : AT(b, k, n));
      AT(c, m, n) = (float)sum;
    }
}

// Norms --------------------------------------------------------------------------------------------------

void ck_scalar_train_rms_norm(ck_matrix y, float *inverse, ck_matrix x, const float *weight,
                              float epsilon) {
  for (size_t t = 0; t < x.rows; t++) {
    double squares = 0;
    for (size_t c = 0; c < x.columns; c++) squares += (double)AT(x, t, c) * AT(x, t, c);
    const double scale = 1 / sqrt(squares / (double)x.columns + epsilon);
    inverse[t] = (float)scale;
    for (size_t c = 0; c < x.columns; c++) AT(y, t, c) = (float)(AT(x, t, c) * scale * weight[c]);
  }
}

void ck_scalar_train_rms_norm_backward(ck_matrix dx, float *dweight, ck_matrix dy, ck_matrix x,
                                       const float *weight, const float *inverse) {
  const double C = (double)x.columns;
  for (size_t t = 0; t < x.rows; t++) {
    double along = 0;  // how far the gradient points along the normalised row, which the norm undoes
    for (size_t c = 0; c < x.columns; c++)
      along += (double)AT(dy, t, c) * weight[c] * AT(x, t, c) * inverse[t];
    for (size_t c = 0; c < x.columns; c++) {
      const double normed = (double)AT(x, t, c) * inverse[t];
      AT(dx, t, c) += (float)(inverse[t] * ((double)AT(dy, t, c) * weight[c] - normed * along / C));
      dweight[c] += (float)(AT(dy, t, c) * normed);
    }
  }
}

void ck_scalar_train_layer_norm(ck_matrix y, float *mean, float *inverse, ck_matrix x,
                                const float *weight, const float *bias, float epsilon) {
  const double C = (double)x.columns;
  for (size_t t = 0; t < x.rows; t++) {
    double sum = 0, squares = 0;
    for (size_t c = 0; c < x.columns; c++) sum += AT(x, t, c);
    for (size_t c = 0; c < x.columns; c++) squares += pow(AT(x, t, c) - sum / C, 2);
    mean[t] = (float)(sum / C);
    inverse[t] = (float)(1 / sqrt(squares / C + epsilon));
    for (size_t c = 0; c < x.columns; c++)
      AT(y, t, c) = (AT(x, t, c) - mean[t]) * inverse[t] * weight[c] + bias[c];
  }
}

void ck_scalar_train_layer_norm_backward(ck_matrix dx, float *dweight, float *dbias, ck_matrix dy,
                                         ck_matrix x, const float *weight, const float *mean,
                                         const float *inverse) {
  const double C = (double)x.columns;
  for (size_t t = 0; t < x.rows; t++) {
    double sum = 0, along = 0;  // what of the gradient moves the mean, and what the deviation
    for (size_t c = 0; c < x.columns; c++) {
      sum += (double)AT(dy, t, c) * weight[c];
      along += (double)AT(dy, t, c) * weight[c] * (AT(x, t, c) - mean[t]) * inverse[t];
    }
    for (size_t c = 0; c < x.columns; c++) {
      const double normed = (double)(AT(x, t, c) - mean[t]) * inverse[t];
      AT(dx, t, c) += (float)(inverse[t] * ((double)AT(dy, t, c) * weight[c] - sum / C - normed * along / C));
      dweight[c] += (float)(AT(dy, t, c) * normed);
      dbias[c] += AT(dy, t, c);
    }
  }
}

// Rotation and feed-forward ------------------------------------------------------------------------------

void ck_scalar_train_rotate(ck_matrix x, size_t D, const float *cosines, const float *sines,
                            bool backwards) {
  const size_t half = D / 2;
  for (size_t t = 0; t < x.rows; t++)
    for (size_t first = 0; first < x.columns; first += D)
      for (size_t i = 0; i < half; i++) {
        const float a = AT(x, t, first + i), b = AT(x, t, first + half + i);
        const float c = cosines[t * half + i], s = backwards ? -sines[t * half + i] : sines[t * half + i];
        AT(x, t, first + i) = a * c - b * s;
        AT(x, t, first + half + i) = b * c + a * s;
      }
}

void ck_scalar_swiglu(ck_matrix y, ck_matrix gate, ck_matrix up) {
  EACH(y) AT(y, r, c) = AT(gate, r, c) / (1 + expf(-AT(gate, r, c))) * AT(up, r, c);
}

void ck_scalar_swiglu_backward(ck_matrix dgate, ck_matrix dup, ck_matrix dy, ck_matrix gate,
                               ck_matrix up) {
  EACH(dy) {
    const float g = AT(gate, r, c), u = AT(up, r, c), d = AT(dy, r, c), sigmoid = 1 / (1 + expf(-g));
    AT(dgate, r, c) = d * u * sigmoid * (1 + g * (1 - sigmoid));
    AT(dup, r, c) = d * g * sigmoid;
  }
}

static const double root = 0.7978845608028654;  // √(2/π)
static const double cubic = 0.044715;

void ck_scalar_gelu(ck_matrix y, ck_matrix x) {
  EACH(y) {
    const double v = AT(x, r, c);
    AT(y, r, c) = (float)(v / 2 * (1 + tanh(root * (v + cubic * v * v * v))));
  }
}

void ck_scalar_gelu_backward(ck_matrix dx, ck_matrix dy, ck_matrix x) {
  EACH(dx) {
    const double v = AT(x, r, c), t = tanh(root * (v + cubic * v * v * v));
    const double slope = (1 + t) / 2 + v / 2 * (1 - t * t) * root * (1 + 3 * cubic * v * v);
    AT(dx, r, c) = (float)(AT(dy, r, c) * slope);
  }
}

// Attention ----------------------------------------------------------------------------------------------

/// How many tokens of its sequence token i sees.
static size_t seen(size_t i, size_t length, size_t prefix) {
  const size_t shown = prefix < length ? prefix : length;
  return i + 1 > shown ? i + 1 : shown;
}

static double dot(const float *a, const float *b, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += (double)a[i] * b[i];
  return sum;
}

void ck_scalar_train_attention(ck_matrix y, float *log_sums, ck_matrix q, ck_matrix k, ck_matrix v,
                               ck_sequences s) {
  const size_t H = s.heads, D = s.head_size;
  for (size_t i = 0; i < s.count; i++)
    for (size_t h = 0; h < H; h++) {
      const size_t first = (size_t)s.starts[i], length = (size_t)s.starts[i + 1] - first;
      const size_t at = h * D, group = h / (H / s.groups) * D;
      for (size_t t = first; t < first + length; t++) {
        const size_t end = first + seen(t - first, length, (size_t)s.prefixes[i]);
        double max = -INFINITY, total = 0, sums[CK_MAX_HEAD_SIZE] = {0};
        for (size_t p = first; p < end; p++)
          max = fmax(max, dot(&AT(q, t, at), &AT(k, p, group), D) * s.scale);
        for (size_t p = first; p < end; p++) {
          const double share = exp(dot(&AT(q, t, at), &AT(k, p, group), D) * s.scale - max);
          total += share;
          for (size_t d = 0; d < D; d++) sums[d] += share * AT(v, p, group + d);
        }
        for (size_t d = 0; d < D; d++) AT(y, t, at + d) = (float)(sums[d] / total);
        log_sums[t * H + h] = (float)(max + log(total));
      }
    }
}

void ck_scalar_train_attention_backward(ck_matrix dq, ck_matrix dk, ck_matrix dv, ck_matrix dy,
                                        ck_matrix y, ck_matrix q, ck_matrix k, ck_matrix v,
                                        const float *log_sums, ck_sequences s) {
  const size_t H = s.heads, D = s.head_size;
  EACH(dq) AT(dq, r, c) = 0;
  EACH(dk) AT(dk, r, c) = AT(dv, r, c) = 0;
  for (size_t i = 0; i < s.count; i++)
    for (size_t h = 0; h < H; h++) {
      const size_t first = (size_t)s.starts[i], length = (size_t)s.starts[i + 1] - first;
      const size_t at = h * D, group = h / (H / s.groups) * D;
      for (size_t t = first; t < first + length; t++) {
        const size_t end = first + seen(t - first, length, (size_t)s.prefixes[i]);
        const double mean = dot(&AT(dy, t, at), &AT(y, t, at), D);
        for (size_t p = first; p < end; p++) {
          const double share =
              exp(dot(&AT(q, t, at), &AT(k, p, group), D) * s.scale - log_sums[t * H + h]);
          const double dscore = share * (dot(&AT(dy, t, at), &AT(v, p, group), D) - mean) * s.scale;
          for (size_t d = 0; d < D; d++) {
            AT(dv, p, group + d) += (float)(share * AT(dy, t, at + d));
            AT(dq, t, at + d) += (float)(dscore * AT(k, p, group + d));
            AT(dk, p, group + d) += (float)(dscore * AT(q, t, at + d));
          }
        }
      }
    }
}

// Loss ---------------------------------------------------------------------------------------------------

/// Whether class c is among the `top` largest of the row; of equals the first count as larger.
static bool is_kept(const float *row, size_t V, size_t c, size_t top) {
  size_t larger = 0;
  for (size_t i = 0; i < V; i++) larger += row[i] > row[c] || (row[i] == row[c] && i < c);
  return top == 0 || larger < top;
}

void ck_scalar_cross_entropy(ck_matrix logits, float *losses, const int32_t *targets,
                             const float *weights, float gradient_scale, size_t top) {
  const size_t V = logits.columns;
  double *shares = calloc(V + 1, sizeof(double));
  if (shares == NULL) abort();
  for (size_t t = 0; t < logits.rows; t++) {
    float *row = &AT(logits, t, 0);
    losses[t] = 0;
    if (targets[t] >= 0) {
      double max = -INFINITY, total = 0;
      for (size_t c = 0; c < V; c++) max = fmax(max, row[c]);
      for (size_t c = 0; c < V; c++) {
        shares[c] = is_kept(row, V, c, top) ? exp(row[c] - max) : 0;
        total += shares[c];
      }
      losses[t] = (float)(max + log(total) - row[targets[t]]);
      for (size_t c = 0; c < V; c++)
        row[c] = (float)((shares[c] / total - ((int32_t)c == targets[t])) * weights[t] * gradient_scale);
    } else {
      for (size_t c = 0; c < V; c++) row[c] = 0;
    }
  }
  free(shares);
}

// Tables -------------------------------------------------------------------------------------------------

void ck_scalar_gather_rows(ck_matrix x, ck_matrix table, const int32_t *ids) {
  EACH(x) AT(x, r, c) = AT(table, ids[r], c);
}

void ck_scalar_add_row_sums(ck_matrix x, ck_matrix table, const int32_t *offsets, const int32_t *ids) {
  EACH(x) for (int32_t i = offsets[r]; i < offsets[r + 1]; i++) AT(x, r, c) += AT(table, ids[i], c);
}

void ck_scalar_scatter_add(ck_matrix dtable, ck_matrix dx, const int32_t *ids) {
  EACH(dx) AT(dtable, ids[r], c) += AT(dx, r, c);
}

void ck_scalar_scatter_add_sums(ck_matrix dtable, ck_matrix dx, const int32_t *offsets,
                                const int32_t *ids) {
  EACH(dx) for (int32_t i = offsets[r]; i < offsets[r + 1]; i++) AT(dtable, ids[i], c) += AT(dx, r, c);
}

// Rows and elements --------------------------------------------------------------------------------------

void ck_scalar_dropout(ck_matrix x, float rate, uint64_t seed, uint64_t offset) {
  EACH(x) {
    const bool drops = random_bits(random_key(seed, offset + r), (uint32_t)c) < drop_threshold(rate);
    AT(x, r, c) = drops ? 0 : AT(x, r, c) * (1 / (1 - rate));
  }
}

void ck_scalar_add_bias(ck_matrix x, const float *bias) { EACH(x) AT(x, r, c) += bias[c]; }

void ck_scalar_bias_gradient(float *dbias, ck_matrix dy) { EACH(dy) dbias[c] += AT(dy, r, c); }

void ck_scalar_add_matrix(ck_matrix y, ck_matrix x) { EACH(y) AT(y, r, c) += AT(x, r, c); }

void ck_scalar_scale_matrix(ck_matrix x, float factor) { EACH(x) AT(x, r, c) *= factor; }

void ck_scalar_copy_matrix(ck_matrix y, ck_matrix x) { EACH(y) AT(y, r, c) = AT(x, r, c); }

double ck_scalar_sum_of_squares(const float *x, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += (double)x[i] * x[i];
  return sum;
}

void ck_scalar_adamw(float *p, const float *g, float *m, float *v, size_t n, ck_adamw_step step) {
  for (size_t i = 0; i < n; i++) {
    const float gradient = g[i] * step.gradient_scale;
    m[i] = step.beta1 * m[i] + (1 - step.beta1) * gradient;
    v[i] = step.beta2 * v[i] + (1 - step.beta2) * gradient * gradient;
    p[i] = p[i] * step.keep - step.rate * m[i] / (sqrtf(v[i]) * step.root_scale + step.epsilon);
  }
}

void ck_scalar_mix(float *y, const float *x, size_t n, float share) {
  for (size_t i = 0; i < n; i++) y[i] += share * (x[i] - y[i]);
}
