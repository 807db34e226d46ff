// The kernels for any machine.
#define KERNEL_TABLE ck_table_generic
#define TILE_ROWS 3
#define TILE_OUTPUTS 2
#include "kernels.h"
