#pragma once
// Working memory of kernels.

#include <stddef.h>

/// The calling thread's working memory, at least `count` floats aligned to 64 bytes. It holds until the
/// thread asks again, is kept between calls, grows as needed and goes with the thread. The two `slots`, 0
/// and 1, are apart: the first belongs to an operation, the second to the part of one that runs on a thread.
float *scratch(int slot, size_t count);
