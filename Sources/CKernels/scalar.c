// The operations one number at a time, as a textbook writes them.

#include <math.h>
#include <string.h>

#include "ckernels.h"

void ck_scalar_widen_halves(float *w, const void *halves, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const unsigned char *half = (const unsigned char *)halves + 2 * i;
    const int exponent = half[1] >> 2 & 31, fraction = (half[1] & 3) << 8 | half[0];
    const float magnitude = exponent == 31   ? (fraction == 0 ? INFINITY : NAN)
                            : exponent == 0 ? ldexpf((float)fraction, -24)
                                            : ldexpf((float)(1024 + fraction), exponent - 25);
    w[i] = half[1] & 0x80 ? -magnitude : magnitude;
  }
}

void ck_scalar_dequantize(float *w, const void *blocks, ck_format format, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const unsigned char *block = (const unsigned char *)blocks + i / CK_BLOCK * CK_BLOCK_BYTES;
    const uint32_t bits = (uint32_t)(block[0] | block[1] << 8) << 16;
    float scale;
    memcpy(&scale, &bits, sizeof scale);
    if (format == CK_INT8_F16) ck_scalar_widen_halves(&scale, block, 1);
    w[i] = scale * (float)(signed char)block[2 + i % CK_BLOCK];
  }
}

void ck_scalar_matmul(float *y, const float *x, const float *w, size_t T, size_t O, size_t K) {
  for (size_t t = 0; t < T; t++)
    for (size_t o = 0; o < O; o++) {
      double sum = 0;
      for (size_t k = 0; k < K; k++) sum += (double)x[t * K + k] * w[o * K + k];
      y[t * O + o] = (float)sum;
    }
}

void ck_scalar_rms_norm(float *y, const float *x, const float *w, size_t T, size_t C, float epsilon) {
  for (size_t t = 0; t < T; t++) {
    double squares = 0;
    for (size_t c = 0; c < C; c++) squares += (double)x[t * C + c] * x[t * C + c];
    const double scale = 1 / sqrt(squares / (double)C + epsilon);
    for (size_t c = 0; c < C; c++) y[t * C + c] = (float)(x[t * C + c] * scale * w[c]);
  }
}

void ck_scalar_layer_norm(float *y, const float *x, const float *w, const float *b, size_t T, size_t C,
                          float epsilon) {
  for (size_t t = 0; t < T; t++) {
    double mean = 0, squares = 0;
    for (size_t c = 0; c < C; c++) mean += x[t * C + c] / (double)C;
    for (size_t c = 0; c < C; c++) squares += (x[t * C + c] - mean) * (x[t * C + c] - mean);
    const double scale = 1 / sqrt(squares / (double)C + epsilon);
    for (size_t c = 0; c < C; c++) y[t * C + c] = (float)((x[t * C + c] - mean) * scale * w[c] + b[c]);
  }
}

void ck_scalar_rotate(float *x, const float *cosines, const float *sines, size_t T, size_t H, size_t D) {
  const size_t half = D / 2;
  for (size_t t = 0; t < T; t++)
    for (size_t h = 0; h < H; h++)
      for (size_t i = 0; i < half; i++) {
        float *low = x + (t * H + h) * D + i, *high = low + half;
        const float a = *low, b = *high, c = cosines[t * half + i], s = sines[t * half + i];
        *low = a * c - b * s;
        *high = b * c + a * s;
      }
}

void ck_scalar_silu_multiply(float *gate, const float *up, size_t n) {
  for (size_t i = 0; i < n; i++) gate[i] = gate[i] / (1 + expf(-gate[i])) * up[i];
}

void ck_scalar_apply_gelu(float *x, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const double v = x[i], root = 0.7978845608028654;  // of 2/pi
    x[i] = (float)(v / 2 * (1 + tanh(root * (v + 0.044715 * v * v * v))));
  }
}

void ck_scalar_softmax(float *x, size_t n) {
  float max = x[0];
  for (size_t i = 1; i < n; i++) max = fmaxf(max, x[i]);
  double total = 0;
  for (size_t i = 0; i < n; i++) total += exp((double)x[i] - max);
  for (size_t i = 0; i < n; i++) x[i] = (float)(exp((double)x[i] - max) / total);
}

void ck_scalar_attention(float *y, const float *q, const float *keys, const float *values,
                         const int32_t *visible, size_t T, size_t H, size_t G, size_t D, float scale) {
  for (size_t t = 0; t < T; t++)
    for (size_t h = 0; h < H; h++) {
      const float *query = q + (t * H + h) * D;
      const size_t head = h / (H / G) * D, stride = G * D;
      double max = -INFINITY, total = 0, sums[CK_MAX_HEAD_SIZE] = {0};
      for (int pass = 0; pass < 2; pass++)  // first the maximum, then the weighted sum
        for (int32_t p = 0; p < visible[t]; p++) {
          double score = 0;
          for (size_t d = 0; d < D; d++) score += (double)query[d] * keys[(size_t)p * stride + head + d];
          score *= scale;
          if (pass == 0) {
            max = fmax(max, score);
            continue;
          }
          total += exp(score - max);
          for (size_t d = 0; d < D; d++)
            sums[d] += exp(score - max) * values[(size_t)p * stride + head + d];
        }
      for (size_t d = 0; d < D; d++) y[(t * H + h) * D + d] = (float)(sums[d] / total);
    }
}
