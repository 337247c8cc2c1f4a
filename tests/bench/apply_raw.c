/* SPDX-License-Identifier: MIT */
/* The policy by hand, with no call that is not needed. */
#include "apply.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include "landlock.h"

#define READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)

/* A file that may be a directory has to be looked at. */
static int path_allow(int ruleset, const char *path, char kind)
{
	struct landlock_path_beneath_attr attr = { READ, -1 };
	struct stat st;
	int err;

	attr.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (attr.parent_fd < 0)
		return -1;
	if (kind == 'x' || (kind == 'f' && fstat(attr.parent_fd, &st) == 0 &&
				   !S_ISDIR(st.st_mode)))
		attr.allowed_access &= ~LANDLOCK_ACCESS_FS_READ_DIR;
	err = landlock_add_rule(ruleset, LANDLOCK_RULE_PATH_BENEATH, &attr);
	close(attr.parent_fd);
	return err;
}

static int port_allow(int ruleset, unsigned int port)
{
	const struct landlock_net_port_attr attr = {
		LANDLOCK_ACCESS_NET_BIND_TCP,
		port,
	};

	return landlock_add_rule(ruleset, LANDLOCK_RULE_NET_PORT, &attr);
}

static int apply(const struct apply_task *task)
{
	const int ruleset =
		task->kind == 'p'
			? ruleset_create(0, LANDLOCK_ACCESS_NET_BIND_TCP)
			: ruleset_create(0xffff, 0);
	int err = ruleset < 0 ? -1 : 0;

	for (unsigned int i = 0; !err && i < task->count; i++)
		err = task->kind == 'p'
			      ? port_allow(ruleset, APPLY_PORT + i)
			      : path_allow(ruleset, task->paths[i], task->kind);
	if (!err)
		err = ruleset_enforce(ruleset);
	close(ruleset);
	return err;
}

int main(int argc, char **argv)
{
	static struct apply_task task;
	long long begin, end;
	int err;

	apply_begin(&task, argc, argv);
	begin = apply_clock();
	err = apply(&task);
	end = apply_clock_end();
	if (err) {
		perror("apply");
		return 1;
	}
	printf("%lld\n", end - begin);
	return 0;
}
