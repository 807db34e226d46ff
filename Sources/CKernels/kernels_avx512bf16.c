// The training kernels for x86-64 with AVX-512 and its products of bf16; all else is that of AVX-512.
#if defined(__x86_64__)
#include <immintrin.h>
#include <math.h>
#define MACHINE_HALVES
#define MACHINE_BF16
#define TRAINING_TABLE ck_training_avx512bf16
#define PANEL_ROWS 12
#define PANEL_VECTORS 2
#pragma clang attribute push( \
    __attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512dq,avx512vl,avx512bf16"))), apply_to = function)
#include "training_kernels.h"
#pragma clang attribute pop
#endif
