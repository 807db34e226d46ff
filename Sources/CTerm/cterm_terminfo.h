// What terminfo knows of the terminal; internal to CTerm.
#pragma once

#include <stddef.h>

#include "cterm.h"

#define CTERM_MOUSE_ON "\033[?1000h\033[?1006h"
#define CTERM_MOUSE_OFF "\033[?1006l\033[?1000l"

// Looks the terminal up before ncurses takes it, and collects the text that brings it back to normal after a crash and
// says why (crash_notice, or NULL), cut to the capacity.
cterm_result cterm_terminfo_look_up(char *restore, size_t capacity, const char *crash_notice);

// Whether ncurses can fill the lower right corner only by writing one column to the left and inserting before it,
// as for tmux and screen. A wide character there would be torn.
bool cterm_terminfo_inserts_corner(void);

// Whether the terminal reports its mouse; from then on its reports are read as bytes.
bool cterm_terminfo_has_mouse(void);
