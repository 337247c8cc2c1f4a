/* SPDX-License-Identifier: MIT */
#ifndef FOLDER_H
#define FOLDER_H

/*
 * Open the folder that a path is in, with these flags of open(2) besides those
 * that a folder takes.  *ret_base is what the path ends in, which may be empty.
 * Returns a descriptor, or -errno.
 */
int folder_open(const char *path, int flags, const char **ret_base);

#endif /* FOLDER_H */
