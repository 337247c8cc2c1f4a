/* SPDX-License-Identifier: MIT */
#ifndef PROGRAM_FIND_H
#define PROGRAM_FIND_H

/*
 * The file that execvp(3) runs for a name, to be freed: the name itself when it
 * has a slash, else the first executable file in the directories of path, of
 * which NULL is the system's own.  NULL when there is none, with errno set.
 */
char *program_find(const char *name, const char *path);

#endif /* PROGRAM_FIND_H */
