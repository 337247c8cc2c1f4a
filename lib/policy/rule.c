/* SPDX-License-Identifier: MIT */
/*
 * One rule: open what it names, add it to the ruleset, close.
 */
#include "prepare.h"

#include "preset.h"

#include "../rights.h"
#include "../sys.h"
#include "../uapi.h"

_Static_assert(LLGUARD__ABI_ENFORCED < 12,
	"rules for namespaces and capabilities are not put on");

/*
 * A file cannot have rights for directories.  Told by O_DIRECTORY instead of a
 * look and an open: that costs a call only for files, it also triggers an
 * automount, and what is swapped in between gets fewer rights, never more.
 */
static int path_open(const struct llguard_rule *rule, bool *ret_is_directory)
{
	const int dirfd =
		rule->kind == LLGUARD_KIND_PATH_AT ? rule->fd : LLGUARD__AT_CWD;
	const unsigned int how = rule->flags & LLGUARD_RULE_NO_SYMLINKS
					 ? LLGUARD__OPEN_NO_SYMLINKS
					 : 0;
	int fd = -ENOTDIR;

	*ret_is_directory = true;
	if (!(rule->flags & LLGUARD_RULE_FILE))
		fd = llguard__sys_open(
			dirfd, rule->path, how | LLGUARD__OPEN_DIRECTORY);
	if (fd != -ENOTDIR || (rule->flags & LLGUARD_RULE_DIRECTORY))
		return fd;
	*ret_is_directory = false;
	return llguard__sys_open(dirfd, rule->path, how);
}

/* One rule on its way into the ruleset. */
struct addition {
	const struct llguard_policy *policy;
	const struct llguard_rule *rule;
	struct llguard_report *report;
	uint32_t i;
	uint32_t flags; /* of landlock_add_rule */
	int ruleset;
	/* What came of it. */
	uint64_t access;
	uint32_t count;
	bool is_missing;
};

LLGUARD__COLD static int call_fail(
	const struct addition *add, uint32_t step, int err)
{
	return llguard__report_call(add->report, step, add->i, err);
}

LLGUARD__NOINLINE static int fs_add(const struct addition *add, int fd)
{
	const struct llguard__path_attr attr = {
		.allowed_access = llguard__uapi_fs(add->access),
		.parent_fd = fd,
	};

	return llguard__sys_add_rule(
		add->ruleset, LLGUARD__RULE_PATH_BENEATH, &attr, add->flags);
}

/* A rule without rights is an error to the kernel unless it is quiet. */
static bool is_nothing(const struct addition *add)
{
	return !add->access && !add->flags;
}

static int ports_add(struct addition *add)
{
	struct llguard__port_attr attr = {
		.allowed_access = llguard__uapi_net(add->access),
		.port = add->rule->port,
	};
	int err = 0;

	add->count = llguard__rule_ports(add->rule);
	for (uint32_t i = 0; !err && i < add->count; i++, attr.port++)
		err = llguard__sys_add_rule(add->ruleset,
			LLGUARD__RULE_NET_PORT, &attr, add->flags);
	return err ? call_fail(add, LLGUARD_STEP_ADD_RULE, err) : 0;
}

/*
 * The rule has rights for directories alone, and no directory; or this kernel
 * does not have its others, and so denies nothing that they would allow.
 */
LLGUARD__COLD static int nothing_left(struct addition *add)
{
	const uint64_t asked = add->rule->access & add->policy->handled;

	add->count = 0;
	if ((add->rule->flags & LLGUARD_RULE_OPTIONAL) ||
		llguard__plan_on_file(asked))
		return 0;
	return llguard__report_fail(add->report, LLGUARD_STEP_OPEN,
		LLGUARD__FAULT_PATH_RIGHTS, add->i, -ENOTDIR, 0);
}

/* access is what a directory would get. */
static int path_add(struct addition *add)
{
	bool is_directory;
	const int fd = path_open(add->rule, &is_directory);
	int err = 0;

	if (!is_directory)
		add->access = llguard__plan_on_file(add->access);
	add->is_missing =
		fd == -ENOENT && (add->rule->flags & LLGUARD_RULE_OPTIONAL);
	if (add->is_missing)
		return 0;
	if (fd < 0)
		return call_fail(add, LLGUARD_STEP_OPEN, fd);
	if (!is_nothing(add))
		err = fs_add(add, fd);
	llguard__sys_close(fd);
	if (err)
		return call_fail(add, LLGUARD_STEP_ADD_RULE, err);
	return is_nothing(add) ? nothing_left(add) : 0;
}

/* The caller's descriptor: what it is shows in the kernel's answer. */
static int fd_add(struct addition *add)
{
	const uint64_t file_access = llguard__plan_on_file(add->access);
	int err = fs_add(add, add->rule->fd);

	if (err == -EINVAL && file_access != add->access) {
		add->access = file_access;
		if (is_nothing(add))
			return nothing_left(add);
		err = fs_add(add, add->rule->fd);
	}
	return err ? call_fail(add, LLGUARD_STEP_ADD_RULE, err) : 0;
}

static int object_add(struct addition *add)
{
	/* No preset: of these, each object. */
	add->access = add->rule->access & add->report->handled;
	add->count = 0;
	add->is_missing = false;
	if (is_nothing(add))
		return 0;
	add->count = 1;
	switch (add->rule->kind) {
	case LLGUARD_KIND_PORT:
		return ports_add(add);
	case LLGUARD_KIND_FD:
		return fd_add(add);
	default:
		return path_add(add);
	}
}

/* A path that this process may not even look up is as good as missing. */
static bool is_absent(const struct llguard_report *report)
{
	return report->fault == LLGUARD__FAULT_PATH_DENIED ||
	       report->fault == LLGUARD__FAULT_PATH_NOT_DIRECTORY ||
	       report->fault == LLGUARD__FAULT_PATH_LOOP;
}

LLGUARD__COLD static int preset_add(struct addition *add)
{
	struct llguard_rule object;
	struct addition one = *add;

	one.rule = &object;
	for (uint32_t i = 0;
		llguard__preset_rule(add->rule->preset, i, &object); i++) {
		const int err = object_add(&one);

		if (err && !is_absent(add->report))
			return err;
		if (err) {
			(void)llguard__report_fail(add->report,
				LLGUARD_STEP_NONE, LLGUARD__FAULT_NONE,
				LLGUARD_NO_RULE, 0, 0);
		} else if (!one.is_missing && one.access) {
			add->access |= one.access;
			add->count += one.count;
		}
	}
	add->is_missing =
		!add->count && llguard__plan_rule(add->report, add->rule);
	return 0;
}

int llguard__rule_add(const struct llguard_policy *policy, uint32_t i,
	int ruleset, struct llguard_report *report)
{
	const struct llguard_rule *rule = llguard__policy_rule(policy, i);
	struct llguard_rule_result result = { .state = LLGUARD_STATE_MISSING };
	struct addition add = {
		.policy = policy,
		.rule = rule,
		.report = report,
		.i = i,
		.ruleset = ruleset,
	};
	int err;

	if ((rule->flags & LLGUARD_RULE_QUIET) &&
		(report->quiet & llguard__kind_set(rule->kind)))
		add.flags = LLGUARD__ADD_QUIET;
	err = rule->kind == LLGUARD_KIND_PRESET ? preset_add(&add)
						: object_add(&add);
	if (err)
		return err;
	if (!add.is_missing)
		result = llguard__plan_result(
			policy, report, rule, add.access, add.count);
	llguard__report_rule(report, i, &result);
	return 0;
}

LLGUARD__COLD int llguard__implied_add(const struct llguard_policy *policy,
	int ruleset, struct llguard_report *report)
{
	struct llguard_rule rule;
	struct addition add = {
		.policy = policy,
		.rule = &rule,
		.report = report,
		.i = LLGUARD_NO_RULE,
		.ruleset = ruleset,
	};

	return llguard__implied_rule(policy, &rule) ? object_add(&add) : 0;
}
