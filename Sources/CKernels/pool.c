#include "pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "ckernels.h"

typedef struct job {
  void (*body)(void *context, size_t part);
  void *context;
  size_t parts;
  atomic_size_t next;
} job;

/// Held by the caller whose job is being shared.
static pthread_mutex_t owner = PTHREAD_MUTEX_INITIALIZER;
static int32_t helpers;  // threads that exist

// The products of one token follow each other within microseconds, and waking a sleeping thread takes longer
// than many of them. So whoever waits looks at `state` for a while before going to sleep, and joining and
// leaving a job is a single change of it: the number of the job last posted, whether it may be joined, and how
// many helpers are at work on it.
static atomic_uint_fast64_t state;
enum : uint64_t { INSIDE = 0x7fff, OPEN = 0x8000, NUMBER = 0x10000 };
/// How often to look before sleeping: some tens of microseconds.
enum { LOOKS = 2000 };

// Of the job that is open; written before it is.
static job *current;
static atomic_int_fast32_t wanted;  // helpers that may join it

// Sleeping. Whoever changes `state` looks for sleepers after that; whoever goes to sleep says so before looking
// at `state` for the last time. So one of both sees the other.
static pthread_mutex_t bed = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t posted = PTHREAD_COND_INITIALIZER;
static pthread_cond_t left = PTHREAD_COND_INITIALIZER;
static atomic_int_fast32_t helpers_asleep;
static atomic_bool owner_asleep;

static void relax(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("isb");
#endif
}

static void wake(pthread_cond_t *sleepers) {
  pthread_mutex_lock(&bed);
  pthread_cond_broadcast(sleepers);
  pthread_mutex_unlock(&bed);
}

/// Returns the state when another job than `seen` has been posted.
static uint64_t wait_for_job(uint64_t seen) {
  for (int i = 0; i < LOOKS; i++, relax()) {
    const uint64_t now = atomic_load(&state);
    if (now / NUMBER != seen) return now;
  }
  pthread_mutex_lock(&bed);
  helpers_asleep++;
  while (atomic_load(&state) / NUMBER == seen) pthread_cond_wait(&posted, &bed);
  helpers_asleep--;
  pthread_mutex_unlock(&bed);
  return atomic_load(&state);
}

static void wait_until_all_left(void) {
  for (int i = 0; i < LOOKS; i++, relax())
    if ((atomic_load(&state) & INSIDE) == 0) return;
  pthread_mutex_lock(&bed);
  owner_asleep = true;
  while (atomic_load(&state) & INSIDE) pthread_cond_wait(&left, &bed);
  owner_asleep = false;
  pthread_mutex_unlock(&bed);
}

static void take_parts(job *j) {
  size_t part;
  while ((part = atomic_fetch_add_explicit(&j->next, 1, memory_order_relaxed)) < j->parts)
    j->body(j->context, part);
}

static void *help(void *unused) {
  (void)unused;
  uint64_t seen = 0;
  for (;;) {
    uint64_t now = wait_for_job(seen);
    seen = now / NUMBER;
    bool joined = false;
    while (!joined && now / NUMBER == seen && (now & OPEN) && (int_fast32_t)(now & INSIDE) < wanted)
      joined = atomic_compare_exchange_weak(&state, &now, now + 1);
    if (!joined) continue;
    take_parts(current);
    if ((atomic_fetch_sub(&state, 1) & INSIDE) == 1 && owner_asleep) wake(&left);
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
  start_helpers(threads - 1);
  current = &j;
  wanted = threads - 1;
  atomic_fetch_add(&state, NUMBER + OPEN);
  if (helpers_asleep > 0) wake(&posted);

  take_parts(&j);

  // Nobody may join from here on, and the job lives on this stack until those inside have left.
  atomic_fetch_sub(&state, OPEN);
  wait_until_all_left();
  pthread_mutex_unlock(&owner);
}
