// Signals while the terminal is open; internal to CTerm.
#pragma once

#include <stdbool.h>

enum { CTERM_RESTORE_CAPACITY = 1024 };

// Installs the handlers. `restore` is written to the terminal when the process crashes, after which the terminal's
// modes and standard error are put back and the signal takes its usual course.
void cterm_signals_install(const char *restore, int saved_stderr);

// Puts the previous handlers back.
void cterm_signals_remove(void);

// Whether the signal came since the last call.
bool cterm_signals_take(int signal_number);

// Stops the process as Control-Z would without a handler, and returns once it goes on.
void cterm_signals_stop(void);

// Makes the wake-up descriptor if there is none; -1 if the system has none left.
int cterm_wake_descriptor(void);
