/* SPDX-License-Identifier: MIT */
/*
 * A kernel of ABI 7 that costs nothing: what callgrind counts with it is the
 * library's own.  The paths of apply.h are told apart by their first letter.
 */
#include <errno.h>

#include "sys.h"
#include "uapi.h"

int llguard__sys_create_ruleset(
	const struct llguard__ruleset_attr *attr, uint32_t flags)
{
	(void)attr;
	if (flags == LLGUARD__CREATE_VERSION)
		return 7;
	return flags == LLGUARD__CREATE_ERRATA ? 0 : 3;
}

int llguard__sys_add_rule(
	int ruleset, int type, const void *attr, uint32_t flags)
{
	(void)ruleset;
	(void)type;
	(void)attr;
	(void)flags;
	return 0;
}

int llguard__sys_restrict_self(int ruleset, uint32_t flags)
{
	(void)ruleset;
	(void)flags;
	return 0;
}

int llguard__sys_no_new_privs(void)
{
	return 0;
}

int llguard__sys_unshare_thread(void)
{
	return 0;
}

int llguard__sys_open(int dirfd, const char *path, unsigned int how)
{
	(void)dirfd;
	return (how & LLGUARD__OPEN_DIRECTORY) && path[0] == 'f' ? -ENOTDIR : 4;
}

int llguard__sys_close(int fd)
{
	(void)fd;
	return 0;
}
