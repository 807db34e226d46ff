// The kernels for any machine. x86-64 without FMA calls the C library for each fused multiply-add and takes
// some ten times as long. Sums in f64 would not give the same bits: the product is exact there, but the sum
// is rounded twice, to f64 and then to f32. Processors since 2013 have FMA.
#include <math.h>
#define KERNEL_TABLE ck_table_generic
#define TILE_ROWS 3
#define TILE_OUTPUTS 2
#define TRAINING_TABLE ck_training_generic
#define PANEL_ROWS 6
#define PANEL_VECTORS 1
#include "kernels.h"
#include "training_kernels.h"
