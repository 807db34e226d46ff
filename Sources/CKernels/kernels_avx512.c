// The kernels for x86-64 with AVX-512: 32 registers of 16 lanes hold a tile of 6 x 4 sums.
#if defined(__x86_64__)
#define KERNEL_TABLE ck_table_avx512
#define TILE_ROWS 6
#define TILE_OUTPUTS 4
#pragma clang attribute push( \
    __attribute__((target("avx2,fma,avx512f,avx512bw,avx512dq,avx512vl"))), apply_to = function)
#include "kernels.h"
#pragma clang attribute pop
#endif
