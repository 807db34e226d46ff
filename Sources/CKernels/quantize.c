// Weights in fewer bytes.

#include <math.h>
#include <string.h>

#include "ckernels.h"

static float from_bits(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static uint32_t to_bits(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

/// The weight, or 0 for what is not a finite number.
static float weight_at(const void *w, ck_format format, size_t index) {
  uint32_t bits = 0;
  if (format == CK_BF16) {
    uint16_t half;
    memcpy(&half, (const char *)w + index * 2, sizeof half);
    bits = (uint32_t)half << 16;
  } else if (format == CK_F16) {
    float value;
    ck_scalar_widen_halves(&value, (const char *)w + index * 2, 1);
    return isfinite(value) ? value : 0;
  } else {
    memcpy(&bits, (const char *)w + index * 4, sizeof bits);
  }
  const float value = from_bits(bits);
  return isfinite(value) ? value : 0;
}

void ck_quantize(void *blocks, const void *w, ck_format format, size_t n) {
  for (size_t first = 0; first < n; first += CK_BLOCK) {
    float largest = 0;
    for (size_t i = 0; i < CK_BLOCK; i++) largest = fmaxf(largest, fabsf(weight_at(w, format, first + i)));
    const uint32_t up = (to_bits(largest / 127) + 0xFFFF) >> 16;  // the next bf16 that is not less
    const float scale = from_bits(up << 16);
    unsigned char *block = (unsigned char *)blocks + first / CK_BLOCK * CK_BLOCK_BYTES;
    block[0] = (unsigned char)up;
    block[1] = (unsigned char)(up >> 8);
    for (size_t i = 0; i < CK_BLOCK; i++) {
      const float steps = scale > 0 ? weight_at(w, format, first + i) / scale : 0;
      block[2 + i] = (unsigned char)(signed char)lrintf(steps);
    }
  }
}
