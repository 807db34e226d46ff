#pragma once
// A few threads that wait for work to be shared.

#include <stddef.h>
#include <stdint.h>

/// Calls body(context, part) once for each part in 0..<parts, on the calling thread and up to threads - 1
/// others, and returns when all are done. Parts go to whoever is free. One caller at a time has the helping
/// threads; a second one, meanwhile, does all its parts itself. The result must not depend on the sharing.
void pool_run(int32_t threads, size_t parts, void (*body)(void *context, size_t part), void *context);
