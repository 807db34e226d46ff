// The kernels for x86-64 with AVX2: 16 registers of 8 lanes hold a tile of 3 x 2 sums.
#if defined(__x86_64__)
#define KERNEL_TABLE ck_table_avx2
#define TILE_ROWS 3
#define TILE_OUTPUTS 2
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "kernels.h"
#pragma clang attribute pop
#endif
