// The kernels for x86-64 with AVX2: 16 registers of 8 lanes hold a tile of 3 x 2 sums in sixteen lanes, or
// of 6 x 16 sums.
#if defined(__x86_64__)
#include <math.h>
#define MACHINE_HALVES
#define KERNEL_TABLE ck_table_avx2
#define TILE_ROWS 3
#define TILE_OUTPUTS 2
#define TRAINING_TABLE ck_training_avx2
#define PANEL_ROWS 6
#define PANEL_VECTORS 1
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#include "kernels.h"
#include "training_kernels.h"
#pragma clang attribute pop
#endif
