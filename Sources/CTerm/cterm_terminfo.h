// What terminfo knows of the terminal; internal to CTerm.
#pragma once

#include <stddef.h>

#include "cterm.h"

// Looks the terminal up before ncurses takes it, and collects the text that brings it back to normal after a crash.
cterm_result cterm_terminfo_look_up(char *restore, size_t capacity, size_t *length);
