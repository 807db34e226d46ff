// A file of its own, since <term.h> makes macros of words such as `columns`.
#include <curses.h>
#include <term.h>
#include <unistd.h>

#undef columns
#undef lines
#include "cterm_terminfo.h"

static char *collected;
static size_t collected_length;
static size_t collected_capacity;

static int collect(int byte) {
  if (collected_length + 1 < collected_capacity) collected[collected_length++] = (char)byte;
  return byte;
}

static void collect_capability(const char *capability) {
  if (capability) tputs(capability, 1, collect);
}

cterm_result cterm_terminfo_look_up(char *restore, size_t capacity, const char *crash_notice) {
  int known = 0;
  if (setupterm(NULL, STDOUT_FILENO, &known) != OK) return CTERM_UNKNOWN_TYPE;
  if (!cursor_address) return CTERM_CANNOT_ADDRESS;
  collected = restore;
  collected_length = 0;
  collected_capacity = capacity;
  if (key_mouse) collect_capability(CTERM_MOUSE_OFF);
  collect_capability(exit_attribute_mode);
  collect_capability(orig_pair);
  collect_capability(cursor_normal);
  collect_capability(keypad_local);
  collect_capability(exit_ca_mode);
  if (crash_notice) {
    while (*crash_notice) collect(*crash_notice++);
    collect('\n');
  }
  collected[collected_length] = '\0';
  collected = NULL;
  return CTERM_OPENED;
}

bool cterm_terminfo_inserts_corner(void) {
  return auto_right_margin && !(enter_am_mode && exit_am_mode);
}

bool cterm_terminfo_has_mouse(void) {
  if (!key_mouse) return false;
  define_key(NULL, KEY_MOUSE);
  return true;
}
