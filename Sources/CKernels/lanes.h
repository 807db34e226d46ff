#pragma once
// Sixteen f32 lanes in the compiler's vector types, which become one, two or four registers, and what is
// done with them. Part of each compilation of kernels.h and training_kernels.h.

#include "ck_training.h"

// Vectors wider than a register never cross a call: every function that takes one is inlined.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))

typedef float f32x16 __attribute__((vector_size(64)));
typedef float f32x8 __attribute__((vector_size(32)));
typedef float f32x4 __attribute__((vector_size(16)));
typedef int32_t i32x16 __attribute__((vector_size(64)));
typedef uint32_t u32x16 __attribute__((vector_size(64)));
typedef uint16_t u16x16 __attribute__((vector_size(32)));
typedef int8_t i8x16 __attribute__((vector_size(16)));
typedef f32x16 f32x16_anywhere __attribute__((aligned(1), may_alias));
typedef u16x16 u16x16_anywhere __attribute__((aligned(1), may_alias));
typedef i8x16 i8x16_anywhere __attribute__((aligned(1), may_alias));

enum { LANES = 16 };

// Sixteen lanes ------------------------------------------------------------------------------------------

INLINE f32x16 splat(float value) { return value - (f32x16){0}; }

INLINE f32x16 fused(f32x16 a, f32x16 b, f32x16 c) { return __builtin_elementwise_fma(a, b, c); }

INLINE f32x16 choose(i32x16 mask, f32x16 yes, f32x16 no) {
  return (f32x16)((mask & (i32x16)yes) | (~mask & (i32x16)no));
}

INLINE f32x16 load(const float *x) { return *(const f32x16_anywhere *)x; }

INLINE void store(float *y, f32x16 value) { *(f32x16_anywhere *)y = value; }

/// The first n < 16 elements, then `fill`.
INLINE f32x16 load_part(const float *x, size_t n, float fill) {
  f32x16 value = splat(fill);
  __builtin_memcpy(&value, x, n * sizeof(float));
  return value;
}

INLINE void store_part(float *y, f32x16 value, size_t n) { __builtin_memcpy(y, &value, n * sizeof(float)); }

/// Sixteen elements of x[n] from i on; those past the end are zeros, and are not stored.
INLINE f32x16 take(const float *x, size_t i, size_t n) {
  return i + LANES <= n ? load(x + i) : load_part(x + i, n - i, 0.0f);
}

INLINE void put(float *y, size_t i, size_t n, f32x16 value) {
  if (i + LANES <= n)
    store(y + i, value);
  else
    store_part(y + i, value, n - i);
}

/// The lanes that stand for elements below n, when the first is element i.
INLINE i32x16 first_lanes(size_t i, size_t n) {
  const i32x16 lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  return lanes + (int32_t)i < (int32_t)n;
}

INLINE f32x16 widen(u16x16 bits) { return (f32x16)(__builtin_convertvector(bits, u32x16) << 16); }

/// Rounded to bf16, halves to even, in the upper half of each lane; NaN stays NaN, and what is too small to be
/// a normal number becomes zero. The lower halves hold what is left over.
INLINE u32x16 rounded(f32x16 x) {
  const u32x16 bits = (u32x16)x;
  const u32x16 nearest = bits + 0x7fffu + ((bits >> 16) & 1u);
  const u32x16 number = (u32x16)choose((i32x16)(x == x), (f32x16)nearest, (f32x16)(bits | 0x400000u));
  const i32x16 normal = (number & 0x7f800000u) != 0u;
  return (u32x16)normal & number;
}

/// Words of two elements rounded to bf16, the first in the lower half.
INLINE f32x16 pair(f32x16 low, f32x16 high) {
  return (f32x16)((rounded(low) >> 16) | (rounded(high) & 0xffff0000u));
}

/// The words of the neighbours (0, 1), (2, 3), … in the first eight lanes.
INLINE f32x16 neighbours(f32x16 x) {
  const u32x16 r = rounded(x);
  const u32x16 low = __builtin_shufflevector(r, r, 0, 2, 4, 6, 8, 10, 12, 14, 0, 2, 4, 6, 8, 10, 12, 14);
  const u32x16 high = __builtin_shufflevector(r, r, 1, 3, 5, 7, 9, 11, 13, 15, 1, 3, 5, 7, 9, 11, 13, 15);
  return (f32x16)((low >> 16) | (high & 0xffff0000u));
}

INLINE f32x16 splat_word(const float *word) {
  uint32_t bits;
  __builtin_memcpy(&bits, word, sizeof bits);
  return (f32x16)(bits - (u32x16){0});
}

/// c + the products of two pairs, the second elements' first.
#ifdef MACHINE_BF16
INLINE f32x16 fused_pairs(f32x16 a, f32x16 b, f32x16 c) {
  return (f32x16)_mm512_dpbf16_ps((__m512)c, (__m512bh)a, (__m512bh)b);
}
#else
/// Zero where x is too small to be a normal number.
INLINE f32x16 normal_or_zero(f32x16 x) {
  const i32x16 normal = ((u32x16)x & 0x7f800000u) != 0u;
  return (f32x16)((u32x16)x & ((u32x16)normal | 0x80000000u));
}

INLINE f32x16 fused_pairs(f32x16 a, f32x16 b, f32x16 c) {
  const f32x16 high = fused((f32x16)((u32x16)a & 0xffff0000u), (f32x16)((u32x16)b & 0xffff0000u), c);
  return normal_or_zero(fused((f32x16)((u32x16)a << 16), (f32x16)((u32x16)b << 16), normal_or_zero(high)));
}
#endif

// f16 is widened by the machine where it can, otherwise by a multiplication: an f16 number's bits, in the
// places of f32's, stand for a number that is too small by the difference of the exponents' offsets. Both
// are exact, subnormal numbers included.
#ifdef MACHINE_HALVES
typedef _Float16 f16x16 __attribute__((vector_size(32)));

INLINE f32x16 widen_halves(u16x16 bits) { return __builtin_convertvector((f16x16)bits, f32x16); }
#else
INLINE f32x16 widen_halves(u16x16 bits) {
  const u32x16 wide = __builtin_convertvector(bits, u32x16);
  const u32x16 magnitude = (wide & 0x7FFF) << 13;
  const u32x16 all_ones = (u32x16)(magnitude >= 0x7C00 << 13) & 0x7F800000;  // infinities, NaN
  return (f32x16)((u32x16)((f32x16)magnitude * splat(0x1p112f)) | all_ones | (wide & 0x8000) << 16);
}
#endif

INLINE int in_blocks(ck_format format) { return format == CK_INT8 || format == CK_INT8_F16; }

/// Where element `index` of a row of weights lies; for weights in blocks its block.
INLINE const void *weights_at(const void *w, ck_format format, size_t index) {
  const size_t bytes = in_blocks(format)                             ? index / CK_BLOCK * CK_BLOCK_BYTES
                       : format == CK_BF16 || format == CK_F16 ? index * 2
                                                                     : index * 4;
  return (const char *)w + bytes;
}

/// The scale of a block of bytes.
INLINE float block_scale(const void *block, ck_format format) {
  uint16_t half;
  __builtin_memcpy(&half, block, sizeof half);
  if (format == CK_INT8_F16) return widen_halves((u16x16){half})[0];
  const uint32_t bits = (uint32_t)half << 16;
  float scale;
  __builtin_memcpy(&scale, &bits, sizeof scale);
  return scale;
}

INLINE f32x16 load_bytes(const char *bytes) {
  return __builtin_convertvector(*(const i8x16_anywhere *)bytes, f32x16);
}

/// Sixteen weights from element `index` on.
INLINE f32x16 load_weights(const void *w, ck_format format, size_t index) {
  const void *at = weights_at(w, format, index);
  if (format == CK_BF16) return widen(*(const u16x16_anywhere *)at);
  if (format == CK_F32) return *(const f32x16_anywhere *)at;
  if (format == CK_F16) return widen_halves(*(const u16x16_anywhere *)at);
  return load_bytes((const char *)at + 2 + index % CK_BLOCK) * splat(block_scale(at, format));
}

/// The n < 16 weights from element `index` on, then zeros. Rows of blocks have no such rest.
INLINE f32x16 load_weights_part(const void *w, ck_format format, size_t index, size_t n) {
  const void *at = weights_at(w, format, index);
  if (format == CK_BF16 || format == CK_F16) {
    u16x16 bits = {0};
    __builtin_memcpy(&bits, at, n * 2);
    return format == CK_BF16 ? widen(bits) : widen_halves(bits);
  }
  f32x16 value = {0};
  __builtin_memcpy(&value, at, n * 4);
  return value;
}

INLINE f32x8 fold(f32x16 x) {
  return __builtin_shufflevector(x, x, 0, 1, 2, 3, 4, 5, 6, 7) +
         __builtin_shufflevector(x, x, 8, 9, 10, 11, 12, 13, 14, 15);
}

INLINE float sum(f32x16 x) {
  f32x8 a = fold(x);
  f32x4 b = __builtin_shufflevector(a, a, 0, 1, 2, 3) + __builtin_shufflevector(a, a, 4, 5, 6, 7);
  return (b[0] + b[2]) + (b[1] + b[3]);
}

INLINE float dot_product(const float *a, const float *b, size_t n) {
  f32x16 products = splat(0.0f);
  for (size_t i = 0; i < n; i += LANES) products = fused(take(a, i, n), take(b, i, n), products);
  return sum(products);
}

/// The sums of four vectors, each added up in the order of `sum`, for little more than the work of two.
INLINE f32x4 four_sums(const f32x16 x[4]) {
  const f32x8 a = fold(x[0]), b = fold(x[1]), c = fold(x[2]), d = fold(x[3]);
  const f32x8 ab = __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11) +
                   __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15);
  const f32x8 cd = __builtin_shufflevector(c, d, 0, 1, 2, 3, 8, 9, 10, 11) +
                   __builtin_shufflevector(c, d, 4, 5, 6, 7, 12, 13, 14, 15);
  const f32x8 acbd = __builtin_shufflevector(ab, cd, 0, 1, 8, 9, 4, 5, 12, 13) +
                     __builtin_shufflevector(ab, cd, 2, 3, 10, 11, 6, 7, 14, 15);
  return __builtin_shufflevector(acbd, acbd, 0, 4, 2, 6) + __builtin_shufflevector(acbd, acbd, 1, 5, 3, 7);
}

INLINE f32x16 larger(f32x16 a, f32x16 b) { return choose(a > b, a, b); }

INLINE float largest(f32x16 x) {
  x = larger(x, __builtin_shufflevector(x, x, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  x = larger(x, __builtin_shufflevector(x, x, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11));
  const float a = x[0] > x[2] ? x[0] : x[2], b = x[1] > x[3] ? x[1] : x[3];
  return a > b ? a : b;
}

/// exp(x) to about one unit in the last place: 2^n · p(r) with x = n·ln 2 + r, and the polynomial of the
/// Cephes library (Moshier). Below -87 the result is 0; above 88 it is that of 88.
INLINE f32x16 exponential(f32x16 x) {
  const f32x16 rounder = splat(12582912.0f);  // 1.5 · 2^23: adding it rounds to an integer
  i32x16 vanishes = x < splat(-87.0f);
  x = choose(vanishes, splat(-87.0f), x);
  x = choose(x > splat(88.0f), splat(88.0f), x);
  f32x16 shifted = fused(x, splat(1.44269504088896341f), rounder);
  f32x16 n = shifted - rounder;
  f32x16 r = fused(n, splat(-0.693359375f), x);
  r = fused(n, splat(2.12194440e-4f), r);
  f32x16 p = splat(1.9875691500e-4f);
  p = fused(p, r, splat(1.3981999507e-3f));
  p = fused(p, r, splat(8.3334519073e-3f));
  p = fused(p, r, splat(4.1665795894e-2f));
  p = fused(p, r, splat(1.6666665459e-1f));
  p = fused(p, r, splat(5.0000001201e-1f));
  p = fused(p, r * r, r) + splat(1.0f);
  u32x16 scaled = (u32x16)p + ((u32x16)shifted << 23);  // n lies in the low bits of `shifted`
  return choose(vanishes, splat(0.0f), (f32x16)scaled);
}
