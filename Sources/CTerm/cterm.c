#define _GNU_SOURCE  // wcwidth

#include "cterm.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "cterm_signals.h"
#include "cterm_terminfo.h"

_Static_assert(sizeof(wchar_t) >= sizeof(uint32_t), "a wchar_t holds a Unicode scalar");

static SCREEN *screen;
static bool hung_up;
static bool hangup_told;
static bool default_colors;
static int saved_stderr = -1;
// pair_of[f + 1][b + 1]: the number of the pair of foreground f on background b, 0 if not made yet.
static short pair_of[257][257];
static int pairs_made;

bool cterm_use_utf8_locale(void) {
  static const char *const names[] = {"", "C.UTF-8", "C.utf8", "en_US.UTF-8"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (setlocale(LC_CTYPE, names[i]) && strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return true;
  }
  setlocale(LC_CTYPE, "C");
  return false;
}

static cterm_result redirect_stderr(const char *log_path) {
  if (!log_path || !isatty(STDERR_FILENO)) return CTERM_OPENED;
  const int log = open(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log < 0) return CTERM_NO_LOG;
  saved_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (saved_stderr < 0) {
    close(log);
    return CTERM_NO_RESOURCES;
  }
  dup2(log, STDERR_FILENO);
  close(log);
  return CTERM_OPENED;
}

static void return_stderr(void) {
  if (saved_stderr < 0) return;
  dup2(saved_stderr, STDERR_FILENO);
  close(saved_stderr);
  saved_stderr = -1;
}

// Reports of presses, not of movements. We read them ourselves: of events that arrive together, as a press and its
// release over a slow line, ncurses gives only the last.
static void ask_for_mouse(bool on) {
  if (cterm_terminfo_has_mouse()) putp(on ? CTERM_MOUSE_ON : CTERM_MOUSE_OFF);
}

static void leave(void) {
  ask_for_mouse(false);
  endwin();
}

static void set_modes(void) {
  set_escdelay(25);
  cbreak();
  noecho();
  nonl();
  // Control-S, Control-Q, Control-V and Control-O are keys like others; Control-C and Control-Z stay signals.
  struct termios modes;
  if (tcgetattr(STDIN_FILENO, &modes) == 0) {
    modes.c_iflag &= ~(tcflag_t)IXON;
    modes.c_lflag &= ~(tcflag_t)IEXTEN;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
    def_prog_mode();
  }
  keypad(stdscr, TRUE);
  wtimeout(stdscr, 0);
  // Moving text within a line saves bytes, but terminals differ in what becomes of wide characters then.
  idcok(stdscr, FALSE);
  ask_for_mouse(true);
  memset(pair_of, 0, sizeof pair_of);
  pairs_made = 0;
  default_colors = has_colors() && start_color() == OK && use_default_colors() == OK;
  curs_set(0);
}

cterm_result cterm_open(const char *log_path, const char *crash_notice) {
  static bool closes_at_exit;
  if (screen) return CTERM_ALREADY_OPEN;
  if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) return CTERM_NOT_A_TERMINAL;
  if (cterm_wake_descriptor() < 0) return CTERM_NO_RESOURCES;
  char restore[CTERM_RESTORE_CAPACITY];
  const cterm_result look = cterm_terminfo_look_up(restore, sizeof restore, crash_notice);
  if (look != CTERM_OPENED) return look;
  const cterm_result redirected = redirect_stderr(log_path);
  if (redirected != CTERM_OPENED) return redirected;
  // Before newterm: ncurses leaves alone what is handled already, and these want the modes of now.
  cterm_signals_install(restore, saved_stderr);
  // The size is the terminal's own: LINES and COLUMNS in the environment may be another's or out of date.
  use_env(FALSE);
  use_tioctl(TRUE);
  screen = newterm(NULL, stdout, stdin);
  if (!screen) {
    cterm_signals_remove();
    return_stderr();
    return CTERM_UNKNOWN_TYPE;
  }
  hung_up = false;
  hangup_told = false;
  set_modes();
  if (!closes_at_exit) atexit(cterm_close);
  closes_at_exit = true;
  return CTERM_OPENED;
}

void cterm_close(void) {
  if (!screen) return;
  // Even after a hangup: the signal may have come from elsewhere, and on a lost terminal it does nothing.
  leave();
  delscreen(screen);
  screen = NULL;
  cterm_signals_remove();
  return_stderr();
}

cterm_size cterm_get_size(void) {
  if (!screen) return (cterm_size){0, 0};
  return (cterm_size){.columns = getmaxx(stdscr), .rows = getmaxy(stdscr)};
}

int cterm_color_count(void) {
  if (!screen || !has_colors() || COLORS < 8) return 0;
  return COLORS < 256 ? COLORS : 256;
}

// The pair of two colours, made when first asked for; when the terminal has no more, the nearest that is there.
static short pair_for(int foreground, int background) {
  if (!default_colors) {
    foreground = foreground < 0 ? COLOR_WHITE : foreground;
    background = background < 0 ? COLOR_BLACK : background;
  }
  if (foreground < 0 && background < 0) return 0;
  short *known = &pair_of[foreground + 1][background + 1];
  if (*known) return *known;
  const int limit = COLOR_PAIRS < 32767 ? COLOR_PAIRS : 32767;
  if (pairs_made + 1 >= limit) return pair_of[foreground + 1][0];
  if (init_pair((short)(pairs_made + 1), (short)foreground, (short)background) != OK) return 0;
  *known = (short)++pairs_made;
  return *known;
}

static bool is_color(int color, int count) { return color >= -1 && color < count; }

void cterm_put(
  int column, int row, const uint32_t *scalars, int count, int columns, cterm_style style) {
  if (!screen || hung_up || count < 1) return;
  wchar_t text[CCHARW_MAX + 1];
  int length = 0;
  const bool torn = columns == 2 && row == getmaxy(stdscr) - 1 && column == getmaxx(stdscr) - 3
    && cterm_terminfo_inserts_corner();
  const bool fits = !torn && wcwidth((wchar_t)scalars[0]) == columns;
  text[length++] = fits ? (wchar_t)scalars[0] : torn ? L' ' : L'?';
  for (int i = 1; fits && i < count && length < CCHARW_MAX; i++) {
    if (wcwidth((wchar_t)scalars[i]) != 0) break;
    text[length++] = (wchar_t)scalars[i];
  }
  text[length] = L'\0';

  attr_t attributes = A_NORMAL;
  if (style.bold) attributes |= A_BOLD;
  if (style.dim) attributes |= A_DIM;
  if (style.underline) attributes |= A_UNDERLINE;
  if (style.reverse) attributes |= A_REVERSE;
  short pair = 0;
  const int colors = cterm_color_count();
  if (colors && is_color(style.foreground, colors) && is_color(style.background, colors)) {
    pair = pair_for(style.foreground, style.background);
  }
  cchar_t cell;
  if (setcchar(&cell, text, attributes, pair, NULL) != OK) return;
  mvadd_wch(row, column, &cell);
  if (!fits && columns == 2 && setcchar(&cell, L" ", attributes, pair, NULL) == OK) {
    mvadd_wch(row, column + 1, &cell);
  }
}

void cterm_cursor(int column, int row) {
  if (!screen || hung_up) return;
  curs_set(column >= 0);
  if (column >= 0) move(row, column);
}

void cterm_flush(void) {
  if (screen && !hung_up) refresh();
}

static void follow_size(void) {
  struct winsize size;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return;
  if (size.ws_col != getmaxx(stdscr) || size.ws_row != getmaxy(stdscr)) {
    resizeterm(size.ws_row, size.ws_col);
  }
}

// Takes the terminal again after the shell had it.
static void retake(void) {
  leave();
  follow_size();
  ask_for_mouse(true);
  clearok(curscr, TRUE);
  refresh();
}

static cterm_event_kind signal_event(void) {
  if (cterm_signals_take(SIGHUP)) hung_up = true;
  if (hung_up && !hangup_told) {
    hangup_told = true;
    return CTERM_HANGUP;
  }
  if (cterm_signals_take(SIGTERM)) return CTERM_TERMINATE;
  if (cterm_signals_take(SIGINT)) return CTERM_INTERRUPT;
  if (hung_up) return CTERM_NOTHING;
  if (cterm_signals_take(SIGTSTP)) {
    leave();
    cterm_signals_stop();
    cterm_signals_take(SIGCONT);
    cterm_signals_take(SIGWINCH);
    retake();
    return CTERM_RESIZED;
  }
  if (cterm_signals_take(SIGCONT)) {
    retake();
    return CTERM_RESIZED;
  }
  if (cterm_signals_take(SIGWINCH)) {
    follow_size();
    return CTERM_RESIZED;
  }
  return CTERM_NOTHING;
}

static cterm_event key_event(int code) {
  static const struct {
    int code;
    cterm_key key;
  } keys[] = {
    {KEY_UP, CTERM_UP},       {KEY_DOWN, CTERM_DOWN},           {KEY_LEFT, CTERM_LEFT},
    {KEY_RIGHT, CTERM_RIGHT}, {KEY_HOME, CTERM_HOME},           {KEY_END, CTERM_END},
    {KEY_PPAGE, CTERM_PAGE_UP}, {KEY_NPAGE, CTERM_PAGE_DOWN},   {KEY_DC, CTERM_DELETE},
    {KEY_BACKSPACE, CTERM_BACKSPACE}, {KEY_BTAB, CTERM_BACKTAB}, {KEY_ENTER, CTERM_ENTER},
    {KEY_A1, CTERM_HOME},     {KEY_A3, CTERM_PAGE_UP},          {KEY_C1, CTERM_END},
    {KEY_C3, CTERM_PAGE_DOWN},
  };
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    if (keys[i].code == code) return (cterm_event){.kind = CTERM_KEY, .value = (int)keys[i].key};
  }
  if (code > KEY_F0 && code <= KEY_F(63)) {
    return (cterm_event){.kind = CTERM_FUNCTION_KEY, .value = code - KEY_F0};
  }
  return (cterm_event){.kind = CTERM_UNKNOWN_KEY};
}

cterm_event cterm_read(void) {
  if (!screen) return (cterm_event){.kind = CTERM_NOTHING};
  const cterm_event_kind kind = signal_event();
  if (kind != CTERM_NOTHING || hung_up) return (cterm_event){.kind = kind};
  // Bytes, not get_wch: half a character that has not arrived yet would be thrown away there.
  const int code = getch();
  if (code == ERR) return (cterm_event){.kind = CTERM_NOTHING};
  if (code > 0xFF) return key_event(code);
  return (cterm_event){.kind = CTERM_BYTE, .value = code};
}

void cterm_wait(int milliseconds) {
  if (!screen) return;
  struct pollfd sources[2] = {
    {.fd = cterm_wake_descriptor(), .events = POLLIN},
    {.fd = hung_up ? -1 : STDIN_FILENO, .events = POLLIN},
  };
  if (poll(sources, 2, milliseconds) <= 0) return;
  if (sources[1].revents & (POLLHUP | POLLERR | POLLNVAL)) hung_up = true;
  if (sources[0].revents & POLLIN) {
    uint64_t count;
    if (read(sources[0].fd, &count, sizeof count) < 0) return;
  }
}
