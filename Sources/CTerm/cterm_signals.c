#include "cterm_signals.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <termios.h>
#include <unistd.h>

#include "cterm.h"

// Signals that become events. The handler only notes them and wakes the waiting thread: it may run on any thread.
static const int noted[] = {SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP, SIGCONT};
// Signals that end the process and must not leave the terminal in raw mode.
static const int fatal[] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGQUIT};

enum { NOTED = sizeof noted / sizeof *noted, FATAL = sizeof fatal / sizeof *fatal };

static struct sigaction previous_noted[NOTED];
static struct sigaction previous_fatal[FATAL];
static bool installed;
static atomic_bool arrived[NSIG];

// Everything the crash handler needs is made beforehand: it may only call write, tcsetattr, dup2 and sigaction.
static char restore_text[CTERM_RESTORE_CAPACITY];
static size_t restore_length;
static struct termios restore_modes;
static bool has_restore_modes;
static int restore_stderr = -1;

// Lives as long as the process, so that a late cterm_wake never writes into someone else's descriptor.
static atomic_int wake_descriptor = -1;

int cterm_wake_descriptor(void) {
  if (wake_descriptor < 0) wake_descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return wake_descriptor;
}

void cterm_wake(void) {
  const int descriptor = wake_descriptor;
  const uint64_t one = 1;
  // A full counter means that a wake-up is waiting already, so a failed write loses nothing.
  if (descriptor >= 0 && write(descriptor, &one, sizeof one) < 0) return;
}

static void note(int signal_number) {
  const int saved_errno = errno;
  arrived[signal_number] = true;
  cterm_wake();
  errno = saved_errno;
}

static void crash(int signal_number, siginfo_t *info, void *context) {
  (void)context;
  const int saved_errno = errno;
  if (write(STDOUT_FILENO, restore_text, restore_length) < 0) errno = saved_errno;
  if (has_restore_modes) tcsetattr(STDIN_FILENO, TCSANOW, &restore_modes);
  if (restore_stderr >= 0) dup2(restore_stderr, STDERR_FILENO);
  for (int i = 0; i < FATAL; i++) sigaction(fatal[i], &previous_fatal[i], NULL);
  errno = saved_errno;
  // A faulting instruction faults again on return, with its registers intact for a backtrace. What was sent, or a
  // trap that has passed its instruction, must be raised again.
  if (info->si_code <= 0 || signal_number == SIGTRAP || signal_number == SIGQUIT) raise(signal_number);
}

static void handle_stop(void) {
  struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  sigaction(SIGTSTP, &action, NULL);
}

void cterm_signals_install(const char *restore, int saved_stderr) {
  restore_length = strnlen(restore, sizeof restore_text);
  memcpy(restore_text, restore, restore_length);
  has_restore_modes = tcgetattr(STDIN_FILENO, &restore_modes) == 0;
  restore_stderr = saved_stderr;

  struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < NOTED; i++) {
    arrived[noted[i]] = false;
    sigaction(noted[i], NULL, &previous_noted[i]);
    // Who started us wanted it ignored: nohup, or a shell without job control.
    if (previous_noted[i].sa_handler == SIG_IGN) continue;
    sigaction(noted[i], &action, NULL);
  }
  // Worker threads of a runtime block signals; this one takes part in stopping and crashing.
  sigset_t ours;
  sigemptyset(&ours);
  for (int i = 0; i < NOTED; i++) sigaddset(&ours, noted[i]);
  for (int i = 0; i < FATAL; i++) sigaddset(&ours, fatal[i]);
  pthread_sigmask(SIG_UNBLOCK, &ours, NULL);

  struct sigaction last = {.sa_sigaction = crash, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigemptyset(&last.sa_mask);
  for (int i = 0; i < FATAL; i++) sigaction(fatal[i], &last, &previous_fatal[i]);
  installed = true;
}

void cterm_signals_remove(void) {
  if (!installed) return;
  installed = false;
  for (int i = 0; i < NOTED; i++) sigaction(noted[i], &previous_noted[i], NULL);
  for (int i = 0; i < FATAL; i++) sigaction(fatal[i], &previous_fatal[i], NULL);
  restore_stderr = -1;
}

bool cterm_signals_take(int signal_number) {
  return atomic_exchange(&arrived[signal_number], false);
}

void cterm_signals_stop(void) {
  struct sigaction usual = {.sa_handler = SIG_DFL};
  sigemptyset(&usual.sa_mask);
  sigaction(SIGTSTP, &usual, NULL);
  // To this thread, so that all threads have stopped before the handler is back. Where no shell could wake us
  // (an orphaned process group) the system ignores it.
  raise(SIGTSTP);
  handle_stop();
}
