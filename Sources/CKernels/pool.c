#include "pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

#include "ckernels.h"

typedef struct job {
  void (*body)(void *context, size_t part);
  void *context;
  size_t parts;
  atomic_size_t next;
} job;

// `owner` is held by the caller whose job is being shared. `lock` guards what follows it.
static pthread_mutex_t owner = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t posted = PTHREAD_COND_INITIALIZER;
static pthread_cond_t left = PTHREAD_COND_INITIALIZER;
static job *current;        // the job that may be joined, or NULL
static uint64_t number;     // of the job last posted
static int32_t wanted;      // helpers that may join it
static int32_t inside;      // helpers at work on it
static int32_t helpers;     // threads that exist

static void take_parts(job *j) {
  size_t part;
  while ((part = atomic_fetch_add_explicit(&j->next, 1, memory_order_relaxed)) < j->parts)
    j->body(j->context, part);
}

static void *help(void *unused) {
  (void)unused;
  uint64_t seen = 0;
  pthread_mutex_lock(&lock);
  for (;;) {
    while (current == NULL || number == seen || wanted == 0) pthread_cond_wait(&posted, &lock);
    seen = number;
    wanted--;
    inside++;
    job *j = current;
    pthread_mutex_unlock(&lock);
    take_parts(j);
    pthread_mutex_lock(&lock);
    if (--inside == 0) pthread_cond_signal(&left);
  }
  return NULL;
}

/// Starts helpers until there are `count`; with fewer, if the system refuses, the work is still done.
/// They leave signals to the program's own threads.
static void start_helpers(int32_t count) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  while (helpers < count) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, help, NULL) != 0) break;
    pthread_detach(thread);
    helpers++;
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void pool_run(int32_t threads, size_t parts, void (*body)(void *context, size_t part), void *context) {
  job j = {body, context, parts, 0};
  if (threads > CK_MAX_THREADS) threads = CK_MAX_THREADS;
  if (threads <= 1 || parts <= 1 || pthread_mutex_trylock(&owner) != 0) {
    take_parts(&j);
    return;
  }
  pthread_mutex_lock(&lock);
  start_helpers(threads - 1);
  current = &j;
  number++;
  wanted = threads - 1;
  pthread_cond_broadcast(&posted);
  pthread_mutex_unlock(&lock);

  take_parts(&j);

  // Nobody may join from here on, and the job lives on this stack until those inside have left.
  pthread_mutex_lock(&lock);
  current = NULL;
  while (inside > 0) pthread_cond_wait(&left, &lock);
  pthread_mutex_unlock(&lock);
  pthread_mutex_unlock(&owner);
}
