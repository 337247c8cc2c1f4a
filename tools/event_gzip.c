/* SPDX-License-Identifier: MIT */
#include "event_gzip.h"

#include "errors.h"

bool event_gzip_is(const char *bytes, size_t n)
{
	return n >= 2 && bytes[0] == '\x1f' && bytes[1] == '\x8b';
}

int event_gzip_run(struct event_child *child, int fd, bool confined)
{
	/* What it takes to start; its input is open, and that is all. */
	static const struct llguard_rule rules[] = {
		LLGUARD_PATH_OPTIONAL("/usr", LLGUARD_FS_READ_EXECUTE),
		LLGUARD_PATH_OPTIONAL("/bin", LLGUARD_FS_READ_EXECUTE),
		LLGUARD_PATH_OPTIONAL("/lib", LLGUARD_FS_READ_EXECUTE),
		LLGUARD_PATH_OPTIONAL("/lib64", LLGUARD_FS_READ_EXECUTE),
		LLGUARD_PATH_OPTIONAL("/etc/ld.so.cache", LLGUARD_FS_READ_FILE),
	};
	static const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_ABI_9, rules);
	static char program[] = "gzip", option[] = "-dc";
	char *const argv[] = { program, option, NULL };

	return event_child_run(child, argv, fd, confined ? &policy : NULL);
}

int event_gzip_refuse(const char *name, const char *bytes, size_t n)
{
	struct llguard_finding finding = LLGUARD_FINDING_INIT;

	if (!event_gzip_is(bytes, n))
		return 0;
	finding.severity = LLGUARD_SEVERITY_ERROR;
	finding.code = str("compressed");
	finding.key = str(name);
	finding.text = str("is compressed, and no regular file");
	finding.hint = str("read it through gzip -dc");
	error_print(&finding);
	return -1;
}
