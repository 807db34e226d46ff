#pragma once
// Random bits by counting: element c of stream k is a hash of both, so that nothing is remembered.

#include <stdint.h>

typedef struct random_key_pair {
  uint32_t first, second;
} random_key_pair;

/// The key of a stream (Steele et al. 2014, "Fast splittable pseudorandom number generators", the mixer).
static inline random_key_pair random_key(uint64_t seed, uint64_t stream) {
  uint64_t z = seed ^ (stream + 1) * 0x9E3779B97F4A7C15u;
  for (int round = 0; round < 2; round++) {
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    z ^= z >> 31;
  }
  return (random_key_pair){(uint32_t)z, (uint32_t)(z >> 32)};
}

/// Element c of the stream; `type` is one uint32_t or a vector of them. Two rounds of a 32-bit mixer
/// (Wellons 2018, "Prospecting for hash functions": lowbias32), the key's halves between.
#define RANDOM_BITS(type, name)                                   \
  static inline __attribute__((always_inline)) type name(random_key_pair key, type c) { \
    type x = c ^ key.first;                                       \
    x = (x ^ x >> 16) * 0x7feb352du;                              \
    x = (x ^ x >> 15) * 0x846ca68bu;                              \
    x = (x ^ x >> 16) + key.second;                               \
    x = (x ^ x >> 16) * 0x7feb352du;                              \
    x = (x ^ x >> 15) * 0x846ca68bu;                              \
    return x ^ x >> 16;                                           \
  }

RANDOM_BITS(uint32_t, random_bits)

/// Bits below this mean that the element is dropped.
static inline uint32_t drop_threshold(float rate) {
  const double threshold = (double)rate * 4294967296.0;
  return threshold < 4294967295.0 ? (uint32_t)threshold : 0xFFFFFFFFu;
}
