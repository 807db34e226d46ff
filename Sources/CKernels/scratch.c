#include "scratch.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct memory {
  float *base[2];
  size_t count[2];
} memory;

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void release(void *pointer) {
  memory *m = pointer;
  free(m->base[0]);
  free(m->base[1]);
  free(m);
}

static void make_key(void) { pthread_key_create(&key, release); }

/// Memory for work whose size the caller chose: without it there is nothing to go on with.
static void *must(void *pointer, size_t bytes) {
  if (pointer != NULL) return pointer;
  fprintf(stderr, "no %zu bytes of working memory for a kernel: choose smaller batches\n", bytes);
  abort();
}

float *scratch(int slot, size_t count) {
  pthread_once(&once, make_key);
  memory *m = pthread_getspecific(key);
  if (m == NULL) {
    m = must(calloc(1, sizeof(memory)), sizeof(memory));
    pthread_setspecific(key, m);
  }
  if (m->count[slot] < count) {
    free(m->base[slot]);
    const size_t bytes = (count * sizeof(float) + 4095) / 4096 * 4096;
    m->base[slot] = must(aligned_alloc(4096, bytes), bytes);
    m->count[slot] = bytes / sizeof(float);
  }
  return m->base[slot];
}
