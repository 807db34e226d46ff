// The terminal as the driver needs it: ncurses, signals and waiting behind a dozen functions and our own types.
//
// All functions but cterm_wake belong to one thread. One terminal is open at a time.
#pragma once

#include <stdbool.h>
#include <stdint.h>

// What came of cterm_open.
typedef enum {
  CTERM_OPENED,
  CTERM_ALREADY_OPEN,
  CTERM_NOT_A_TERMINAL,   // standard input or output is a file or pipe
  CTERM_UNKNOWN_TYPE,     // TERM is unset or not in the terminfo database
  CTERM_CANNOT_ADDRESS,   // the terminal cannot move its cursor
  CTERM_NO_LOG,           // the log file cannot be written; errno says why
  CTERM_NO_RESOURCES,     // the system refused a descriptor; errno says why
} cterm_result;

// What cterm_read found.
typedef enum {
  CTERM_NOTHING,          // no event is waiting
  CTERM_BYTE,             // value: a byte of UTF-8 text, or of an escape sequence such as the mouse's
  CTERM_KEY,              // value: a cterm_key
  CTERM_FUNCTION_KEY,     // value: 1 for F1
  CTERM_UNKNOWN_KEY,      // a key with no meaning here
  CTERM_RESIZED,          // the size changed, or the screen must be drawn anew after a suspension
  CTERM_INTERRUPT,        // SIGINT
  CTERM_TERMINATE,        // SIGTERM
  CTERM_HANGUP,           // SIGHUP, or the terminal is gone; input and output do nothing from here on
} cterm_event_kind;

typedef enum {
  CTERM_UP,
  CTERM_DOWN,
  CTERM_LEFT,
  CTERM_RIGHT,
  CTERM_HOME,
  CTERM_END,
  CTERM_PAGE_UP,
  CTERM_PAGE_DOWN,
  CTERM_DELETE,
  CTERM_BACKSPACE,
  CTERM_BACKTAB,
  CTERM_ENTER,
} cterm_key;

typedef struct {
  cterm_event_kind kind;
  int value;
} cterm_event;

typedef struct {
  int columns;
  int rows;
} cterm_size;

// Colours are -1 for the terminal's own or 0 ..< cterm_color_count().
typedef struct {
  int foreground;
  int background;
  bool bold;
  bool dim;
  bool underline;
  bool reverse;
} cterm_style;

// Chooses the user's locale, or C.UTF-8 where that has no UTF-8; false if there is no UTF-8 to be had.
// Only character types change: numbers are read and written as before. Before cterm_open.
bool cterm_use_utf8_locale(void);

// Takes the terminal, and asks it for the mouse if it has one (SGR 1006, or the older form where that is all it
// knows). While it is open, standard error goes to the file at log_path (made if missing, appended to)
// if it would go to a terminal; NULL leaves it alone. When the process crashes, crash_notice (or NULL) is the first
// thing on the terminal.
cterm_result cterm_open(const char *log_path, const char *crash_notice);

// Gives the terminal back as it was. Harmless when none is open.
void cterm_close(void);

cterm_size cterm_get_size(void);

// Colours of the terminal: 0, 8, 16, 88 or 256.
int cterm_color_count(void);

// Puts one character of `columns` columns (1 or 2): a scalar and the marks on it. What the C library cannot show
// in these columns becomes a question mark. Where the terminal can fill its lower right corner only by insertion,
// a wide character beside it becomes a blank.
void cterm_put(
  int column, int row, const uint32_t *scalars, int count, int columns, cterm_style style);

// Shows the cursor at a cell, or hides it for a negative column. Seen after the next flush.
void cterm_cursor(int column, int row);

// Sends what was put to the terminal.
void cterm_flush(void);

// The next event that is already there.
cterm_event cterm_read(void);

// Waits for input, a signal, cterm_wake or the end of `milliseconds` (negative: for ever).
void cterm_wait(int milliseconds);

// Ends a wait, or the next one. From any thread, at any time, even after cterm_close.
void cterm_wake(void);
