// The packings of GGUF files (https://github.com/ggml-org/llama.cpp, ggml-common.h says how blocks lie) as
// weights that the kernels take.

#include <math.h>
#include <string.h>

#include "ckernels.h"
#include "pool.h"

enum { SMALL = 32, LARGE = 256 };

size_t ck_packing_length(ck_packing packing) { return packing >= CK_Q4_K ? LARGE : SMALL; }

size_t ck_packing_bytes(ck_packing packing) {
  switch (packing) {
    case CK_Q4_0: return 2 + 16;
    case CK_Q4_1: return 4 + 16;
    case CK_Q5_0: return 2 + 4 + 16;
    case CK_Q5_1: return 4 + 4 + 16;
    case CK_Q4_K: return 4 + 12 + 128;
    case CK_Q5_K: return 4 + 12 + 32 + 128;
    case CK_Q6_K: return 128 + 64 + 16 + 2;
  }
  return 0;
}

ck_format ck_unpacked_format(ck_packing packing) {
  return packing == CK_Q4_0 || packing == CK_Q5_0 ? CK_INT8_F16 : CK_F16;
}

typedef const unsigned char *bytes;

static float half_at(bytes half) {
  float value;
  ck_scalar_widen_halves(&value, half, 1);
  return value;
}

/// The nearest f16, ties to even; what is too large is infinite. All cases are worked out, so that the compiler
/// takes several numbers at once.
static inline uint16_t half_of(float value) {
  uint32_t bits, small;
  memcpy(&bits, &value, sizeof bits);
  const uint32_t sign = bits >> 16 & 0x8000;
  bits &= 0x7FFFFFFF;
  const float shifted = fabsf(value) + 0.5f;  // beside 0.5 the last place of f32 is that of a subnormal f16
  memcpy(&small, &shifted, sizeof small);
  const uint32_t normal = (bits + 0xFFF + (bits >> 13 & 1) - 0x38000000) >> 13;
  const uint32_t large = bits > 0x7F800000 ? 0x7E00 : 0x7C00;
  const uint32_t half = bits < 0x38800000 ? small - 0x3F000000 : normal;
  return (uint16_t)(sign | (bits >= 0x47800000 ? large : half));
}

// Blocks of 32: element i is the low half of byte i, element i + 16 its high half; a fifth bit of each
// stands apart.

static void whole_numbers(int *to, bytes nibbles, bytes high) {
  for (int i = 0; i < 16; i++) {
    to[i] = nibbles[i] & 15;
    to[i + 16] = nibbles[i] >> 4;
  }
  if (high == NULL) return;
  const uint32_t bits = high[0] | (uint32_t)high[1] << 8 | (uint32_t)high[2] << 16 | (uint32_t)high[3] << 24;
  for (int i = 0; i < SMALL; i++) to[i] |= (int)(bits >> i & 1) << 4;
}

/// Q4_0 and Q5_0 as a block of CK_INT8_F16: the same scale, whole numbers around zero.
static void unpack_centred(unsigned char *to, bytes block, ck_packing packing) {
  int numbers[SMALL];
  const int is_wide = packing == CK_Q5_0;
  whole_numbers(numbers, block + (is_wide ? 6 : 2), is_wide ? block + 2 : NULL);
  memcpy(to, block, 2);
  for (int i = 0; i < SMALL; i++) to[2 + i] = (unsigned char)(numbers[i] - (is_wide ? 16 : 8));
}

/// Q4_1 and Q5_1: scale · whole number + least weight.
static void unpack_from_least(float *to, bytes block, ck_packing packing) {
  int numbers[SMALL];
  const int is_wide = packing == CK_Q5_1;
  whole_numbers(numbers, block + (is_wide ? 8 : 4), is_wide ? block + 4 : NULL);
  const float scale = half_at(block), least = half_at(block + 2);
  for (int i = 0; i < SMALL; i++) to[i] = scale * (float)numbers[i] + least;
}

/// The scale and the offset, 6 bits each, of group j of a block of Q4_K or Q5_K.
static void group_scales(bytes packed, int j, int *scale, int *offset) {
  if (j < 4) {
    *scale = packed[j] & 63;
    *offset = packed[j + 4] & 63;
  } else {
    *scale = (packed[j + 4] & 15) | (packed[j - 4] >> 6) << 4;
    *offset = packed[j + 4] >> 4 | (packed[j] >> 6) << 4;
  }
}

/// Q4_K and Q5_K: 8 groups of 32; two groups share 32 bytes of half bytes, and all 8 one bit each of 32 bytes.
static void unpack_groups(float *to, bytes block, ck_packing packing) {
  const float scale = half_at(block), offset = half_at(block + 2);
  bytes high = block + 16, nibbles = packing == CK_Q5_K ? high + 32 : high;
  for (int j = 0; j < 8; j++) {
    int group_scale, group_offset;
    group_scales(block + 4, j, &group_scale, &group_offset);
    const float step = scale * (float)group_scale, least = offset * (float)group_offset;
    for (int i = 0; i < 32; i++) {
      int number = nibbles[j / 2 * 32 + i] >> j % 2 * 4 & 15;
      if (packing == CK_Q5_K) number |= (high[i] >> j & 1) << 4;
      to[j * 32 + i] = step * (float)number - least;
    }
  }
}

/// Q6_K: halves of 128, each of 64 bytes of half bytes and 32 of quarters; a signed scale for every 16.
static void unpack_sixteens(float *to, bytes block) {
  const float scale = half_at(block + 208);
  for (int j = 0; j < LARGE / 16; j++) {
    const int quarter = j % 8 / 2, first = j % 2 * 16;
    bytes low = block + j / 8 * 64 + quarter % 2 * 32 + first, high = block + 128 + j / 8 * 32 + first;
    const float step = scale * (float)(signed char)block[192 + j];
    for (int i = 0; i < 16; i++) {
      const int number = (low[i] >> quarter / 2 * 4 & 15) | (high[i] >> quarter * 2 & 3) << 4;
      to[j * 16 + i] = step * (float)(number - 32);
    }
  }
}

static void unpack_block(void *to, bytes block, ck_packing packing) {
  float numbers[LARGE];
  switch (packing) {
    case CK_Q4_0:
    case CK_Q5_0: unpack_centred(to, block, packing); return;
    case CK_Q4_1:
    case CK_Q5_1: unpack_from_least(numbers, block, packing); break;
    case CK_Q4_K:
    case CK_Q5_K: unpack_groups(numbers, block, packing); break;
    case CK_Q6_K: unpack_sixteens(numbers, block); break;
  }
  uint16_t halves[LARGE];
  const size_t length = ck_packing_length(packing);
  for (size_t i = 0; i < length; i++) halves[i] = half_of(numbers[i]);
  memcpy(to, halves, length * sizeof *halves);
}

typedef struct unpack_job {
  char *to;
  bytes blocks;
  ck_packing packing;
  size_t count;  // of blocks
} unpack_job;

enum { BLOCKS_TOGETHER = 512 };

static void unpack_part(void *context, size_t part) {
  const unpack_job *j = context;
  const size_t size = ck_packing_bytes(j->packing);
  const size_t unpacked =
      ck_unpacked_format(j->packing) == CK_F16 ? ck_packing_length(j->packing) * 2 : CK_BLOCK_BYTES;
  for (size_t i = part * BLOCKS_TOGETHER; i < (part + 1) * BLOCKS_TOGETHER && i < j->count; i++)
    unpack_block(j->to + i * unpacked, j->blocks + i * size, j->packing);
}

void ck_unpack(ck_plan plan, void *to, const void *blocks, ck_packing packing, size_t n) {
  unpack_job job = {to, blocks, packing, n / ck_packing_length(packing)};
  pool_run(plan.threads, (job.count + BLOCKS_TOGETHER - 1) / BLOCKS_TOGETHER, unpack_part, &job);
}
