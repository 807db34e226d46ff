// The kernels for x86-64 with AVX-512: 32 registers of 16 lanes hold a tile of 6 x 4 sums in sixteen lanes,
// or of 12 x 32 sums.
#if defined(__x86_64__)
#include <math.h>
#define MACHINE_HALVES
#define KERNEL_TABLE ck_table_avx512
#define TILE_ROWS 6
#define TILE_OUTPUTS 4
#define TRAINING_TABLE ck_training_avx512
#define PANEL_ROWS 12
#define PANEL_VECTORS 2
#pragma clang attribute push( \
    __attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512dq,avx512vl"))), apply_to = function)
#include "kernels.h"
#include "training_kernels.h"
#pragma clang attribute pop
#endif
