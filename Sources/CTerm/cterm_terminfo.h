// What terminfo knows of the terminal; internal to CTerm.
#pragma once

#include <stddef.h>

#include "cterm.h"

// Looks the terminal up before ncurses takes it, and collects the text that brings it back to normal after a crash and
// says why (crash_notice, or NULL), cut to the capacity.
cterm_result cterm_terminfo_look_up(char *restore, size_t capacity, const char *crash_notice);
