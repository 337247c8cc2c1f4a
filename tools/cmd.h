/* SPDX-License-Identifier: MIT */
/*
 * The subcommands.  Each gets the words after its name and returns the exit
 * status.
 */
#ifndef CMD_H
#define CMD_H

/* Exit statuses of exec, as env(1), nice(1) and others have them. */
#define EXIT_SETUP          125
#define EXIT_NOT_EXECUTABLE 126
#define EXIT_NOT_FOUND      127

/* Exit statuses of the others, besides 0. */
#define EXIT_REFUSED 1
#define EXIT_USAGE   2

int cmd_check(int argc, char **argv);
int cmd_events(int argc, char **argv);
int cmd_exec(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_info(int argc, char **argv);
int cmd_list(int argc, char **argv);
int cmd_plan(int argc, char **argv);

#endif /* CMD_H */
