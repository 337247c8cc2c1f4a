/* SPDX-License-Identifier: MIT */
/*
 * Two programs in one file, for a denial that two nested domains share.  "outer"
 * confines itself and starts "inner", which adds a domain of its own and moves
 * files between /tmp/a and /tmp/b:
 *
 *		in a		in b
 *	outer	may refer	may remove, make and refer
 *	inner	the same as b	may refer
 *
 * So each move is refused at a by the one and at b by the other, and the kernel
 * says both in one event.  Prints each call and what came of it.
 *
 * outer [silent] CALL...: with "silent", outer's domain leaves out what another
 * executable is denied.
 */
#include <errno.h>
#include <fcntl.h>
#include <llguard.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOVE (LLGUARD_FS_REMOVE_FILE | LLGUARD_FS_MAKE_REG | LLGUARD_FS_REFER)

static int rename_out(void)
{
	return rename("/tmp/a/one", "/tmp/b/one");
}

static int rename_in(void)
{
	return rename("/tmp/b/two", "/tmp/a/two");
}

static int exchange(void)
{
	return renameat2(AT_FDCWD, "/tmp/a/one", AT_FDCWD, "/tmp/b/two",
		RENAME_EXCHANGE);
}

static int link_out(void)
{
	return link("/tmp/a/one", "/tmp/b/one");
}

static const struct {
	const char *name, *text;
	int (*call)(void);
} calls[] = {
	{ "out", "rename(\"/tmp/a/one\", \"/tmp/b/one\")", rename_out },
	{ "in", "rename(\"/tmp/b/two\", \"/tmp/a/two\")", rename_in },
	{ "exchange",
		"renameat2(\"/tmp/a/one\", \"/tmp/b/two\", RENAME_EXCHANGE)",
		exchange },
	{ "link", "link(\"/tmp/a/one\", \"/tmp/b/one\")", link_out },
};

static int call_print(const char *name)
{
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (strcmp(calls[i].name, name) == 0) {
			const int ret = calls[i].call();

			printf("#   inner: %s = %d %s\n", calls[i].text, ret,
				ret ? strerrorname_np(errno) : "");
			return 0;
		}
	return 1;
}

static int confine(
	const char *name, const char *all, const char *refer, uint32_t flags)
{
	const struct llguard_rule rules[] = {
		LLGUARD_PATH(all, MOVE),
		LLGUARD_PATH(refer, LLGUARD_FS_REFER),
	};
	const struct llguard_policy policy = LLGUARD_POLICY_WITH(
		MOVE, rules, LLGUARD_POLICY_STRICT | flags, 0, 0, NULL);
	const int err = llguard_policy_apply(&policy, NULL);

	if (err) {
		char text[128];

		llguard_error_describe(err, text, sizeof(text));
		printf("%s: cannot be confined: %s\n", name, text);
		return 1;
	}
	printf("#   %s: pid %d, confined\n", name, (int)getpid());
	fflush(stdout);
	return 0;
}

static int inner(int argc, char **argv)
{
	int bad = confine("inner", "/tmp/a", "/tmp/b", 0);

	for (int i = 1; i < argc && !bad; i++)
		bad = call_print(argv[i]);
	return bad;
}

static bool file_make(const char *dir, const char *file)
{
	int fd;

	mkdir(dir, 0755);
	fd = open(file, O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
	return fd >= 0 && close(fd) == 0;
}

static int outer(char **argv)
{
	static char name[] = "inner";
	const bool silent = argv[1] && strcmp(argv[1], "silent") == 0;
	int status = 1;
	pid_t child;

	if (!file_make("/tmp/a", "/tmp/a/one") ||
		!file_make("/tmp/b", "/tmp/b/two") ||
		confine("outer", "/tmp/b", "/tmp/a",
			silent ? 0 : LLGUARD_LOG_NEW_EXEC_ON))
		return 1;
	child = fork();
	if (child == 0) {
		argv += silent;
		argv[0] = name;
		execv("/usr/bin/inner", argv);
		_exit(127);
	}
	return child < 0 || waitpid(child, &status, 0) != child || status;
}

int main(int argc, char **argv)
{
	const char *name = strrchr(argv[0], '/');

	name = name ? name + 1 : argv[0];
	return strcmp(name, "inner") == 0 ? inner(argc, argv) : outer(argv);
}
