/* SPDX-License-Identifier: MIT */
/*
 * One rule: open what it names, add it to the ruleset, close.
 */
#include "prepare.h"

#include "preset.h"

#include "../error.h"
#include "../rights.h"
#include "../sys.h"
#include "../uapi.h"

_Static_assert(LLGUARD__ABI_ENFORCED < 12,
	"rules for namespaces and capabilities are not put on");

static int rule_fail(struct llguard_report *report, uint32_t step,
	enum llguard__fault fault, uint32_t i, int err)
{
	return llguard__report_fail(
		report, step, fault, i, llguard__error_class(-err), -err);
}

static int open_fail(struct llguard_report *report, uint32_t i, int err)
{
	enum llguard__fault fault = LLGUARD__FAULT_PATH_OPEN;

	switch (err) {
	case -ENOENT:
		fault = LLGUARD__FAULT_PATH_MISSING;
		break;
	case -ENOTDIR:
		fault = LLGUARD__FAULT_PATH_NOT_DIRECTORY;
		break;
	case -EACCES:
		fault = LLGUARD__FAULT_PATH_DENIED;
		break;
	case -ELOOP:
		fault = LLGUARD__FAULT_PATH_LOOP;
		break;
	case -ENAMETOOLONG:
		fault = LLGUARD__FAULT_PATH_LONG;
		break;
	case -EBADF:
		fault = LLGUARD__FAULT_FD_CLOSED;
		break;
	}
	return rule_fail(report, LLGUARD_STEP_OPEN, fault, i, err);
}

static int add_fail(struct llguard_report *report, uint32_t i, int err)
{
	if (err == -EBADF)
		return rule_fail(report, LLGUARD_STEP_ADD_RULE,
			LLGUARD__FAULT_FD_CLOSED, i, err);
	if (err == -EBADFD)
		return llguard__report_fail(report, LLGUARD_STEP_ADD_RULE,
			LLGUARD__FAULT_FD_KIND, i, -EBADF, EBADFD);
	return rule_fail(
		report, LLGUARD_STEP_ADD_RULE, LLGUARD__FAULT_ADD_RULE, i, err);
}

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
	struct llguard_rule_result result;
};

static int fs_add(const struct addition *add, int fd, uint64_t access)
{
	const struct llguard__path_attr attr = {
		.allowed_access = llguard__uapi_fs(access),
		.parent_fd = fd,
	};

	return llguard__sys_add_rule(
		add->ruleset, LLGUARD__RULE_PATH_BENEATH, &attr, add->flags);
}

static int done(struct addition *add, uint64_t access, uint32_t count)
{
	add->result = llguard__plan_result(
		add->policy, add->report, add->rule, access, count);
	return 0;
}

static int missing(struct addition *add)
{
	add->result = (struct llguard_rule_result){
		.state = LLGUARD_STATE_MISSING,
	};
	return 0;
}

static int ports_add(struct addition *add, uint64_t access)
{
	const uint32_t count = llguard__rule_ports(add->rule);
	struct llguard__port_attr attr = {
		.allowed_access = llguard__uapi_net(access),
		.port = add->rule->port,
	};
	int err = 0;

	for (uint32_t i = 0; !err && i < count; i++, attr.port++)
		err = llguard__sys_add_rule(add->ruleset,
			LLGUARD__RULE_NET_PORT, &attr, add->flags);
	return err ? add_fail(add->report, add->i, err)
		   : done(add, access, count);
}

/*
 * The rule has rights for directories alone, and no directory; or this kernel
 * does not have its others, and so denies nothing that they would allow.
 */
static int nothing_left(struct addition *add)
{
	const uint64_t asked = add->rule->access & add->policy->handled;

	if ((add->rule->flags & LLGUARD_RULE_OPTIONAL) ||
		llguard__plan_on_file(asked))
		return done(add, 0, 0);
	return llguard__report_fail(add->report, LLGUARD_STEP_OPEN,
		LLGUARD__FAULT_PATH_RIGHTS, add->i, -ENOTDIR, 0);
}

/* access is what a directory would get. */
static int path_add(struct addition *add, uint64_t access)
{
	bool is_directory;
	const int fd = path_open(add->rule, &is_directory);
	int err = 0;

	if (!is_directory)
		access = llguard__plan_on_file(access);
	if (fd == -ENOENT && (add->rule->flags & LLGUARD_RULE_OPTIONAL))
		return missing(add);
	if (fd < 0)
		return open_fail(add->report, add->i, fd);
	if (access || add->flags)
		err = fs_add(add, fd, access);
	llguard__sys_close(fd);
	if (err)
		return add_fail(add->report, add->i, err);
	return access || add->flags ? done(add, access, 1) : nothing_left(add);
}

/* The caller's descriptor: what it is shows in the kernel's answer. */
static int fd_add(struct addition *add, uint64_t access)
{
	const uint64_t file_access = llguard__plan_on_file(access);
	int err = fs_add(add, add->rule->fd, access);

	if (err == -EINVAL && file_access != access) {
		access = file_access;
		if (!access && !add->flags)
			return nothing_left(add);
		err = fs_add(add, add->rule->fd, access);
	}
	return err ? add_fail(add->report, add->i, err) : done(add, access, 1);
}

static int object_add(struct addition *add)
{
	const uint64_t access = llguard__plan_rule(add->report, add->rule);

	/* A rule without rights is an error to the kernel unless it is quiet. */
	if (!access && !add->flags)
		return done(add, 0, 0);
	switch (add->rule->kind) {
	case LLGUARD_KIND_PORT:
		return ports_add(add, access);
	case LLGUARD_KIND_FD:
		return fd_add(add, access);
	default:
		return path_add(add, access);
	}
}

/* A path that this process may not even look up is as good as missing. */
static bool is_absent(const struct llguard_report *report)
{
	switch (report->fault) {
	case LLGUARD__FAULT_PATH_DENIED:
	case LLGUARD__FAULT_PATH_NOT_DIRECTORY:
	case LLGUARD__FAULT_PATH_LOOP:
		return true;
	default:
		return false;
	}
}

static int preset_add(struct addition *add)
{
	const struct llguard_rule *rule = add->rule;
	struct llguard_rule object;
	struct addition one = *add;
	uint64_t access = 0;
	uint32_t count = 0;

	one.rule = &object;
	for (uint32_t i = 0; llguard__preset_rule(rule->preset, i, &object);
		i++) {
		const int err = object_add(&one);

		if (err && !is_absent(add->report))
			return err;
		if (err) {
			(void)llguard__report_fail(add->report,
				LLGUARD_STEP_NONE, LLGUARD__FAULT_NONE,
				LLGUARD_NO_RULE, 0, 0);
			continue;
		}
		access |= one.result.access;
		count += one.result.count;
	}
	if (!count && llguard__plan_rule(add->report, rule))
		return missing(add);
	return done(add, access, count);
}

int llguard__rule_add(const struct llguard_policy *policy, uint32_t i,
	int ruleset, struct llguard_report *report)
{
	const struct llguard_rule *rule = llguard__policy_rule(policy, i);
	const bool quiet = (rule->flags & LLGUARD_RULE_QUIET) &&
			   (report->quiet & llguard__kind_set(rule->kind));
	struct addition add = {
		.policy = policy,
		.rule = rule,
		.report = report,
		.i = i,
		.flags = quiet ? LLGUARD__ADD_QUIET : 0,
		.ruleset = ruleset,
	};
	const int err = rule->kind == LLGUARD_KIND_PRESET ? preset_add(&add)
							  : object_add(&add);

	if (!err)
		llguard__report_rule(report, i, &add.result);
	return err;
}

int llguard__implied_add(const struct llguard_policy *policy, int ruleset,
	struct llguard_report *report)
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
